/* Two layers of areas laid over each other. */
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

static void test_pieces_and_their_columns(void)
{
    struct bench b;
    two_boxes(&b);
    struct features f = bench_do(&b, "union: a, with: b");
    static const double area[] = {1, 3, 3}, v[] = {1, 1, NAN}, v_2[] = {2, NAN, 2};
    g_assert_cmpuint(f.table.n, ==, 3);
    for (size_t i = 0; i < 3; i++) {
        g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, i), area[i], 1e-9);
        double left = number_at(&f, "v", i), right = number_at(&f, "v_2", i);
        g_assert_true(isnan(v[i]) ? isnan(left) : left == v[i]);
        g_assert_true(isnan(v_2[i]) ? isnan(right) : right == v_2[i]);
    }
    bench_finish(&b);
}

static void test_symdiff_is_union_without_what_is_common(void)
{
    struct bench b;
    two_boxes(&b);
    struct features f = bench_do(&b, "symdiff: a, with: b");
    g_assert_cmpuint(f.table.n, ==, 2);
    g_assert_cmpfloat_with_epsilon(total_area(&b, &f), 6, 1e-9);
    bench_finish(&b);
}

static void test_neighbours_have_nothing_in_common(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))");
    bench_one(&b, 1, "POLYGON((1 0, 2 0, 2 1, 1 1, 1 0))");
    struct features f = bench_do(&b, "union: a, with: b");
    g_assert_cmpuint(f.table.n, ==, 2);
    bench_finish(&b);
}

static void test_lines_are_refused(void)
{
    struct bench b;
    struct features f;
    two_boxes(&b);
    bench_one(&b, 0, "LINESTRING(0 0, 1 1)");
    g_assert_false(bench_step(&b, "union: a, with: b", &f));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/union/pieces-and-their-columns", test_pieces_and_their_columns);
    g_test_add_func("/union/symdiff-is-union-without-what-is-common",
                    test_symdiff_is_union_without_what_is_common);
    g_test_add_func("/union/neighbours-have-nothing-in-common",
                    test_neighbours_have_nothing_in_common);
    g_test_add_func("/union/lines-are-refused", test_lines_are_refused);
    return g_test_run();
}
