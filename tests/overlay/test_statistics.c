/* Sums, means and their kin over groups of rows. */
#include "fixture.h"

#include "overlay/statistics.h"

static void four_rows(struct bench *b)
{
    static const char *const wkt[] = {"POINT(0 0)", "POINT(1 0)", "POINT(2 0)", "POINT(3 0)"};
    static const double v[] = {5, 1, NAN, NAN}, key[] = {1, 1, 1, 2};
    bench_init(b);
    bench_layer(b, 0, wkt, 4);
    bench_numbers(b, 0, "v", v);
    bench_numbers(b, 0, "k", key);
}

static void test_missing_values_are_left_out(void)
{
    struct bench b;
    four_rows(&b);
    struct features f =
        bench_do(&b, "dissolve: a, by: k, sum: v, mean: v, min: v, max: v, first: v");
    g_assert_cmpfloat(number_at(&f, "sum_v", 0), ==, 6);
    g_assert_cmpfloat(number_at(&f, "mean_v", 0), ==, 3);
    g_assert_cmpfloat(number_at(&f, "min_v", 0), ==, 1);
    g_assert_cmpfloat(number_at(&f, "max_v", 0), ==, 5);
    g_assert_cmpfloat(number_at(&f, "v", 0), ==, 5);
    g_assert_true(isnan(number_at(&f, "sum_v", 1)));
    bench_finish(&b);
}

/* (1/2 5 + 1/4 1) / (1/2 + 1/4) = 11/3 */
static void test_shares_weigh(void)
{
    static const double share[] = {0.5, 0.25, 1};
    static uint32_t rows[] = {0, 1, 2}, start[] = {0, 3};
    struct groups g = {.rows = rows, .start = start, .n = 1};
    struct bench b;
    four_rows(&b);
    struct step s = bench_at_hand(&b, "dissolve: a, by: k");
    struct statistic_column c = {.what = STATISTIC_SUM, .of = &b.columns[0][0], .name = STR("x")};
    struct column sum = statistic_of(&s, &c, &g, share);
    g_assert_cmpfloat_with_epsilon(sum.v.d[0], 2.75, 1e-12);
    c.what = STATISTIC_MEAN;
    struct column mean = statistic_of(&s, &c, &g, share);
    g_assert_cmpfloat_with_epsilon(mean.v.d[0], 11 / 3.0, 1e-12);
    bench_finish(&b);
}

/* Whole numbers stay whole, and a sum beyond 64 bits is missing instead of wrong. */
static void test_whole_numbers(void)
{
    static const int64_t v[] = {INT64_MAX, 1, 2, 3};
    static uint32_t rows[] = {0, 1, 2, 3}, start[] = {0, 2, 4};
    struct groups g = {.rows = rows, .start = start, .n = 2};
    struct column whole = {.name = STR("n"), .type = COL_INT, .n = 4, .v.i = v};
    struct statistic_column c = {.what = STATISTIC_SUM, .of = &whole, .name = STR("sum_n")};
    struct bench b;
    four_rows(&b);
    struct step s = bench_at_hand(&b, "dissolve: a, by: k");
    struct column sum = statistic_of(&s, &c, &g, NULL);
    g_assert_cmpint(statistic_type(&c, false), ==, COL_INT);
    g_assert_cmpint(statistic_type(&c, true), ==, COL_REAL);
    g_assert_true(column_is_null(&sum, 0));
    g_assert_cmpint(sum.v.i[1], ==, 5);
    bench_finish(&b);
}

static void test_sums_of_texts_are_refused(void)
{
    static const char *const t[] = {"a", "b", "c", "d"};
    struct bench b;
    struct features f;
    four_rows(&b);
    bench_texts(&b, 0, "t", t);
    g_assert_false(bench_step(&b, "dissolve: a, sum: t", &f));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/statistics/missing-values-are-left-out", test_missing_values_are_left_out);
    g_test_add_func("/statistics/shares-weigh", test_shares_weigh);
    g_test_add_func("/statistics/whole-numbers", test_whole_numbers);
    g_test_add_func("/statistics/sums-of-texts-are-refused", test_sums_of_texts_are_refused);
    return g_test_run();
}
