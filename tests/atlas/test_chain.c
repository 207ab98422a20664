/* Lines of a railway as data has them: in any order, in either direction, with gaps and branches.
 * On the equator a degree is a * pi / 180 = 111319.4908 m (WGS 84, a = 6378137 m). */
#include <glib.h>
#include <math.h>

#include "atlas/chain.h"
#include "base/arena.h"
#include "project/geodesic.h"

static const double DEGREE_M = 111319.4908, JOIN_M = 50;

struct fixture {
    struct arena a;
    struct geom_builder shapes;
    struct atlas_chain *chains;
    size_t n;
};

static void set_up(struct fixture *f, gconstpointer data)
{
    (void)data;
    *f = (struct fixture){0};
    arena_init(&f->a, 0);
}

static void tear_down(struct fixture *f, gconstpointer data)
{
    (void)data;
    arena_finish(&f->a);
}

static void add(struct fixture *f, enum geom_kind kind, size_t n, const double *xy)
{
    geom_feature(&f->shapes, kind);
    geom_part(&f->shapes);
    geom_ring(&f->shapes);
    for (size_t i = 0; i < n; i++)
        geom_xy(&f->shapes, xy[2 * i], xy[2 * i + 1]);
}

#define LINE(f, ...)                                                                               \
    add((f), GEOM_LINE, sizeof((double[]){__VA_ARGS__}) / sizeof(double) / 2,                      \
        (double[]){__VA_ARGS__})

static void make(struct fixture *f)
{
    struct geometry g;
    geom_finish(&f->a, &f->shapes, &g);
    f->n = atlas_chains_make(&f->a, &g, JOIN_M, &f->chains);
}

static void expect_row(const struct atlas_chain *c, size_t n, const double *x)
{
    g_assert_cmpuint(c->n, ==, n);
    for (size_t i = 0; i < n; i++)
        g_assert_cmpfloat(c->xy[2 * i], ==, x[i]);
}

static void test_parts_in_any_order_and_direction(struct fixture *f, gconstpointer data)
{
    (void)data;
    LINE(f, 2, 0, 3, 0);
    LINE(f, 1, 0, 0, 0);
    LINE(f, 5, 0, 3, 0);
    LINE(f, 2, 0, 1, 0);
    make(f);
    g_assert_cmpuint(f->n, ==, 1);
    expect_row(&f->chains[0], 5, (double[]){0, 1, 2, 3, 5});
    g_assert_cmpfloat_with_epsilon(f->chains[0].at_m[4], 5 * DEGREE_M, 0.01);
    g_assert_cmpfloat(f->chains[0].at_m[0], ==, 0);
}

static void test_gaps(struct fixture *f, gconstpointer data)
{
    (void)data;
    double near = 0.9 * JOIN_M / DEGREE_M, far = 1.1 * JOIN_M / DEGREE_M;
    LINE(f, 0, 0, 3, 0);
    LINE(f, 3 + near, 0, 5, 0);
    LINE(f, 5 + far, 0, 6, 0);
    make(f);
    g_assert_cmpuint(f->n, ==, 2);
    expect_row(&f->chains[0], 4, (double[]){0, 3, 3 + near, 5});
    expect_row(&f->chains[1], 2, (double[]){5 + far, 6});
}

/* The straight way goes on; what turns off is a line of its own, though it stands first. */
static void test_a_branch(struct fixture *f, gconstpointer data)
{
    (void)data;
    LINE(f, 3, 0, 4, 1);
    LINE(f, 0, 0, 3, 0);
    LINE(f, 3, 0, 4, 0.1);
    make(f);
    g_assert_cmpuint(f->n, ==, 2);
    g_assert_cmpfloat(f->chains[0].xy[5], ==, 0.1);
    g_assert_cmpfloat(f->chains[1].xy[3], ==, 1);
}

static void test_a_hairpin_is_another_line(struct fixture *f, gconstpointer data)
{
    (void)data;
    LINE(f, 0, 0, 3, 0);
    LINE(f, 3, 0, 0, 0.3);
    make(f);
    g_assert_cmpuint(f->n, ==, 2);
}

/* The first edge of the second part has no direction; the one after it has. */
static void test_vertices_that_stand_twice(struct fixture *f, gconstpointer data)
{
    (void)data;
    LINE(f, 0, 0, 0, 2);
    LINE(f, 0, 2, 0, 2, 0, 2, 0, 3);
    LINE(f, 0, -1, 0, 0, 0, 0);
    make(f);
    g_assert_cmpuint(f->n, ==, 1);
    g_assert_cmpuint(f->chains[0].n, ==, 4);
    g_assert_cmpfloat(f->chains[0].xy[1], ==, 3); /* from north to south */
}

static void test_what_is_no_line(struct fixture *f, gconstpointer data)
{
    (void)data;
    geom_feature(&f->shapes, GEOM_NONE);
    LINE(f, 1, 1, 1, 1);
    add(f, GEOM_POINT, 1, (double[]){2, 2});
    add(f, GEOM_POLYGON, 4, (double[]){0, 0, 1, 0, 1, 1, 0, 0});
    make(f);
    g_assert_cmpuint(f->n, ==, 0);
    make(f);
    g_assert_cmpuint(f->n, ==, 0);
}

static void test_a_ring_ends(struct fixture *f, gconstpointer data)
{
    (void)data;
    LINE(f, 0, 0, 1, 0, 1, 1);
    LINE(f, 1, 1, 0, 1, 0, 0);
    make(f);
    g_assert_cmpuint(f->n, ==, 1);
    g_assert_cmpuint(f->chains[0].n, ==, 5);
}

static void test_places(struct fixture *f, gconstpointer data)
{
    (void)data;
    LINE(f, 0, 0, 1, 0, 3, 0);
    make(f);
    const struct atlas_chain *c = &f->chains[0];
    static const double at_deg[] = {-0.5, 0, 0.25, 1, 2.5, 3, 4};
    for (size_t i = 0; i < G_N_ELEMENTS(at_deg); i++) {
        struct lonlat p = atlas_chain_place(c, at_deg[i] * DEGREE_M);
        g_assert_cmpfloat_with_epsilon(p.lon_deg, at_deg[i], 1e-7);
        g_assert_cmpfloat_with_epsilon(p.lat_deg, 0, 1e-9);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, fn) g_test_add("/atlas/chain/" name, struct fixture, NULL, set_up, fn, tear_down)
    ADD("order", test_parts_in_any_order_and_direction);
    ADD("gaps", test_gaps);
    ADD("branch", test_a_branch);
    ADD("hairpin", test_a_hairpin_is_another_line);
    ADD("twice", test_vertices_that_stand_twice);
    ADD("no-line", test_what_is_no_line);
    ADD("ring", test_a_ring_ends);
    ADD("places", test_places);
    return g_test_run();
}
