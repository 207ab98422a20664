/* Which features are seen on the page: the legend lists their classes only. */
#ifndef LODE_VISIBLE_H
#define LODE_VISIBLE_H

#include "geom/box.h"
#include "style/style.h"

/* A first guess by boxes of longitude and latitude, before anything is projected: 1 for each row
 * that may be seen. NULL, which means all rows, for a layer in another system. */
uint8_t *visible_in_window(struct arena *a, const struct features *f, struct box window_deg);

/* By the shapes themselves: 1 for each item of the layer that is seen. `shapes` are those of the
 * items, in page points. A marker is seen when its place lies in the frame, or so near that a good
 * part of it shows. What lies outside the area `clear` is under a mask, and not seen; NULL: no
 * mask. */
uint8_t *visible_on_page(struct arena *a, const struct styled_layer *layer,
                         const struct geometry *shapes, struct box frame_pt,
                         const struct geometry *clear);

/* Whether two legends of one layer list the same. */
bool legends_same(const struct styled_layer *a, const struct styled_layer *b);

#endif
