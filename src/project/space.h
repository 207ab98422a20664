/* The ellipsoid of WGS 84 in space: places as points in metres from its centre, and what the
 * straight distance between two of them says about the distance along the ground.
 *
 * A geodesic bends nowhere more than 1 / RADIUS_MIN_M and nowhere less than 1 / RADIUS_MAX_M. */
#ifndef LODE_PROJECT_SPACE_H
#define LODE_PROJECT_SPACE_H

#include "geom/box.h"

#define RADIUS_MIN_M 6335439.0 /* b^2 / a: along the meridian at the equator */
#define RADIUS_MAX_M 6399594.0 /* a^2 / b: at the poles */

struct space {
    double x, y, z;
};

/* The point of the ellipsoid at a place, and the place of a point on it. */
struct space space_of(struct lonlat p);
struct lonlat space_place(struct space p);
/* The point of the ellipsoid nearest to `p`, which is within a hundred metres of it; `ret_up` is
 * the unit normal there and may be NULL. */
struct space space_to_ground(struct space p, struct space *ret_up);

static inline struct space space_minus(struct space p, struct space q)
{
    return (struct space){p.x - q.x, p.y - q.y, p.z - q.z};
}
static inline struct space space_plus(struct space p, double t, struct space q)
{
    return (struct space){p.x + t * q.x, p.y + t * q.y, p.z + t * q.z};
}
static inline double space_dot(struct space p, struct space q)
{
    return p.x * q.x + p.y * q.y + p.z * q.z;
}
static inline double space_distance2(struct space p, struct space q)
{
    struct space d = space_minus(p, q);
    return space_dot(d, d);
}

/* The geodesic distance of two points of the ellipsoid that are at most SHORT_WAY_M apart: the arc
 * of a circle with the curvature that the ellipsoid has half-way in their direction. Within a
 * micrometre of Karney's, in a tenth of the time. */
#define SHORT_WAY_M 100e3
double space_short_way_m(struct space p, struct space q);

/* True bounds: no two places with a straight distance of `chord_m` are nearer than this on the
 * ground; none within `distance_m` on the ground have a longer chord. */
double ground_at_least_m(double chord_m);
double chord_at_most_m(double distance_m);

#endif
