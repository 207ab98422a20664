/* How much of the map a box would hide: the ink of markers, lines and areas inside it. */
#include "page/ink.h"

#include "geom/inside.h"

/* Areas lie under most of a map, and what is thematic lies over what is not; taste. */
static const double AREA_WEIGHT = 0.1;
/* A marker, however small, is one datum. */
static const double LEAST_MARKER_PT2 = 150;
/* Points of a box to each side that say how much of it an area covers. */
enum { SAMPLES = 5 };

/* The length of the edge inside the box: Liang & Barsky 1984, by the parameter along the edge. */
static double length_inside(const double *p, const double *q, struct box b)
{
    double from = 0, to = 1, d[2] = {q[0] - p[0], q[1] - p[1]};
    const double low[2] = {b.x0, b.y0}, high[2] = {b.x1, b.y1};
    for (int k = 0; k < 2; k++) {
        if (d[k] == 0 && (p[k] < low[k] || p[k] > high[k]))
            return 0;
        if (d[k] == 0)
            continue;

        double t0 = (low[k] - p[k]) / d[k], t1 = (high[k] - p[k]) / d[k];
        from = fmax(from, fmin(t0, t1));
        to = fmin(to, fmax(t0, t1));
    }
    return to > from ? (to - from) * hypot(d[0], d[1]) : 0;
}

/* The length of a feature's edges inside the box, without those that are not drawn. */
static double edges_inside(const struct geometry *g, size_t i, struct box b)
{
    double length = 0;
    struct range rings = geometry_rings_of(g, i);
    for (size_t r = rings.from; r < rings.end; r++) {
        struct range coords = geometry_ring_coords(g, r);
        for (size_t k = coords.from; k + 1 < coords.end; k++) {
            if (!g->hidden || !g->hidden[k])
                length += length_inside(g->xy + 2 * k, g->xy + 2 * k + 2, b);
        }
    }
    return length;
}

/* The share of the box that the polygon covers. */
static double share_inside(const struct geometry *g, size_t i, struct box b)
{
    int n = 0;
    for (int k = 0; k < SAMPLES * SAMPLES; k++)
        n += geometry_holds(g, i, b.x0 + box_width(b) * (k % SAMPLES + 0.5) / SAMPLES,
                            b.y0 + box_height(b) * (k / SAMPLES + 0.5) / SAMPLES);
    return (double)n / (SAMPLES * SAMPLES);
}

static double markers_inside(const struct geometry *g, size_t i, const struct symbol *s,
                             struct box b)
{
    double half = symbol_half_pt(s), ink = 0;
    struct range coords = geometry_coords_of(g, i);
    for (size_t k = coords.from; k < coords.end; k++) {
        struct box at = box_around(g->xy + 2 * k, 1);
        ink += box_meets(box_grow(at, half), b) ? fmax(4 * half * half, LEAST_MARKER_PT2) : 0;
    }
    return ink;
}

static double feature_inside(const struct geometry *g, size_t i, const struct symbol *s,
                             struct box b)
{
    if (g->kind[i] == GEOM_POINT)
        return markers_inside(g, i, s, b);

    double ink = 2 * symbol_half_line_pt(s) * edges_inside(g, i, b);
    if (g->kind[i] == GEOM_POLYGON && (s->fill.a || s->hatch.kind))
        ink += AREA_WEIGHT * share_inside(g, i, b) * box_width(b) * box_height(b);
    return ink;
}

double ink_in(const struct page_shown *shown, struct box b)
{
    double ink = 0;
    for (size_t l = 0; l < shown->n_layers; l++) {
        const struct styled_layer *layer = &shown->layers[l];
        const struct geometry *g = &shown->shapes[l];
        if (layer->doc->kind == LAYER_LABEL)
            continue;

        for (size_t i = 0; i < g->n; i++) {
            struct box near = box_grow(b, layer->reach_pt);
            if (g->kind[i] != GEOM_NONE && box_meets(g->box[i], near))
                ink += feature_inside(g, i, &layer->symbols[layer->symbol_of[i]], b);
        }
    }
    return ink;
}
