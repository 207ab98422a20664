/* What of a net is within reach of a place: a tree of boxes in space over its pieces. The straight
 * distance through the earth is a true lower bound of the distance along it, and with the greatest
 * curvature of the ellipsoid it gives an upper bound too; what is said to be covered is covered. */
#ifndef LODE_OVERLAY_REACH_TREE_H
#define LODE_OVERLAY_REACH_TREE_H

#include "overlay/geodesic_net.h"

struct reach_tree;

struct reach_tree *reach_tree_make(struct arena *a, const struct net *net);

/* Whether one piece of the net is nearer than `within_m` to both places, and so to what lies
 * between them. May say no when it is a near thing. */
bool reach_covers(const struct reach_tree *t, struct space p, struct space q, double within_m);

/* The distance to the nearest piece, if that is below `within_m`; `within_m` otherwise. */
double reach_distance_m(const struct reach_tree *t, struct lonlat from, double within_m);

#endif
