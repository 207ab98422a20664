/* Distances from places to edges by search, see brute_distance.h. */
#include "brute_distance.h"

#include <math.h>

#include "project/geodesic.h"

void brute_edge_init(struct brute_edge *e, struct lonlat a, struct lonlat b, bool geodesic)
{
    *e = (struct brute_edge){.a = a, .b = b, .geodesic = geodesic};
    geod_init(&e->earth, WGS84.semi_major_m, WGS84.flattening);
    geod_inverseline(&e->line, &e->earth, a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, 0);
    e->length_m = e->line.s13;
}

struct lonlat brute_along(const struct brute_edge *e, double t)
{
    struct lonlat a = e->a, b = e->b;
    if (e->geodesic)
        geod_position(&e->line, t * e->length_m, &a.lat_deg, &a.lon_deg, NULL);
    else
        a = (struct lonlat){a.lon_deg + t * (b.lon_deg - a.lon_deg),
                            a.lat_deg + t * (b.lat_deg - a.lat_deg)};
    return a;
}

static double distance_m(const struct brute_edge *e, struct lonlat p, double t)
{
    struct lonlat q = brute_along(e, t);
    double m;
    geod_inverse(&e->earth, p.lat_deg, p.lon_deg, q.lat_deg, q.lon_deg, &m, NULL, NULL);
    return m;
}

/* With reduced latitudes u a step on the ellipsoid is
 *   ds^2 = (a^2 sin^2 u + b^2 cos^2 u) du^2 + a^2 cos^2 u dlon^2  >=  b^2 (du^2 + cos^2 u dlon^2),
 * so no way is shorter than b times the arc between the two places on a unit sphere. The chord in
 * space gives that arc well for places near each other too. */
static void on_unit_sphere(struct lonlat p, double ret[3])
{
    double lat = p.lat_deg * (M_PI / 180), lon = p.lon_deg * (M_PI / 180);
    double sin_u = (1 - WGS84.flattening) * sin(lat), cos_u = cos(lat), r = hypot(sin_u, cos_u);
    ret[0] = cos_u / r * cos(lon);
    ret[1] = cos_u / r * sin(lon);
    ret[2] = sin_u / r;
}

static double least_possible_m(const double p[3], struct lonlat to)
{
    double q[3];
    on_unit_sphere(to, q);
    double chord = sqrt((p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]) +
                        (p[2] - q[2]) * (p[2] - q[2]));
    double b = WGS84.semi_major_m * (1 - WGS84.flattening);
    return b * 2 * asin(fmin(chord / 2, 1)) * (1 - 1e-9) - 1e-6;
}

/* The best of the samples. Those that cannot be it are left out: the distance itself is asked for
 * where the bound is lowest first, and then only where the bound is lower than the best so far. */
static double best_sample(const struct brute_edge *e, struct lonlat p, double from, double step,
                          int samples, double *ret_m)
{
    double from_p[3], bound_m[BRUTE_SAMPLES_MAX + 1];
    int first = 0, best = 0;

    on_unit_sphere(p, from_p);
    for (int i = 0; i <= samples; i++) {
        bound_m[i] = least_possible_m(from_p, brute_along(e, from + i * step));
        if (bound_m[i] < bound_m[first])
            first = i;
    }

    *ret_m = distance_m(e, p, from + first * step);
    best = first;
    for (int i = 0; i <= samples; i++) {
        if (i == first || bound_m[i] > *ret_m)
            continue;
        double m = distance_m(e, p, from + i * step);
        if (m < *ret_m) {
            *ret_m = m;
            best = i;
        }
    }
    return from + best * step;
}

/* ---- Brent's minimum without derivatives (Algorithms for Minimization, 1973, chapter 5) of the
 * squared distance, which is smooth where the edge runs through the place too */

struct search {
    double lo, hi;     /* the minimum lies between */
    double x, w, v;    /* the best place so far, the second, and what was second before */
    double fx, fw, fv; /* squared distances there */
    double step, step_before;
};

/* To the vertex of the parabola through the three, if it lies inside and steps get shorter. */
static bool parabola_step(const struct search *s, double *ret)
{
    double r = (s->x - s->w) * (s->fx - s->fv), q = (s->x - s->v) * (s->fx - s->fw);
    double p = (s->x - s->v) * q - (s->x - s->w) * r;
    q = 2 * (q - r);
    if (q > 0)
        p = -p;
    q = fabs(q);
    if (fabs(p) >= fabs(q * s->step_before / 2) || p <= q * (s->lo - s->x) ||
        p >= q * (s->hi - s->x))
        return false;
    *ret = p / q;
    return true;
}

static void keep(struct search *s, double u, double fu)
{
    if (fu <= s->fx) {
        *(u < s->x ? &s->hi : &s->lo) = s->x;
        s->v = s->w, s->fv = s->fw;
        s->w = s->x, s->fw = s->fx;
        s->x = u, s->fx = fu;
        return;
    }
    *(u < s->x ? &s->lo : &s->hi) = u;
    if (fu <= s->fw || s->w == s->x) {
        s->v = s->w, s->fv = s->fw;
        s->w = u, s->fw = fu;
    } else if (fu <= s->fv || s->v == s->x || s->v == s->w) {
        s->v = u, s->fv = fu;
    }
}

static double refine(const struct brute_edge *e, struct lonlat p, struct search *s, double tol)
{
    static const double golden = 0.3819660112501051;
    double middle, step;

    while (middle = (s->lo + s->hi) / 2,
           fabs(s->x - middle) > 2 * tol - (s->hi - s->lo) / 2 && s->hi - s->lo > 1e-13) {
        if (fabs(s->step_before) > tol && parabola_step(s, &step)) {
            s->step_before = s->step;
            if (s->x + step - s->lo < 2 * tol || s->hi - s->x - step < 2 * tol)
                step = copysign(tol, middle - s->x);
        } else {
            s->step_before = s->x < middle ? s->hi - s->x : s->lo - s->x;
            step = golden * s->step_before;
        }
        s->step = step;
        double u = s->x + (fabs(step) >= tol ? step : copysign(tol, step));
        double m = distance_m(e, p, u);
        keep(s, u, m * m);
    }
    return sqrt(s->fx);
}

double brute_distance_m(const struct brute_edge *e, struct lonlat p, double from, double to,
                        int samples)
{
    double m, step = (to - from) / samples, x = best_sample(e, p, from, step, samples, &m);
    double span_m =
        e->geodesic
            ? e->length_m
            : 111e3 * (fabs(e->b.lon_deg - e->a.lon_deg) + fabs(e->b.lat_deg - e->a.lat_deg));
    struct search s = {.lo = fmax(x - step, from), .hi = fmin(x + step, to)};

    s.x = s.w = s.v = x;
    s.fx = s.fw = s.fv = m * m;
    return refine(e, p, &s, 0.3e-4 / fmax(span_m, 1));
}
