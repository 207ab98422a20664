/* Pixels, and painting on them with one colour through a clip. */
#ifndef LODE_DRAW_PIXELS_H
#define LODE_DRAW_PIXELS_H

#include "base/color.h"
#include "draw/clip.h"

/* Four bytes each, as cairo's ARGB32 has them: alpha in the highest byte, colours premultiplied. On
 * a page the alpha means nothing. */
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

/* A coverage_put that paints a run, where `to` is a struct painter. The run lies in the clip's box.
 */
void painter_put(void *to, int y, int x0, int x1, unsigned cover);

/* A picture of covers, 0 to 255. */
struct mask {
    const uint8_t *cover;
    size_t stride;
    int width, height;
};

/* Paints through a mask, whose upper left corner is at x, y. */
void painter_put_mask(const struct painter *p, const struct mask *mask, int x, int y);

/* Paints `over` onto `on`, whose box holds its own; `opacity` is 0 to 255. */
void pixels_lay_over(const struct pixels *on, const struct pixels *over, unsigned opacity);

#endif
