/* Which areas hold a place: round a pole, over the antimeridian, with holes. */
#include "fixture.h"

#include "overlay/near_area.h"
#include "project/geodesic.h"

static void mark(void *ctx, uint32_t row)
{
    *(unsigned *)ctx |= 1u << row;
}

/* Bits of the rows that hold the place. */
static unsigned holding(const char *const *wkt, size_t n, enum edge_kind edges, double lon,
                        double lat)
{
    struct bench b;
    struct near_edges e;
    unsigned found = 0;
    bench_init(&b);
    bench_layer(&b, 0, wkt, n);
    b.layer[0].edges = edges;
    near_edges_init(&e, &b.layer[0], geodesic_prepare(&b.a, &WGS84));
    for (size_t i = 0; i < n; i++)
        g_assert_true(near_edges_add(&e, i));
    struct vertex p = vertex_of((struct lonlat){lon, lat});
    near_areas_at(near_areas_make(&b.a, &e), &p, mark, &found);
    near_edges_finish(&e);
    bench_finish(&b);
    return found;
}

static void test_holes_and_overlaps(void)
{
    static const char *const wkt[] = {
        "POLYGON((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1))",
        "POLYGON((3 3, 6 3, 6 6, 3 6, 3 3))", "LINESTRING(0 0, 4 4)"};
    g_assert_cmpuint(holding(wkt, 3, EDGES_PLANAR, 0.5, 0.7), ==, 1);
    g_assert_cmpuint(holding(wkt, 3, EDGES_PLANAR, 1.5, 1.6), ==, 0);
    g_assert_cmpuint(holding(wkt, 3, EDGES_PLANAR, 3.5, 3.6), ==, 3);
    g_assert_cmpuint(holding(wkt, 3, EDGES_PLANAR, 9, 9), ==, 0);
}

/* The geodesic between two places of 50 degrees north bulges beyond 50.3: what lies below it is
 * inside only with geodesic edges. */
static void test_edges_that_bulge(void)
{
    static const char *const wkt[] = {"POLYGON((0 40, 20 40, 20 50, 0 50, 0 40))"};
    g_assert_cmpuint(holding(wkt, 1, EDGES_PLANAR, 10, 50.2), ==, 0);
    g_assert_cmpuint(holding(wkt, 1, EDGES_GEODESIC, 10, 50.2), ==, 1);
}

static void test_over_the_antimeridian_and_round_a_pole(void)
{
    static const char *const wkt[] = {"POLYGON((170 0, -170 0, -170 5, 170 5, 170 0))",
                                      "POLYGON((0 80, 120 81, -120 80, 0 80))"};
    g_assert_cmpuint(holding(wkt, 2, EDGES_GEODESIC, 179, 2), ==, 1);
    g_assert_cmpuint(holding(wkt, 2, EDGES_GEODESIC, -179, 2), ==, 1);
    g_assert_cmpuint(holding(wkt, 2, EDGES_GEODESIC, 0, 2), ==, 0);
    g_assert_cmpuint(holding(wkt, 2, EDGES_GEODESIC, 33, 90), ==, 2);
    g_assert_cmpuint(holding(wkt, 2, EDGES_GEODESIC, 33, -90), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/near-area/holes-and-overlaps", test_holes_and_overlaps);
    g_test_add_func("/near-area/edges-that-bulge", test_edges_that_bulge);
    g_test_add_func("/near-area/over-the-antimeridian-and-round-a-pole",
                    test_over_the_antimeridian_and_round_a_pole);
    return g_test_run();
}
