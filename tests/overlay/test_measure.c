/* Metres and square metres of edges that are straight in longitude and latitude. */
#include "fixture.h"

static GEOSGeometry *geometry_of(struct bench *b, const char *wkt)
{
    bench_one(b, 0, wkt);
    return geos_from(b->geos, &b->layer[0].table.geom, 0);
}

static double measured(const char *wkt, double (*measure)(struct step *, const GEOSGeometry *))
{
    struct bench b;
    bench_init(&b);
    struct step s = bench_at_hand(&b, "dissolve: a");
    GEOSGeometry *g = geometry_of(&b, wkt);
    double ret = measure(&s, g);
    GEOSGeom_destroy_r(b.geos->handle, g);
    bench_finish(&b);
    return ret;
}

/* Boxes between parallels, by Snyder 1987, Map Projections, equation 3-12:
 * b^2 dlon (q(lat1) - q(lat0)) with q = sin / (1 - e^2 sin^2) / 2 + atanh(e sin) / 2 e ... */
static void test_area_between_parallels(void)
{
    double low = measured("POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))", area_m2);
    double high = measured("POLYGON((7 60, 8 60, 8 61, 7 61, 7 60))", area_m2);
    g_assert_cmpfloat_with_epsilon(low, 12308463893.975, 0.5);
    g_assert_cmpfloat_with_epsilon(high, 6123140878.746, 0.5);
}

static void test_holes_are_no_area(void)
{
    double m2 = measured("POLYGON((0 0, 3 0, 3 1, 0 1, 0 0), (1 0, 2 0, 2 1, 1 1, 1 0))", area_m2);
    g_assert_cmpfloat_with_epsilon(m2, 2 * 12308463893.975, 1);
    g_assert_cmpfloat(measured("LINESTRING(0 0, 1 0)", area_m2), ==, 0);
}

/* a cos(lat) dlon / sqrt(1 - e^2 sin^2 lat) along the parallel of 60 degrees, not the shorter
 * geodesic, which is 55,799.471 m. */
static void test_length_along_a_parallel(void)
{
    g_assert_cmpfloat_with_epsilon(measured("LINESTRING(7 60, 8 60)", length_m), 55800.0016, 1e-3);
    g_assert_cmpfloat_with_epsilon(measured("LINESTRING(0 0, 1 0)", length_m), 111319.4908, 1e-3);
    g_assert_cmpfloat_with_epsilon(measured("LINESTRING(0 0, 0 1)", length_m), 110574.3886, 1e-3);
    g_assert_cmpfloat(measured("POINT(0 0)", length_m), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/measure/area-between-parallels", test_area_between_parallels);
    g_test_add_func("/measure/holes-are-no-area", test_holes_are_no_area);
    g_test_add_func("/measure/length-along-a-parallel", test_length_along_a_parallel);
    return g_test_run();
}
