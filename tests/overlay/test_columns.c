/* Names and values of columns that steps make of others. */
#include "fixture.h"

static const double v[] = {1, NAN, 3};

static void three_rows(struct bench *b)
{
    static const char *const wkt[] = {"POINT(0 0)", "POINT(0 0)", "POINT(0 0)"};
    static const double w[] = {7, 8, 9};
    bench_init(b);
    bench_layer(b, 0, wkt, 3);
    bench_numbers(b, 0, "v", v);
    bench_numbers(b, 0, "v_2", w);
}

static void test_a_name_that_is_free(void)
{
    struct bench b;
    three_rows(&b);
    const struct table *t = &b.layer[0].table;
    g_assert_true(str_is(columns_free_name(&b.a, t, STR("w")), "w"));
    g_assert_true(str_is(columns_free_name(&b.a, t, STR("v")), "v_3"));
    size_t n;
    struct column *both = columns_both(&b.a, t, t->columns, t, t->columns, &n);
    g_assert_cmpuint(n, ==, 4);
    g_assert_true(str_is(both[2].name, "v_3"));
    g_assert_true(str_is(both[3].name, "v_2_2"));
    bench_finish(&b);
}

static void test_rows_taken_and_no_row(void)
{
    static const uint32_t rows[] = {2, NO_ROW, 1, 0};
    struct bench b;
    three_rows(&b);
    struct column *c = columns_take(&b.a, &b.layer[0].table, rows, 4);
    g_assert_cmpuint(c[0].n, ==, 4);
    g_assert_cmpfloat(c[0].v.d[0], ==, 3);
    g_assert_true(column_is_null(&c[0], 1));
    g_assert_true(column_is_null(&c[0], 2));
    g_assert_cmpfloat(c[0].v.d[3], ==, 1);
    g_assert_true(column_is_null(&c[1], 1));
    g_assert_false(column_is_null(&c[1], 2));
    bench_finish(&b);
}

static void test_order_of_values(void)
{
    static const double d[] = {2, 1, NAN, NAN};
    static const uint8_t null[] = {0, 0, 0, 1};
    struct column c = {.type = COL_REAL, .n = 4, .v.d = d, .null = null};
    g_assert_cmpint(column_compare(&c, 0, 1), >, 0);
    g_assert_cmpint(column_compare(&c, 1, 0), <, 0);
    g_assert_cmpint(column_compare(&c, 2, 2), ==, 0);
    g_assert_cmpint(column_compare(&c, 0, 2), <, 0);
    g_assert_cmpint(column_compare(&c, 2, 3), <, 0); /* missing ones last */
}

static void test_a_word_that_names_no_column(void)
{
    static const struct node word = {.kind = NODE_SCALAR, .text = STR("vv")};
    struct lode_err err = {0};
    struct bench b;
    three_rows(&b);
    struct step s = bench_at_hand(&b, "dissolve: a");
    const struct column *column;
    g_assert_false(step_column(&s, &b.layer[0].table, &word, false, &column, &err));
    g_assert_nonnull(strstr(err.hint, "'v'"));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/columns/a-name-that-is-free", test_a_name_that_is_free);
    g_test_add_func("/columns/rows-taken-and-no-row", test_rows_taken_and_no_row);
    g_test_add_func("/columns/order-of-values", test_order_of_values);
    g_test_add_func("/columns/a-word-that-names-no-column", test_a_word_that_names_no_column);
    return g_test_run();
}
