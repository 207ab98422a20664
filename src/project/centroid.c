/* How the centre of mass of a feature is summed up on a sphere of equal areas and brought back. */
#include "project/centroid.h"

#include <math.h>

#include "base/units.h"
#include "project/straight.h"

/* Edges are cut into pieces so short that a line straight in longitude and latitude is less than a
 * metre from the great circle. */
static const double EDGE_DEG = 0.05;

struct vec3 {
    double x, y, z;
};

static struct vec3 plus(struct vec3 a, struct vec3 b, double times)
{
    return (struct vec3){a.x + times * b.x, a.y + times * b.y, a.z + times * b.z};
}

static struct vec3 cross(struct vec3 a, struct vec3 b)
{
    return (struct vec3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

static double dot(struct vec3 a, struct vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

/* ---- authalic latitude */

/* Proportional to the area between the equator and the latitude whose sine is `s`: Snyder 1987,
 * (3-12). */
static double q_of(double ecc, double s)
{
    return (1 - ecc * ecc) * (s / (1 - ecc * ecc * s * s) + (ecc > 0 ? atanh(ecc * s) / ecc : s));
}

static double ecc_of(const struct ellipsoid *e)
{
    return sqrt(e->flattening * (2 - e->flattening));
}

/* The place of equal area on a sphere of radius 1: q / q(pole) is the sine of the authalic
 * latitude. */
static struct vec3 to_sphere(double ecc, double q_pole, struct lonlat p)
{
    double s = fmax(-1, fmin(1, q_of(ecc, sin(p.lat_deg * RAD_PER_DEG)) / q_pole)),
           c = sqrt(1 - s * s);
    return (struct vec3){c * cos(p.lon_deg * RAD_PER_DEG), c * sin(p.lon_deg * RAD_PER_DEG), s};
}

/* The way back, by Newton's method on q(sin lat) = q; dq/ds = 2 (1 - e^2) / (1 - e^2 s^2)^2. */
static struct lonlat from_sphere(double ecc, double q_pole, struct vec3 v)
{
    double e2 = ecc * ecc, s = v.z / sqrt(dot(v, v)), q = s * q_pole;
    for (int k = 0; k < 6; k++) {
        double w = 1 - e2 * s * s;
        s = fmax(-1, fmin(1, s - (q_of(ecc, s) - q) * w * w / (2 * (1 - e2))));
    }
    return (struct lonlat){atan2(v.y, v.x) / RAD_PER_DEG, asin(s) / RAD_PER_DEG};
}

/* ---- moments */

struct moment {
    const struct ellipsoid *e;
    double ecc, q_pole;
    struct vec3 sum;
    double weight; /* how long `sum` would be if all were at one place */
};

static struct vec3 at(const struct moment *m, const double *xy)
{
    return to_sphere(m->ecc, m->q_pole, (struct lonlat){xy[0], xy[1]});
}

/* Twice the first moment of the region to the left of a ring.
 *
 * An edge gives f (a x b), with f = angle / sin(angle). For small regions hardly a digit would be
 * left of that sum, so places are taken from a corner c, a = c + a': the parts c x (b' - a') of all
 * edges add up to nothing, and what remains is a' x b' + (f - 1)(a x b). */
static struct vec3 ring_moment(const struct moment *m, const double *xy, size_t n)
{
    struct vec3 sum = {0}, c = at(m, xy), a = c;
    for (size_t k = 0; k + 1 < n; k++) {
        const double *p = xy + 2 * k;
        int pieces = 1 + (int)(fmax(fabs(p[2] - p[0]), fabs(p[3] - p[1])) / EDGE_DEG);

        for (int t = 1; t <= pieces; t++) {
            double share = (double)t / pieces;
            double next[] = {p[0] + share * (p[2] - p[0]), p[1] + share * (p[3] - p[1])};
            struct vec3 b = t < pieces ? at(m, next) : at(m, p + 2), chord = plus(b, a, -1);
            double half = fmin(1, sqrt(dot(chord, chord)) / 2), angle = 2 * asin(half);
            double sine = sin(angle), f1 = angle < 1e-3 ? angle * angle / 6 : angle / sine - 1;

            sum = plus(sum, cross(plus(a, c, -1), plus(b, c, -1)), 1);
            if (sine > 0)
                sum = plus(sum, cross(a, chord), f1);
            a = b;
        }
    }

    return sum;
}

/* A hole weighs the other way round, whichever way its ring winds. */
static void add_polygon(struct moment *m, const struct geometry *g, size_t part)
{
    struct range rings = geometry_part_rings(g, part);
    for (size_t r = rings.from; r < rings.end; r++) {
        struct ring ring = geometry_ring(g, r);
        bool hole = r != rings.from;
        m->sum = plus(m->sum, ring_moment(m, ring.xy, ring.n),
                      (ring_twice_area(ring) < 0) == hole ? 1 : -1);
    }
}

static void add_line(struct moment *m, const struct geometry *g, size_t part)
{
    struct ring line = geometry_outer(g, part);
    for (size_t k = 0; k + 1 < line.n; k++) {
        const double *p = line.xy + 2 * k;
        int pieces = 1 + (int)(fmax(fabs(p[2] - p[0]), fabs(p[3] - p[1])) / EDGE_DEG);

        for (int t = 0; t < pieces; t++) {
            double s0 = (double)t / pieces, s1 = (double)(t + 1) / pieces;
            double a[] = {p[0] + s0 * (p[2] - p[0]), p[1] + s0 * (p[3] - p[1])};
            double b[] = {p[0] + s1 * (p[2] - p[0]), p[1] + s1 * (p[3] - p[1])};
            double length_m =
                straight_edge_m(m->e, (struct lonlat){a[0], a[1]}, (struct lonlat){b[0], b[1]});

            struct vec3 middle = plus(at(m, a), at(m, b), 1);
            m->sum = plus(m->sum, middle, length_m / sqrt(dot(middle, middle)));
            m->weight += length_m;
        }
    }
}

bool geodesic_centroid(const struct ellipsoid *e, const struct geometry *g, size_t i,
                       struct lonlat *ret)
{
    struct moment m = {.e = e, .ecc = ecc_of(e)};
    m.q_pole = q_of(m.ecc, 1);
    struct range parts = geometry_parts_of(g, i);

    /* The area on the sphere of radius 1: the earth's authalic radius squared is a^2 q / 2.
     * Doubled, since the sum is twice the moment. */
    if (g->kind[i] == GEOM_POLYGON)
        m.weight = 4 * straight_area_m2(e, g, i) / (e->semi_major_m * e->semi_major_m * m.q_pole);
    else if (g->kind[i] == GEOM_POINT)
        m.weight = (double)range_length(parts);

    for (size_t p = parts.from; p < parts.end; p++) {
        if (g->kind[i] == GEOM_POLYGON)
            add_polygon(&m, g, p);
        else if (g->kind[i] == GEOM_LINE)
            add_line(&m, g, p);
        else if (g->kind[i] == GEOM_POINT)
            m.sum = plus(m.sum, at(&m, geometry_outer(g, p).xy), 1);
    }

    double size = sqrt(dot(m.sum, m.sum));
    if (g->kind[i] == GEOM_NONE || !(size > 1e-9 * m.weight) || !isfinite(size))
        return false;

    /* A single point keeps its place to the last digit. */
    if (g->kind[i] == GEOM_POINT && range_length(parts) == 1)
        *ret = lonlat_at(geometry_first(g, i), 0);
    else
        *ret = from_sphere(m.ecc, m.q_pole, m.sum);
    return true;
}
