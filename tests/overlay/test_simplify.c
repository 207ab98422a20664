/* Fewer vertices, and borders that stay shared. */
#include "fixture.h"

/* 0.001 degrees of latitude are 110.6 m: away at a tolerance of 200 m, there at 50 m. */
static void test_the_tolerance_is_in_metres(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "LINESTRING(0 0, 1 0.001, 2 0)");
    struct features f = bench_do(&b, "simplify: a, tolerance: 200 m");
    g_assert_cmpuint(geometry_coords(&f.table.geom), ==, 2);
    f = bench_do(&b, "simplify: a, tolerance: 50 m");
    g_assert_cmpuint(geometry_coords(&f.table.geom), ==, 3);
    bench_finish(&b);
}

/* Two areas whose common border has a bump: what one loses, the other has. */
static void test_areas_still_fit(void)
{
    static const char *const wkt[] = {"POLYGON((0 0, 1 0, 1.001 0.5, 1 1, 0 1, 0 0))",
                                      "POLYGON((1 0, 2 0, 2 1, 1 1, 1.001 0.5, 1 0))"};
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 0, wkt, 2);
    struct features f = bench_do(&b, "simplify: a, tolerance: 1 km");
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 0), 1, 1e-12);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 1), 1, 1e-12);
    bench_finish(&b);
}

static void test_an_island_becomes_a_triangle(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "POLYGON((0 0, 0.001 0, 0.001 0.001, 0 0.001, 0 0))");
    struct features f = bench_do(&b, "simplify: a, tolerance: 10 km");
    g_assert_cmpuint(f.table.n, ==, 1);
    g_assert_cmpuint(geometry_coords(&f.table.geom), ==, 4);
    bench_finish(&b);
}

static void test_points_are_refused(void)
{
    struct bench b;
    struct features f;
    bench_init(&b);
    bench_one(&b, 0, "POINT(0 0)");
    g_assert_false(bench_step(&b, "simplify: a, tolerance: 1 m", &f));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/simplify/the-tolerance-is-in-metres", test_the_tolerance_is_in_metres);
    g_test_add_func("/simplify/areas-still-fit", test_areas_still_fit);
    g_test_add_func("/simplify/an-island-becomes-a-triangle", test_an_island_becomes_a_triangle);
    g_test_add_func("/simplify/points-are-refused", test_points_are_refused);
    return g_test_run();
}
