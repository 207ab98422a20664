/* The curve at a distance round a net. */
#include "fixture.h"

#include "overlay/offset_curve.h"
#include "project/geodesic.h"

static struct offset_curve curve_round(struct bench *b, const char *wkt, double distance_m,
                                       struct net *net)
{
    struct offset_curve ret;
    bench_init(b);
    bench_one(b, 0, wkt);
    net_make(&b->a,
             &(struct net_params){.features = &b->layer[0], .n_rows = 1, .distance_m = distance_m},
             net);
    offset_curve_make(&b->a, net, reach_tree_make(&b->a, net), &ret);
    return ret;
}

/* Round a place: a closed line, all of it at the distance (places lie on the circle, the lines
 * between them 0.4 m inside), and nearly as long as 2 pi r. */
static void test_round_a_place(void)
{
    struct bench b;
    struct net net;
    struct offset_curve c = curve_round(&b, "POINT(20 60)", 5000, &net);
    double length = 0;
    for (size_t i = 0; i < c.n; i++) {
        g_assert_cmpfloat_with_epsilon(
            geodesic_distance_m(&WGS84, c.v[i].at, (struct lonlat){20, 60}), 5000, 0.5);
        if (i > 0 && !c.v[i].starts)
            length += geodesic_distance_m(&WGS84, c.v[i - 1].at, c.v[i].at);
    }
    g_assert_cmpfloat_with_epsilon(length, 2 * G_PI * 5000, 10);
    bench_finish(&b);
}

/* No place is outside of the buffer, and each whole circle or side is there: north and south of the
 * line, and beyond both ends. */
static void test_round_a_line_with_a_bend(void)
{
    struct bench b;
    struct net net;
    struct offset_curve c = curve_round(&b, "LINESTRING(0 0, 0.5 0, 0.7 0.2)", 5000, &net);
    struct box box = BOX_EMPTY;
    for (size_t i = 0; i < c.n; i++) {
        double nearest = INFINITY;
        for (size_t k = 0; k < net.n; k++)
            nearest = fmin(nearest, piece_distance_m(&net.pieces[k], c.v[i].at));
        g_assert_cmpfloat(nearest, <=, 5000.5);
        box = box_add(box, c.v[i].at.lon_deg, c.v[i].at.lat_deg);
    }
    /* 5 km are 0.044916 degrees of the equator and 0.045218 of its meridians (pyproj's Geod.fwd) */
    g_assert_cmpfloat_with_epsilon(box.x0, -0.044916, 1e-4);
    g_assert_cmpfloat_with_epsilon(box.y0, -0.045218, 1e-4);
    g_assert_cmpfloat_with_epsilon(box.y1, 0.2 + 0.045218, 1e-4);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/offset-curve/round-a-place", test_round_a_place);
    g_test_add_func("/offset-curve/round-a-line-with-a-bend", test_round_a_line_with_a_bend);
    return g_test_run();
}
