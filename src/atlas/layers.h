/* The layers that all pages share: styled once, and found by window. */
#ifndef LODE_ATLAS_LAYERS_H
#define LODE_ATLAS_LAYERS_H

#include "atlas/shared.h"

/* All layers, styled, with their trees. */
bool atlas_layers(struct run *r, struct atlas_shared *s, struct lode_err *err);

/* What meets a window of lon/lat, rising; x1 may exceed 180. */
size_t atlas_find(const struct box_tree *t, struct arena *a, struct box window_deg, uint32_t **ret);

/* The part of `from` that has the items `item` only. */
void atlas_part_of(struct arena *a, const struct styled_layer *from, const uint32_t *item, size_t n,
                   struct styled_layer *ret);

/* Whether a text of the node, or below it, has `word`. */
bool atlas_says(const struct node *n, struct str word);

#endif
