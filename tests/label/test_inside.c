#include <glib.h>

#include "base/arena.h"
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
    double d = inside_pole(&a, &g, 0, 0.001, &x, &y);
    /* Touching two outer sides and the hole's corner: d = 3 sqrt 2 / (1 + sqrt 2). */
    g_assert_cmpfloat_with_epsilon(d, 3 * sqrt(2) / (1 + sqrt(2)), 0.002);
    g_assert_cmpfloat_with_epsilon(inside_distance(&g, 0, x, y), d, 1e-12);
    g_assert_cmpfloat(inside_distance(&g, 0, 5, 5), <, 0);
    arena_finish(&a);
}

static void test_largest_part(void)
{
    struct arena a = {0};
    struct geom_builder b = {0};
    struct geometry g;
    size_t part = 99;
    arena_init(&a, 0);
    geom_feature(&b, GEOM_POLYGON);
    geom_part(&b);
    polygon(&b, (double[]){0, 0, 1, 0, 1, 1, 0, 0}, 4);
    geom_part(&b);
    polygon(&b, (double[]){0, 0, 0, 5, 5, 5, 0, 0}, 4); /* the other winding */
    geom_feature(&b, GEOM_NONE);
    geom_finish(&a, &b, &g);
    g_assert_true(inside_largest_part(&g, 0, &part));
    g_assert_cmpuint(part, ==, 1);
    g_assert_false(inside_largest_part(&g, 1, &part));
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
    g_test_add_func("/label/largest-part", test_largest_part);
    g_test_add_func("/label/grid", test_grid_counts_a_symbol_once);
    return g_test_run();
}
