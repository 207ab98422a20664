/* A spherical cap: the part of the globe within some distance of a centre, and its circle.
 * Longitudes and latitudes, in degrees, are taken as if they were on a sphere. Positions along the
 * circle are angles from its centre, radians clockwise from north. */
#ifndef LODE_PROJECT_CAP_H
#define LODE_PROJECT_CAP_H

#include "geom/cut.h"

struct cap {
    struct lonlat centre;
    double radius_deg, cos_radius;
    double axis[3], east[3], north[3]; /* unit vectors at the centre */
};

void cap_init(struct cap *ret, double lon_deg, double lat_deg, double radius_deg);

/* >= 0 inside, and larger towards the centre; not a distance. */
double cap_depth(const struct cap *cap, const double *lonlat);

/* How far a place is from the centre. */
double cap_distance_deg(const struct cap *cap, const double *lonlat);

/* The place at an angle on the circle of any radius about the centre. */
struct lonlat cap_circle(const struct cap *cap, double angle, double radius_deg);

/* Add the vertices along the cap's own circle, strictly between two angles. */
void cap_arc(const struct cap *cap, double from, double to, struct paths *ret);

/* Cut rings or lines, planar in longitude and latitude, to the cap, in place; `spare` is
 * storage. */
void cap_cut(const struct cap *cap, struct cutter *cutter, struct paths *p, struct paths *spare);

/* An upper bound of the length of an edge that is straight in longitude and latitude. */
double cap_edge_bound_deg(const double *a, const double *b);

/* The length of the straight way through a sphere of radius 1. */
double cap_chord(const double *a, const double *b);

#endif
