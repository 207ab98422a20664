/* What of an image may be painted: an area with soft edges, in runs of pixels. */
#ifndef LODE_DRAW_CLIP_H
#define LODE_DRAW_CLIP_H

#include "draw/coverage.h"

struct clip_run {
    int x0, x1;
    unsigned cover; /* 1 to 255 */
};

struct clip {
    struct clip *outer;   /* NULL: this is all of the image, and there are no runs */
    struct pixel_box box; /* nothing lies outside */
    uint32_t *rows;       /* of box.y0 and so on: where each begins in `runs`, and the end */
    struct clip_run *runs;
};

/* What is in `area` (even-odd) and in `outer`, whose box is that of `area`. `area` is empty after
 * it. */
struct clip *clip_create(struct clip *outer, struct coverage *area);

/* The runs of a row, for rows within the box of a clip that has an outer one. */
static inline const struct clip_run *clip_row(const struct clip *c, int y, size_t *ret_n)
{
    const uint32_t *row = c->rows + (y - c->box.y0);
    *ret_n = row[1] - row[0];
    return c->runs + row[0];
}

/* Gives the outer one. */
struct clip *clip_destroy(struct clip *c);

#endif
