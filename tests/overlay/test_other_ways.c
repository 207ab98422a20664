/* What simpler methods would have said: haversine, Mercator, degrees. */
#include "fixture.h"

#include "overlay/other_ways.h"

/* A degree along the parallel of 60 degrees. The sphere of 6371008.8 m has
 * 2 R asin(cos 60 sin 0.5) = 55,596.93 m, Mercator 111,319.49 m, and so have plain degrees. */
static void test_by_closed_formulas(void)
{
    struct bench b;
    struct other_ways w;
    bench_init(&b);
    bench_one(&b, 0, "POINT(0 60)");
    bench_one(&b, 1, "POINT(1 60)");
    const struct features *v[] = {&b.layer[0], &b.layer[1]};
    struct str names[] = {STR("a"), STR("b")};
    struct layer_set layers = {.v = v, .name = names, .n = 2};
    const struct doc_step *s = bench_read(&b, "near: a, to: b");
    g_assert_true(other_ways(&b.a, s, &layers, &w, &b.err));
    g_assert_cmpuint(w.n, ==, 1);
    double sphere = 2 * 6371008.8 * asin(cos(G_PI / 3) * sin(G_PI / 360));
    g_assert_cmpfloat_with_epsilon(w.v[0].other_m[WAY_SPHERE], sphere, 1e-3);
    g_assert_cmpfloat_with_epsilon(w.v[0].other_m[WAY_MERCATOR], 111319.4908, 1e-2);
    g_assert_cmpfloat_with_epsilon(w.v[0].other_m[WAY_DEGREES], 111319.49, 1e-2);
    /* pyproj.Geod(ellps='WGS84').inv(0, 60, 1, 60) */
    g_assert_cmpfloat_with_epsilon(w.v[0].m, 55799.471, 1e-2);
    g_assert_cmpint(w.v[0].fid, ==, 1);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/other-ways/by-closed-formulas", test_by_closed_formulas);
    return g_test_run();
}
