/* What of a layer lies in each area. */
#include "fixture.h"

static const char *const areas[] = {"POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))",
                                    "POLYGON((1 0, 2 0, 2 1, 1 1, 1 0))",
                                    "POLYGON((8 0, 9 0, 9 1, 8 1, 8 0))"};

static void two_areas_and_an_empty_one(struct bench *b)
{
    bench_init(b);
    bench_layer(b, 1, areas, 3);
}

/* A point on the common border is counted once, in the first. */
static void test_points(void)
{
    static const char *const wkt[] = {"POINT(0.5 0.5)", "POINT(1 0.5)", "POINT(1.5 0.5)",
                                      "POINT(5 5)"};
    static const double v[] = {1, 2, 4, 8};
    struct bench b;
    two_areas_and_an_empty_one(&b);
    bench_layer(&b, 0, wkt, 4);
    bench_numbers(&b, 0, "v", v);
    struct features f = bench_do(&b, "count: a, in: b, sum: v, mean: v");
    g_assert_cmpuint(f.table.n, ==, 3);
    g_assert_cmpfloat(number_at(&f, "count", 0), ==, 2);
    g_assert_cmpfloat(number_at(&f, "sum_v", 0), ==, 3);
    g_assert_cmpfloat(number_at(&f, "mean_v", 0), ==, 1.5);
    g_assert_cmpfloat(number_at(&f, "sum_v", 1), ==, 4);
    g_assert_cmpfloat(number_at(&f, "count", 2), ==, 0);
    g_assert_cmpfloat(number_at(&f, "sum_v", 2), ==, 0);
    g_assert_true(isnan(number_at(&f, "mean_v", 2)));
    bench_finish(&b);
}

/* A degree of the equator is 111,319.4908 m (a pi / 180); half of it lies in the first area. */
static void test_metres_and_shares_of_a_line(void)
{
    static const double v[] = {6};
    struct bench b;
    two_areas_and_an_empty_one(&b);
    bench_one(&b, 0, "LINESTRING(0.5 0, 2 0)");
    bench_numbers(&b, 0, "v", v);
    struct features f =
        bench_do(&b, "count: a, in: b, length: true, share: true, sum: v, divide: true");
    g_assert_cmpfloat_with_epsilon(number_at(&f, "length_m", 0), 111319.4908 / 2, 1e-3);
    g_assert_cmpfloat_with_epsilon(number_at(&f, "length_m", 1), 111319.4908, 1e-3);
    g_assert_cmpfloat_with_epsilon(number_at(&f, "share", 0), 1 / 3.0, 1e-9);
    g_assert_cmpfloat_with_epsilon(number_at(&f, "sum_v", 0), 2, 1e-9);
    g_assert_cmpfloat_with_epsilon(number_at(&f, "sum_v", 1), 4, 1e-9);
    bench_finish(&b);
}

/* Overlapping features cover a place once. */
static void test_cover(void)
{
    static const char *const wkt[] = {"POLYGON((0 0, 0.5 0, 0.5 1, 0 1, 0 0))",
                                      "POLYGON((0 0, 0.5 0, 0.5 1, 0 1, 0 0))"};
    struct bench b;
    two_areas_and_an_empty_one(&b);
    bench_layer(&b, 0, wkt, 2);
    struct features f = bench_do(&b, "count: a, in: b, area: true, cover: wet");
    g_assert_cmpfloat_with_epsilon(number_at(&f, "wet", 0), 0.5, 1e-9);
    /* the box from 0 to 1 degree has 12,308,463,894 m2: Snyder 1987, equation 3-12 */
    g_assert_cmpfloat_with_epsilon(number_at(&f, "area_m2", 0), 12308463893.975, 1);
    g_assert_cmpfloat(number_at(&f, "count", 1), ==, 0);
    bench_finish(&b);
}

static void test_metres_of_points_are_refused(void)
{
    struct bench b;
    struct features f;
    two_areas_and_an_empty_one(&b);
    bench_one(&b, 0, "POINT(0 0)");
    g_assert_false(bench_step(&b, "count: a, in: b, length: true", &f));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/count/points", test_points);
    g_test_add_func("/count/metres-and-shares-of-a-line", test_metres_and_shares_of_a_line);
    g_test_add_func("/count/cover", test_cover);
    g_test_add_func("/count/metres-of-points-are-refused", test_metres_of_points_are_refused);
    return g_test_run();
}
