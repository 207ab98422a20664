/* Symbols as paths: how fills, casings, strokes, ticks, hatches and markers of features are drawn.
 */
#ifndef LODE_DRAW_SHAPES_H
#define LODE_DRAW_SHAPES_H

#include "draw/canvas_impl.h"

struct svg_placing {
    double size_pt, rotate_deg; /* clockwise */
    struct rgba fill;           /* for what takes the symbol's colour */
    struct rgba outline;        /* for what takes its outline's */
    double outline_pt;
};

/* Feature by feature, each with the passes asked for. */
void shapes_draw(struct canvas *c, const struct scene_op *op);

/* The rings of feature `i`, all their edges; hidden ones too. */
void shapes_path(struct canvas *c, const struct geometry *g, size_t i);

/* Lines, crossed lines or dots over feature `i`, cut by its outline. They stand in one grid for the
 * whole page, so that those of neighbours meet. */
void hatch_draw(struct canvas *c, const struct geometry *g, size_t i, const struct hatch *h);

/* A line moved by `offset_pt` to its right (seen along it; y down), in the canvas's path. Corners
 * are mitred up to twice the offset. `closed`: xy[n-1] equals xy[0]. */
void parallel_path(struct canvas *c, const double *xy, size_t n, bool closed, double offset_pt);

/* The dashes of a line as shapes that become narrow, in the canvas's path; to be filled with
 * FILL_NONZERO. */
void tapered_path(struct canvas *c, const double *xy, size_t n, const struct stroke *s);

/* An SVG drawing over feature `i`, tile by tile, cut by its outline. */
void pattern_draw(struct canvas *c, const struct geometry *g, size_t i, const struct hatch *h);

/* The paths of an SVG drawing, at each of `n` places (interleaved) at once. */
void svg_draw_at(struct canvas *c, const struct svg_marker *svg, const struct svg_placing *how,
                 const double *xy, size_t n);

/* A marker at a point, in the symbol's size, direction, offset, fill and stroke. */
void marker_draw(struct canvas *c, const struct symbol *s, struct pagexy at);

#endif
