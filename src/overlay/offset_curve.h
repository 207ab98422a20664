/* The curve at a distance round a net: to both sides of each piece and round each node.
 *
 * This is the raw offset curve, in which a bend leaves a loop on its inner side. Left out is what
 * lies more than a metre inside the buffer, and the inner side of areas that belong to the buffer.
 * So each edge of the buffer's outline is part of the curve, and the rest of the curve divides
 * inside from inside. */
#ifndef LODE_OVERLAY_OFFSET_CURVE_H
#define LODE_OVERLAY_OFFSET_CURVE_H

#include "overlay/reach_tree.h"

/* A place of the curve, longitude in [-180, 180]. Each place that `starts` begins a new line. Equal
 * places are equal to the bit. */
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
