#include <glib.h>
#include <math.h>

#include "base/arena.h"
#include "geom/inside.h"
#include "label/grid.h"
#include "label/inside.h"

static void polygon(struct geom_builder *b, const double *xy, size_t n)
{
    geom_ring(b);
    for (size_t i = 0; i < n; i++)
        geom_xy(b, xy[2 * i], xy[2 * i + 1]);
}

/* A square of 10 with a hole in its middle third: the widest places are its corners' blocks. */
static void test_pole_keeps_clear_of_holes(void)
{
    struct arena a = {0};
    struct geom_builder b = {0};
    struct geometry g;
    double x, y;
    arena_init(&a, 0);
    geom_feature(&b, GEOM_POLYGON);
    geom_part(&b);
    polygon(&b, (double[]){0, 0, 10, 0, 10, 10, 0, 10, 0, 0}, 5);
    polygon(&b, (double[]){3, 3, 7, 3, 7, 7, 3, 7, 3, 3}, 5);
    geom_finish(&a, &b, &g);
    struct inside in;
    inside_init(&a, &g, 0, &in);
    double d = inside_pole(&a, &in, 0.001, &x, &y);
    /* Touching two outer sides and the hole's corner: d = 3 sqrt 2 / (1 + sqrt 2). */
    g_assert_cmpfloat_with_epsilon(d, 3 * sqrt(2) / (1 + sqrt(2)), 0.002);
    g_assert_cmpfloat_with_epsilon(inside_distance(&in, x, y), d, 1e-12);
    g_assert_cmpfloat(inside_distance(&in, 5, 5), <, 0);
    arena_finish(&a);
}

/* A star of 400 rays with a hole, whose edges come in many runs, against each edge in turn. */
static void test_runs_of_edges(void)
{
    const size_t N = 401;
    struct arena a = {0};
    struct geom_builder b = {0};
    struct geometry g;
    struct inside in;
    double star[2 * 401], hole[2 * 401];
    arena_init(&a, 0);
    for (size_t k = 0; k < N; k++) {
        double angle = 2 * M_PI * (double)(k % (N - 1)) / (N - 1), r = k % 2 ? 50 : 30;
        star[2 * k] = r * cos(angle);
        star[2 * k + 1] = r * sin(angle);
        hole[2 * k] = r / 5 * cos(angle) + 10;
        hole[2 * k + 1] = r / 5 * sin(angle);
    }
    geom_feature(&b, GEOM_POLYGON);
    geom_part(&b);
    polygon(&b, star, N);
    polygon(&b, hole, N);
    geom_finish(&a, &b, &g);
    inside_init(&a, &g, 0, &in);
    for (int i = 0; i < 41 * 41; i++) {
        double x = (i % 41 - 20) * 2.73, y = (i / 41 - 20) * 2.71, nearest = INFINITY;
        for (size_t k = 0; k < geometry_coords(&g) - 1; k++) {
            const double *p = g.xy + 2 * k;
            if (k == N - 1) /* from the star to its hole */
                continue;
            double dx = p[2] - p[0], dy = p[3] - p[1];
            double t = ((x - p[0]) * dx + (y - p[1]) * dy) / (dx * dx + dy * dy);
            t = fmax(0, fmin(1, t));
            nearest = fmin(nearest, hypot(p[0] + t * dx - x, p[1] + t * dy - y));
        }
        bool holds = geometry_holds(&g, 0, x, y);
        g_assert_true(inside_holds(&in, x, y) == holds);
        g_assert_cmpfloat_with_epsilon(inside_distance(&in, x, y), holds ? nearest : -nearest,
                                       1e-9);
    }
    arena_finish(&a);
}

static void test_largest_part(void)
{
    struct arena a = {0};
    struct geom_builder b = {0};
    struct geometry g;
    struct inside in;
    arena_init(&a, 0);
    geom_feature(&b, GEOM_POLYGON);
    geom_part(&b);
    polygon(&b, (double[]){0, 0, 1, 0, 1, 1, 0, 0}, 4);
    geom_part(&b);
    polygon(&b, (double[]){0, 10, 0, 15, 5, 15, 0, 10}, 4); /* the other winding */
    geom_feature(&b, GEOM_NONE);
    geom_finish(&a, &b, &g);
    g_assert_true(inside_init(&a, &g, 0, &in));
    g_assert_true(inside_holds(&in, 1, 14));
    g_assert_false(inside_holds(&in, 0.9, 0.1));
    g_assert_false(inside_init(&a, &g, 1, &in));
    arena_finish(&a);
}

static void hidden_polygon(struct geom_builder *b, const double *xy, size_t n, size_t hidden)
{
    geom_part(b);
    geom_ring(b);
    for (size_t i = 0; i < n; i++)
        geom_xy_hidden(b, xy[2 * i], xy[2 * i + 1], i == hidden);
}

/* Three parts: two meet at x = 10, one of them between 2 and 8 only, and a third beside them at its
 * frame has no seam with them. Against the area that the two are together. */
static void test_parts_that_meet_at_a_seam(void)
{
    struct arena a = {0};
    struct geom_builder b = {0};
    struct geometry g;
    struct inside in;
    double x, y;
    arena_init(&a, 0);
    geom_feature(&b, GEOM_POLYGON);
    hidden_polygon(&b, (double[]){4, 0, 10, 0, 10.02, 10, 4, 10, 4, 0}, 5, 1);
    hidden_polygon(&b, (double[]){10, 8, 10, 2, 22, 2, 22, 8, 10, 8}, 5, 0);
    hidden_polygon(&b, (double[]){10, 12, 30, 12, 30, 14, 10, 14, 10, 12}, 5, 3);
    geom_feature(&b, GEOM_POLYGON);
    geom_part(&b);
    polygon(&b, (double[]){4, 0, 10, 0, 10, 2, 22, 2, 22, 8, 10, 8, 10.02, 10, 4, 10, 4, 0}, 9);
    geom_finish(&a, &b, &g);

    g_assert_true(inside_init(&a, &g, 0, &in));
    g_assert_cmpfloat(in.box.x1, ==, 22);
    for (int i = 0; i < 31 * 31; i++) {
        double px = (i % 31) * 1.03 - 3.01, py = (i / 31) * 0.71 - 3.02;
        bool holds = geometry_holds(&g, 1, px, py);
        g_assert_true(inside_holds(&in, px, py) == holds);
    }
    double d = inside_pole(&a, &in, 0.01, &x, &y);
    /* Touching the west side and the corners at the seam: d = x - 4 = hypot(10 - x, 3). A part alone
     * has room for 3. */
    g_assert_cmpfloat_with_epsilon(d, 3.75, 0.02);
    arena_finish(&a);
}

static void test_grid_counts_a_symbol_once(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct grid *g = grid_create(&a, (struct box){0, 0, 500, 500});
    struct box symbol = {10, 10, 60, 60}, none = {-1, -1, -1, -1}; /* over many cells */
    grid_add(g, symbol, TAKEN_SYMBOL);
    g_assert_cmpfloat_with_epsilon(grid_covered(g, (struct box){0, 0, 100, 100}, none), 0.25,
                                   1e-12);
    g_assert_cmpfloat(grid_covered(g, (struct box){0, 0, 100, 100}, symbol), ==, 0);
    g_assert_false(grid_blocked(g, symbol));
    grid_add(g, (struct box){300, 300, 320, 310}, TAKEN_LABEL);
    g_assert_true(grid_blocked(g, (struct box){319, 309, 400, 400}));
    g_assert_false(grid_blocked(g, (struct box){321, 311, 400, 400}));
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/label/pole", test_pole_keeps_clear_of_holes);
    g_test_add_func("/label/runs-of-edges", test_runs_of_edges);
    g_test_add_func("/label/largest-part", test_largest_part);
    g_test_add_func("/label/inside/seam", test_parts_that_meet_at_a_seam);
    g_test_add_func("/label/grid", test_grid_counts_a_symbol_once);
    return g_test_run();
}
