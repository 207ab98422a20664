/* What simpler methods would have given where a step `near` measures on the ellipsoid: for `lode
 * explain`. */
#ifndef LODE_OVERLAY_OTHER_WAYS_H
#define LODE_OVERLAY_OTHER_WAYS_H

#include "overlay/near_limits.h"
#include "overlay/overlay.h"

enum other_way {
    WAY_SPHERE,   /* haversine with the mean radius 6371008.8 m (Moritz 1980), to the same place */
    WAY_MERCATOR, /* in the plane of EPSG:3857 */
    WAY_DEGREES,  /* in the plane of longitude and latitude, times 111319.49 m */
    WAY_N
};

/* The distances of one feature of the list's input to the other layer; NAN where there is none. */
struct other_answer {
    int64_t fid;
    double m, other_m[WAY_N];
};

struct other_ways {
    struct other_answer *v;
    size_t n; /* features that have a nearest */
    struct near_limits limits;
    struct str from_way, to_way; /* near_way of both layers */
    size_t n_from, n_to, n_edges;
    bool geodesic; /* the edges of the other layer */
};

/* Measure all features of the input of `list`, a step `near`, whether they are listed or not. The
 * methods in a plane look for the nearest place in that plane, as a program that uses them would.
 * Fails: as the step does. */
bool other_ways(struct arena *a, const struct doc_step *list, const struct layer_set *layers,
                struct other_ways *ret, struct lode_err *err);

#endif
