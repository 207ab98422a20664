/* Lengths and areas on an ellipsoid of geometries whose edges run straight in longitude and
 * latitude, as overlays cut them: the measures of the pieces add up to that of the whole, which
 * those with geodesic edges do not. */
#ifndef LODE_PROJECT_STRAIGHT_H
#define LODE_PROJECT_STRAIGHT_H

#include "project/geodesic.h"

/* Of feature `i` (lon/lat): the length of its lines or rings, and the area of its polygons less
 * their holes; 0 for what has none. Good to 1e-11 of their size.
 * Source: area between equator and latitude as in Snyder 1987 (USGS PP 1395), (3-12), integrated
 * along each edge by Gauss-Legendre quadrature. */
double straight_length_m(const struct ellipsoid *e, const struct geometry *g, size_t i);
double straight_area_m2(const struct ellipsoid *e, const struct geometry *g, size_t i);

/* Of `n` places, interleaved lon/lat: the length of the line through them, and the area of the
 * closed ring that they are, whichever way it winds. */
double straight_path_m(const struct ellipsoid *e, const double *xy, size_t n);
double straight_ring_m2(const struct ellipsoid *e, const double *xy, size_t n);

/* The length of one edge. */
double straight_edge_m(const struct ellipsoid *e, struct lonlat a, struct lonlat b);

#endif
