/* Which features are seen on the page, so that the legend lists only their classes. */
#include "run/visible.h"

#include <math.h>

#include "base/arena.h"
#include "geom/inside.h"

uint8_t *visible_in_window(struct arena *a, const struct features *f, struct box window_deg)
{
    const struct geometry *g = &f->table.geom;
    if (!str_is(f->crs, "EPSG:4326") || box_is_empty(window_deg) || g->n != f->table.n)
        return NULL;

    uint8_t *ret = arena_array(a, uint8_t, g->n);
    for (size_t i = 0; i < g->n; i++)
        ret[i] = g->kind[i] != GEOM_NONE && box_meets_turned(g->box[i], window_deg);
    return ret;
}

static bool any_holds(const struct geometry *clear, double x, double y)
{
    for (size_t i = 0; i < clear->n; i++) {
        if (geometry_holds(clear, i, x, y))
            return true;
    }
    return false;
}

/* An edge is looked at in steps of so many points: a shorter piece inside needs no row in the
 * legend. Taste. */
static const double STEP_PT = 3;

static bool edge_enters_clear(const struct geometry *clear, const double *p, const double *q)
{
    double length = hypot(q[0] - p[0], q[1] - p[1]);
    int n = (int)fmin(ceil(length / STEP_PT), 10000);

    for (int k = 0; k <= n; k++) {
        double t = n ? (double)k / n : 0;
        if (any_holds(clear, p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
            return true;
    }
    return false;
}

static bool enters_clear(const struct geometry *g, size_t i, const struct geometry *clear,
                         struct box clear_box)
{
    if (!box_meets(g->box[i], clear_box))
        return false;

    struct range rings = geometry_rings_of(g, i);
    for (size_t r = rings.from; r < rings.end; r++) {
        struct ring ring = geometry_ring(g, r);
        for (size_t k = 0; k < ring.n; k++) {
            const double *p = ring.xy + 2 * k, *q = k + 1 < ring.n ? p + 2 : p;
            struct box edge = box_add(box_add(BOX_EMPTY, p[0], p[1]), q[0], q[1]);
            if (box_meets(edge, clear_box) && edge_enters_clear(clear, p, q))
                return true;
        }
    }

    return geometry_coords(clear) && geometry_holds(g, i, clear->xy[0], clear->xy[1]);
}

/* How far outside the frame a marker may stand to be listed: by this share of half its size, so
 * that a quarter of it shows. Taste. */
static const double MARKER_SHARE = 0.5;

static bool in_frame(const struct styled_layer *layer, const struct geometry *g, size_t i,
                     struct box frame)
{
    /* Shapes are cut a little beyond the frame; one that lies only in that margin is not seen. */
    if (g->kind[i] != GEOM_POINT)
        return box_meets(g->box[i], frame);

    const struct symbol *s = &layer->symbols[layer->symbol_of[i]];
    double half = MARKER_SHARE * symbol_half_pt(s), x = s->offset.x_pt, y = s->offset.y_pt;
    struct box b = g->box[i];
    return box_meets(box_grow((struct box){b.x0 + x, b.y0 + y, b.x1 + x, b.y1 + y}, half), frame);
}

uint8_t *visible_on_page(struct arena *a, const struct styled_layer *layer,
                         const struct geometry *shapes, struct box frame_pt,
                         const struct geometry *clear)
{
    uint8_t *ret = arena_array(a, uint8_t, layer->n);
    struct box clear_box = clear ? geometry_box(clear) : BOX_EMPTY;

    for (size_t i = 0; i < layer->n && i < shapes->n; i++) {
        ret[i] = shapes->kind[i] != GEOM_NONE && in_frame(layer, shapes, i, frame_pt) &&
                 (!clear || enters_clear(shapes, i, clear, clear_box));
    }
    return ret;
}

bool legends_same(const struct styled_layer *a, const struct styled_layer *b)
{
    if (a->n_legend != b->n_legend)
        return false;
    for (size_t g = 0; g < a->n_legend; g++) {
        const struct legend_group *x = &a->legend[g], *y = &b->legend[g];
        if (x->n != y->n || x->kind != y->kind || !str_eq(x->title, y->title))
            return false;

        for (size_t i = 0; i < x->n; i++) {
            if (!str_eq(x->entries[i].text, y->entries[i].text) ||
                !symbol_same(&x->entries[i].symbol, &y->entries[i].symbol))
                return false;
        }
    }
    return true;
}
