/* How far the pieces of a net are from a place: a tree of boxes in space over the pieces.
 *
 * The straight distance through the earth is a true lower bound of the distance on the ground; with
 * the greatest curvature of the ellipsoid it gives an upper bound too. So a stretch that is said to
 * be covered is covered. */
#ifndef LODE_OVERLAY_REACH_TREE_H
#define LODE_OVERLAY_REACH_TREE_H

#include "overlay/geodesic_net.h"

struct reach_tree;

struct reach_tree *reach_tree_make(struct arena *a, const struct net *net);

/* Whether one piece of the net is nearer than `within_m` to both places, and so to what lies
 * between them. May answer no where the distance is only just below. */
bool reach_covers(const struct reach_tree *t, struct space p, struct space q, double within_m);

/* The distance to the nearest piece, or `within_m` when that is smaller. */
double reach_distance_m(const struct reach_tree *t, struct lonlat from, double within_m);

#endif
