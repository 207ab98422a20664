/* What two features share is one arc; where they part there is a node; rings come back as they
 * were. */
#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "overlay/simplify_arcs.h"
#include "overlay/topology.h"

static void put(struct geom_builder *b, enum geom_kind kind, const double *xy, size_t n)
{
    geom_feature(b, kind);
    geom_part(b);
    geom_ring(b);
    for (size_t k = 0; k < n; k++)
        geom_xy(b, xy[2 * k], xy[2 * k + 1]);
}

#define PUT(b, kind, ...)                                                                          \
    do {                                                                                           \
        const double xy[] = {__VA_ARGS__};                                                         \
        put((b), (kind), xy, G_N_ELEMENTS(xy) / 2);                                                \
    } while (0)

static void make(struct arena *a, struct geom_builder *b, struct geometry *g, struct topology *t)
{
    geom_finish(a, b, g);
    topology_make(a, g, t);
}

/* Two squares side by side, wound against each other: three arcs, the middle one in both. */
static void test_neighbours_share_an_arc(void)
{
    struct arena a = {0};
    struct geom_builder b = {0};
    struct geometry g;
    struct topology t;
    arena_init(&a, 0);
    PUT(&b, GEOM_POLYGON, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0);
    PUT(&b, GEOM_POLYGON, 2, 0, 1, 0, 1, 1, 2, 1, 2, 0);
    make(&a, &b, &g, &t);
    g_assert_cmpuint(t.n_vertices, ==, 6);
    g_assert_cmpuint(t.n_arcs, ==, 3);
    g_assert_cmpuint(t.at[1], ==, 2);
    g_assert_cmpuint(t.at[2], ==, 4);
    int shared = 0;
    for (uint32_t i = t.at[0]; i < t.at[1]; i++) {
        for (uint32_t k = t.at[1]; k < t.at[2]; k++)
            shared += topology_arc_of(t.ref[i]) == topology_arc_of(t.ref[k]);
    }
    g_assert_cmpint(shared, ==, 1);
    arena_finish(&a);
}

/* A lake and the hole that it lies in: one closed arc, whatever vertex either begins at. */
static void test_a_lake_and_its_hole_are_one_arc(void)
{
    struct arena a = {0};
    struct geom_builder b = {0};
    struct geometry g;
    struct topology t;
    arena_init(&a, 0);
    PUT(&b, GEOM_POLYGON, 4, 4, 6, 4, 6, 6, 4, 6, 4, 4);
    PUT(&b, GEOM_POLYGON, 0, 0, 9, 0, 9, 9, 0, 9, 0, 0);
    geom_ring(&b);
    geom_xy(&b, 6, 6);
    geom_xy(&b, 6, 4);
    geom_xy(&b, 4, 4);
    geom_xy(&b, 4, 6);
    geom_xy(&b, 6, 6);
    make(&a, &b, &g, &t);
    g_assert_cmpuint(t.n_arcs, ==, 2);
    g_assert_cmpint(t.ref[t.at[2]], ==, ~t.ref[t.at[0]]);
    arena_finish(&a);
}

/* The same vertices in the same direction, from wherever it begins. */
static void assert_same_ring(const double *was, size_t n_was, const double *now, size_t n_now)
{
    size_t n = n_was - 1, from = 0;
    g_assert_cmpuint(n_now, ==, n_was);
    while (from < n && memcmp(was + 2 * from, now, 2 * sizeof *was) != 0)
        from++;
    g_assert_cmpuint(from, <, n);
    for (size_t k = 0; k <= n; k++)
        g_assert_cmpmem(was + 2 * ((from + k) % n), 2 * sizeof *was, now + 2 * k, 2 * sizeof *now);
}

static void test_rings_come_back(void)
{
    struct arena a = {0};
    struct geom_builder b = {0};
    struct geometry g, now;
    struct topology t;
    arena_init(&a, 0);
    PUT(&b, GEOM_POLYGON, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0);
    PUT(&b, GEOM_POLYGON, 2, 0, 1, 0, 1, 1, 2, 1, 2, 0);
    PUT(&b, GEOM_POLYGON, 5, 5, 6, 5, 6, 6, 5, 5);
    PUT(&b, GEOM_LINE, 1, 1, 1, 0, 3, 3);
    PUT(&b, GEOM_LINE, 8, 8, 9, 8, 9, 9, 8, 8); /* closed, but a line: it begins where it does */
    make(&a, &b, &g, &t);
    struct geom_builder back = {0};
    for (size_t r = 0; r < g.n; r++) {
        geom_feature(&back, (enum geom_kind)g.kind[r]);
        geom_part(&back);
        topology_ring(&t, r, NULL, &back);
    }
    geom_finish(&a, &back, &now);
    for (size_t r = 0; r < 3; r++)
        assert_same_ring(g.xy + 2 * g.at[r], g.at[r + 1] - g.at[r], now.xy + 2 * now.at[r],
                         now.at[r + 1] - now.at[r]);
    size_t lines = 2 * (g.at[5] - g.at[3]) * sizeof *g.xy;
    g_assert_cmpmem(g.xy + 2 * g.at[3], lines, now.xy + 2 * now.at[3], lines);
    arena_finish(&a);
}

static void test_nothing_and_points(void)
{
    struct arena a = {0};
    struct geom_builder b = {0};
    struct geometry g;
    struct topology t;
    arena_init(&a, 0);
    make(&a, &b, &g, &t);
    g_assert_cmpuint(t.n_arcs, ==, 0);
    b = (struct geom_builder){0};
    PUT(&b, GEOM_POINT, 3, 4);
    PUT(&b, GEOM_LINE, 3, 4, 3, 4);
    make(&a, &b, &g, &t);
    g_assert_cmpuint(t.n_arcs, ==, 0);
    arena_finish(&a);
}

static size_t kept(const uint8_t *keep, const struct topology *t, size_t arc)
{
    size_t n = 0;
    for (uint32_t k = t->arc[arc]; k < t->arc[arc + 1]; k++)
        n += keep[k];
    return n;
}

/* A bulge 100 m high goes at 200 m and stays at 50 m; with a line in it that ends there it stays at
 * 200 m too, or the line's end would change sides. */
static void test_nothing_changes_sides(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct geos *geos = geos_create(&a);
    for (int with_end = 0; with_end < 2; with_end++) {
        struct geom_builder b = {0};
        struct geometry g;
        struct topology t;
        PUT(&b, GEOM_LINE, 60, 0, 60.005, 0.0009, 60.01, 0);
        if (with_end)
            PUT(&b, GEOM_LINE, 60.005, 0.0003, 60.0051, 0.0003);
        make(&a, &b, &g, &t);
        g_assert_cmpuint(kept(simplify_arcs(&a, geos, &t, 50), &t, 0), ==, 3);
        g_assert_cmpuint(kept(simplify_arcs(&a, geos, &t, 200), &t, 0), ==, with_end ? 3 : 2);
    }
    arena_finish(&a);
}

/* However large the tolerance is, a ring keeps three corners. */
static void test_a_ring_stays_one(void)
{
    struct arena a = {0};
    struct geom_builder b = {0};
    struct geometry g;
    struct topology t;
    arena_init(&a, 0);
    PUT(&b, GEOM_POLYGON, 60, 30, 60.01, 30, 60.02, 30.001, 60.02, 30.01, 60, 30.01, 60, 30);
    make(&a, &b, &g, &t);
    g_assert_cmpuint(kept(simplify_arcs(&a, geos_create(&a), &t, 1e6), &t, 0), ==, 4);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/topology/neighbours-share-an-arc", test_neighbours_share_an_arc);
    g_test_add_func("/topology/a-lake-and-its-hole", test_a_lake_and_its_hole_are_one_arc);
    g_test_add_func("/topology/rings-come-back", test_rings_come_back);
    g_test_add_func("/topology/nothing-and-points", test_nothing_and_points);
    g_test_add_func("/simplify-arcs/nothing-changes-sides", test_nothing_changes_sides);
    g_test_add_func("/simplify-arcs/a-ring-stays-one", test_a_ring_stays_one);
    return g_test_run();
}
