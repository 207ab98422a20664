/* The part of an image that may be painted: an area with soft edges, in runs of pixels. */
#ifndef LODE_DRAW_CLIP_H
#define LODE_DRAW_CLIP_H

#include <stdbool.h>

#include "draw/coverage.h"

struct clip_run {
    int x0, x1;
    unsigned cover; /* 1 to 255 */
};

struct clip {
    struct clip *outer;   /* the clip round it; NULL: it is the whole image, without runs */
    struct pixel_box box; /* nothing lies outside */
    uint32_t *rows;       /* of box.y0 and so on: where each begins in `runs`, and the end */
    struct clip_run *runs;
};

/* The clip of what is in `area` (even-odd) and in `outer`, whose box is that of `area`. `area` is
 * empty after it. */
struct clip *clip_create(struct clip *outer, struct coverage *area);

/* The runs of a row that reach beyond x, for rows within the box of a clip that has an outer one.
 */
static inline const struct clip_run *clip_runs(const struct clip *c, int y, int x,
                                               const struct clip_run **ret_end)
{
    const uint32_t *row = c->rows + (y - c->box.y0);
    const struct clip_run *run = c->runs + row[0];
    size_t n = row[1] - row[0];
    *ret_end = run + n;
    while (n > 0) {
        size_t half = n / 2;
        bool before = run[half].x1 <= x;
        run += before ? half + 1 : 0;
        n = before ? n - half - 1 : half;
    }
    return run;
}

/* Returns the clip that was round it. */
struct clip *clip_destroy(struct clip *c);

#endif
