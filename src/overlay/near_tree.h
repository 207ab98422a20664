/* An index over the edges of a layer: boxes in space, each over eight of the level below, the
 * lowest over up to eight edges that follow each other. Chords are true lower bounds of distances
 * on the ground (project/space.h), so what is left out by a box cannot be nearer. */
#ifndef LODE_OVERLAY_NEAR_TREE_H
#define LODE_OVERLAY_NEAR_TREE_H

#include "overlay/near_edges.h"

/* Edges that follow each other; a run of one vertex has none. */
struct near_leaf {
    uint32_t first; /* vertex */
    uint32_t run;
    uint32_t n_edges;
    float sag_m; /* the largest */
};

struct near_tree;

/* Over `edges`, which must outlive it; so must the arena. */
struct near_tree *near_tree_make(struct arena *a, const struct near_edges *edges);

/* Visit the leaves that may hold something whose chord from the ball round `middle` is
 * `*chord_most_m` or less, the near ones first; the visitor lowers `*chord_most_m` as it finds
 * better. */
void near_tree_visit(const struct near_tree *t, struct space middle, double radius_m,
                     const double *chord_most_m,
                     void (*leaf)(void *ctx, const struct near_leaf *leaf), void *ctx);

/* An order in which neighbours in the list are neighbours in space. */
void near_order(const struct space *at, uint32_t *ret_order, size_t n);

#endif
