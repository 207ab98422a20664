/* Columns from expressions, each of which may use those before it. */
#include "fixture.h"

static void two_rows(struct bench *b)
{
    static const char *const wkt[] = {"POINT(0 0)", "POINT(1 1)"};
    static const double v[] = {2, NAN};
    bench_init(b);
    bench_layer(b, 0, wkt, 2);
    bench_numbers(b, 0, "v", v);
}

static void test_one_after_the_other(void)
{
    struct bench b;
    two_rows(&b);
    struct features f = bench_do(&b, "columns: a, w: v * 10, x: w + 1");
    g_assert_cmpfloat(number_at(&f, "w", 0), ==, 20);
    g_assert_cmpfloat(number_at(&f, "x", 0), ==, 21);
    g_assert_true(isnan(number_at(&f, "x", 1)));
    g_assert_cmpuint(f.table.n_columns, ==, 3);
    bench_finish(&b);
}

static void test_a_name_that_exists_is_replaced(void)
{
    struct bench b;
    two_rows(&b);
    struct features f = bench_do(&b, "columns: a, v: v + 1");
    g_assert_cmpuint(f.table.n_columns, ==, 1);
    g_assert_cmpfloat(number_at(&f, "v", 0), ==, 3);
    bench_finish(&b);
}

static void test_a_column_cannot_use_a_later_one(void)
{
    struct bench b;
    struct features f;
    two_rows(&b);
    g_assert_false(bench_step(&b, "columns: a, x: w + 1, w: v", &f));
    g_assert_nonnull(strstr(b.diags.v[0].message, "'w'"));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/computed/one-after-the-other", test_one_after_the_other);
    g_test_add_func("/computed/a-name-that-exists-is-replaced",
                    test_a_name_that_exists_is_replaced);
    g_test_add_func("/computed/a-column-cannot-use-a-later-one",
                    test_a_column_cannot_use_a_later_one);
    return g_test_run();
}
