#include <glib.h>
#include <math.h>

#include "geom/cut.h"

static double area(const struct paths *p, size_t i)
{
    double sum = 0;
    for (size_t from = p->start[i], end = paths_end(p, i), j = end - 1, k = from; k < end; j = k++)
        sum += p->xy[2 * j] * p->xy[2 * k + 1] - p->xy[2 * k] * p->xy[2 * j + 1];
    return fabs(sum) / 2;
}

static void add_ring(struct paths *p, const double *xy, size_t n)
{
    paths_open(p);
    for (size_t i = 0; i < n; i++)
        paths_add(p, xy[2 * i], xy[2 * i + 1], 0);
}

#define ADD(p, ...)                                                                                \
    add_ring((p), (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / 16)

/* Length of the edges that are the shape's own. */
static double own_length(const struct paths *p)
{
    double sum = 0;
    for (size_t i = 0; i < p->n_paths; i++) {
        size_t from = p->start[i], end = paths_end(p, i);
        for (size_t k = from; k < end; k++) {
            size_t next = k + 1 < end ? k + 1 : from;
            if ((!p->closed && k + 1 == end) || (p->flag[k] & PATH_HIDDEN))
                continue;
            sum += hypot(p->xy[2 * next] - p->xy[2 * k], p->xy[2 * next + 1] - p->xy[2 * k + 1]);
        }
    }
    return sum;
}

static void test_a_comb_falls_into_its_teeth(void)
{
    /* Three teeth above y = 1; Sutherland and Hodgman would leave them joined. */
    struct cutter *c = cutter_create();
    struct paths p = {0}, q = {0};
    paths_clear(&p, true);
    ADD(&p, 0, 0, 5, 0, 5, 3, 4, 3, 4, 0.5, 3, 0.5, 3, 3, 2, 3, 2, 0.5, 1, 0.5, 1, 3, 0, 3);
    cut_at_line(c, &p, CUT_Y_ABOVE, 1, &q);
    g_assert_cmpuint(q.n_paths, ==, 3);
    for (size_t i = 0; i < 3; i++)
        g_assert_cmpfloat_with_epsilon(area(&q, i), 2, 1e-12);
    g_assert_cmpfloat_with_epsilon(own_length(&q), 3 * 5,
                                   1e-12); /* two sides and the top of each */
    cut_at_line(c, &p, CUT_Y_BELOW, 1, &q);
    g_assert_cmpuint(q.n_paths, ==, 1);
    g_assert_cmpfloat_with_epsilon(area(&q, 0), 5 * 0.5 + 3 * 0.5, 1e-12);
    paths_finish(&p);
    paths_finish(&q);
    cutter_destroy(c);
}

static void test_holes_open_to_the_side_that_is_cut_off(void)
{
    struct cutter *c = cutter_create();
    for (int turned = 0; turned < 2; turned++) { /* winding means nothing */
        struct paths p = {0}, q = {0};
        paths_clear(&p, true);
        ADD(&p, 0, 0, 10, 0, 10, 10, 0, 10);
        if (turned)
            ADD(&p, 4, 4, 6, 4, 6, 6, 4, 6);
        else
            ADD(&p, 4, 4, 4, 6, 6, 6, 6, 4);
        cut_at_line(c, &p, CUT_X_ABOVE, 5, &q);
        g_assert_cmpuint(q.n_paths, ==, 1); /* the hole has become a bay */
        g_assert_cmpfloat_with_epsilon(area(&q, 0), 50 - 2, 1e-12);
        cut_at_line(c, &p, CUT_X_ABOVE, 7, &q);
        g_assert_cmpuint(q.n_paths, ==, 1);
        g_assert_cmpfloat_with_epsilon(area(&q, 0), 30, 1e-12);
        cut_at_line(c, &p, CUT_X_ABOVE, 3, &q);
        g_assert_cmpuint(q.n_paths, ==, 2);
        paths_finish(&p);
        paths_finish(&q);
    }
    cutter_destroy(c);
}

static void test_vertices_and_edges_on_the_line(void)
{
    struct cutter *c = cutter_create();
    struct paths p = {0}, q = {0};
    paths_clear(&p, true);
    ADD(&p, 0, 0, 4, 0, 4, 4, 0, 4);
    cut_at_line(c, &p, CUT_X_ABOVE, 0, &q); /* along an edge, all inside */
    g_assert_cmpuint(q.n_paths, ==, 1);
    g_assert_cmpfloat_with_epsilon(area(&q, 0), 16, 1e-12);
    g_assert_cmpfloat_with_epsilon(own_length(&q), 16, 1e-12);
    cut_at_line(c, &p, CUT_X_ABOVE, 4, &q); /* along an edge, nothing but the edge inside */
    double sum = 0;
    for (size_t i = 0; i < q.n_paths; i++)
        sum += area(&q, i);
    g_assert_cmpfloat_with_epsilon(sum, 0, 1e-12);
    paths_clear(&p, true);
    ADD(&p, 0, 0, 2, 2, 4, 0, 4, 4, 0, 4); /* a notch whose tip is on the line */
    cut_at_line(c, &p, CUT_Y_ABOVE, 2, &q);
    sum = 0;
    for (size_t i = 0; i < q.n_paths; i++)
        sum += area(&q, i);
    g_assert_cmpfloat_with_epsilon(sum, 8, 1e-12);
    paths_finish(&p);
    paths_finish(&q);
    cutter_destroy(c);
}

static void test_lines_fall_into_pieces(void)
{
    struct cutter *c = cutter_create();
    struct paths p = {0};
    paths_clear(&p, false);
    ADD(&p, -5, 5, 5, 5, 5, 15, 8, 15, 8, 5, 20, 5);
    cut_to_box(c, &p, (struct box){0, 0, 10, 10});
    paths_end_last(&p);
    g_assert_cmpuint(p.n_paths, ==, 2);
    g_assert_cmpfloat_with_epsilon(own_length(&p), 5 + 5 + 5 + 2, 1e-12);
    paths_finish(&p);
    cutter_destroy(c);
}

/* A star about the origin with many corners, cut to a box: against the even-odd rule at sample
 * places. */
static void test_random_polygons_against_the_even_odd_rule(void)
{
    struct cutter *c = cutter_create();
    const struct box box = {-3, -2, 4, 3};
    for (int round = 0; round < 200; round++) {
        struct paths p = {0}, whole = {0};
        GRand *rand = g_rand_new_with_seed((guint32)round);
        paths_clear(&p, true);
        paths_clear(&whole, true);
        for (int ring = 0; ring < 3; ring++) {
            paths_open(&p);
            paths_open(&whole);
            for (int i = 0; i < 12; i++) { /* crosses itself, on purpose */
                double x = g_rand_double_range(rand, -8, 8), y = g_rand_double_range(rand, -8, 8);
                if (i % 4 == 0) /* on the box's lines, too */
                    x = round % 2 ? box.x0 : box.x1;
                paths_add(&p, x, y, 0);
                paths_add(&whole, x, y, 0);
            }
        }
        cut_to_box(c, &p, box);
        for (int i = 0; i < 200; i++) {
            double x = g_rand_double_range(rand, -8, 8), y = g_rand_double_range(rand, -8, 8);
            bool inside = x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1;
            g_assert_cmpint(paths_hold(&p, x, y), ==, inside && paths_hold(&whole, x, y));
        }
        for (size_t i = 0; i < p.n; i++)
            g_assert_true(p.xy[2 * i] >= box.x0 && p.xy[2 * i] <= box.x1 &&
                          p.xy[2 * i + 1] >= box.y0 && p.xy[2 * i + 1] <= box.y1);
        g_rand_free(rand);
        paths_finish(&p);
        paths_finish(&whole);
    }
    cutter_destroy(c);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cut/comb", test_a_comb_falls_into_its_teeth);
    g_test_add_func("/cut/holes", test_holes_open_to_the_side_that_is_cut_off);
    g_test_add_func("/cut/touching", test_vertices_and_edges_on_the_line);
    g_test_add_func("/cut/lines", test_lines_fall_into_pieces);
    g_test_add_func("/cut/random", test_random_polygons_against_the_even_odd_rule);
    return g_test_run();
}
