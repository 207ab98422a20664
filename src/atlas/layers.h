/* The layers that all pages share: styled once, and searched by window. */
#ifndef LODE_ATLAS_LAYERS_H
#define LODE_ATLAS_LAYERS_H

#include "atlas/shared.h"

/* Style all layers, hash their items, and make their trees, into `s`. */
bool atlas_layers(struct run *r, struct atlas_shared *s, struct lode_err *err);

/* The boxes that meet a window of lon/lat, in rising order; x1 may exceed 180. Returns how many. */
size_t atlas_find(const struct box_tree *t, struct arena *a, struct box window_deg, uint32_t **ret);

/* The part of `from` that has only the items `item`; `ret` may be `from`. */
void atlas_part_of(struct arena *a, const struct styled_layer *from, const uint32_t *item, size_t n,
                   struct styled_layer *ret);

/* Whether a text of the node, or of one below it, has `word` in it. */
bool atlas_says(const struct node *n, struct str word);

#endif
