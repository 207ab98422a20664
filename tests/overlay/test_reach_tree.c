/* What of a net is within reach of a place. */
#include "fixture.h"

#include "overlay/reach_tree.h"
#include "project/geodesic.h"

static struct reach_tree *tree_of(struct bench *b, const char *wkt, struct net *net)
{
    bench_init(b);
    bench_one(b, 0, wkt);
    net_make(&b->a, &(struct net_params){.features = &b->layer[0], .n_rows = 1, .distance_m = 1000},
             net);
    return reach_tree_make(&b->a, net);
}

/* The nearest of all pieces, one by one; from places round the line. */
static void test_distance_is_that_of_the_nearest_piece(void)
{
    struct bench b;
    struct net net;
    const struct reach_tree *t = tree_of(&b, "LINESTRING(0 50, 1 50.5, 2 50, 3 51)", &net);
    for (int i = 0; i < 200; i++) {
        struct lonlat p = {-1 + 5 * (i % 20) / 20.0, 49.5 + 2 * (i / 20) / 10.0};
        double best = 100e3;
        for (size_t k = 0; k < net.n; k++)
            best = fmin(best, piece_distance_m(&net.pieces[k], p));
        g_assert_cmpfloat_with_epsilon(reach_distance_m(t, p, 100e3), best, 0.01);
    }
    bench_finish(&b);
}

/* May say no when it is a near thing, but never yes wrongly. */
static void test_covered_is_covered(void)
{
    struct bench b;
    struct net net;
    const struct reach_tree *t = tree_of(&b, "POINT(10 50)", &net);
    struct lonlat middle = {10, 50};
    for (int i = 1; i < 100; i++) {
        struct lonlat p = geodesic_direct(&WGS84, middle, 3.6 * i, 20.0 * i, NULL);
        struct space s = space_of(p);
        bool covered = reach_covers(t, s, s, 1000);
        g_assert_cmpint(covered, ==, 20 * i < 1000);
    }
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reach-tree/distance-is-that-of-the-nearest-piece",
                    test_distance_is_that_of_the_nearest_piece);
    g_test_add_func("/reach-tree/covered-is-covered", test_covered_is_covered);
    return g_test_run();
}
