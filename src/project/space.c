/* How places on the ellipsoid become points in space, and chords become distances on the ground. */
#include "project/space.h"

#include "base/units.h"
#include "project/geodesic.h"

/* Chords bend back from the ground by less than a circle of this radius: RADIUS_MAX_M, and 2.4 km
 * for the torsion of geodesics, which lengthens a chord by 1e-7 at most. */
#define RADIUS_FLAT_M 6402000.0

static double semi_minor_m(void)
{
    return WGS84.semi_major_m * (1 - WGS84.flattening);
}

struct space space_of(struct lonlat p)
{
    double f = WGS84.flattening, e2 = f * (2 - f);
    double sin_lat = sin(radians(p.lat_deg)), cos_lat = cos(radians(p.lat_deg));
    double normal = WGS84.semi_major_m / sqrt(1 - e2 * sin_lat * sin_lat);

    return (struct space){normal * cos_lat * cos(radians(p.lon_deg)),
                          normal * cos_lat * sin(radians(p.lon_deg)), normal * (1 - e2) * sin_lat};
}

struct lonlat space_place(struct space p)
{
    double f = WGS84.flattening, shrink = (1 - f) * (1 - f);
    return (struct lonlat){degrees(atan2(p.y, p.x)), degrees(atan2(p.z, shrink * hypot(p.x, p.y)))};
}

/* Half the gradient of x^2 / a^2 + y^2 / a^2 + z^2 / b^2. */
static struct space gradient(struct space p)
{
    double a = WGS84.semi_major_m, b = semi_minor_m();
    return (struct space){p.x / (a * a), p.y / (a * a), p.z / (b * b)};
}

struct space space_to_ground(struct space p, struct space *ret_up)
{
    struct space up = {0, 0, 0};
    for (int i = 0; i < 2; i++) { /* Newton; the second step is below a nanometre */
        struct space g = gradient(p);
        double length = sqrt(space_dot(g, g));
        up = (struct space){g.x / length, g.y / length, g.z / length};
        p = space_plus(p, (1 - space_dot(g, p)) / (2 * length), up);
    }

    if (ret_up)
        *ret_up = up;
    return p;
}

/* The curvature of a surface p'Qp = 1 in direction w is w'Qw / |Qp| |w|^2. It is taken half-way
 * between the two points, which makes up for its change along the way; that place lies a little
 * below the ground, so p is scaled. */
double space_short_way_m(struct space p, struct space q)
{
    struct space w = space_minus(q, p);
    struct space middle = {(p.x + q.x) / 2, (p.y + q.y) / 2, (p.z + q.z) / 2};
    struct space g = gradient(middle);
    double chord2 = space_dot(w, w);
    if (chord2 == 0)
        return 0;

    double bend2 = space_dot(middle, g) / space_dot(g, g);
    double along = space_dot(w, gradient(w)) / chord2;
    double h2 = along * along * bend2 * chord2 / 4; /* (curvature * chord / 2)^2 */
    return sqrt(chord2) * (1 + h2 * (1.0 / 6 + h2 * (3.0 / 40 + h2 * 15.0 / 336)));
}

/* Scaling z by a / b lengthens a chord by a / b at most, and makes it one of a sphere; the distance
 * is b times the angle there or more (Bessel's auxiliary sphere). Far away this is the better
 * bound. */
double ground_at_least_m(double chord_m)
{
    double a = WGS84.semi_major_m, b = semi_minor_m();
    double flat = 2 * RADIUS_FLAT_M * asin(fmin(chord_m / (2 * RADIUS_FLAT_M), 1));
    double sphere = 2 * b * asin(fmin(chord_m / (2 * a), 1));
    return fmax(flat, sphere);
}

double chord_at_most_m(double distance_m)
{
    double a = WGS84.semi_major_m, b = semi_minor_m();
    if (!(distance_m < M_PI * b))
        return INFINITY;
    return fmin(2 * RADIUS_FLAT_M * sin(distance_m / (2 * RADIUS_FLAT_M)),
                2 * a * sin(distance_m / (2 * b)));
}
