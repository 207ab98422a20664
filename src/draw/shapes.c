/* Draws features with their symbols: fills, casings, strokes, ticks, markers. */
#include "draw/shapes.h"

#include <math.h>

/* Shortest dash pattern and tick distance that are drawn, in points: below a tenth nobody sees them
 * apart, and a mistyped pattern would ask for millions of pieces. */
static const double shortest_pt = 0.1;

/* A coordinate that is not finite is left out, and reported when the scene has ended. */
static bool finite_xy(struct canvas *c, const double *p)
{
    if (isfinite(p[0]) && isfinite(p[1]))
        return true;
    c->not_finite = true;
    return false;
}

static void ring_path(struct canvas *c, struct ring ring, bool closed)
{
    bool begun = false;
    for (size_t k = 0; k + closed < ring.n; k++) {
        const double *p = ring.xy + 2 * k;
        if (!finite_xy(c, p))
            continue;
        (begun ? c->impl->line : c->impl->move)(c, p[0], p[1]);
        begun = true;
    }
    if (closed && begun)
        c->impl->close(c);
}

void shapes_path(struct canvas *c, const struct geometry *g, size_t i)
{
    struct range rings = geometry_rings_of(g, i);
    for (size_t r = rings.from; r < rings.end; r++)
        ring_path(c, geometry_ring(g, r), g->kind[i] == GEOM_POLYGON);
}

static bool has_hidden(const struct geometry *g, struct range coords)
{
    for (size_t k = coords.from; g->hidden && k + 1 < coords.end; k++) {
        if (g->hidden[k])
            return true;
    }
    return false;
}

/* A ring or line that is stroked as a whole. */
static void run_path(struct canvas *c, struct ring run, bool closed, double offset_pt)
{
    bool back = run.n > 3 && ring_is_closed(run);
    if (offset_pt != 0)
        parallel_path(c, run.xy, run.n, closed || back, offset_pt);
    else
        ring_path(c, run, closed);
}

/* The edges of a closed ring that are not hidden, as open runs. Starts behind a hidden edge, so
 * that no run is cut where the ring happens to begin. */
static void visible_runs(struct canvas *c, const struct geometry *g, struct range coords,
                         double offset_pt)
{
    size_t from = coords.from, n = range_length(coords) - 1, start = 0;
    while (start < n && !g->hidden[from + start])
        start++;

    bool begun = false;
    for (size_t k = 1; k <= n; k++) {
        size_t edge = (start + k) % n;
        const double *p = g->xy + 2 * (from + edge), *q = p + 2;
        if (g->hidden[from + edge] || !finite_xy(c, p) || !finite_xy(c, q)) {
            begun = false;
            continue;
        }

        if (offset_pt != 0) {
            parallel_path(c, p, 2, false, offset_pt);
            continue;
        }

        if (!begun)
            c->impl->move(c, p[0], p[1]);
        c->impl->line(c, q[0], q[1]);
        begun = true;
    }
}

static void stroked_ring_path(struct canvas *c, const struct geometry *g, size_t i, size_t r,
                              double offset_pt)
{
    struct range coords = geometry_ring_coords(g, r);
    bool closed = g->kind[i] == GEOM_POLYGON;
    if (closed && has_hidden(g, coords))
        visible_runs(c, g, coords, offset_pt);
    else
        run_path(c, geometry_ring(g, r), closed, offset_pt);
}

static bool is_drawn(const struct stroke *s)
{
    return s->color.a && s->width_pt > 0 && isfinite(s->width_pt);
}

/* Dash patterns that a backend would refuse become solid lines. */
static struct stroke sound_stroke(const struct stroke *s)
{
    struct stroke sound = *s;
    double sum = 0;
    bool ok = s->n_dash > 0 && s->n_dash <= DASH_MAX;
    for (int k = 0; ok && k < s->n_dash; k++) {
        ok = s->dash_pt[k] >= 0;
        sum += s->dash_pt[k];
    }

    if (!ok || !(sum >= shortest_pt) || !isfinite(sum) || !isfinite(s->dash_offset_pt))
        sound.n_dash = 0;
    return sound;
}

static void stroke_feature(struct canvas *c, const struct geometry *g, size_t i,
                           const struct stroke *s)
{
    if (!is_drawn(s))
        return;

    struct stroke sound = sound_stroke(s);
    if (sound.n_dash && sound.gap.a) {
        struct stroke under = sound;
        under.n_dash = 0;
        under.color = sound.gap;
        under.gap.a = 0;
        stroke_feature(c, g, i, &under);
    }

    struct range rings = geometry_rings_of(g, i);
    if (sound.n_dash && sound.taper && sound.offset_pt == 0) {
        for (size_t r = rings.from; r < rings.end; r++) {
            struct ring ring = geometry_ring(g, r);
            tapered_path(c, ring.xy, ring.n, &sound);
        }
        c->impl->paint(c, &(struct paint){.fill = sound.color, .rule = FILL_NONZERO});
        return;
    }

    for (size_t r = rings.from; r < rings.end; r++)
        stroked_ring_path(c, g, i, r, s->offset_pt);
    c->impl->paint(c, &(struct paint){.stroke = &sound});
}

static void ticks_of_line(struct canvas *c, struct ring line, const struct ticks *t)
{
    double every = fmax(t->every_pt, shortest_pt), half = t->length_pt / 2;
    bool left = t->side == TICKS_BOTH || t->side == TICKS_LEFT || t->side == TICKS_ALTERNATE;
    bool right = t->side == TICKS_BOTH || t->side == TICKS_RIGHT;
    double next = every / 2; /* to the next tick, from the start of the edge */

    for (size_t k = 0; k + 1 < line.n; k++) {
        const double *p = line.xy + 2 * k, *q = p + 2;
        double dx = q[0] - p[0], dy = q[1] - p[1], len = hypot(dx, dy);
        if (!isfinite(len) || len == 0)
            continue;

        dx /= len;
        dy /= len;
        for (; next <= len; next += every) {
            double x = p[0] + dx * next, y = p[1] + dy * next;
            double to_right = right ? half : 0, to_left = left ? half : 0;
            c->impl->move(c, x - dy * to_right, y + dx * to_right);
            c->impl->line(c, x + dy * to_left, y - dx * to_left);
            if (t->side == TICKS_ALTERNATE) {
                left = !left;
                right = !right;
            }
        }
        next -= len;
    }
}

static void ticks_of_feature(struct canvas *c, const struct geometry *g, size_t i,
                             const struct ticks *t)
{
    if (!(t->every_pt > 0 && t->length_pt > 0 && t->width_pt > 0) || !t->color.a)
        return;

    struct range rings = geometry_rings_of(g, i);
    for (size_t r = rings.from; r < rings.end; r++)
        ticks_of_line(c, geometry_ring(g, r), t);
    struct stroke across = {.color = t->color, .width_pt = t->width_pt};
    c->impl->paint(c, &(struct paint){.stroke = &across});
}

static bool any_hidden(const struct geometry *g, size_t i)
{
    return has_hidden(g, geometry_coords_of(g, i));
}

/* Fill and stroke in one call where nothing comes between them: half the path data in a file. */
static bool fill_and_stroke(struct canvas *c, const struct geometry *g, size_t i,
                            const struct symbol *s, unsigned passes)
{
    if (!(passes & PASS_STROKE) || !is_drawn(&s->stroke) || s->stroke.offset_pt != 0 ||
        (s->stroke.n_dash && (s->stroke.gap.a || s->stroke.taper)) ||
        (passes & PASS_HATCH && s->hatch.kind) || (passes & PASS_CASING && is_drawn(&s->casing)) ||
        any_hidden(g, i))
        return false;

    struct stroke sound = sound_stroke(&s->stroke);
    shapes_path(c, g, i);
    c->impl->paint(c, &(struct paint){.fill = s->fill, .stroke = &sound});
    return true;
}

static void polygon_draw(struct canvas *c, const struct geometry *g, size_t i,
                         const struct symbol *s, unsigned passes)
{
    if (passes & PASS_FILL && s->fill.a) {
        if (fill_and_stroke(c, g, i, s, passes))
            return;
        shapes_path(c, g, i);
        c->impl->paint(c, &(struct paint){.fill = s->fill});
    }
    if (passes & PASS_HATCH)
        hatch_draw(c, g, i, &s->hatch);
    if (passes & PASS_CASING)
        stroke_feature(c, g, i, &s->casing);
    if (passes & PASS_STROKE)
        stroke_feature(c, g, i, &s->stroke);
}

static void line_draw(struct canvas *c, const struct geometry *g, size_t i, const struct symbol *s,
                      unsigned passes)
{
    if (passes & PASS_CASING)
        stroke_feature(c, g, i, &s->casing);
    if (passes & PASS_STROKE) {
        stroke_feature(c, g, i, &s->stroke);
        ticks_of_feature(c, g, i, &s->ticks);
    }
}

static void points_draw(struct canvas *c, const struct geometry *g, size_t i,
                        const struct symbol *s)
{
    struct range coords = geometry_coords_of(g, i);
    for (size_t k = coords.from; k < coords.end; k++) {
        if (finite_xy(c, g->xy + 2 * k))
            marker_draw(c, s, pagexy_at(g->xy, k));
    }
}

/* Whether a feature may reach into the part that is drawn. Twice as far as its symbol: the marker
 * of an SVG file may have strokes beyond its box. */
static bool may_show(const struct canvas *c, struct box of, const struct symbol *s)
{
    return !c->is_part || box_meets(box_grow(of, 2 * symbol_reach_pt(s) + 2), c->visible_pt);
}

void shapes_draw(struct canvas *c, const struct scene_op *op)
{
    const struct geometry *g = op->shapes.geom;
    for (size_t i = 0; i < g->n; i++) {
        const struct symbol *s =
            &op->shapes.symbols[op->shapes.symbol_of ? op->shapes.symbol_of[i] : 0];
        if (!may_show(c, g->box[i], s))
            continue;

        if (g->kind[i] == GEOM_POLYGON)
            polygon_draw(c, g, i, s, op->shapes.passes);
        else if (g->kind[i] == GEOM_LINE)
            line_draw(c, g, i, s, op->shapes.passes);
        else if (g->kind[i] == GEOM_POINT && op->shapes.passes & PASS_MARKER)
            points_draw(c, g, i, s);
    }
}
