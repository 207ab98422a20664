#include <glib.h>

#include "base/arena.h"
#include "brute_distance.h"
#include "overlay/geodesic_buffer.h"
#include "project/geodesic.h"

/* The outline of a buffer is sampled, and the distance of each sample to the source is found by
 * brute force. */

/* Long edges are looked at in pieces, in each of which the distance has one minimum. */
static double edge_distance(struct lonlat p, struct lonlat a, struct lonlat b, bool geodesic)
{
    double best = INFINITY;
    struct brute_edge e;
    brute_edge_init(&e, a, b, geodesic);
    for (int piece = 0; piece < 4; piece++)
        best = fmin(best, brute_distance_m(&e, p, piece / 4.0, (piece + 1) / 4.0, 2));
    return best;
}

static double source_distance(struct lonlat p, const double *xy, size_t n, bool geodesic)
{
    double best = INFINITY;
    if (n == 1)
        return geodesic_distance_m(&WGS84, p, (struct lonlat){xy[0], xy[1]});
    for (size_t i = 0; i + 1 < n; i++)
        best = fmin(best, edge_distance(p, (struct lonlat){xy[2 * i], xy[2 * i + 1]},
                                        (struct lonlat){xy[2 * i + 2], xy[2 * i + 3]}, geodesic));
    return best;
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

/* Random places, the same on every run, are in the area if and only if they are within the
 * distance.
 */
static void assert_inside(struct geos *g, const GEOSGeometry *area, const double *xy, size_t n,
                          bool geodesic, double d)
{
    GRand *random = g_rand_new_with_seed(7);
    double reach_deg = 1.5 * d / 111e3;
    for (int k = 0; k < 30; k++) {
        const double *near = xy + 2 * (size_t)g_rand_int_range(random, 0, (gint)n);
        struct lonlat p = geodesic_direct(&WGS84, (struct lonlat){near[0], near[1]},
                                          g_rand_double_range(random, 0, 360),
                                          g_rand_double_range(random, 0, reach_deg * 111e3), NULL);
        GEOSGeometry *point = GEOSGeom_createPointFromXY_r(g->handle, p.lon_deg, p.lat_deg);
        double distance = source_distance(p, xy, n, geodesic);
        if (fabs(distance - d) > 1)
            g_assert_cmpint(GEOSIntersects_r(g->handle, area, point), ==, distance < d);
        GEOSGeom_destroy_r(g->handle, point);
    }
    g_rand_free(random);
}

/* Every vertex of the outline and the middle of every edge lies within 1 m of the distance; edges
 * that only cut the result at the antimeridian and the poles are left out. */
static void assert_outline(enum geom_kind kind, const double *xy, size_t n, bool geodesic, double d)
{
    struct arena a = {0};
    struct features f;
    struct lode_err err = {0};
    arena_init(&a, 0);
    struct geos *g = geos_create(&a);
    features_of(&a, kind, xy, n, geodesic, &f);
    GEOSGeometry *area = geodesic_buffer(&a, g, &f, NULL, 1, d, true, (struct lode_span){0}, &err);
    g_assert_cmpstr(err.message, ==, "");
    g_assert_cmpint(GEOSisValid_r(g->handle, area), ==, 1);
    struct geom_builder b = {0};
    struct geometry out;
    geom_feature(&b, GEOM_POLYGON);
    geos_append(g, area, GEOM_POLYGON, &b);
    geom_finish(&a, &b, &out);
    assert_inside(g, area, xy, n, geodesic, d);
    GEOSGeom_destroy_r(g->handle, area);
    size_t step = 1 + geometry_coords(&out) / 50, seen = 0;
    for (size_t r = 0; r < geometry_rings(&out); r++) {
        for (size_t k = out.at[r]; k + 1 < out.at[r + 1]; k += step) {
            const double *p = out.xy + 2 * k;
            g_assert_cmpfloat(fabs(p[0]), <=, 180);
            g_assert_cmpfloat(fabs(p[1]), <=, 90);
            if (fabs(p[0]) == 180 || fabs(p[2]) == 180 || fabs(p[1]) == 90 || fabs(p[3]) == 90)
                continue;
            struct lonlat vertex = {p[0], p[1]}, middle = {(p[0] + p[2]) / 2, (p[1] + p[3]) / 2};
            g_assert_cmpfloat_with_epsilon(source_distance(vertex, xy, n, geodesic), d, 1.0);
            g_assert_cmpfloat_with_epsilon(source_distance(middle, xy, n, geodesic), d, 1.0);
            seen++;
        }
    }
    g_assert_cmpuint(seen, >, 20);
    arena_finish(&a);
}

static void test_points(void)
{
    assert_outline(GEOM_POINT, (double[]){69.2, 34.5}, 1, false, 25e3);
    assert_outline(GEOM_POINT, (double[]){-179.9, 66}, 1, false, 50e3);
    assert_outline(GEOM_POINT, (double[]){10, -78}, 1, false, 500e3);
    assert_outline(GEOM_POINT, (double[]){179, 10}, 1, false, 4000e3);
    assert_outline(GEOM_POINT, (double[]){69.2, 34.5}, 1, false, 20);
}

static void test_lines(void)
{
    static const double hairatan[] = {67.42, 37.22, 67.30, 36.95, 67.11, 36.71, 67.00, 36.70};
    static const double zigzag[] = {60, 35, 61, 36, 60.2, 36.1, 61.5, 34.9, 61.4, 34.2};
    assert_outline(GEOM_LINE, hairatan, 4, false, 10e3);
    assert_outline(GEOM_LINE, hairatan, 4, true, 50e3);
    assert_outline(GEOM_LINE, zigzag, 5, false, 10e3);
    assert_outline(GEOM_LINE, zigzag, 5, true, 50e3);
}

static void test_long_edges_high_latitudes_and_the_antimeridian(void)
{
    static const double arctic[] = {20, 78, 40, 81, 60, 79};
    static const double pacific[] = {175, 52, 179.5, 55, 180, 60};
    static const double equator[] = {-5, -1, 30, 2};
    assert_outline(GEOM_LINE, arctic, 3, true, 100e3);
    assert_outline(GEOM_LINE, arctic, 3, false, 100e3);
    assert_outline(GEOM_LINE, pacific, 3, true, 50e3);
    assert_outline(GEOM_LINE, equator, 2, true, 25e3);
}

static void test_round_the_poles(void)
{
    static const double over_the_pole[] = {30, 88, -150, 87};
    static const double beside_it[] = {10, 89.5, 100, 89.4, 170, 89.9};
    assert_outline(GEOM_POINT, (double[]){0, 89.9}, 1, false, 25e3);
    assert_outline(GEOM_POINT, (double[]){0, -90}, 1, false, 300e3);
    assert_outline(GEOM_POINT, (double[]){100, 89}, 1, false, 111e3);
    assert_outline(GEOM_LINE, over_the_pole, 2, true, 100e3);
    assert_outline(GEOM_LINE, beside_it, 3, true, 5e3);
}

static void test_lines_that_are_hard(void)
{
    static const double there_and_back[] = {60, 35, 60.5, 35.2, 60, 35};
    static const double standing[] = {60, 35, 60, 35, 60, 35};
    static const double closed[] = {60, 35, 60.4, 35, 60.4, 35.3, 60, 35.3, 60, 35};
    static const double straight[] = {60, 35, 60.1, 35, 60.2, 35, 60.3, 35};
    static const double itself[] = {60, 35, 61, 35, 60.5, 35.5, 60.5, 34.5, 60.2, 35};
    assert_outline(GEOM_LINE, there_and_back, 3, false, 10e3);
    assert_outline(GEOM_LINE, standing, 3, false, 10e3);
    assert_outline(GEOM_LINE, closed, 5, false, 3e3);
    assert_outline(GEOM_LINE, straight, 4, false, 200);
    assert_outline(GEOM_LINE, itself, 5, true, 20e3);
}

static void test_too_far_is_declined_with_a_reason(void)
{
    struct arena a = {0};
    struct features f;
    struct lode_err err = {0};
    arena_init(&a, 0);
    struct geos *g = geos_create(&a);
    features_of(&a, GEOM_POINT, (double[]){0, 50}, 1, false, &f);
    g_assert_null(geodesic_buffer(&a, g, &f, NULL, 1, 6e6, true, (struct lode_span){0}, &err));
    g_assert_cmpint(err.code, ==, LODE_GEOM);
    g_assert_cmpstr(err.message, ==, "a distance of 6000 km is too large");
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/buffer/points", test_points);
    g_test_add_func("/buffer/lines", test_lines);
    g_test_add_func("/buffer/far", test_long_edges_high_latitudes_and_the_antimeridian);
    g_test_add_func("/buffer/poles", test_round_the_poles);
    g_test_add_func("/buffer/hard", test_lines_that_are_hard);
    g_test_add_func("/buffer/too-far", test_too_far_is_declined_with_a_reason);
    return g_test_run();
}
