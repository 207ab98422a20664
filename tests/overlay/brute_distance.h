/* How far it is from a place to an edge, found by search: samples along the edge with distances of
 * PROJ's geodesic.h, then a minimum about the best of them. Nothing of project/edge.c or of an
 * index is used, so that tests hold those against it. */
#ifndef LODE_TESTS_BRUTE_DISTANCE_H
#define LODE_TESTS_BRUTE_DISTANCE_H

#include <geodesic.h>

#include "geom/geometry.h"

enum { BRUTE_SAMPLES_MAX = 100 };

/* From a to b on WGS84, along a geodesic or straight in degrees. */
struct brute_edge {
    struct lonlat a, b;
    bool geodesic;
    struct geod_geodesic earth;
    struct geod_geodesicline line;
    double length_m; /* of the geodesic */
};

void brute_edge_init(struct brute_edge *e, struct lonlat a, struct lonlat b, bool geodesic);
struct lonlat brute_along(const struct brute_edge *e, double t); /* t in 0 to 1 */

/* Within `from` to `to` (shares of the edge), with so many samples and their best refined to 0.1 mm
 * along the edge. Never below the true distance; above it only if a sample's neighbourhood holds
 * two minima. */
double brute_distance_m(const struct brute_edge *e, struct lonlat p, double from, double to,
                        int samples);

#endif
