/* Areas round features, of a width that is true on the ellipsoid. */
#include "fixture.h"

/* How far the outline is from a place to the north, by the longest latitude. */
static double top_deg(const struct features *f, size_t i)
{
    return f->table.geom.box[i].y1;
}

/* From the equator along the meridian 110,574.4 m are one degree (pyproj 9.1.1,
 * Geod(ellps='WGS84').inv(0, 0, 0, 1)); the outline is right to 1 m, which is 9e-6 degrees. */
static void test_metres_are_those_of_the_ellipsoid(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "POINT(10 0)");
    struct features f = bench_do(&b, "buffer: a, by: 110574.4 m");
    g_assert_cmpfloat_with_epsilon(top_deg(&f, 0), 1, 1e-5);
    bench_finish(&b);
}

static void test_one_for_each_or_one_for_all(void)
{
    static const char *const wkt[] = {"POINT(0 0)", "POINT(0.01 0)", "POINT(9 0)"};
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 0, wkt, 3);
    struct features each = bench_do(&b, "buffer: a, by: 5 km");
    struct features all = bench_do(&b, "buffer: a, by: 5 km, dissolve: true");
    g_assert_cmpuint(each.table.n, ==, 3);
    g_assert_cmpuint(all.table.n, ==, 1);
    g_assert_cmpuint(all.table.geom.part[1], ==, 2);
    g_assert_cmpfloat(plane_area(&b, &all, 0), <, total_area(&b, &each));
    bench_finish(&b);
}

/* A ring has its own width only, and bands fit together. */
static void test_rings_leave_out_what_is_nearer(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "POINT(0 0)");
    struct features rings = bench_do(&b, "rings: a, by: [5 km, 10 km]");
    struct features whole = bench_do(&b, "buffer: a, by: 10 km");
    g_assert_cmpuint(rings.table.n, ==, 2);
    g_assert_cmpfloat(number_at(&rings, "band", 1), ==, 10000);
    g_assert_cmpfloat(number_at(&rings, "from", 1), ==, 5000);
    g_assert_cmpfloat_with_epsilon(total_area(&b, &rings), plane_area(&b, &whole, 0), 1e-7);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &rings, 1) / plane_area(&b, &rings, 0), 3, 1e-3);
    bench_finish(&b);
}

/* A box of two degrees by two shrinks by about one on each side to nothing much, and is gone. */
static void test_areas_shrink(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "POLYGON((-1 -1, 1 -1, 1 1, -1 1, -1 -1))");
    struct features f = bench_do(&b, "buffer: a, by: -55287.2 m");
    g_assert_cmpfloat_with_epsilon(top_deg(&f, 0), 0.5, 1e-3);
    f = bench_do(&b, "buffer: a, by: -120 km");
    g_assert_cmpuint(f.table.n, ==, 0);
    bench_finish(&b);
}

static void test_lines_do_not_shrink(void)
{
    struct bench b;
    struct features f;
    bench_init(&b);
    bench_one(&b, 0, "LINESTRING(0 0, 1 1)");
    g_assert_false(bench_step(&b, "buffer: a, by: -1 km", &f));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/buffer/metres-are-those-of-the-ellipsoid",
                    test_metres_are_those_of_the_ellipsoid);
    g_test_add_func("/buffer/one-for-each-or-one-for-all", test_one_for_each_or_one_for_all);
    g_test_add_func("/buffer/rings-leave-out-what-is-nearer", test_rings_leave_out_what_is_nearer);
    g_test_add_func("/buffer/areas-shrink", test_areas_shrink);
    g_test_add_func("/buffer/lines-do-not-shrink", test_lines_do_not_shrink);
    return g_test_run();
}
