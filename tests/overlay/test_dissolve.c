/* Features of equal values made one, with statistics. */
#include "fixture.h"

static const char *const boxes[] = {"POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))",
                                    "POLYGON((5 0, 6 0, 6 1, 5 1, 5 0))",
                                    "POLYGON((1 0, 2 0, 2 1, 1 1, 1 0))"};

static void test_neighbours_become_one_area(void)
{
    static const char *const kind[] = {"x", "y", "x"};
    static const double value[] = {3, 10, 4};
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 0, boxes, 3);
    bench_texts(&b, 0, "kind", kind);
    bench_numbers(&b, 0, "v", value);
    struct features f = bench_do(&b, "dissolve: a, by: kind, sum: v, max: v, count: true");
    g_assert_cmpuint(f.table.n, ==, 2);
    assert_text_at(&f, "kind", 0, "x");
    g_assert_cmpfloat(number_at(&f, "sum_v", 0), ==, 7);
    g_assert_cmpfloat(number_at(&f, "max_v", 0), ==, 4);
    g_assert_cmpfloat(number_at(&f, "count", 0), ==, 2);
    g_assert_cmpfloat(number_at(&f, "sum_v", 1), ==, 10);
    /* one part, without the edge between */
    g_assert_cmpuint(f.table.geom.part[1], ==, 1);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 0), 2, 1e-12);
    g_assert_cmpfloat_with_epsilon(plane_length(&b, &f, 0), 6, 1e-12);
    bench_finish(&b);
}

static void test_missing_is_a_value_too(void)
{
    static const double key[] = {1, NAN, NAN};
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 0, boxes, 3);
    bench_numbers(&b, 0, "k", key);
    struct features f = bench_do(&b, "dissolve: a, by: k, count: n");
    g_assert_cmpuint(f.table.n, ==, 2);
    g_assert_true(isnan(number_at(&f, "k", 1)));
    g_assert_cmpfloat(number_at(&f, "n", 1), ==, 2);
    bench_finish(&b);
}

static void test_lines_are_joined_end_to_end(void)
{
    static const char *const wkt[] = {"LINESTRING(0 0, 1 0)", "LINESTRING(2 0, 1 0)"};
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 0, wkt, 2);
    struct features f = bench_do(&b, "dissolve: a");
    g_assert_cmpuint(geometry_rings(&f.table.geom), ==, 1);
    g_assert_cmpfloat_with_epsilon(plane_length(&b, &f, 0), 2, 1e-12);
    bench_finish(&b);
}

static void test_two_columns_of_one_name_are_refused(void)
{
    static const double v[] = {1, 2, 3};
    struct bench b;
    struct features f;
    bench_init(&b);
    bench_layer(&b, 0, boxes, 3);
    bench_numbers(&b, 0, "v", v);
    g_assert_false(bench_step(&b, "dissolve: a, by: v, first: v", &f));
    g_assert_nonnull(strstr(b.diags.v[0].message, "two columns 'v'"));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dissolve/neighbours-become-one-area", test_neighbours_become_one_area);
    g_test_add_func("/dissolve/missing-is-a-value-too", test_missing_is_a_value_too);
    g_test_add_func("/dissolve/lines-are-joined-end-to-end", test_lines_are_joined_end_to_end);
    g_test_add_func("/dissolve/two-columns-of-one-name-are-refused",
                    test_two_columns_of_one_name_are_refused);
    return g_test_run();
}
