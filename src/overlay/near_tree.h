/* An index over the edges of a layer: levels of boxes in space. A box holds eight boxes of the
 * level below, and a box of the lowest level up to eight edges that follow each other. Chords are
 * true lower bounds of distances on the ground (project/space.h), so nothing in a box that is left
 * out is nearer. */
#ifndef LODE_OVERLAY_NEAR_TREE_H
#define LODE_OVERLAY_NEAR_TREE_H

#include "overlay/near_edges.h"

/* Edges that follow each other; a run of one vertex has none. */
struct near_leaf {
    uint32_t first; /* vertex */
    uint32_t run;
    uint32_t n_edges;
    float sag_m; /* the largest of its edges */
};

struct near_tree;

/* The index over `edges`. It lives in the arena, and `edges` must live as long. */
struct near_tree *near_tree_make(struct arena *a, const struct near_edges *edges);

/* Call `leaf` for each leaf that may hold something whose chord from the ball round `middle` is
 * `*chord_most_m` or less, near leaves first. `leaf` lowers `*chord_most_m` as it finds nearer
 * things. */
void near_tree_visit(const struct near_tree *t, struct space middle, double radius_m,
                     const double *chord_most_m,
                     void (*leaf)(void *ctx, const struct near_leaf *leaf), void *ctx);

/* An order of `n` places in which neighbours in the list are neighbours in space. */
void near_order(const struct space *at, uint32_t *ret_order, size_t n);

#endif
