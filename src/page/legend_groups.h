/* What the legend lists: the groups of all layers in order, those that say the same only once. */
#ifndef LODE_PAGE_LEGEND_GROUPS_H
#define LODE_PAGE_LEGEND_GROUPS_H

#include "style/style.h"

struct arena;

struct listed_group {
    struct legend_group of;
    double opacity; /* of the layer */
};

/* Topmost layers come first, unless groups have an `order`, which goes before that. Groups under
 * one title that show the same expression, with texts that mean the same looks, become one; so do
 * single entries of the same text and look. Gives how many groups there are. */
size_t legend_groups_list(struct arena *a, const struct styled_layer *layers, size_t n_layers,
                          struct listed_group **ret);

#endif
