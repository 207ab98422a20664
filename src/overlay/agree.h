/* Whether a list and an area of the same distance say the same.
 *
 * A document may list what is `near` a layer and draw the area round it (`buffer`, `rings`). The
 * list and the area are computed in different ways: distances from an index over edges, areas from
 * an offset curve. Each feature that is listed must meet the area, and no other feature may, except
 * where a distance is within the tolerance of the limit. */
#ifndef LODE_OVERLAY_AGREE_H
#define LODE_OVERLAY_AGREE_H

#include "overlay/overlay.h"

struct agreement {
    struct str list, band; /* names of steps: of `near`, and of `buffer` or `rings` */
    double distance_m, tolerance_m;
    size_t n_within, n_beyond, n_borderline; /* features of the list's input */
    /* Without geometry, or with geodesic edges: areas are compared in the plane of lon/lat. */
    size_t n_skipped;
};

/* Compare step `last`, which has just been made, with each step before it that measures to the same
 * layer at the same distance (above 0, with round ends). `layers` has the results of all of them.
 * Fails: LODE_GEOM at the list, naming the first feature on which the two do not agree. */
bool agree_check(struct arena *a, const struct doc_step *steps, size_t last,
                 const struct layer_set *layers, struct agreement **ret, size_t *ret_n,
                 struct lode_err *err);

#endif
