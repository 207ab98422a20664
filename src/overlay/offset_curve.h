/* The curve at a distance round a net: to both sides of each piece and round each node, closed, as
 * far as it may be on the outline. It is the raw offset curve, in which a bend leaves a loop on its
 * inner side; what lies inside the buffer by more than a metre is left out, and so is the inner
 * side of areas that belong to the buffer. So each edge of the buffer's outline is in it, and all
 * else divides inside from inside. */
#ifndef LODE_OVERLAY_OFFSET_CURVE_H
#define LODE_OVERLAY_OFFSET_CURVE_H

#include "overlay/reach_tree.h"

/* A line through the places from each `starts` to before the next one. Equal places are equal to
 * the bit. Lon/lat, each in [-180, 180]. */
struct curve_place {
    struct lonlat at;
    bool starts;
};
struct offset_curve {
    struct curve_place *v;
    size_t n;
};

void offset_curve_make(struct arena *a, const struct net *net, const struct reach_tree *reach,
                       struct offset_curve *ret);

#endif
