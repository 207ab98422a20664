#include <glib.h>
#include <math.h>

#include "geom/simplify.h"

static double distance(const double *p, const double *a, const double *b)
{
    double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2 : 0;
    t = fmax(0, fmin(1, t));
    return hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/* Every dropped vertex lies within tol of the edge that replaced it. */
static size_t check(const double *xy, const uint8_t *flag, size_t n, bool closed, double tol)
{
    uint32_t *keep = g_new(uint32_t, n);
    size_t kept = simplify_path(xy, flag, n, closed, tol, keep);
    g_assert_cmpuint(keep[0], ==, 0);
    g_assert_cmpuint(kept, >=, closed ? 3 : 2);
    if (!closed)
        g_assert_cmpuint(keep[kept - 1], ==, n - 1);
    for (size_t k = 0; k < kept; k++) {
        size_t from = keep[k], to = k + 1 < kept ? keep[k + 1] : n;
        g_assert_cmpuint(to, >, from);
        for (size_t i = from + 1; i < to && (closed || k + 1 < kept); i++)
            g_assert_cmpfloat(distance(xy + 2 * i, xy + 2 * from, xy + 2 * (to % n)), <=,
                              tol * (1 + 1e-9));
    }
    g_free(keep);
    return kept;
}

static void test_the_error_is_bounded(void)
{
    enum { N = 3000 };
    static double xy[2 * N];
    for (int round = 0; round < 60; round++) {
        GRand *rand = g_rand_new_with_seed((guint32)round);
        double x = 0, y = 0, turn = 0;
        for (int i = 0; i < N; i++) { /* a wandering line, at times going back on itself */
            turn += g_rand_double_range(rand, -0.6, 0.6) + (i % 97 == 0 ? M_PI : 0);
            double step = round % 3 == 0 ? g_rand_double_range(rand, 0, 0.1) : g_rand_double(rand);
            xy[2 * i] = x += step * cos(turn);
            xy[2 * i + 1] = y += step * sin(turn);
        }
        check(xy, NULL, N, false, 0.05);
        check(xy, NULL, N, true, 0.05);
        check(xy, NULL, N, false, 1);
        g_rand_free(rand);
    }
}

static void test_a_straight_line_keeps_its_ends_and_a_circle_few_vertices(void)
{
    enum { N = 2000 };
    static double xy[2 * N];
    for (int i = 0; i < N; i++) {
        xy[2 * i] = i * 0.37;
        xy[2 * i + 1] = i * -1.1;
    }
    g_assert_cmpuint(check(xy, NULL, N, false, 1e-6), ==, 2);
    for (int i = 0; i < N; i++) {
        xy[2 * i] = 100 * cos(2 * M_PI * i / N);
        xy[2 * i + 1] = 100 * sin(2 * M_PI * i / N);
    }
    /* Chords with a sagitta of tol need pi / sqrt(2 tol / R) = 70 of them; the sector finds fewer
     * than twice as many. */
    size_t kept = check(xy, NULL, N, true, 0.1);
    g_assert_cmpuint(kept, >=, 49);
    g_assert_cmpuint(kept, <=, 140);
}

static void test_small_rings_do_not_vanish(void)
{
    enum { N = 50 };
    static double xy[2 * N];
    for (int i = 0; i < N; i++) {
        xy[2 * i] = 5 + 1e-3 * cos(2 * M_PI * i / N);
        xy[2 * i + 1] = 7 + 2e-3 * sin(2 * M_PI * i / N);
    }
    g_assert_cmpuint(check(xy, NULL, N, true, 0.1), ==, 3);
}

static void test_changes_of_flag_stay(void)
{
    double xy[] = {0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 5, 5, 0, 5};
    uint8_t flag[] = {0, 0, PATH_HIDDEN, PATH_HIDDEN, 0, 0, 0, 0};
    uint32_t keep[8];
    size_t n = simplify_path(xy, flag, 8, true, 0.01, keep);
    g_assert_cmpuint(n, ==, 6);
    g_assert_cmpuint(keep[1], ==, 2);
    g_assert_cmpuint(keep[2], ==, 4);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/simplify/bound", test_the_error_is_bounded);
    g_test_add_func("/simplify/economy",
                    test_a_straight_line_keeps_its_ends_and_a_circle_few_vertices);
    g_test_add_func("/simplify/small", test_small_rings_do_not_vanish);
    g_test_add_func("/simplify/flags", test_changes_of_flag_stay);
    return g_test_run();
}
