#include <glib.h>
#include <math.h>
#include <string.h>

#include "style/breaks.h"

enum { QUANTILE, EQUAL };

static const struct table_row {
    const char *name;
    int kind;
    size_t k, n;
    double x[64];
    size_t n_bounds;
    double bounds[8], counts[8];
} table[] = {
/* clang-format off */
#include "breaks_table.inc"
    /* clang-format on */
};

static void test_breaks_are_those_of_numpy(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        const struct table_row *row = &table[i];
        double sorted[64], bounds[8], counts[9] = {0};
        g_test_message("%s, kind %d, %zu classes", row->name, row->kind, row->k);
        memcpy(sorted, row->x, sizeof sorted);
        breaks_sort(sorted, row->n);
        size_t n = row->kind == QUANTILE
                       ? breaks_quantile(sorted, row->n, row->k, bounds)
                       : breaks_equal(sorted[0], sorted[row->n - 1], row->k, bounds);
        g_assert_cmpuint(n, ==, row->n_bounds);
        for (size_t j = 0; j < n; j++)
            g_assert_cmpfloat_with_epsilon(bounds[j], row->bounds[j],
                                           1e-12 * (1 + fabs(bounds[j])));
        for (size_t j = 0; j < row->n; j++)
            counts[breaks_class(bounds, n, row->x[j])]++;
        for (size_t j = 0; j < n; j++)
            g_assert_cmpfloat(counts[j], ==, row->counts[j]);
        g_assert_cmpfloat(counts[n], ==, 0); /* no value is left without a class */
    }
}

static void test_a_bound_belongs_to_the_class_below(void)
{
    const double bounds[] = {10, 25, 50};
    g_assert_cmpuint(breaks_class(bounds, 3, -5), ==, 0);
    g_assert_cmpuint(breaks_class(bounds, 3, 10), ==, 0);
    g_assert_cmpuint(breaks_class(bounds, 3, nextafter(10, 11)), ==, 1);
    g_assert_cmpuint(breaks_class(bounds, 3, 50), ==, 2);
    g_assert_cmpuint(breaks_class(bounds, 3, 50.1), ==, 3);
}

static void test_decimals_tell_breaks_apart(void)
{
    g_assert_cmpint(breaks_decimals((double[]){10, 25, 50}, 3), ==, 0);
    g_assert_cmpint(breaks_decimals((double[]){0.5, 1, 1.5}, 3), ==, 1);
    g_assert_cmpint(breaks_decimals((double[]){1203.4567, 2950.123, 8000.5}, 3), ==, 0);
    g_assert_cmpint(breaks_decimals((double[]){0.01234, 0.0251, 0.05}, 3), ==, 3);
    g_assert_cmpint(breaks_decimals((double[]){-INFINITY, 2.25, 4.5, INFINITY}, 4), ==, 1);
    g_assert_cmpint(breaks_decimals((double[]){7}, 1), ==, 0);
}

static void test_round_numbers(void)
{
    double v[20];
    g_assert_cmpfloat(breaks_round_down(4999), ==, 2000);
    g_assert_cmpfloat(breaks_round_down(5000), ==, 5000);
    g_assert_cmpfloat_with_epsilon(breaks_round_down(0.3), 0.2, 1e-15);
    g_assert_cmpuint(breaks_ticks(0, 100, 5, v), ==, 6);
    g_assert_cmpfloat(v[1], ==, 20);
    g_assert_cmpuint(breaks_ticks(-3.2, 7.9, 4, v), ==, 5);
    g_assert_cmpfloat(v[0], ==, -2);
    g_assert_cmpuint(breaks_ticks(4, 4, 4, v), ==, 1);
    for (double span = 1e-6; span < 1e9; span *= 3.7) {
        for (size_t k = 2; k <= 16; k++) {
            size_t n = breaks_ticks(span * 0.31, span, k, v);
            g_assert_cmpuint(n, >=, 1);
            g_assert_cmpuint(n, <=, k + 1);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/breaks/numpy", test_breaks_are_those_of_numpy);
    g_test_add_func("/breaks/bound", test_a_bound_belongs_to_the_class_below);
    g_test_add_func("/breaks/decimals", test_decimals_tell_breaks_apart);
    g_test_add_func("/breaks/round", test_round_numbers);
    return g_test_run();
}
