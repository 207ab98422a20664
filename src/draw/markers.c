#include <math.h>

#include "draw/shapes.h"

/* The shapes in a unit box centred on the point, y down. Of those that are solid the areas are near
 * that of the circle of diameter 1 (0.785), so that none seems larger than another of the same
 * size; pointed ones are a little smaller, since their reach counts as well (taste, after printing
 * them side by side), and none reaches further than half the box's diagonal. */
struct shape {
    const char *commands; /* M, L, Z; 'C' takes three points */
    const double *xy;
    enum fill_rule rule;
    bool outline_first; /* parts overlap: their outlines must not show inside */
};

/* A quarter circle as a cubic: the control points lie this share of the radius along the tangents.
 */
#define K 0.5522847498

#define CIRCLE(r)                                                                                  \
    (r), 0, (r), (r)*K, (r)*K, (r), 0, (r), -(r)*K, (r), -(r), (r)*K, -(r), 0, -(r), -(r)*K,       \
        -(r)*K, -(r), 0, -(r), (r)*K, -(r), (r), -(r)*K, (r), 0

static const double circle[] = {CIRCLE(0.5)};
static const double square[] = {-.443, -.443, .443, -.443, .443, .443, -.443, .443};
static const double diamond[] = {0, -.62, .62, 0, 0, .62, -.62, 0};
/* Equilateral, circumradius 0.7; moved down a little so that it sits on its point as the eye
 * expects. */
static const double triangle[] = {0, -.66, .606, .39, -.606, .39};
static const double triangle_down[] = {0, .66, -.606, -.39, .606, -.39};
/* Circumradius 0.573 and 0.548: r (cos, sin) from the top. */
static const double pentagon[] = {0,     -.5730, .5450, -.1771, .3368,
                                  .4636, -.3368, .4636, -.5450, -.1771};
static const double hexagon[] = {0, -.548, .4746,  -.274, .4746,  .274,
                                 0, .548,  -.4746, .274,  -.4746, -.274};
/* Outer radius 0.68, inner 0.31. */
static const double star[] = {0,      -.6800, .1822,  -.2508, .6467,  -.2101, .2948,
                              .0958,  .3997,  .5501,  0,      .3100,  -.3997, .5501,
                              -.2948, .0958,  -.6467, -.2101, -.1822, -.2508};
static const double cross[] = {-.2, -.58, .2,  -.58, .2,  -.2, .58,  -.2, .58,  .2,  .2,  .2,
                               .2,  .58,  -.2, .58,  -.2, .2,  -.58, .2,  -.58, -.2, -.2, -.2};
static const double plus[] = {-.09, -.55, .09,  -.55, .09,  -.09, .55,  -.09,
                              .55,  .09,  .09,  .09,  .09,  .55,  -.09, .55,
                              -.09, .09,  -.55, .09,  -.55, -.09, -.09, -.09};
/* The plus turned by 45 degrees: (x - y, x + y) / sqrt 2. */
static const double times[] = {.3253,  -.4525, .4525,  -.3253, .1273,  0,      .4525,  .3253,
                               .3253,  .4525,  0,      .1273,  -.3253, .4525,  -.4525, .3253,
                               -.1273, 0,      -.4525, -.3253, -.3253, -.4525, 0,      -.1273};
/* Radius 0.62, flat side down at 0.28. */
static const double semicircle[] = {-.62, .28,     -.62, .28 - .62 * K, -.62 * K,      -.34, 0,
                                    -.34, .62 * K, -.34, .62,           .28 - .62 * K, .62,  .28};
static const double ring[] = {CIRCLE(0.56), CIRCLE(0.3)};
/* Two hammers, each a handle with a head across its upper end, turned by 45 degrees left and right.
 */
static const double pick[] = {
    0.4518,  0.5537,  0.5537,  0.4518,  -0.1400, -0.2418, 0.0319, -0.4136, -0.0955,
    -0.5409, -0.5282, -0.2418, -0.5282, -0.0891, -0.4136, 0.0319, -0.2418, -0.1400,
    0.2418,  -0.1400, 0.4136,  0.0319,  0.5282,  -0.0891, 0.5282, -0.2418, 0.0955,
    -0.5409, -0.0319, -0.4136, 0.1400,  -0.2418, -0.5537, 0.4518, -0.4518, 0.5537};

static const struct shape shapes[MARKER_N] = {
    [MARKER_CIRCLE] = {"MCCCCZ", circle, FILL_EVENODD, false},
    [MARKER_SQUARE] = {"MLLLZ", square, FILL_EVENODD, false},
    [MARKER_DIAMOND] = {"MLLLZ", diamond, FILL_EVENODD, false},
    [MARKER_TRIANGLE] = {"MLLZ", triangle, FILL_EVENODD, false},
    [MARKER_TRIANGLE_DOWN] = {"MLLZ", triangle_down, FILL_EVENODD, false},
    [MARKER_PENTAGON] = {"MLLLLZ", pentagon, FILL_EVENODD, false},
    [MARKER_HEXAGON] = {"MLLLLLZ", hexagon, FILL_EVENODD, false},
    [MARKER_STAR] = {"MLLLLLLLLLZ", star, FILL_EVENODD, false},
    [MARKER_CROSS] = {"MLLLLLLLLLLLZ", cross, FILL_EVENODD, false},
    [MARKER_X] = {"MLLLLLLLLLLLZ", times, FILL_EVENODD, false},
    [MARKER_PLUS] = {"MLLLLLLLLLLLZ", plus, FILL_EVENODD, false},
    [MARKER_SEMICIRCLE] = {"MCCZ", semicircle, FILL_EVENODD, false},
    [MARKER_RING] = {"MCCCCZMCCCCZ", ring, FILL_EVENODD, false},
    [MARKER_PICK] = {"MLLLLLLLLZMLLLLLLLLZ", pick, FILL_NONZERO, true},
};

/* From the unit box to the page. */
struct placing {
    double x, y, cos_size, sin_size;
};

static struct placing place(const struct symbol *s, struct pagexy at)
{
    double turn = s->rotate_deg * (M_PI / 180);
    return (struct placing){at.x_pt + s->offset.x_pt, at.y_pt + s->offset.y_pt,
                            s->rotate_deg != 0 ? cos(turn) * s->size_pt : s->size_pt,
                            s->rotate_deg != 0 ? sin(turn) * s->size_pt : 0};
}

static void put(const struct placing *p, const double *xy, double *ret)
{
    ret[0] = p->x + p->cos_size * xy[0] - p->sin_size * xy[1];
    ret[1] = p->y + p->sin_size * xy[0] + p->cos_size * xy[1];
}

static void marker_path(struct canvas *c, const struct placing *p, const char *commands,
                        size_t n_commands, const double *xy)
{
    for (size_t k = 0; k < n_commands; k++) {
        double v[6];
        switch (commands[k]) {
        case 'C':
            for (int i = 0; i < 3; i++)
                put(p, xy + 2 * i, v + 2 * i);
            c->impl->curve(c, v);
            xy += 6;
            break;
        case 'Z':
            c->impl->close(c);
            break;
        default:
            put(p, xy, v);
            (commands[k] == 'M' ? c->impl->move : c->impl->line)(c, v[0], v[1]);
            xy += 2;
        }
    }
}

void svg_draw_at(struct canvas *c, const struct svg_marker *svg, const struct svg_placing *how,
                 const double *xy, size_t n)
{
    struct symbol placed = {.size_pt = how->size_pt, .rotate_deg = how->rotate_deg};
    for (size_t i = 0; svg && n && i < svg->n_paths; i++) {
        const struct svg_path *path = &svg->paths[i];
        struct stroke stroke = {.color = path->stroke_is_symbol ? how->fill : path->stroke,
                                .width_pt = path->stroke_width * how->size_pt};
        struct paint paint = {.rule = path->evenodd ? FILL_EVENODD : FILL_NONZERO};
        if (path->has_fill)
            paint.fill = path->fill_is_symbol ? how->fill : path->fill;
        if (path->has_stroke && stroke.width_pt > 0 && stroke.color.a)
            paint.stroke = &stroke;
        if (!paint.fill.a && !paint.stroke)
            continue;
        for (size_t k = 0; k < n; k++) {
            struct placing p = place(&placed, (struct pagexy){xy[2 * k], xy[2 * k + 1]});
            marker_path(c, &p, path->commands, path->n_commands, path->xy);
        }
        c->impl->paint(c, &paint);
    }
}

void marker_draw(struct canvas *c, const struct symbol *s, struct pagexy at)
{
    if (!(s->size_pt > 0) ||
        !isfinite(s->size_pt + s->rotate_deg + s->offset.x_pt + s->offset.y_pt))
        return;
    if (c->impl->marker && c->impl->marker(c, s, at))
        return;
    struct placing p = place(s, at);
    if (s->shape >= MARKER_SVG) {
        svg_draw_at(c, s->svg, &(struct svg_placing){s->size_pt, s->rotate_deg, s->fill},
                    (double[]){p.x, p.y}, 1);
        return;
    }
    const struct shape *shape = &shapes[s->shape];
    bool outlined = s->stroke.color.a && s->stroke.width_pt > 0;
    struct paint paint = {.fill = s->fill, .rule = shape->rule};
    size_t n = 0;
    while (shape->commands[n])
        n++;
    if (outlined && shape->outline_first) {
        struct stroke around = s->stroke;
        around.width_pt *= 2; /* its inner half is covered by the fill */
        marker_path(c, &p, shape->commands, n, shape->xy);
        c->impl->paint(c, &(struct paint){.stroke = &around});
    } else if (outlined) {
        paint.stroke = &s->stroke;
    }
    if (!paint.fill.a && !paint.stroke)
        return;
    marker_path(c, &p, shape->commands, n, shape->xy);
    c->impl->paint(c, &paint);
}
