/* Which features are seen on the page: the legend lists their classes only. */
#ifndef LODE_VISIBLE_H
#define LODE_VISIBLE_H

#include "geom/box.h"
#include "style/style.h"

/* By boxes of longitude and latitude, before anything is projected: rows that may be seen are 1.
 * NULL, all of them, for a layer in another system. */
uint8_t *visible_in_window(struct arena *a, const struct features *f, struct box window_deg);

/* By the shapes themselves: items that are seen are 1; `shapes` are of the layer's items, in page
 * points. A marker is seen when its place lies in the frame, or so near that a good part of it shows.
 * `clear`: an area outside of which everything lies under a mask, and is not listed; NULL: none. */
uint8_t *visible_on_page(struct arena *a, const struct styled_layer *layer,
                         const struct geometry *shapes, struct box frame_pt,
                         const struct geometry *clear);

/* Do two legends of one layer list the same? */
bool legends_same(const struct styled_layer *a, const struct styled_layer *b);

#endif
