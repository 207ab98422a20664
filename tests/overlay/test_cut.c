/* Clip and erase: what they leave adds up to what was there. */
#include "fixture.h"

/* Two boxes of 2 x 2 degrees that overlap in one of 1 x 1. */
static void two_boxes(struct bench *b)
{
    static const double left[] = {1}, right[] = {2};
    bench_init(b);
    bench_one(b, 0, "POLYGON((0 0, 2 0, 2 2, 0 2, 0 0))");
    bench_one(b, 1, "POLYGON((1 1, 3 1, 3 3, 1 3, 1 1))");
    bench_numbers(b, 0, "v", left);
    bench_numbers(b, 1, "v", right);
}

static void test_areas_add_up(void)
{
    struct bench b;
    two_boxes(&b);
    struct features in = bench_do(&b, "clip: a, with: b"), out = bench_do(&b, "erase: a, with: b");
    g_assert_cmpfloat_with_epsilon(total_area(&b, &in), 1, 1e-9);
    g_assert_cmpfloat_with_epsilon(total_area(&b, &out), 3, 1e-9);
    g_assert_cmpuint(in.table.n_columns, ==, 1);
    bench_finish(&b);
}

static void test_lines_add_up(void)
{
    struct bench b;
    two_boxes(&b);
    bench_one(&b, 0, "LINESTRING(0 2, 5 2)");
    struct features in = bench_do(&b, "clip: a, with: b"), out = bench_do(&b, "erase: a, with: b");
    g_assert_cmpfloat_with_epsilon(plane_length(&b, &in, 0), 2, 1e-9);
    g_assert_cmpfloat_with_epsilon(plane_length(&b, &out, 0), 3, 1e-9);
    g_assert_cmpuint(geometry_rings(&out.table.geom), ==, 2);
    bench_finish(&b);
}

/* On the border is inside; of several points in one feature some stay. */
static void test_points_one_by_one(void)
{
    static const char *const wkt[] = {"MULTIPOINT((1 1), (9 9))", "POINT(2 2)", "POINT(0 0)"};
    struct bench b;
    two_boxes(&b);
    bench_layer(&b, 0, wkt, 3);
    struct features in = bench_do(&b, "clip: a, with: b"), out = bench_do(&b, "erase: a, with: b");
    g_assert_cmpuint(in.table.n, ==, 2);
    g_assert_cmpuint(geometry_coords(&in.table.geom), ==, 2);
    g_assert_cmpuint(out.table.n, ==, 2);
    g_assert_cmpint(in.fid[1], ==, 2);
    g_assert_cmpint(out.fid[1], ==, 3);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cut/areas-add-up", test_areas_add_up);
    g_test_add_func("/cut/lines-add-up", test_lines_add_up);
    g_test_add_func("/cut/points-one-by-one", test_points_one_by_one);
    return g_test_run();
}
