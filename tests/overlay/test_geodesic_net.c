/* The net round which a buffer is drawn. */
#include "fixture.h"

#include "overlay/geodesic_net.h"
#include "project/geodesic.h"

static void net_of(struct bench *b, const char *wkt, double distance_m, enum line_side side,
                   struct net *ret)
{
    bench_init(b);
    bench_one(b, 0, wkt);
    net_make(&b->a,
             &(struct net_params){
                 .features = &b->layer[0], .n_rows = 1, .distance_m = distance_m, .side = side},
             ret);
}

/* All pieces together are the line, and their corners lie at the distance. */
static void test_pieces_of_a_line(void)
{
    struct bench b;
    struct net net;
    double sum = 0;
    net_of(&b, "LINESTRING(0 0, 1 0)", 5000, SIDES_BOTH, &net);
    for (size_t i = 0; i < net.n; i++) {
        const struct piece *p = &net.pieces[i];
        sum += p->length_m;
        g_assert_cmpfloat_with_epsilon(geodesic_distance_m(&WGS84, p->a, p->left_a), 5000, 1e-3);
        g_assert_cmpfloat_with_epsilon(geodesic_distance_m(&WGS84, p->b, p->right_b), 5000, 1e-3);
        g_assert_cmpfloat(p->left_a.lat_deg * p->right_a.lat_deg, <, 0);
        struct lonlat beside = piece_beside(p, 0.5, 1, 5000);
        g_assert_cmpfloat_with_epsilon(piece_distance_m(p, beside), 5000, 0.01);
    }
    g_assert_cmpfloat_with_epsilon(sum, 111319.4908, 1e-2);
    bench_finish(&b);
}

static void test_a_vertex_near_the_line_is_dropped(void)
{
    struct bench b;
    struct net net;
    net_of(&b, "LINESTRING(0 0, 0.1 0.0000005, 0.2 0)", 5000, SIDES_BOTH, &net); /* 5 cm */
    size_t without = net.n;
    bench_finish(&b);
    net_of(&b, "LINESTRING(0 0, 0.1 0.0005, 0.2 0)", 5000, SIDES_BOTH, &net);
    g_assert_cmpuint(net.n, >, without);
    bench_finish(&b);
}

static void test_one_side_is_inner(void)
{
    struct bench b;
    struct net net;
    net_of(&b, "LINESTRING(0 0, 0.1 0)", 5000, SIDE_LEFT, &net);
    g_assert_false(net.pieces[0].inner_left);
    g_assert_true(net.pieces[0].inner_right);
    bench_finish(&b);
}

static void test_poles(void)
{
    struct bench b;
    struct net net;
    net_of(&b, "POINT(10 89)", 200e3, SIDES_BOTH, &net);
    g_assert_true(net_reaches_a_pole(&net));
    bench_finish(&b);
    net_of(&b, "POINT(10 80)", 200e3, SIDES_BOTH, &net);
    g_assert_false(net_reaches_a_pole(&net));
    bench_finish(&b);
}

/* r (1 - cos(step / 2)) is the sagitta, at most ARC_SAGITTA_M; the step is never above 10. */
static void test_arcs(void)
{
    for (double r = 100; r < 5e6; r *= 3) {
        double step = arc_step_deg(r);
        g_assert_cmpfloat(r * (1 - cos(step * G_PI / 360)), <=, ARC_SAGITTA_M * 1.001);
        g_assert_cmpfloat(step, <=, 10);
        g_assert_cmpfloat(step, >, 0);
    }
    g_assert_cmpfloat(arc_step_deg(1), ==, 10);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/geodesic-net/pieces-of-a-line", test_pieces_of_a_line);
    g_test_add_func("/geodesic-net/a-vertex-near-the-line-is-dropped",
                    test_a_vertex_near_the_line_is_dropped);
    g_test_add_func("/geodesic-net/one-side-is-inner", test_one_side_is_inner);
    g_test_add_func("/geodesic-net/poles", test_poles);
    g_test_add_func("/geodesic-net/arcs", test_arcs);
    return g_test_run();
}
