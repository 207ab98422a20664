/* Pixels, and painting on them with one colour through a clip. */
#ifndef LODE_DRAW_PIXELS_H
#define LODE_DRAW_PIXELS_H

#include "base/color.h"
#include "draw/clip.h"

/* Four bytes each, as of cairo's ARGB32: alpha in the highest byte, colours premultiplied. On a
 * page the alpha means nothing. */
struct pixels {
    uint32_t *at; /* of box.x0, box.y0 */
    size_t stride;
    struct pixel_box box;
};

struct painter {
    const struct pixels *on;
    const struct clip *clip; /* its box lies within that of the pixels */
    struct rgba color;
};

/* Paints with `cover` of 255; a coverage_put, `to` is a struct painter. The run lies in the clip's
 * box. */
void painter_put(void *to, int y, int x0, int x1, unsigned cover);

/* A picture of covers, its upper left corner at x, y. */
struct mask {
    const uint8_t *cover;
    size_t stride;
    int width, height;
};
void painter_put_mask(const struct painter *p, const struct mask *mask, int x, int y);

/* `over` drawn onto `on` with `opacity` of 255, where they meet. */
void pixels_lay_over(const struct pixels *on, const struct pixels *over, unsigned opacity);

#endif
