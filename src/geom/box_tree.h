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
    uint32_t *order;        /* the leaves: numbers of items */
    struct box *node;       /* level by level, the leaves' parents first */
    size_t level[12];       /* where each level begins in `node`; 12 are plenty for 2^32 items */
    size_t n_levels, n;
};

/* The tree of `n` boxes, in `a`; `item` must live as long as the tree. */
void box_tree_make(struct arena *a, const struct box *item, size_t n, struct box_tree *ret);

/* The numbers of all items whose boxes meet `b`, in the order of the tree. `ret` has room for `n`
 * of the tree; returns how many there are. */
size_t box_tree_find(const struct box_tree *t, struct box b, uint32_t *ret);

#endif
