/* The places that a label may take round a point, inside an area or along a line, and what each
 * costs. */
#include "label/candidate.h"

#include "base/arena.h"
#include "label/inside.h"

/* Space between labels, so that two names are never read as one. Taste: a quarter of a line. */
#define CLEARANCE_PT 1.5

/* What the text's ink takes, with the clearance round it. */
static struct box block_box(const struct text_block *block, struct pagexy at)
{
    struct box ink = block->ink_pt;
    return box_grow(
        (struct box){at.x_pt + ink.x0, at.y_pt + ink.y0, at.x_pt + ink.x1, at.y_pt + ink.y1},
        CLEARANCE_PT);
}

static void add_upright(struct arena *a, struct candidate_list *list,
                        const struct text_block *block, struct pagexy at, double cost)
{
    *array_add(a, list) = (struct candidate){
        .block = block, .at = at, .boxes = {block_box(block, at)}, .n_boxes = 1, .cost = cost};
}

/* ---- points */

/* Where the text stands: `dx`, `dy` -1 left or above, 0 centred, 1 right or below. Half steps are
 * the corners, where the text keeps closer to the symbol. Source of the order: Imhof 1975,
 * figure 5. */
static const struct position {
    double dx, dy, cost;
} positions[] = {
    {1, -0.6, 0.0},  {1, 0.6, 0.1},    {-1, -0.6, 0.2}, {-1, 0.6, 0.3},
    {1, 0, 0.35},    {-1, 0, 0.4},     {0, -1, 0.5},    {0, 1, 0.55},
    {0.45, -1, 0.6}, {-0.45, -1, 0.7}, {0.45, 1, 0.8},  {-0.45, 1, 0.9},
};

/* Where the block's 0,0 goes so that the text stands at that position round its symbol. The shares
 * of the text's size and width are taste. */
static struct pagexy position_at(const struct label_item *item, const struct position *pos)
{
    const struct text_block *block = item->block;
    struct box s = item->symbol_pt, ink = block->ink_pt;
    double gap = item->style->distance_pt;
    double cx = (s.x0 + s.x1) / 2, cy = (s.y0 + s.y1) / 2, size = block->style.size_pt;
    double ink_w = box_width(ink), ink_h = box_height(ink);
    struct pagexy at;

    if (fabs(pos->dx) == 1) {
        at.x_pt = pos->dx > 0 ? s.x1 + gap - ink.x0 : s.x0 - gap - ink.x1;
        /* A single line is centred by its small letters, not by its descenders. */
        double middle =
            block->n_lines == 1 ? block->lines[0].baseline_pt - 0.3 * size : (ink.y0 + ink.y1) / 2;
        double half = block->n_lines == 1 ? 0.45 * size : ink_h / 2;
        at.y_pt = cy + pos->dy * half - middle;
    } else {
        at.x_pt = cx + pos->dx * ink_w * 0.8 - (ink.x0 + ink.x1) / 2;
        at.y_pt = pos->dy < 0 ? s.y0 - gap - ink.y1 : s.y1 + gap - ink.y0;
    }
    return at;
}

void candidates_point(struct arena *a, const struct label_item *item, struct candidate_list *ret)
{
    for (size_t i = 0; i < sizeof positions / sizeof *positions; i++)
        add_upright(a, ret, item->block, position_at(item, &positions[i]), positions[i].cost);
}

/* ---- areas */

/* Where the block's 0,0 goes so that the middle of its ink is at x, y. */
static struct pagexy centre_on(const struct text_block *block, double x, double y)
{
    struct box ink = block->ink_pt;
    return (struct pagexy){x - (ink.x0 + ink.x1) / 2, y - (ink.y0 + ink.y1) / 2};
}

/* How much of the text's box lies outside the part, as the share of nine points of the box. */
static double share_outside(const struct inside *in, struct box b)
{
    int outside = 0;
    for (int i = 0; i < 9; i++) {
        double x = b.x0 + box_width(b) * (i % 3) / 2, y = b.y0 + box_height(b) * (i / 3) / 2;
        outside += !inside_holds(in, x, y);
    }
    return outside / 9.0;
}

/* A name inside its borders is better than one that is nearer to the middle, or on one line. */
static const double OUTSIDE_COST = 3;

static void add_centred(struct arena *a, const struct inside *in, const struct text_block *block,
                        double x, double y, double cost, struct candidate_list *ret)
{
    struct pagexy at = centre_on(block, x, y);
    double outside = share_outside(in, block_box(block, at));

    /* Taste: a name may hang over its border by a third, not more. */
    if (outside <= 0.34)
        add_upright(a, ret, block, at, cost + OUTSIDE_COST * outside);
}

static int by_cost(const struct candidate *a, const struct candidate *b)
{
    return (a->cost > b->cost) - (a->cost < b->cost);
}

static void sort_by_cost(struct candidate_list *list)
{
    /* By insertion: equal ones keep their order, and the lists are short. */
    for (size_t i = 1; i < list->n; i++) {
        struct candidate c = list->v[i];
        size_t j = i;
        for (; j && by_cost(&list->v[j - 1], &c) > 0; j--)
            list->v[j] = list->v[j - 1];
        list->v[j] = c;
    }
}

void candidates_area(struct arena *a, const struct label_item *item, struct candidate_list *ret)
{
    double x, y;
    struct inside in;

    if (!inside_init(a, item->shape, item->feature, &in))
        return;

    double reach = inside_place(a, &in, 1.0, &x, &y);
    if (reach <= 0)
        return;

    /* The widest place, then rings of eight places round it, each half of its distance to the edges
     * farther out. */
    const struct text_block *forms[] = {item->block, item->wrapped};
    for (int form = 0; form < 2 && forms[form]; form++) {
        add_centred(a, &in, forms[form], x, y, 0.15 * form, ret);
        for (int step = 1; step <= 3; step++) {
            for (int k = 0; k < 8; k++) {
                double angle = k * M_PI / 4, r = reach * step / 2;
                add_centred(a, &in, forms[form], x + r * cos(angle), y + r * sin(angle),
                            0.15 * form + 0.2 * step, ret);
            }
        }
    }

    sort_by_cost(ret);
}

/* ---- lines */

/* A line to walk along. */
struct walk {
    const double *xy;
    size_t n;
    double *run; /* length along the line up to each vertex */
};

/* The point `at` page points along the line from its start. */
static void point_along(const struct walk *w, double at, double *ret)
{
    size_t lo = 0, hi = w->n - 1;
    while (hi - lo > 1) {
        size_t mid = (lo + hi) / 2;
        if (w->run[mid] <= at)
            lo = mid;
        else
            hi = mid;
    }

    double length = w->run[hi] - w->run[lo], t = length > 0 ? (at - w->run[lo]) / length : 0;
    for (int k = 0; k < 2; k++)
        ret[k] = w->xy[2 * lo + (size_t)k] * (1 - t) + w->xy[2 * hi + (size_t)k] * t;
}

static bool longest_line(struct arena *a, const struct geometry *g, size_t i, struct walk *ret)
{
    double longest = 0;
    struct range parts = geometry_parts_of(g, i);
    for (size_t p = parts.from; p < parts.end; p++) {
        struct ring line = geometry_outer(g, p);
        double *run = arena_array(a, double, line.n);
        for (size_t k = 1; k < line.n; k++) {
            struct xy from = xy_at(line.xy, k - 1), to = xy_at(line.xy, k);
            run[k] = run[k - 1] + hypot(to.x - from.x, to.y - from.y);
        }

        if (run[line.n - 1] > longest) {
            longest = run[line.n - 1];
            *ret = (struct walk){line.xy, line.n, run};
        }
    }
    return longest > 0;
}

/* How far a stretch of a line leaves its chord, above it and below it. */
struct bend {
    double above, below;
};

/* The bend of the stretch from `from` to `to`; infinite where the line turns back. */
static struct bend bend_of(const struct walk *w, double from, double to)
{
    double a[2], b[2], p[2];
    struct bend ret = {0};

    point_along(w, from, a);
    point_along(w, to, b);
    double dx = b[0] - a[0], dy = b[1] - a[1], length = hypot(dx, dy);

    for (int k = 1; k < 16 && length > 0; k++) {
        point_along(w, from + (to - from) * k / 16, p);
        double up = ((p[0] - a[0]) * dy - (p[1] - a[1]) * dx) / length * (dx < 0 ? -1 : 1);
        ret.above = fmax(ret.above, up);
        ret.below = fmax(ret.below, -up);
    }

    /* Taste: a chord of less than four fifths of its stretch is no place for straight text. */
    return length > 0.8 * (to - from) ? ret : (struct bend){INFINITY, INFINITY};
}

/* Cover the turned text by squares, side by side along it: `c` and `s` are the cosine and sine of
 * its direction. */
static void cover_by_boxes(struct candidate *cand, double c, double s)
{
    struct box ink = cand->block->ink_pt;
    double h = box_height(ink) / 2;
    int n = (int)ceil(box_width(ink) / fmax(box_height(ink), 1));

    cand->n_boxes = n < 1 ? 1 : n > CANDIDATE_BOXES ? CANDIDATE_BOXES : n;
    for (int k = 0; k < cand->n_boxes; k++) {
        double x = ink.x0 + box_width(ink) * (k + 0.5) / cand->n_boxes, y = (ink.y0 + ink.y1) / 2;
        double mx = cand->at.x_pt + x * c - y * s, my = cand->at.y_pt + x * s + y * c;
        double half = fmax(h, box_width(ink) / cand->n_boxes / 2) + CLEARANCE_PT / 2;
        cand->boxes[k] = (struct box){mx - half, my - half, mx + half, my + half};
    }
}

static void add_along(struct arena *a, const struct label_item *item, const struct walk *w,
                      double from, double to, double cost, struct candidate_list *ret)
{
    const struct text_block *block = item->block;
    double p[2], q[2];
    point_along(w, from, p);
    point_along(w, to, q);

    if (q[0] < p[0]) { /* read from left to right */
        double t[2] = {p[0], p[1]};
        p[0] = q[0], p[1] = q[1], q[0] = t[0], q[1] = t[1];
    }

    double angle = atan2(q[1] - p[1], q[0] - p[0]), c = cos(angle), s = sin(angle);
    /* The text's foot stands `distance` above the line, and its middle over the stretch's. */
    double along = hypot(q[0] - p[0], q[1] - p[1]) / 2 - (block->ink_pt.x0 + block->ink_pt.x1) / 2;
    double up = -item->style->distance_pt - item->half_line_pt - bend_of(w, from, to).above -
                block->lines[0].baseline_pt;

    struct candidate cand = {.block = block, .rotate_rad = angle, .cost = cost};
    cand.at = (struct pagexy){p[0] + along * c - up * s, p[1] + along * s + up * c};
    cover_by_boxes(&cand, c, s);
    *array_add(a, ret) = cand;
}

void candidates_line(struct arena *a, const struct label_item *item, struct candidate_list *ret)
{
    struct walk w;
    if (item->block->n_lines != 1 || !longest_line(a, item->shape, item->feature, &w))
        return;

    double total = w.run[w.n - 1], width = box_width(item->block->ink_pt);
    double size = item->block->style.size_pt, room = total - width;
    if (room < 0)
        return;

    /* A stretch begins at each letter's size along the line, at about 60 places at most. Taste. */
    int steps = (int)fmin(room / size, 60);
    for (int k = 0; k <= steps; k++) {
        double from = steps ? room * k / steps : room / 2;
        struct bend b = bend_of(&w, from, from + width);
        double bent = fmax(b.above, b.below);

        /* Taste: the stretch may bend by half the size of the letters. */
        if (bent > size / 2)
            continue;

        double off_centre = room > 0 ? fabs(from / room - 0.5) : 0;
        add_along(a, item, &w, from, from + width, bent / size + off_centre * 0.5, ret);
    }

    sort_by_cost(ret);
}
