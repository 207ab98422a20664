/* Whether lists and bands of the same distance say the same.
 *
 * A document may list what is `near` a layer and draw the area round it (`buffer`, `rings`). The
 * two are computed by different ways: distances from an index over edges, areas from an offset
 * curve. Each feature that is listed must meet the area and none besides, but for those whose
 * distance is within the tolerance of the limit. */
#ifndef LODE_OVERLAY_AGREE_H
#define LODE_OVERLAY_AGREE_H

#include "overlay/overlay.h"

struct agreement {
    struct str list, band; /* names of steps */
    double distance_m, tolerance_m;
    size_t n_within, n_beyond, n_borderline; /* features of the list's input */
    size_t n_skipped; /* without geometry, or with geodesic edges: the area is
                         compared in the plane of lon/lat */
};

/* Of the steps up to and with `last`, which has just been made: all pairs it is part of, with
 * positive distances and round ends. `layers` has them all.
 * Fails: LODE_GEOM at the list, naming the first feature for which it does not hold. */
bool agree_check(struct arena *a, const struct doc_step *steps, size_t last,
                 const struct layer_set *layers, struct agreement **ret, size_t *ret_n,
                 struct lode_err *err);

#endif
