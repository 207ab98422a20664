/* A part of a page on an image, as one of the threads of bands.c draws it. */
#ifndef LODE_DRAW_ON_IMAGE_H
#define LODE_DRAW_ON_IMAGE_H

#include <pthread.h>

#include "draw/draw.h"

struct image_part {
    uint32_t *pixels; /* of the rows from `from` to before `end` */
    int from, end;
    pthread_mutex_t *texts;      /* held while a text is drawn: Pango's layouts are shared */
    struct glyph_masks *letters; /* of the image's scale; no other thread uses them meanwhile */
};

/* Paints all of the rows; a row is the same whatever other rows are drawn with it. */
bool draw_part_on_image(const struct scene *s, const struct draw_image *image,
                        const struct image_part *part, struct lode_err *err);

#endif
