/* Boxes in a tree, made once and asked many times: a packed R-tree (Leutenegger, Lopez, Edgington
 * 1997, doi:10.1109/ICDE.1997.582015, sort-tile-recursive). */
#ifndef LODE_GEOM_BOX_TREE_H
#define LODE_GEOM_BOX_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "geom/box.h"

struct arena;

struct box_tree {
    const struct box *item; /* the caller's, in its order */
    uint32_t *order;        /* leaves: numbers of items */
    struct box *node;       /* level by level, the leaves' parents first */
    size_t level[12], n_levels, n;
};

void box_tree_make(struct arena *a, const struct box *item, size_t n, struct box_tree *ret);

/* Items whose boxes meet `b`: numbers into `ret`, of which there are at most `n` of the tree. In
 * the order of the tree. */
size_t box_tree_find(const struct box_tree *t, struct box b, uint32_t *ret);

#endif
