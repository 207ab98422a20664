/* How much of each pixel an area covers, exactly: the edges of its outline go in, in any order, and
 * runs of pixels come out, row by row.
 *
 * Positions are rounded to 1/256 pixel; from there on all is counted in whole numbers. A picture
 * drawn in bands is therefore, to the bit, the picture drawn at once. An edge and the same edge
 * backwards cancel.
 *
 * Method: each edge leaves in the pixels that it crosses how far it goes down (cover) and twice the
 * area between it and the pixel's left side; summed from left to right these give the area inside.
 * Source: R. Levien's libart and D. Turner's smooth rasteriser of FreeType, 1997 to 2001. */
#ifndef LODE_DRAW_COVERAGE_H
#define LODE_DRAW_COVERAGE_H

#include <stddef.h>
#include <stdint.h>

#include "draw/canvas_impl.h"

/* Pixels, half-open. */
struct pixel_box {
    int x0, y0, x1, y1;
};

struct coverage {
    struct pixel_box within; /* what lies outside does not count */
    struct cell *cells, *sorted;
    size_t n, cap, cap_sorted;
    uint32_t *rows;
    size_t cap_rows;
};

/* Gets a run, the pixels from x0 to before x1 of row y; all have the same cover, 1 to 255. */
typedef void coverage_put(void *to, int y, int x0, int x1, unsigned cover);

/* `c` is zeroed or was used before. Boxes lie within 0 to 32767. */
void coverage_begin(struct coverage *c, struct pixel_box within);

/* From a to b, in pixels; anything finite. */
void coverage_edge(struct coverage *c, const double a[2], const double b[2]);

/* The area inside, as runs from left to right and from top to bottom; `c` is empty after it. */
void coverage_sweep(struct coverage *c, enum fill_rule rule, coverage_put *put, void *to);

/* Accepts a zeroed one. */
void coverage_finish(struct coverage *c);

#endif
