/* A layer cut into the areas of another. */
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

static void test_pairs_with_both_columns(void)
{
    struct bench b;
    two_boxes(&b);
    struct features f = bench_do(&b, "intersect: a, with: b");
    g_assert_cmpuint(f.table.n, ==, 1);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 0), 1, 1e-9);
    g_assert_cmpfloat(number_at(&f, "v", 0), ==, 1);
    g_assert_cmpfloat(number_at(&f, "v_2", 0), ==, 2);
    bench_finish(&b);
}

static void test_lines_are_shortened(void)
{
    struct bench b;
    two_boxes(&b);
    bench_one(&b, 0, "LINESTRING(0 2, 5 2)");
    struct features f = bench_do(&b, "intersect: a, with: b");
    g_assert_cmpuint(f.table.n, ==, 1);
    g_assert_cmpfloat_with_epsilon(plane_length(&b, &f, 0), 2, 1e-9);
    bench_finish(&b);
}

/* What lies inside of two areas comes out twice; what only touches an area is none of it. */
static void test_a_piece_for_each_area(void)
{
    static const char *const areas[] = {"POLYGON((0 0, 2 0, 2 2, 0 2, 0 0))",
                                        "POLYGON((0 0, 4 0, 4 4, 0 4, 0 0))",
                                        "POLYGON((-1 0, 0 0, 0 1, -1 1, -1 0))"};
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 1, areas, 3);
    bench_one(&b, 0, "POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))");
    struct features f = bench_do(&b, "intersect: a, with: b");
    g_assert_cmpuint(f.table.n, ==, 2);
    g_assert_cmpfloat_with_epsilon(total_area(&b, &f), 2, 1e-9);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/intersect/pairs-with-both-columns", test_pairs_with_both_columns);
    g_test_add_func("/intersect/lines-are-shortened", test_lines_are_shortened);
    g_test_add_func("/intersect/a-piece-for-each-area", test_a_piece_for_each_area);
    return g_test_run();
}
