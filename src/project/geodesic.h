/* Lengths, areas and directions on an ellipsoid, by PROJ's geodesic.h (Karney 2013,
 * doi:10.1007/s00190-012-0578-z). Degrees and metres. */
#ifndef LODE_PROJECT_GEODESIC_H
#define LODE_PROJECT_GEODESIC_H

#include "geom/geometry.h"

struct ellipsoid {
    double semi_major_m, flattening;
};
extern const struct ellipsoid WGS84;

/* An ellipsoid made ready, for many distances on it; freed with the arena. */
struct arena;
struct geod_geodesic;
const struct geod_geodesic *geodesic_prepare(struct arena *a, const struct ellipsoid *e);
double geodesic_inverse_by(const struct geod_geodesic *g, struct lonlat a, struct lonlat b,
                           double *ret_azimuth_a_deg, double *ret_azimuth_b_deg);
struct lonlat geodesic_direct_by(const struct geod_geodesic *g, struct lonlat from,
                                 double azimuth_deg, double distance_m, double *ret_azimuth_deg);

double geodesic_distance_m(const struct ellipsoid *e, struct lonlat a, struct lonlat b);
struct lonlat geodesic_direct(const struct ellipsoid *e, struct lonlat from, double azimuth_deg,
                              double distance_m, double *ret_azimuth_deg);
double geodesic_inverse(const struct ellipsoid *e, struct lonlat a, struct lonlat b,
                        double *ret_azimuth_a_deg, double *ret_azimuth_b_deg);
/* Of feature i (lon/lat), edges geodesic: length of lines, perimeter and area of polygons less
 * holes. */
double geodesic_length_m(const struct ellipsoid *e, const struct geometry *g, size_t i);
double geodesic_area_m2(const struct ellipsoid *e, const struct geometry *g, size_t i);

#endif
