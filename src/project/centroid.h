/* The centroid of a feature on the ellipsoid: the place of its centre of mass, brought up to the
 * surface. No projection is involved, so it is right near a pole, across the 180th meridian and for
 * whole continents, where the mean of longitudes and latitudes is not. */
#ifndef LODE_PROJECT_CENTROID_H
#define LODE_PROJECT_CENTROID_H

#include "project/geodesic.h"

/* The centroid of feature `i` (lon/lat): points weigh the same, lines by their length, polygons by
 * their area less holes. Edges are straight in longitude and latitude. The centroid may lie outside
 * of the feature.
 *
 * How: latitudes are made authalic, so that areas on the sphere are those on the ellipsoid; the
 * first moment of a region of the sphere is half the sum over its edges of their angle times the
 * normal of their plane (Brock 1975, The inertia tensor for a spherical triangle, J. Appl. Mech.
 * 42). False for GEOM_NONE, and for what has no centre: opposite points, a region that goes all
 * round. */
bool geodesic_centroid(const struct ellipsoid *e, const struct geometry *g, size_t i,
                       struct lonlat *ret);

#endif
