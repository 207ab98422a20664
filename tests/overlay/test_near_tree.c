/* An index over edges: nothing that is near enough is left out. */
#include "fixture.h"

#include "overlay/near_tree.h"
#include "project/geodesic.h"

static void make_edges(struct bench *b, struct near_edges *e)
{
    GString *wkt = g_string_new("LINESTRING(10 50");
    for (int i = 1; i < 500; i++)
        g_string_append_printf(wkt, ", %.4f %.4f", 10 + 0.01 * i, 50 + 2 * sin(0.05 * i));
    g_string_append_c(wkt, ')');
    bench_init(b);
    bench_one(b, 0, wkt->str);
    near_edges_init(e, &b->layer[0], geodesic_prepare(&b->a, &WGS84));
    g_assert_true(near_edges_add(e, 0));
    g_string_free(wkt, TRUE);
}

struct visit {
    const struct near_edges *edges;
    struct space from;
    double *chord_most_m;
    size_t leaves;
};

static void look_at(void *ctx, const struct near_leaf *leaf)
{
    struct visit *v = ctx;
    v->leaves++;
    for (size_t i = leaf->first; i <= leaf->first + leaf->n_edges; i++) {
        struct space at = space_of(v->edges->v[i].place);
        *v->chord_most_m = fmin(*v->chord_most_m, sqrt(space_distance2(at, v->from)));
    }
}

/* Against all vertices one by one, with few leaves looked at. */
static void test_the_nearest_vertex(void)
{
    struct bench b;
    struct near_edges e;
    size_t leaves = 0;
    make_edges(&b, &e);
    const struct near_tree *t = near_tree_make(&b.a, &e);
    for (int k = 0; k < 100; k++) {
        struct space from = space_of((struct lonlat){9 + 0.07 * k, 48 + (k * 37 % 40) / 10.0});
        double best = INFINITY, most = INFINITY;
        for (size_t i = 0; i < e.n; i++)
            best = fmin(best, sqrt(space_distance2(space_of(e.v[i].place), from)));
        struct visit v = {&e, from, &most, 0};
        near_tree_visit(t, from, 0, &most, look_at, &v);
        g_assert_cmpfloat(most, ==, best);
        leaves += v.leaves;
    }
    g_assert_cmpuint(leaves, <, 100 * 20);
    near_edges_finish(&e);
    bench_finish(&b);
}

/* Each once, and neighbours in the list nearer to each other than by chance. */
static void test_order(void)
{
    enum { N = 400 };
    struct space at[N];
    uint32_t order[N], seen[N] = {0};
    double before = 0, after = 0;
    GRand *r = g_rand_new_with_seed(3);
    for (uint32_t i = 0; i < N; i++)
        at[i] = space_of(
            (struct lonlat){g_rand_double_range(r, -180, 180), g_rand_double_range(r, -85, 85)});
    g_rand_free(r);
    near_order(at, order, N);
    for (size_t i = 0; i < N; i++)
        seen[order[i]]++;
    for (size_t i = 0; i < N; i++)
        g_assert_cmpuint(seen[i], ==, 1);
    for (size_t i = 1; i < N; i++) {
        before += sqrt(space_distance2(at[i - 1], at[i]));
        after += sqrt(space_distance2(at[order[i - 1]], at[order[i]]));
    }
    g_assert_cmpfloat(after, <, before / 3);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/near-tree/the-nearest-vertex", test_the_nearest_vertex);
    g_test_add_func("/near-tree/order", test_order);
    return g_test_run();
}
