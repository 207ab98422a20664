/* Invalid polygons are made valid, and told. */
#include "fixture.h"

#include "base/log.h"
#include "overlay/repair.h"

static char told[400];
static struct lode_err last;

static void remember(void *ctx, const struct lode_err *what)
{
    (void)ctx;
    last = *what;
    g_strlcpy(told, what->message, sizeof told);
}

static void ring(struct geom_builder *b, const double *xy, size_t n)
{
    geom_feature(b, GEOM_POLYGON);
    geom_part(b);
    geom_ring(b);
    for (size_t i = 0; i < n; i++)
        geom_xy(b, xy[2 * i], xy[2 * i + 1]);
}

/* A bow tie is two triangles of 1/4 each: it crosses itself at 0.5 0.5. */
static void test_a_bow_tie(void)
{
    static const double tie[] = {0, 0, 1, 1, 1, 0, 0, 1, 0, 0};
    static const double fine[] = {5, 0, 6, 0, 6, 1, 5, 0};
    struct bench b;
    struct geom_builder builder = {0};
    bench_init(&b);
    bench_layer(&b, 0, (const char *const[]){"EMPTY", "EMPTY"}, 2);
    ring(&builder, fine, 4);
    ring(&builder, tie, 5);
    geom_finish(&b.a, &builder, &b.layer[0].table.geom);
    log_set_sink(remember, NULL);
    const struct features *f = repair_features(&b.a, b.geos, &b.layer[0], (struct lode_span){0});
    log_set_sink(NULL, NULL);
    g_assert_true(f != &b.layer[0]);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, f, 1), 0.5, 1e-12);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, f, 0), 0.5, 1e-12);
    g_assert_cmpstr(last.rule, ==, "repaired-geometry");
    g_assert_nonnull(strstr(told, "1 invalid polygon in 'a' repaired: feature 2, "));
    g_assert_nonnull(strstr(told, "0.50000 0.50000"));
    bench_finish(&b);
}

static void test_what_is_valid_is_not_copied(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "POLYGON((0 0, 1 0, 1 1, 0 0))");
    g_assert_true(repair_features(&b.a, b.geos, &b.layer[0], (struct lode_span){0}) == &b.layer[0]);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/repair/a-bow-tie", test_a_bow_tie);
    g_test_add_func("/repair/what-is-valid-is-not-copied", test_what_is_valid_is_not_copied);
    return g_test_run();
}
