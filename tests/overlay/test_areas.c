/* Which areas a geometry meets, and which it belongs to. */
#include "fixture.h"

#include "overlay/areas.h"

static const char *const boxes[] = {"POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))",
                                    "POLYGON((1 0, 2 0, 2 1, 1 1, 1 0))",
                                    "POLYGON((5 0, 6 0, 6 1, 5 1, 5 0))"};

static void assert_rows(const char *wkt, size_t n_meeting, size_t n_of, uint32_t first)
{
    struct bench b;
    struct areas areas;
    const uint32_t *rows;
    bench_init(&b);
    bench_layer(&b, 1, boxes, 3);
    bench_one(&b, 0, wkt);
    GEOSGeometry *one = geos_from(b.geos, &b.layer[0].table.geom, 0);
    areas_open(&b.a, b.geos, &b.layer[1], &areas);
    g_assert_cmpuint(areas_meeting(&areas, one, &rows), ==, n_meeting);
    g_assert_cmpuint(areas_of(&areas, one, (enum geom_kind)b.layer[0].table.kind, &rows), ==, n_of);
    if (n_of)
        g_assert_cmpuint(rows[0], ==, first);
    areas_close(&areas);
    GEOSGeom_destroy_r(b.geos->handle, one);
    bench_finish(&b);
}

static void test_points(void)
{
    assert_rows("POINT(5.5 0.5)", 1, 1, 2);
    assert_rows("POINT(9 9)", 0, 0, 0);
    assert_rows("POINT(1 0.5)", 2, 2, 0); /* on the border of two */
}

/* A line along the border belongs to those beside it, an area that only touches to none. */
static void test_what_only_touches(void)
{
    assert_rows("LINESTRING(0.5 0.5, 1.5 0.5)", 2, 2, 0);
    assert_rows("LINESTRING(0 0, 0 1)", 1, 1, 0);
    assert_rows("POLYGON((6 0, 7 0, 7 1, 6 1, 6 0))", 1, 0, 0);
    assert_rows("POLYGON((0.5 0, 1 0, 1 1, 0.5 1, 0.5 0))", 2, 1, 0);
}

static void test_cover(void)
{
    struct bench b;
    struct areas areas;
    bench_init(&b);
    bench_layer(&b, 1, boxes, 3);
    bench_one(&b, 0, "LINESTRING(0 0, 1 1)");
    GEOSGeometry *one = geos_from(b.geos, &b.layer[0].table.geom, 0);
    areas_open(&b.a, b.geos, &b.layer[1], &areas);
    g_assert_true(areas_cover(&areas, 0, one));
    g_assert_false(areas_cover(&areas, 1, one));
    areas_close(&areas);
    GEOSGeom_destroy_r(b.geos->handle, one);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/areas/points", test_points);
    g_test_add_func("/areas/what-only-touches", test_what_only_touches);
    g_test_add_func("/areas/cover", test_cover);
    return g_test_run();
}
