#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "scale/breaks.h"

enum { QUANTILE, EQUAL, JENKS, HEAD_TAIL, PRETTY, STD };

static const struct table_row {
    const char *name;
    int kind;
    size_t k, n;
    double x[64];
    size_t n_bounds;
    double bounds[16], counts[16];
} table[] = {
/* clang-format off */
#include "breaks_table.inc"
    /* clang-format on */
};

static size_t breaks_of(struct arena *a, const struct table_row *row, const double *sorted,
                        double *ret)
{
    double least = sorted[0], greatest = sorted[row->n - 1], first;
    switch (row->kind) {
    case QUANTILE:
        return breaks_quantile(sorted, row->n, row->k, ret);
    case EQUAL:
        return breaks_equal(least, greatest, row->k, ret);
    case JENKS:
        return breaks_jenks(a, sorted, row->n, row->k, ret);
    case HEAD_TAIL:
        return breaks_head_tail(sorted, row->n, 16, ret);
    case PRETTY:
        return breaks_pretty(least, greatest, row->k, 16, ret, &first);
    default:
        return breaks_std(sorted, row->n, ret);
    }
}

static void test_breaks_are_those_of_numpy(void)
{
    struct arena a;
    arena_init(&a, 1 << 24);
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        const struct table_row *row = &table[i];
        double sorted[64], bounds[17], counts[17] = {0};
        g_test_message("%s, kind %d, %zu classes", row->name, row->kind, row->k);
        memcpy(sorted, row->x, sizeof sorted);
        breaks_sort(&a, sorted, row->n);
        size_t n = breaks_of(&a, row, sorted, bounds);
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
    arena_finish(&a);
}

/* Sum of squared deviations from the means of the classes. */
static double spread(const double *sorted, size_t n, const double *bounds, size_t k)
{
    double sum = 0;
    for (size_t i = 0, from = 0; i < k; i++) {
        size_t to = from;
        double mean = 0;
        while (to < n && sorted[to] <= bounds[i])
            mean += sorted[to++];
        mean /= (double)(to - from);
        for (; from < to; from++)
            sum += (sorted[from] - mean) * (sorted[from] - mean);
    }
    return sum;
}

/* No bound can be moved by one value without making it worse, for 100 000 values and 9 classes; in
 * less than a second (0.1 s alone; asserted with room for a busy machine and sanitizers). */
static void test_natural_breaks_of_many_values(void)
{
    enum { N = 100000, K = 9 };
    struct arena a;
    arena_init(&a, 1 << 28);
    GRand *rand = g_rand_new_with_seed(7);
    double *v = g_new(double, N), bounds[K];
    for (size_t i = 0; i < N; i++)
        v[i] = exp(3 * g_rand_double(rand) * g_rand_double(rand)) + 1e6;
    breaks_sort(&a, v, N);
    gint64 start = g_get_monotonic_time();
    g_assert_cmpuint(breaks_jenks(&a, v, N, K, bounds), ==, K);
    double seconds = (double)(g_get_monotonic_time() - start) / 1e6;
    g_test_message("%.3f s", seconds);
    g_assert_cmpfloat(seconds, <, 5);
    double best = spread(v, N, bounds, K);
    for (size_t i = 0; i + 1 < K; i++) {
        double keep = bounds[i];
        size_t at = breaks_class(v, N, keep);
        bounds[i] = v[at - 1];
        g_assert_cmpfloat(spread(v, N, bounds, K), >=, best * (1 - 1e-12));
        bounds[i] = v[at + 1];
        g_assert_cmpfloat(spread(v, N, bounds, K), >=, best * (1 - 1e-12));
        bounds[i] = keep;
    }
    g_free(v);
    g_rand_free(rand);
    arena_finish(&a);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void test_values_are_sorted_by_digits_as_by_value(void)
{
    enum { N = 20000 };
    struct arena a;
    arena_init(&a, 1 << 28);
    GRand *rand = g_rand_new_with_seed(11);
    double *v = g_new(double, N), *w = g_new(double, N);
    for (size_t i = 0; i < N; i++)
        v[i] = w[i] = g_rand_int_range(rand, 0, 5) ? exp(g_rand_double_range(rand, -700, 700)) *
                                                         (g_rand_boolean(rand) ? 1 : -1)
                                                   : g_rand_int_range(rand, -3, 3);
    v[0] = w[0] = INFINITY;
    v[1] = w[1] = -INFINITY;
    v[2] = w[2] = -0.0;
    breaks_sort(&a, v, N);
    qsort(w, N, sizeof *w, by_value);
    for (size_t i = 0; i < N; i++)
        g_assert_true(v[i] == w[i]);
    g_free(v);
    g_free(w);
    g_rand_free(rand);
    arena_finish(&a);
}

static void test_pretty_breaks_stay_few(void)
{
    double v[64], first;
    for (size_t k = 1; k <= 64; k++) {
        size_t n = breaks_pretty(-0.37, 91.2, k, 64, v, &first);
        g_assert_cmpuint(n, >=, 1);
        g_assert_cmpuint(n, <=, 64);
        g_assert_cmpfloat(first, <=, -0.37);
        g_assert_cmpfloat(v[n - 1], >=, 91.2);
    }
    g_assert_cmpuint(breaks_pretty(5, 5, 4, 64, v, &first), ==, 1);
    g_assert_cmpfloat(v[0], ==, 5);
    for (size_t k = 1; k <= 64; k++) { /* where steps are below the last bit */
        size_t n = breaks_pretty(1, nextafter(1, 2), k, 64, v, &first);
        for (size_t i = 1; i < n; i++)
            g_assert_cmpfloat(v[i], >, v[i - 1]);
        g_assert_cmpfloat(v[n - 1], >=, nextafter(1, 2));
        n = breaks_equal(1, nextafter(1, 2), k, v);
        g_assert_cmpfloat(v[n - 1], ==, nextafter(1, 2));
        g_assert_cmpuint(n, <=, 2);
    }
}

static void test_ticks_of_a_logarithmic_scale(void)
{
    double v[6];
    g_assert_cmpuint(breaks_log_ticks(1, 100000, 6, v), ==, 6);
    g_assert_cmpfloat(v[5], ==, 100000);
    g_assert_cmpuint(breaks_log_ticks(0.3, 40, 6, v), ==, 6); /* 0.5 1 2 5 10 20 */
    g_assert_cmpfloat(v[0], ==, 0.5);
    g_assert_cmpfloat(v[5], ==, 20);
    g_assert_cmpuint(breaks_log_ticks(0.3, 400, 6, v), ==, 3); /* 1 10 100 */
    g_assert_cmpuint(breaks_log_ticks(3.5, 4, 6, v), ==, 1);   /* no tick inside: the greatest */
    g_assert_cmpfloat(v[0], ==, 4);
    g_assert_cmpuint(breaks_log_ticks(1e-300, 1e300, 6, v), <=, 6);
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
    g_test_add_func("/breaks/sort", test_values_are_sorted_by_digits_as_by_value);
    g_test_add_func("/breaks/jenks", test_natural_breaks_of_many_values);
    g_test_add_func("/breaks/pretty", test_pretty_breaks_stay_few);
    g_test_add_func("/breaks/log-ticks", test_ticks_of_a_logarithmic_scale);
    g_test_add_func("/breaks/bound", test_a_bound_belongs_to_the_class_below);
    g_test_add_func("/breaks/decimals", test_decimals_tell_breaks_apart);
    g_test_add_func("/breaks/round", test_round_numbers);
    return g_test_run();
}
