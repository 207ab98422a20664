/* Lines of equal longitude and latitude, and their degrees along the frame:
 * `page.graticule: {every: 2 deg, labels: frame | none, color, width}`. */
#include "base/units.h"
#include "page/items.h"
#include "page/words.h"

static const struct value label_word = {.kind = VALUE_WORD, .words = WORDS("frame", "none")};

struct graticule {
    bool labels;
    bool turned;    /* labels at the left and right run along the frame */
    double text_pt; /* of the labels; 0: the theme's */
    struct geometry lines;
    const struct symbol *look;
    struct graticule_label {
        const struct text_block *block;
        struct pagexy at;
        double rotate_rad;
    } * label;
    size_t n_labels;
};

enum edge { EDGE_TOP, EDGE_RIGHT, EDGE_BOTTOM, EDGE_LEFT, N_EDGES };

/* A place where a line ends and a label may stand. */
struct end {
    const struct graticule *net;
    const struct graticule_line *line;
    enum edge edge;
    struct pagexy at;
    bool inside; /* at the world's edge, within the frame */
};

struct ends {
    const struct graticule *net;
    struct end *v;
    size_t n, cap;
};

/* Points, taste: from the frame to a label, the width of lines, from label to label along the
 * frame, and how near to the frame a line's end belongs to it. */
static const double GAP = 2, LINE_PT = 0.35, BETWEEN = 4, NEAR = 1.5;
/* Lines that run along the edge rather than into it get no label there: this far from upright to
 * the edge they may be. Taste. */
static const double STEEPEST_DEG = 52;
/* A line about every 22 mm reads well; taste. */
static const double WANTED_PT = 62;

/* Round steps in minutes. */
static const double steps_min[] = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1200, 1800};
enum { N_STEPS = sizeof steps_min / sizeof *steps_min };

static double round_step_deg(double wanted_deg)
{
    size_t i = 0;
    while (i + 1 < N_STEPS && steps_min[i] < 60 * wanted_deg)
        i++;
    return steps_min[i] / 60;
}

static bool read_angle(const struct node *n, double *ret, struct lode_err *err)
{
    struct str text;
    struct length length;
    if (!node_text(n, &text, err) || !length_parse(text, LENGTH_ANGLE, n->at, &length, err))
        return false;
    if (!(length.value > 0))
        return lode_fail(err, LODE_SCHEMA, n->at,
                         "the step of a graticule must be more than 0 deg");
    *ret = length.value;
    return true;
}

/* The steps that the document gives, `2 deg` or [lon, lat]; 0 when it gives none. */
static bool read_steps(const struct node *section, double *ret_lon, double *ret_lat,
                       struct lode_err *err)
{
    const struct node *every = node_lookup(section, "every");
    *ret_lon = *ret_lat = 0;
    if (!every)
        return true;

    if (every->kind == NODE_LIST && every->n_items == 2)
        return read_angle(every->items[0], ret_lon, err) &&
               read_angle(every->items[1], ret_lat, err);
    if (!read_angle(every, ret_lon, err))
        return false;

    *ret_lat = *ret_lon;
    return true;
}

/* How long a degree of latitude is on the page, about. */
static double page_degree_pt(const struct view *v)
{
    struct pagexy middle = {(v->frame_pt.x0 + v->frame_pt.x1) / 2,
                            (v->frame_pt.y0 + v->frame_pt.y1) / 2};
    double k = view_pt_per_km(v, middle);
    /* 111.2 km are a degree of a sphere as large as the earth. */
    return isfinite(k) && k > 0 ? k * 111.2 : box_height(v->frame_pt) / 30;
}

/* Set the steps that are 0 to round numbers, for lines about WANTED_PT apart. */
static void choose_steps(const struct view *v, double *lon, double *lat)
{
    double degree = page_degree_pt(v);
    struct pagexy middle = {(v->frame_pt.x0 + v->frame_pt.x1) / 2,
                            (v->frame_pt.y0 + v->frame_pt.y1) / 2};
    struct lonlat at = {0};
    view_lonlat(v, middle, &at);

    double shrink = fmax(cos(radians(at.lat_deg)), 0.1);
    double wanted = fmin(WANTED_PT, fmin(box_width(v->frame_pt), box_height(v->frame_pt)) / 3);
    if (!*lat)
        *lat = round_step_deg(wanted / degree);
    if (!*lon)
        *lon = round_step_deg(wanted / (degree * shrink));

    /* Where both can be the same, they should be: squares of the net then read as squares. */
    if (*lon > *lat && *lon < 2.6 * *lat && shrink > 0.55)
        *lon = *lat;
}

static bool measure_graticule(struct arena *a, const struct page_layout *l, struct item *it,
                              struct page_size room, struct lode_err *err)
{
    (void)room;
    struct graticule *g = arena_new(a, struct graticule);
    const struct node *labels = node_lookup(it->node, "labels");
    const struct text_block *widest;
    double lon, lat;
    size_t i = 0;

    it->own = g;
    if ((labels && !node_choice(labels, label_word.words, 2, &i, err)) ||
        !read_steps(it->node, &lon, &lat, err))
        return false;
    g->labels = i == 0;
    if (!g->labels)
        return true;

    /* The band round the frame is as wide as a label commonly is: the view is not known yet. */
    double typical = lat > 0 && fmod(60 * lat, 60) > 0.01 ? 88.5 : 88;
    if (!page_read_pt(it->node, "size", &g->text_pt, err))
        return false;
    struct text_params params = {"graticule", {0}, g->text_pt, 0};
    params.text = words_degrees(a, l->in.doc->language.s, typical, false);
    if (!page_text(a, l, &params, &widest, err))
        return false;
    it->size = (struct page_size){widest->width_pt + GAP, widest->height_pt + GAP};
    return true;
}

/* The side of the frame that a page point is nearest to; false when it is not near. */
static bool edge_of(struct box f, struct pagexy p, enum edge *ret)
{
    const double away[N_EDGES] = {fabs(p.y_pt - f.y0), fabs(p.x_pt - f.x1), fabs(p.y_pt - f.y1),
                                  fabs(p.x_pt - f.x0)};
    enum edge nearest = EDGE_TOP;

    for (int e = 1; e < N_EDGES; e++) {
        if (away[e] < away[nearest])
            nearest = (enum edge)e;
    }

    *ret = nearest;
    return away[nearest] <= NEAR;
}

static bool is_horizontal(enum edge e)
{
    return e == EDGE_TOP || e == EDGE_BOTTOM;
}

/* Whether a line that ends with `inner`, `last` runs into the edge rather than along it. */
static bool is_steep_enough(const double *last, const double *inner, enum edge e)
{
    double dx = fabs(last[0] - inner[0]), dy = fabs(last[1] - inner[1]);
    double from_normal = is_horizontal(e) ? atan2(dx, dy) : atan2(dy, dx);
    return from_normal <= radians(STEEPEST_DEG);
}

/* Where the line crosses the edge: lines end a little outside the frame. */
static struct pagexy on_edge(struct box f, enum edge e, const double *last, const double *inner)
{
    int k = is_horizontal(e);
    double want = e == EDGE_TOP ? f.y0 : e == EDGE_RIGHT ? f.x1 : e == EDGE_BOTTOM ? f.y1 : f.x0;
    double run = inner[k] - last[k], t = fabs(run) > 1e-9 ? (want - last[k]) / run : 0;
    t = fmin(fmax(t, -1), 1);
    return (struct pagexy){last[0] + t * (inner[0] - last[0]), last[1] + t * (inner[1] - last[1])};
}

static double distance_to_segment(struct pagexy p, const double *a, const double *b)
{
    double dx = b[0] - a[0], dy = b[1] - a[1], d2 = dx * dx + dy * dy;
    double t = d2 > 0 ? ((p.x_pt - a[0]) * dx + (p.y_pt - a[1]) * dy) / d2 : 0;
    t = fmin(fmax(t, 0), 1);
    return hypot(p.x_pt - a[0] - t * dx, p.y_pt - a[1] - t * dy);
}

/* Whether a line's end is at the world's edge: lines also end where they were cut at a seam inside
 * the map. */
static bool on_outline(const struct page_layout *l, struct pagexy p)
{
    const struct geometry *g = &l->outline;
    for (size_t r = 0; r < geometry_rings(g) && !l->outline_is_frame; r++) {
        struct ring ring = geometry_ring(g, r);
        for (size_t k = 0; k + 1 < ring.n; k++) {
            if (distance_to_segment(p, ring.xy + 2 * k, ring.xy + 2 * k + 2) <= NEAR)
                return true;
        }
    }
    return false;
}

/* Add the end of a line at `last` when a label may stand there. A parallel that ends at the world's
 * edge, within the frame, has its label beside that end. */
static void add_end(struct arena *a, const struct page_layout *l, struct ends *ends,
                    const struct graticule_line *line, const double *last, const double *inner)
{
    struct box frame = l->frame_pt;
    struct end end = {.net = ends->net, .line = line, .at = {last[0], last[1]}};

    if (!edge_of(frame, end.at, &end.edge)) {
        if (line->meridian || fabs(last[0] - inner[0]) < fabs(last[1] - inner[1]) ||
            !on_outline(l, end.at))
            return;
        end.edge = last[0] < inner[0] ? EDGE_LEFT : EDGE_RIGHT;
        end.inside = true;
    } else if (is_steep_enough(last, inner, end.edge)) {
        end.at = on_edge(frame, end.edge, last, inner);
    } else {
        return;
    }

    *array_add(a, ends) = end;
}

static void find_ends(struct arena *a, const struct page_layout *l,
                      const struct graticule_line *which, struct ends *ret)
{
    const struct geometry *lines = &ret->net->lines;
    for (size_t i = 0; i < lines->n; i++) {
        struct range parts = geometry_parts_of(lines, i);
        for (size_t p = parts.from; p < parts.end; p++) {
            struct ring line = geometry_outer(lines, p);
            if (line.n < 2)
                continue;

            const double *last = line.xy + 2 * line.n - 2;
            add_end(a, l, ret, &which[i], line.xy, line.xy + 2);
            add_end(a, l, ret, &which[i], last, last - 2);
        }
    }
}

static bool shape_label(struct arena *a, const struct page_layout *l, const struct end *end,
                        struct graticule_label *ret, struct lode_err *err)
{
    struct text_params params = {"graticule", {0}, end->net->text_pt, 0};
    params.text = words_degrees(a, l->in.doc->language.s, end->line->deg, end->line->meridian);
    return page_text(a, l, &params, &ret->block, err);
}

/* How far out the world's edge, which is bent or slanting, comes at the height of the label, from
 * `half` above the line's end to `half` below. */
static double outline_reach(const struct page_layout *l, const struct end *end, double half)
{
    const struct geometry *g = &l->outline;
    bool left = end->edge == EDGE_LEFT;
    double y0 = end->at.y_pt - half, y1 = end->at.y_pt + half, reach = end->at.x_pt;

    for (size_t r = 0; r < geometry_rings(g); r++) {
        struct ring ring = geometry_ring(g, r);
        for (size_t i = 0; i + 1 < ring.n; i++) {
            const double *p = ring.xy + 2 * i, *q = p + 2;
            if (fmax(p[1], q[1]) < y0 || fmin(p[1], q[1]) > y1)
                continue;

            double dy = q[1] - p[1];
            for (int k = 0; k < 2; k++) {
                double y = fmin(fmax(p[1], y0), y1), t = dy != 0 ? (y - p[1]) / dy : 0;
                double x = p[0] + t * (q[0] - p[0]);
                if (fabs(x - end->at.x_pt) < 6 * half)
                    reach = left ? fmin(reach, x) : fmax(reach, x);
                const double *swap = p;
                p = q;
                q = swap;
                dy = -dy;
            }
        }
    }

    return reach;
}

/* Put the label outside the frame, centred on its line. Labels at the left and right are turned
 * when one of them is too long for the band that was kept free. Gives the stretch of the edge that
 * it takes. */
static void place_label(const struct page_layout *l, const struct end *end,
                        struct graticule_label *t, double *ret_from, double *ret_to)
{
    double w = t->block->width_pt, h = t->block->height_pt, gap = GAP / 2 + l->frame_line_pt / 2;
    bool turned = !is_horizontal(end->edge) && end->net->turned;
    struct pagexy at = end->at;

    if (end->inside)
        at.x_pt = outline_reach(l, end, h / 2);
    double half = is_horizontal(end->edge) || turned ? w / 2 : h / 2;
    double along = is_horizontal(end->edge) ? at.x_pt : at.y_pt;

    *ret_from = along - half;
    *ret_to = along + half;

    t->rotate_rad = 0;
    if (end->edge == EDGE_TOP)
        t->at = (struct pagexy){at.x_pt - w / 2, at.y_pt - gap - h};
    else if (end->edge == EDGE_BOTTOM)
        t->at = (struct pagexy){at.x_pt - w / 2, at.y_pt + gap};
    else if (!turned)
        t->at = (struct pagexy){end->edge == EDGE_LEFT ? at.x_pt - gap - w : at.x_pt + gap,
                                at.y_pt - h / 2};
    else if (end->edge == EDGE_LEFT) {
        t->at = (struct pagexy){at.x_pt - gap - h, at.y_pt + w / 2};
        t->rotate_rad = -M_PI / 2;
    } else {
        t->at = (struct pagexy){at.x_pt + gap + h, at.y_pt - w / 2};
        t->rotate_rad = M_PI / 2;
    }
}

/* What a label takes of its edge, and the degrees that it shows. */
struct stretch {
    double from, to, deg;
};

/* Keep every `stride`-th label of one edge and of one kind of line. False, and none taken, when two
 * would touch. */
static bool keep_every(const struct page_layout *l, const struct ends *ends,
                       const struct graticule_label *labels, enum edge edge, bool meridian,
                       double step_deg, long stride, struct stretch *taken, size_t *n_taken,
                       bool *ret_keep)
{
    struct box f = l->frame_pt;
    double low = is_horizontal(edge) ? f.x0 : f.y0, high = is_horizontal(edge) ? f.x1 : f.y1;
    size_t before = *n_taken;

    for (size_t i = 0; i < ends->n; i++) {
        const struct end *end = &ends->v[i];
        if (end->edge != edge || end->line->meridian != meridian)
            continue;
        ret_keep[i] = false;
        if (lround(end->line->deg / step_deg) % stride)
            continue;

        struct graticule_label t = labels[i];
        struct stretch s = {.deg = end->line->deg};
        place_label(l, end, &t, &s.from, &s.to);
        if (s.from < low || s.to > high)
            continue;

        bool clash = false;
        for (size_t k = 0; k < *n_taken && !clash; k++)
            clash = s.from < taken[k].to + BETWEEN && taken[k].from < s.to + BETWEEN;
        bool again = clash && taken[*n_taken - 1].deg == end->line->deg;
        if (clash && !again && stride < 64) {
            *n_taken = before;
            return false;
        }

        if (clash)
            continue;
        taken[(*n_taken)++] = s;
        ret_keep[i] = true;
    }

    return true;
}

/* Choose labels so that no two touch: of each edge and kind of line all, or every second one, every
 * fourth, and so on. */
static void thin_labels(struct arena *a, const struct page_layout *l, const struct ends *ends,
                        const struct graticule_label *labels, double step_lon, double step_lat,
                        bool *keep)
{
    struct stretch *taken = arena_array(a, struct stretch, ends->n);
    for (int e = 0; e < N_EDGES; e++) {
        size_t n = 0;
        /* Meridians have the first right to the upper and lower edge, parallels to the sides. */
        for (int turn = 0; turn < 2; turn++) {
            bool meridian = is_horizontal((enum edge)e) == (turn == 0);
            double step = meridian ? step_lon : step_lat;
            for (long stride = 1; stride <= 64; stride *= 2) {
                if (keep_every(l, ends, labels, (enum edge)e, meridian, step, stride, taken, &n,
                               keep))
                    break;
            }
        }
    }
}

static bool settle_labels(struct arena *a, const struct page_layout *l, const struct item *it,
                          const struct graticule_line *which, double step_lon, double step_lat,
                          struct lode_err *err)
{
    struct graticule *g = it->own;
    struct ends ends = {.net = g};
    find_ends(a, l, which, &ends);
    if (!ends.n)
        return true;

    struct graticule_label *labels = arena_array(a, struct graticule_label, ends.n);
    bool *keep = arena_array(a, bool, ends.n);
    for (size_t i = 0; i < ends.n; i++) {
        if (!shape_label(a, l, &ends.v[i], &labels[i], err))
            return false;
        if (!is_horizontal(ends.v[i].edge) &&
            labels[i].block->width_pt + GAP > it->size.width_pt + 0.1)
            g->turned = true;
    }

    thin_labels(a, l, &ends, labels, step_lon, step_lat, keep);
    for (size_t i = 0; i < ends.n; i++) {
        double unused;
        if (!keep[i])
            continue;
        place_label(l, &ends.v[i], &labels[i], &unused, &unused);
        labels[g->n_labels++] = labels[i];
    }

    g->label = labels;
    return true;
}

static bool settle_graticule(struct arena *a, const struct page_layout *l, struct item *it,
                             const struct view *v, struct lode_err *err)
{
    struct graticule *g = it->own;
    const struct node *color = node_lookup(it->node, "color");
    struct graticule_line *which;
    double lon, lat, width = LINE_PT;
    struct rgba ink =
        style_theme_color(l->in.doc, "graticule", (struct rgba){0x6b, 0x7f, 0x8c, 150});
    if ((color && !node_rgba(color, &ink, err)) || !page_read_pt(it->node, "width", &width, err) ||
        !read_steps(it->node, &lon, &lat, err))
        return false;

    choose_steps(v, &lon, &lat);
    struct symbol *look = arena_new(a, struct symbol);
    *look = scene_look((struct rgba){0}, ink, width);
    g->look = look;

    if (!graticule_lines(a, v, lon, lat, &g->lines, &which, err))
        return lode_within(err, "graticule");

    return !g->labels || settle_labels(a, l, it, which, lon, lat, err);
}

static void draw_lines(struct scene_builder *b, const struct page_layout *l, const struct item *it)
{
    (void)l;
    const struct graticule *g = it->own;
    scene_tag(b, STR("graticule"));
    scene_shapes(b, &g->lines, NULL, g->look, PASS_STROKE);
    scene_end(b);
}

static void draw_labels(struct scene_builder *b, const struct page_layout *l, const struct item *it)
{
    (void)l;
    const struct graticule *g = it->own;
    if (!g->n_labels)
        return;

    scene_tag(b, STR("graticule-labels"));
    for (size_t i = 0; i < g->n_labels; i++)
        scene_text(b, g->label[i].block, g->label[i].at, g->label[i].rotate_rad);
    scene_end(b);
}

/* ---- the row ---- */

static const struct value every = {
    .kind = VALUE_LENGTH, .lengths = LENGTH_ANGLE, .bound = BOUND_POSITIVE, .most = 90};
static const struct value every_two = {
    .kind = VALUE_LIST, .of = &every, .at_least = 2, .at_most = 2};
static const struct value every_one_or_two = {.kind = VALUE_ONE_OF,
                                              .any = ONE_OF(&every, &every_two)};
static const struct key graticule_keys[] = {
    {"every", &every_one_or_two, 0, "from line to line, '2 deg', or [lon, lat]"},
    {"labels", &label_word, 0, "frame or none"},
    {"color", &kind_color, 0, "the colour of the lines"},
    {"width", &kind_line, 0, "the width of the lines"},
    {"size", &kind_letters, 0, "the size of the letters"},
};
static const struct section graticule_section = SECTION("the graticule", graticule_keys);
static const struct value graticule_map = A_MAP(graticule_section);
static const struct value graticule_value = SWITCHED(graticule_map);

const struct item_kind graticule_item = {
    .key = {"graticule", &graticule_value, 0, "meridians and parallels"},
    .at = AT_FRAME,
    .measure = measure_graticule,
    .settle = settle_graticule,
    .draw_under = draw_lines,
    .draw = draw_labels};
