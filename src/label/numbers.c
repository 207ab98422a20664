/* Places the numbers of sheets on an index map: in their shapes, beside points, or at the end of
 * leaders. */
#include "label/numbers.h"

#include <stdlib.h>

#include "base/arena.h"
#include "geom/box_tree.h"
#include "geom/inside.h"
#include "label/grid.h"
#include "label/inside.h"

/* Round a number, in points; from one size of letters to the next smaller one; the size of letters
 * at the end of a leader. These and all below are taste. */
static const double GAP = 0.8, STEP_DOWN = 0.85, LEADER_SIZE = 7;
/* A place over another sheet is as bad as a leader this much longer. */
static const double OVER_OTHER_PT = 14;
/* The lengths of leaders that are tried. */
static const double LEADER_PT[] = {9, 12, 16, 21, 27, 34, 42, 51, 62, 75, 90, 110, 135, 165, 200};
/* Shapes that share a leader: how near they are, how much smaller their letters, how wide their
 * text. */
static const double GROUP_PT = 24, GROUP_SIZE = 0.85, GROUP_WIDTH_PT = 80;
/* A leader over others, where no other gets through, is as bad as one this much longer. */
static const double CROSSING_PT = 100;
/* The longest leader of a shape with a number of its own. */
static const double ALONE_PT = 62;
/* Directions of leaders; places of a shape's box, to each side; places not found until none is
 * sought any more; shapes in a group. */
enum { DIRECTIONS = 24, LATTICE = 9, FAILURES_MAX = 200, GROUP_MAX = 40 };

struct segment {
    struct pagexy a, b;
};

struct placing {
    struct arena *a;
    const struct numbers_input *in;
    struct grid *taken;
    struct box_tree tree;
    uint32_t *found; /* scratch, shapes->n */
    struct pagexy *anchor;
    size_t *with; /* whose number names a shape: its own, or that of a group; SIZE_MAX: none */
    ARRAY(struct placed_label) placed;
    ARRAY(struct segment) leaders;
    struct lode_err *err;
};

/* The box of a text with its middle at `at`. */
static struct box box_about(struct pagexy at, const struct text_block *t)
{
    double w = t->width_pt / 2, h = t->height_pt / 2;
    return (struct box){at.x_pt - w, at.y_pt - h, at.x_pt + w, at.y_pt + h};
}

/* ---- where a shape is */

/* Half-way along the longest part of a line. */
static struct pagexy middle_of_line(const struct geometry *g, size_t i)
{
    double longest = -1;
    struct ring best = {0};
    struct range rings = geometry_rings_of(g, i);
    for (size_t r = rings.from; r < rings.end; r++) {
        struct ring line = geometry_ring(g, r);
        double length = 0;
        for (size_t k = 0; k + 1 < line.n; k++) {
            struct xy p = xy_at(line.xy, k), q = xy_at(line.xy, k + 1);
            length += hypot(q.x - p.x, q.y - p.y);
        }

        if (length > longest) {
            longest = length;
            best = line;
        }
    }

    double left = longest / 2;
    for (size_t k = 0; k + 1 < best.n; k++) {
        const double *p = best.xy + 2 * k, *q = p + 2;
        double d = hypot(q[0] - p[0], q[1] - p[1]), t = d > 0 ? left / d : 0;
        if (t <= 1)
            return (struct pagexy){p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])};
        left -= d;
    }
    return pagexy_at(geometry_first(g, i), 0);
}

/* The point that stands for the shape, where its number is best and its leader begins. */
static struct pagexy anchor_of(struct arena *a, const struct geometry *g, size_t i)
{
    struct pagexy p = {NAN, NAN};
    struct inside in;
    if (g->kind[i] == GEOM_NONE)
        return p;

    p = pagexy_at(geometry_first(g, i), 0);
    if (g->kind[i] == GEOM_LINE)
        return middle_of_line(g, i);
    if (g->kind[i] == GEOM_POLYGON && inside_init(a, g, i, &in))
        inside_place(a, &in, 0.5, &p.x_pt, &p.y_pt);
    return p;
}

/* ---- rules of a place */

/* On how many other shapes a place lies. */
static size_t others_at(struct placing *s, size_t item, struct pagexy p)
{
    struct box at = {p.x_pt, p.y_pt, p.x_pt, p.y_pt};
    size_t n = box_tree_find(&s->tree, at, s->found), others = 0;
    for (size_t k = 0; k < n; k++)
        others += s->found[k] != item && geometry_holds(s->in->shapes, s->found[k], p.x_pt, p.y_pt);
    return others;
}

static bool is_free(const struct placing *s, struct box b)
{
    static const struct box none = {-1, -1, -1, -1};
    return box_holds(s->in->frame_pt, b) && !grid_blocked(s->taken, box_grow(b, GAP)) &&
           grid_covered(s->taken, b, none) <= 0;
}

/* Whether the shape holds the whole box, judged by its middle, its corners and the middles of its
 * sides. */
static bool lies_in(const struct geometry *g, size_t i, struct box b)
{
    for (int k = 0; k < 9; k++) {
        double x = b.x0 + box_width(b) * (k % 3) / 2, y = b.y0 + box_height(b) * (k / 3) / 2;
        if (!geometry_holds(g, i, x, y))
            return false;
    }
    return true;
}

/* Positive on one side of the line through `a` and `b`, negative on the other. */
static double side_of(struct pagexy a, struct pagexy b, struct pagexy p)
{
    return (b.x_pt - a.x_pt) * (p.y_pt - a.y_pt) - (b.y_pt - a.y_pt) * (p.x_pt - a.x_pt);
}

static bool segments_cross(struct segment s, struct segment t)
{
    return side_of(s.a, s.b, t.a) * side_of(s.a, s.b, t.b) < 0 &&
           side_of(t.a, t.b, s.a) * side_of(t.a, t.b, s.b) < 0;
}

/* How many spots along the segment are half a point apart at most. */
static size_t steps_of(struct segment s)
{
    return (size_t)ceil(2 * hypot(s.b.x_pt - s.a.x_pt, s.b.y_pt - s.a.y_pt)) + 1;
}

/* The `k`-th of `n` spots along the segment, a square of twice `half`. */
static struct box spot_on(struct segment s, size_t k, size_t n, double half)
{
    double t = n > 1 ? (double)k / (double)(n - 1) : 0;
    double x = s.a.x_pt + t * (s.b.x_pt - s.a.x_pt), y = s.a.y_pt + t * (s.b.y_pt - s.a.y_pt);
    return (struct box){x - half, y - half, x + half, y + half};
}

static bool leader_is_free(const struct placing *s, struct segment leader)
{
    for (size_t i = 0; i < s->leaders.n; i++) {
        if (segments_cross(s->leaders.v[i], leader))
            return false;
    }

    size_t n = steps_of(leader);
    for (size_t k = 0; k < n; k++) {
        if (grid_blocked(s->taken, spot_on(leader, k, n, 0.2)))
            return false;
    }
    return true;
}

/* From the middle of a shape, or a point's rim, to the edge of its number. */
static struct segment leader_to(const struct placing *s, size_t item, struct box b)
{
    struct pagexy from = s->anchor[item];
    double x = fmin(fmax(from.x_pt, b.x0), b.x1), y = fmin(fmax(from.y_pt, b.y0), b.y1);
    double length = hypot(x - from.x_pt, y - from.y_pt);

    if (s->in->shapes->kind[item] == GEOM_POINT && length > s->in->marker_pt) {
        double t = (s->in->marker_pt / 2 + GAP) / length;
        from.x_pt += t * (x - from.x_pt);
        from.y_pt += t * (y - from.y_pt);
    }
    return (struct segment){from, {x, y}};
}

/* ---- a number */

static bool shape_text(struct placing *s, size_t item, double size_pt,
                       const struct text_block **ret)
{
    struct text_style style = s->in->style;
    style.size_pt = size_pt;
    return text_shape(s->in->text, s->a, s->in->texts[item], &style, ret, s->err);
}

static void add_number(struct placing *s, size_t item, const struct text_block *t, struct pagexy at)
{
    struct box b = box_about(at, t);
    grid_add(s->taken, b, TAKEN_LABEL);
    *array_add(s->a, &s->placed) =
        (struct placed_label){.block = t, .at = {b.x0, b.y0}, .item = item};
}

static void add_number_with_leader(struct placing *s, size_t item, const struct text_block *t,
                                   struct pagexy at)
{
    struct segment leader = leader_to(s, item, box_about(at, t));
    size_t n = steps_of(leader);
    add_number(s, item, t, at);
    *array_add(s->a, &s->leaders) = leader;
    /* Not the leader's end, which is at its own number. */
    for (size_t k = 0; k + 4 < n; k++)
        grid_add(s->taken, spot_on(leader, k, n, 0.2), TAKEN_LABEL);
}

/* A place for the text in its shape: the middle is tried first, then a lattice over the shape's
 * box; the best is near the middle and under few other sheets. */
static bool find_inside(struct placing *s, size_t item, const struct text_block *t,
                        struct pagexy *ret)
{
    const struct geometry *g = s->in->shapes;
    struct box b = g->box[item];
    struct pagexy middle = s->anchor[item];
    double least = INFINITY;

    if (box_width(b) < t->width_pt || box_height(b) < t->height_pt)
        return false;

    for (int k = -1; k < LATTICE * LATTICE; k++) {
        struct pagexy p = middle;
        if (k >= 0)
            p = (struct pagexy){b.x0 + box_width(b) * (k % LATTICE + 0.5) / LATTICE,
                                b.y0 + box_height(b) * (k / LATTICE + 0.5) / LATTICE};
        double away = hypot(p.x_pt - middle.x_pt, p.y_pt - middle.y_pt);
        struct box at = box_about(p, t);

        if (away >= least || !lies_in(g, item, at) || !is_free(s, at))
            continue;

        double cost = away + OVER_OTHER_PT * (double)others_at(s, item, p);
        if (cost < least) {
            least = cost;
            *ret = p;
        }
    }

    return least < INFINITY;
}

/* The eight places beside a point, upper right first (Imhof 1975). */
static bool find_beside(struct placing *s, size_t item, const struct text_block *t,
                        struct pagexy *ret)
{
    static const int order[8][2] = {{1, -1}, {1, 0},  {1, 1},  {-1, -1},
                                    {-1, 0}, {-1, 1}, {0, -1}, {0, 1}};
    struct pagexy p = s->anchor[item];
    double r = s->in->marker_pt / 2;

    for (int k = 0; k < 8; k++) {
        bool level = order[k][1] == 0, upright = order[k][0] == 0;
        double dx = upright ? 0 : t->width_pt / 2 + (level ? r + 1 : 0.7 * r);
        double dy = level ? 0 : t->height_pt / 2 + (upright ? r : 0.5 * r) - 1;
        struct pagexy at = {p.x_pt + order[k][0] * dx, p.y_pt + order[k][1] * dy};

        if (is_free(s, box_about(at, t))) {
            *ret = at;
            return true;
        }
    }
    return false;
}

/* A place at the end of a leader. `most_pt`: the longest leader. `crossing_pt`: what a leader costs
 * that runs under numbers or over other leaders; INFINITY: none may. */
static bool find_outside(struct placing *s, size_t item, const struct text_block *t, double most_pt,
                         double crossing_pt, struct pagexy *ret)
{
    struct pagexy from = s->anchor[item];
    double least = INFINITY;
    for (size_t k = 0; k < sizeof LEADER_PT / sizeof *LEADER_PT; k++) {
        if (LEADER_PT[k] >= least || LEADER_PT[k] > most_pt)
            break;

        for (int d = 0; d < DIRECTIONS; d++) {
            double turn = 2 * M_PI * (d + 0.5) / DIRECTIONS;
            double x = cos(turn), y = -sin(turn);
            struct pagexy p = {from.x_pt + x * (LEADER_PT[k] + t->width_pt / 2),
                               from.y_pt + y * (LEADER_PT[k] + t->height_pt / 2)};
            struct box b = box_about(p, t);
            if (!is_free(s, b))
                continue;

            double cost = LEADER_PT[k] + OVER_OTHER_PT * (double)others_at(s, item, p);
            if (cost < least && !leader_is_free(s, leader_to(s, item, b)))
                cost += crossing_pt;
            if (cost < least) {
                least = cost;
                *ret = p;
            }
        }
    }

    return least < INFINITY;
}

/* In or beside the shape, in letters as large as they fit. */
static bool try_inside(struct placing *s, size_t item, bool *ret_done)
{
    const struct numbers_input *in = s->in;
    bool point = in->shapes->kind[item] == GEOM_POINT;
    *ret_done = false;
    for (double size = in->style.size_pt; size >= in->least_pt - 1e-9 && !*ret_done;) {
        const struct text_block *t;
        struct pagexy at;
        if (!shape_text(s, item, size, &t))
            return false;

        *ret_done = point ? find_beside(s, item, t, &at) : find_inside(s, item, t, &at);
        if (*ret_done)
            add_number(s, item, t, at);
        size = size > in->least_pt + 1e-9 ? fmax(size * STEP_DOWN, in->least_pt) : 0;
    }
    return true;
}

/* At the end of a leader of its own. */
static bool try_outside(struct placing *s, size_t item, bool *ret_done)
{
    const struct numbers_input *in = s->in;
    double sizes[] = {fmin(LEADER_SIZE, in->style.size_pt), in->least_pt};
    *ret_done = false;
    for (int k = 0; k < 2 && !*ret_done; k++) {
        const struct text_block *t;
        struct pagexy at;
        if (!shape_text(s, item, sizes[k], &t))
            return false;

        *ret_done = find_outside(s, item, t, ALONE_PT, INFINITY, &at);
        if (*ret_done)
            add_number_with_leader(s, item, t, at);
    }
    return true;
}

static int by_item(const void *pa, const void *pb)
{
    const struct placed_label *a = pa, *b = pb;
    return (a->item > b->item) - (a->item < b->item);
}

static void finish_numbers(struct placing *s, struct numbers *ret)
{
    struct geom_builder b = {0};
    if (s->placed.n)
        qsort(s->placed.v, s->placed.n, sizeof *s->placed.v, by_item);

    for (size_t i = 0; i < s->leaders.n; i++) {
        geom_feature(&b, GEOM_LINE);
        geom_part(&b);
        geom_ring(&b);
        geom_xy(&b, s->leaders.v[i].a.x_pt, s->leaders.v[i].a.y_pt);
        geom_xy(&b, s->leaders.v[i].b.x_pt, s->leaders.v[i].b.y_pt);
    }

    *ret =
        (struct numbers){.v = s->placed.v, .n = s->placed.n, .anchors = s->anchor, .with = s->with};
    geom_finish(s->a, &b, &ret->leaders);
}

/* Boxes that are taken, and the markers of points: no number lies on a marker, a leader may. */
static void add_obstacles(struct placing *s)
{
    const struct geometry *g = s->in->shapes;
    double half = s->in->marker_pt / 2 - GAP;
    for (size_t i = 0; i < s->in->n_taken; i++)
        grid_add(s->taken, s->in->taken_pt[i], TAKEN_LABEL);

    for (size_t i = 0; i < g->n; i++) {
        struct pagexy p = s->anchor[i];
        if (g->kind[i] == GEOM_POINT)
            grid_add(s->taken,
                     (struct box){p.x_pt - half, p.y_pt - half, p.x_pt + half, p.y_pt + half},
                     TAKEN_SYMBOL);
    }
}

/* Move the shapes in `todo` that lie near todo[from] to the places behind it. Gives how many they
 * are, that one included. */
static size_t gather_near(const struct placing *s, size_t *todo, size_t n, size_t from,
                          double near_pt)
{
    struct pagexy at = s->anchor[todo[from]];
    size_t end = from + 1;
    for (size_t i = from + 1; i < n && end - from < GROUP_MAX; i++) {
        size_t item = todo[i];
        struct pagexy p = s->anchor[item];
        if (!(hypot(p.x_pt - at.x_pt, p.y_pt - at.y_pt) <= near_pt))
            continue;

        for (size_t k = i; k > end; k--)
            todo[k] = todo[k - 1];
        todo[end++] = item;
    }
    return end - from;
}

static bool shape_group(struct placing *s, const size_t *item, size_t n,
                        const struct text_block **ret)
{
    struct text_style style = s->in->style;
    struct str text = s->in->texts[item[0]];
    for (size_t i = 1; i < n; i++)
        text = str_format(s->a, "%.*s, %.*s", STR_FMT(text), STR_FMT(s->in->texts[item[i]]));

    style.size_pt = fmax(s->in->least_pt, GROUP_SIZE * fmin(LEADER_SIZE, style.size_pt));
    style.max_width_pt = GROUP_WIDTH_PT;
    return text_shape(s->in->text, s->a, text, &style, ret, s->err);
}

/* Numbers that found no room one by one find it together: one leader for several shapes that lie
 * near each other, fewer of them until there is room. */
static bool place_groups(struct placing *s, size_t *todo, size_t n)
{
    size_t failures = 0;
    for (size_t from = 0; from < n;) {
        size_t many = 0;
        for (double near = GROUP_PT; near > 1 && !many && failures < FAILURES_MAX; near /= 2) {
            const struct text_block *t;
            struct pagexy at;
            size_t k = gather_near(s, todo, n, from, near);

            if (!shape_group(s, todo + from, k, &t))
                return false;
            if (!find_outside(s, todo[from], t, INFINITY, CROSSING_PT, &at))
                continue;
            add_number_with_leader(s, todo[from], t, at);
            many = k;
        }
        failures += !many;
        for (size_t i = 0; i < many; i++)
            s->with[todo[from + i]] = todo[from];
        from += many ? many : 1;
    }

    return true;
}

static void begin_placing(struct placing *s)
{
    const struct geometry *g = s->in->shapes;
    s->with = arena_array(s->a, size_t, g->n);
    s->found = arena_array(s->a, uint32_t, g->n);
    s->anchor = arena_array(s->a, struct pagexy, g->n);
    box_tree_make(s->a, g->box, g->n, &s->tree);

    for (size_t i = 0; i < g->n; i++)
        s->anchor[i] = anchor_of(s->a, g, i);
    add_obstacles(s);
}

/* The numbers that find room in or beside their shapes; the others get SIZE_MAX for now. */
static bool place_inside(struct placing *s)
{
    const struct geometry *g = s->in->shapes;
    for (size_t i = 0; i < g->n; i++) {
        bool stands = false;
        if (g->kind[i] != GEOM_NONE && !try_inside(s, i, &stands))
            return false;
        s->with[i] = stands ? i : SIZE_MAX;
    }
    return true;
}

/* Those that find room at the end of a leader of their own. `todo` gets the shapes that have no
 * number yet. */
static bool place_outside(struct placing *s, size_t *todo, size_t *ret_n)
{
    const struct geometry *g = s->in->shapes;
    size_t failures = 0, n = 0;
    for (size_t i = 0; i < g->n; i++) {
        bool stands = false;
        if (g->kind[i] == GEOM_NONE || s->with[i] == i)
            continue;

        /* After many failures the page is full: to go on would take long and find nothing. */
        bool seek = failures < FAILURES_MAX;
        if (seek && !try_outside(s, i, &stands))
            return false;
        failures += seek && !stands;

        if (stands)
            s->with[i] = i;
        else
            todo[n++] = i;
    }

    *ret_n = n;
    return true;
}

bool numbers_place(struct arena *a, const struct numbers_input *in, struct numbers *ret,
                   struct lode_err *err)
{
    struct placing s = {.a = a, .in = in, .err = err, .taken = grid_create(a, in->frame_pt)};
    size_t n, *todo = arena_array(a, size_t, in->shapes->n);

    begin_placing(&s);
    if (!place_inside(&s) || !place_outside(&s, todo, &n) || !place_groups(&s, todo, n))
        return false;
    finish_numbers(&s, ret);
    return true;
}
