/* A part of a page on cairo, as one of the threads of bands.c draws it. */
#ifndef LODE_DRAW_ON_CAIRO_H
#define LODE_DRAW_ON_CAIRO_H

#include <cairo.h>
#include <pthread.h>

#include "draw/draw.h"

struct cairo_part {
    double scale; /* pixels a point for images, 0 for vectors */
    bool is_part; /* only visible_pt shows */
    struct box visible_pt;
    pthread_mutex_t *texts; /* held while a text is drawn: Pango's layouts are shared; or NULL */
    struct glyph_masks *letters; /* nobody else's at the time, of this scale; NULL: its own */
};

bool draw_part_on_cairo(const struct scene *s, cairo_t *cr, const struct cairo_part *part,
                        struct lode_err *err);

#endif
