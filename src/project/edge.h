/* Short edges on the ellipsoid of WGS 84, and the nearest place on one. */
#ifndef LODE_PROJECT_EDGE_H
#define LODE_PROJECT_EDGE_H

#include <stddef.h>

#include "project/space.h"

struct geod_geodesic;

struct vertex {
    struct space at;
    struct lonlat place; /* longitudes of a planar edge's ends differ by what the edge spans */
};

/* From a to b: a geodesic, or straight in longitude and latitude. No longer than edge_parts
 * says, which is what makes straight lines in space good enough to begin with. */
struct edge {
    struct vertex a, b;
    bool planar;
};

/* The vertex at a place. */
struct vertex vertex_of(struct lonlat p);

/* In how many parts of equal length an edge of a layer must be cut so that each is nowhere farther
 * than 16 m from its chord in space, and turns by no more than a few degrees. */
size_t edge_parts(const struct edge *e);
/* The parts - 1 places where an edge is cut, without its ends; the same whichever end comes
 * first. */
void edge_cut(const struct geod_geodesic *g, struct lonlat a, struct lonlat b, bool planar,
              size_t parts, struct vertex *ret);

/* The edge is nowhere farther than this from its chord in space. */
double edge_sag_m(const struct edge *e);
/* Along the ground. */
double edge_length_m(const struct edge *e);

/* The place at t (0: a, 1: b) and, when `ret_azimuth_deg` is not NULL, the edge's direction. */
struct vertex edge_at(const struct edge *e, double t, double *ret_azimuth_deg);

/* The nearest place on `e` to `from`.
 *
 * Distance and place are those of the true minimum within 0.1 mm; at an end they are the same to
 * the bit for every edge that ends there, and those of an edge and its reverse are the same.
 * Source: the foot on a sphere, tan s = tan d cos angle, repeated until it stays, after Baselga &
 * Martinez-Llario 2018, doi:10.1007/s11200-017-1020-z; kept between places on either side of the
 * minimum, without which that may not end. */
struct foot {
    double m, t;  /* distance, and place on the edge (0: a, 1: b) */
    double slope; /* d m / d s along the edge, from a to b: 0 at an inner minimum */
};
struct foot edge_nearest(const struct geod_geodesic *g, const struct edge *e,
                         const struct vertex *from);

/* The geodesic distance of any two places; from chords where that is as good, which is quicker. */
double vertex_distance_m(const struct geod_geodesic *g, const struct vertex *p,
                         const struct vertex *q);

#endif
