#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "overlay/near.h"
#include "project/edge.h"
#include "project/geodesic.h"

/* Nearest places by brute force: samples along each edge with distances of PROJ's geodesic.h, then
 * golden section about the best of them. Nothing of project/edge.c or of the index is used. */

static const struct geod_geodesic *geod;

static struct lonlat along(struct lonlat a, struct lonlat b, bool geodesic, double t)
{
    if (!geodesic)
        return (struct lonlat){a.lon_deg + t * (b.lon_deg - a.lon_deg),
                               a.lat_deg + t * (b.lat_deg - a.lat_deg)};
    double azimuth_deg, length = geodesic_inverse_by(geod, a, b, &azimuth_deg, NULL);
    return geodesic_direct_by(geod, a, azimuth_deg, length * t, NULL);
}

struct curve {
    struct lonlat a, b;
    bool geodesic;
    double azimuth_deg, length_m;
};

static double at_t(const struct curve *c, struct lonlat p, double t)
{
    struct lonlat q = c->geodesic
                          ? geodesic_direct_by(geod, c->a, c->azimuth_deg, c->length_m * t, NULL)
                          : along(c->a, c->b, false, t);
    return geodesic_inverse_by(geod, p, q, NULL, NULL);
}

static double brute(struct lonlat p, struct lonlat a, struct lonlat b, bool geodesic, int samples)
{
    struct curve c = {a, b, geodesic, 0, 0};
    double best = INFINITY, best_t = 0, ratio = (sqrt(5) - 1) / 2;
    c.length_m = geodesic_inverse_by(geod, a, b, &c.azimuth_deg, NULL);
    for (int i = 0; i <= samples; i++) {
        double t = (double)i / samples, m = at_t(&c, p, t);
        if (m < best) {
            best = m;
            best_t = t;
        }
    }
    double lo = fmax(best_t - 1.0 / samples, 0), hi = fmin(best_t + 1.0 / samples, 1);
    double u = hi - ratio * (hi - lo), v = lo + ratio * (hi - lo);
    double at_u = at_t(&c, p, u), at_v = at_t(&c, p, v);
    double span_m = geodesic ? c.length_m
                             : 111e3 * (fabs(b.lon_deg - a.lon_deg) + fabs(b.lat_deg - a.lat_deg));
    while ((hi - lo) * fmax(span_m, 1) > 1e-4 && hi - lo > 1e-13) {
        if (at_u < at_v) {
            hi = v;
            v = u;
            at_v = at_u;
            at_u = at_t(&c, p, u = hi - ratio * (hi - lo));
        } else {
            lo = u;
            u = v;
            at_u = at_v;
            at_v = at_t(&c, p, v = lo + ratio * (hi - lo));
        }
    }
    return fmin(best, fmin(at_u, at_v));
}

static void features_of(struct arena *a, enum geom_kind kind, const double *xy, size_t n,
                        bool geodesic, struct features *ret)
{
    struct geom_builder b = {0};
    *ret = (struct features){.crs = STR("EPSG:4326"),
                             .edges = geodesic ? EDGES_GEODESIC : EDGES_PLANAR};
    geom_feature(&b, kind);
    geom_part(&b);
    geom_ring(&b);
    for (size_t i = 0; i < n; i++)
        geom_xy(&b, xy[2 * i], xy[2 * i + 1]);
    geom_finish(a, &b, &ret->table.geom);
    ret->table.n = 1;
}

/* ---- single edges, 100,000 of them */

static double any(GRand *r, double lo, double hi)
{
    return g_rand_double_range(r, lo, hi);
}

static double log_uniform(GRand *r, double lo, double hi)
{
    return exp(any(r, log(lo), log(hi)));
}

static struct lonlat any_place(GRand *r)
{
    static const double lats[] = {0, 90, -90, 89.9999, -89.9999, 45, 1e-9};
    double lat = g_rand_int_range(r, 0, 8) ? asin(any(r, -1, 1)) * 180 / G_PI
                                           : lats[g_rand_int_range(r, 0, G_N_ELEMENTS(lats))];
    double lon = g_rand_int_range(r, 0, 6) ? any(r, -180, 180)
                                           : (g_rand_boolean(r) ? 180 : -180) - any(r, -0.01, 0.01);
    return (struct lonlat){remainder(lon, 360), lat};
}

static struct lonlat go(struct lonlat p, double azimuth_deg, double m)
{
    return geodesic_direct_by(geod, p, azimuth_deg, m, NULL);
}

/* The other end, up to 5000 km away; beside or beyond a pole, over the antimeridian, as it falls.
 */
static struct lonlat other_end(GRand *r, struct lonlat a, bool geodesic)
{
    double azimuth = g_rand_int_range(r, 0, 5) ? any(r, 0, 360) : 90.0 * g_rand_int_range(r, 0, 4);
    struct lonlat b = go(a, azimuth, log_uniform(r, 0.01, 5e6));
    if (!geodesic) /* straight in degrees: the short way more often than round the earth */
        b.lon_deg = g_rand_int_range(r, 0, 20) ? a.lon_deg + remainder(b.lon_deg - a.lon_deg, 360)
                                               : b.lon_deg;
    return b;
}

static struct lonlat some_place(GRand *r, struct lonlat a, struct lonlat b, bool geodesic)
{
    struct lonlat on = along(a, b, geodesic, any(r, 0, 1));
    struct lonlat opposite = {remainder(on.lon_deg + 180, 360), -on.lat_deg};
    switch (g_rand_int_range(r, 0, 6)) {
    case 0:
        return on;
    case 1: /* beyond an end */
        return go(a, any(r, 0, 360), log_uniform(r, 0.001, 1e5));
    case 2: /* nearly antipodal */
        return go(opposite, any(r, 0, 360), log_uniform(r, 1, 2e6));
    case 3: /* a quarter round the earth */
        return go(on, any(r, 0, 360), any(r, 9.8e6, 10.2e6));
    case 4:
        return any_place(r);
    default:
        return go(on, any(r, 0, 360), log_uniform(r, 0.001, 5e6));
    }
}

static void check_edges(bool geodesic, int n, guint32 seed)
{
    GRand *r = g_rand_new_with_seed(seed);
    double worst = 0;
    for (int i = 0; i < n; i++) {
        struct arena a;
        struct features line, point;
        struct near_index *index;
        struct lode_err err = {0};
        arena_init(&a, 1 << 26);
        struct lonlat p, q = any_place(r), to = other_end(r, q, geodesic);
        p = some_place(r, q, to, geodesic);
        p.lat_deg = fmin(fmax(p.lat_deg, -90), 90);
        double xy[] = {q.lon_deg, q.lat_deg, to.lon_deg, to.lat_deg}, at[] = {p.lon_deg, p.lat_deg};
        features_of(&a, GEOM_LINE, xy, 2, geodesic, &line);
        features_of(&a, GEOM_POINT, at, 1, true, &point);
        g_assert_true(near_index_make(&a, &line, (struct lode_span){0}, &index, &err));
        struct near_finder *f = near_finder_create(index, &point);
        struct near_hit hit;
        g_assert_cmpuint(near_find(f, 0, &(struct near_want){.skip_row = NEAR_NO_ROW}, &hit), ==,
                         1);
        double expected = brute(p, q, to, geodesic, geodesic ? 24 : 100);
        double foot = geodesic_inverse_by(geod, p, hit.to, NULL, NULL);
        if (fabs(hit.m - expected) > 1e-3 || fabs(foot - hit.m) > 1e-4)
            g_test_message("case %d: %.12f %.12f - %.12f %.12f from %.12f %.12f: %.6f, not %.6f; "
                           "foot %.6f",
                           i, q.lon_deg, q.lat_deg, to.lon_deg, to.lat_deg, p.lon_deg, p.lat_deg,
                           hit.m, expected, foot);
        /* Brute force may itself stop above the minimum, never below it. */
        g_assert_cmpfloat(hit.m - expected, <, 1e-3);
        g_assert_cmpfloat(fabs(foot - hit.m), <, 1e-4);
        worst = fmax(worst, hit.m - expected);
        near_finder_destroy(f);
        arena_finish(&a);
    }
    g_test_message("%d edges: at most %.2g mm above brute force", n, worst * 1e3);
    g_rand_free(r);
}

static void test_geodesic_edges(void)
{
    check_edges(true, 60000, 1);
}

static void test_planar_edges(void)
{
    check_edges(false, 40000, 2);
}

int main(int argc, char **argv)
{
    struct arena a;
    g_test_init(&argc, &argv, NULL);
    arena_init(&a, 1 << 20);
    geod = geodesic_prepare(&a, &WGS84);
    g_test_add_func("/near/edges/geodesic", test_geodesic_edges);
    g_test_add_func("/near/edges/planar", test_planar_edges);
    int status = g_test_run();
    arena_finish(&a);
    return status;
}
