/* Flat ends and single sides: the area beside a line of the equator. */
#include "fixture.h"

/* A degree of the equator with 11,057.4 m (0.1 degree of latitude) to each side: a box of
 * 1 x 0.2 degrees, without anything beyond the ends. */
static void test_flat_ends(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "LINESTRING(0 0, 1 0)");
    struct features f = bench_do(&b, "buffer: a, by: 11057.4 m, ends: flat");
    struct box box = f.table.geom.box[0];
    g_assert_cmpfloat_with_epsilon(box.x0, 0, 1e-4);
    g_assert_cmpfloat_with_epsilon(box.x1, 1, 1e-4);
    g_assert_cmpfloat_with_epsilon(box.y1, 0.1, 1e-4);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 0), 0.2, 1e-4);
    bench_finish(&b);
}

/* Left is north for who goes east, and south for who goes west. */
static void test_one_side(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "LINESTRING(0 0, 1 0)");
    struct features f = bench_do(&b, "buffer: a, by: 11057.4 m, ends: flat, side: left");
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 0), 0.1, 1e-4);
    g_assert_cmpfloat(f.table.geom.box[0].y0, >, -1e-4);
    bench_one(&b, 0, "LINESTRING(1 0, 0 0)");
    f = bench_do(&b, "buffer: a, by: 11057.4 m, ends: flat, side: left");
    g_assert_cmpfloat(f.table.geom.box[0].y1, <, 1e-4);
    bench_finish(&b);
}

/* What meets end to end goes on: no gap and no bulge between the two halves. */
static void test_lines_that_meet_go_on(void)
{
    static const char *const wkt[] = {"LINESTRING(0 0, 0.5 0)", "LINESTRING(0.5 0, 1 0)"};
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 0, wkt, 2);
    struct features f = bench_do(&b, "buffer: a, by: 11057.4 m, ends: flat, dissolve: true");
    g_assert_cmpuint(geometry_rings(&f.table.geom), ==, 1);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 0), 0.2, 1e-4);
    bench_finish(&b);
}

static void test_a_pole_is_declined(void)
{
    struct bench b;
    struct features f;
    bench_init(&b);
    bench_one(&b, 0, "LINESTRING(0 89, 90 89)");
    g_assert_false(bench_step(&b, "buffer: a, by: 300 km, ends: flat", &f));
    g_assert_cmpint(b.err.code, ==, LODE_GEOM);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/strip-buffer/flat-ends", test_flat_ends);
    g_test_add_func("/strip-buffer/one-side", test_one_side);
    g_test_add_func("/strip-buffer/lines-that-meet-go-on", test_lines_that_meet_go_on);
    g_test_add_func("/strip-buffer/a-pole-is-declined", test_a_pole_is_declined);
    return g_test_run();
}
