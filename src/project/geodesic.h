/* Lengths, areas and directions on an ellipsoid, by PROJ's geodesic.h (Karney 2013,
 * doi:10.1007/s00190-012-0578-z). Degrees and metres. */
#ifndef LODE_PROJECT_GEODESIC_H
#define LODE_PROJECT_GEODESIC_H

#include "geom/geometry.h"

struct ellipsoid {
    double semi_major_m, flattening;
};
extern const struct ellipsoid WGS84;

struct arena;
struct geod_geodesic;

/* An ellipsoid made ready, for many distances on it; freed with the arena. */
const struct geod_geodesic *geodesic_prepare(struct arena *a, const struct ellipsoid *e);

/* The distance from a to b in metres, and the azimuths of the way at both ends: degrees clockwise
 * from north, each may be NULL. */
double geodesic_inverse_by(const struct geod_geodesic *g, struct lonlat a, struct lonlat b,
                           double *ret_azimuth_a_deg, double *ret_azimuth_b_deg);
/* The place at a distance and an azimuth, and the azimuth of the way there (may be NULL). */
struct lonlat geodesic_direct_by(const struct geod_geodesic *g, struct lonlat from,
                                 double azimuth_deg, double distance_m, double *ret_azimuth_deg);

/* The same with an ellipsoid that is made ready each time. */
double geodesic_distance_m(const struct ellipsoid *e, struct lonlat a, struct lonlat b);
struct lonlat geodesic_direct(const struct ellipsoid *e, struct lonlat from, double azimuth_deg,
                              double distance_m, double *ret_azimuth_deg);
double geodesic_inverse(const struct ellipsoid *e, struct lonlat a, struct lonlat b,
                        double *ret_azimuth_a_deg, double *ret_azimuth_b_deg);

/* Of feature `i` (lon/lat), whose edges are geodesics: the length of lines or the perimeter of
 * polygons, and the area of polygons less holes; 0 for what has none. */
double geodesic_length_m(const struct ellipsoid *e, const struct geometry *g, size_t i);
double geodesic_area_m2(const struct ellipsoid *e, const struct geometry *g, size_t i);

#endif
