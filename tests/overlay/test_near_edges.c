/* Runs of vertices on the ellipsoid that are a short edge apart. */
#include "fixture.h"

#include "overlay/near_edges.h"
#include "project/geodesic.h"

/* Edges are cut to 28 km (docs/design.md): a degree of the equator into four, the ends kept. */
static void test_long_edges_are_cut(void)
{
    struct bench b;
    struct near_edges e;
    bench_init(&b);
    bench_one(&b, 0, "LINESTRING(0 0, 1 0, 1 0, 1.1 0)");
    near_edges_init(&e, &b.layer[0], geodesic_prepare(&b.a, &WGS84));
    g_assert_true(near_edges_add(&e, 0));
    g_assert_cmpuint(e.n_runs, ==, 1);
    g_assert_cmpuint(e.runs[0].n, ==, e.n);
    double sum = 0;
    for (size_t i = 0; i + 1 < e.n; i++) {
        struct edge one = near_edge(&e, i);
        double m = edge_length_m(&one);
        g_assert_cmpfloat(m, <, 30e3);
        g_assert_cmpfloat(m, >, 1);
        sum += m;
    }
    g_assert_cmpfloat_with_epsilon(sum, 1.1 * 111319.4908, 1e-3);
    near_edges_finish(&e);
    bench_finish(&b);
}

static void test_points_and_rings_are_runs(void)
{
    static const char *const wkt[] = {"MULTIPOINT((0 0), (1 1))", "EMPTY",
                                      "POLYGON((0 0, 0.1 0, 0.1 0.1, 0 0))"};
    struct bench b;
    struct near_edges e;
    bench_init(&b);
    bench_layer(&b, 0, wkt, 3);
    near_edges_init(&e, &b.layer[0], geodesic_prepare(&b.a, &WGS84));
    for (size_t i = 0; i < 3; i++)
        g_assert_true(near_edges_add(&e, i));
    g_assert_cmpuint(e.n_runs, ==, 3);
    g_assert_cmpuint(e.runs[0].n, ==, 1);
    g_assert_cmpuint(e.runs[2].row, ==, 2);
    g_assert_cmpuint(e.runs[2].n, ==, 4);
    near_edges_clear(&e);
    g_assert_cmpuint(e.n, ==, 0);
    near_edges_finish(&e);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/near-edges/long-edges-are-cut", test_long_edges_are_cut);
    g_test_add_func("/near-edges/points-and-rings-are-runs", test_points_and_rings_are_runs);
    return g_test_run();
}
