/* Vertices that stay: within the tolerance, and without new crossings. */
#include "fixture.h"

#include "overlay/simplify_arcs.h"

static uint8_t *kept_of(struct bench *b, struct topology *t, const char *const *wkt, size_t n,
                        double tol_m)
{
    bench_init(b);
    bench_layer(b, 0, wkt, n);
    topology_make(&b->a, &b->layer[0].table.geom, t);
    return simplify_arcs(&b->a, b->geos, t, tol_m);
}

/* Each vertex that is left out lies within the tolerance of the line that is left: here 0.0005
 * degrees of latitude, 55.3 m. */
static void test_the_tolerance_decides(void)
{
    static const char *const wkt[] = {"LINESTRING(0 0, 1 0.0005, 2 0)"};
    struct bench b;
    struct topology t;
    uint8_t *keep = kept_of(&b, &t, wkt, 1, 54);
    g_assert_true(keep[0] && keep[1] && keep[2]);
    bench_finish(&b);
    keep = kept_of(&b, &t, wkt, 1, 56);
    g_assert_true(keep[0] && !keep[1] && keep[2]);
    bench_finish(&b);
}

/* A bend round the end of another line has to stay: without it the two would cross. */
static void test_no_new_crossing(void)
{
    struct bench b;
    struct topology t;
    static const char *const bay[] = {"LINESTRING(0 0, 0.5 -0.01, 1 0)"};
    uint8_t *keep = kept_of(&b, &t, bay, 1, 5000);
    g_assert_false(keep[1]);
    bench_finish(&b);

    static const char *const crossing[] = {"LINESTRING(0 0, 0.5 -0.01, 1 0)",
                                           "LINESTRING(0.5 0.01, 0.5 -0.005)"};
    keep = kept_of(&b, &t, crossing, 2, 5000);
    g_assert_true(keep[1]);
    bench_finish(&b);
}

static void test_undone_arcs_are_whole(void)
{
    static const char *const wkt[] = {"LINESTRING(0 0, 1 0.0005, 2 0)"};
    static const uint8_t undo[] = {1};
    struct bench b;
    struct topology t;
    uint8_t *keep = kept_of(&b, &t, wkt, 1, 1000);
    g_assert_false(keep[1]);
    simplify_undo(&b.a, b.geos, &t, keep, undo);
    g_assert_true(keep[1]);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/simplify-arcs/the-tolerance-decides", test_the_tolerance_decides);
    g_test_add_func("/simplify-arcs/no-new-crossing", test_no_new_crossing);
    g_test_add_func("/simplify-arcs/undone-arcs-are-whole", test_undone_arcs_are_whole);
    return g_test_run();
}
