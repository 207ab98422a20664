/* Hulls of each feature, of groups, of all, and over the antimeridian. */
#include "fixture.h"

static void test_each_feature_has_its_own(void)
{
    struct bench b;
    bench_init(&b);
    /* The hull of an L of three unit squares is the square of 4 less a corner of 1/2. */
    bench_one(&b, 0, "POLYGON((0 0, 2 0, 2 1, 1 1, 1 2, 0 2, 0 0))");
    struct features f = bench_do(&b, "hull: a");
    g_assert_cmpuint(f.table.n, ==, 1);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 0), 3.5, 1e-12);
    bench_finish(&b);
}

static void test_one_for_each_value(void)
{
    static const char *const wkt[] = {"POINT(0 0)", "POINT(10 0)", "POINT(1 0)", "POINT(10 2)",
                                      "POINT(0 1)", "POINT(12 0)", "EMPTY"};
    static const char *const kind[] = {"x", "y", "x", "y", "x", "y", "x"};
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 0, wkt, G_N_ELEMENTS(wkt));
    bench_texts(&b, 0, "kind", kind);
    struct features f = bench_do(&b, "hull: a, by: kind");
    g_assert_cmpuint(f.table.n, ==, 2);
    assert_text_at(&f, "kind", 0, "x");
    assert_text_at(&f, "kind", 1, "y");
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 0), 0.5, 1e-12);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 1), 2, 1e-12);
    f = bench_do(&b, "hull: a, dissolve: true");
    g_assert_cmpuint(f.table.n, ==, 1);
    g_assert_cmpuint(f.table.n_columns, ==, 0);
    g_assert_false(bench_step(&b, "hull: a, by: kind, dissolve: true", &f));
    bench_finish(&b);
}

/* The short way round: two degrees wide, in two parts that both lie in -180 to 180. */
static void test_over_the_antimeridian(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "MULTIPOINT((179 0), (179 1), (-179 0), (-179 1))");
    struct features f = bench_do(&b, "hull: a");
    g_assert_cmpuint(geometry_parts(&f.table.geom), ==, 2);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 0), 2, 1e-9);
    struct box box = geometry_box(&f.table.geom);
    g_assert_cmpfloat(box.x0, ==, -180);
    g_assert_cmpfloat(box.x1, ==, 180);
    bench_finish(&b);
}

static void test_places_on_a_line_have_none(void)
{
    static const char *const wkt[] = {"LINESTRING(0 0, 1 1, 2 2)", "LINESTRING(0 0, 1 1, 2 0)"};
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 0, wkt, 2);
    struct features f = bench_do(&b, "hull: a");
    g_assert_cmpuint(f.table.n, ==, 1);
    g_assert_cmpfloat_with_epsilon(plane_area(&b, &f, 0), 1, 1e-12);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hull/each-feature-has-its-own", test_each_feature_has_its_own);
    g_test_add_func("/hull/one-for-each-value", test_one_for_each_value);
    g_test_add_func("/hull/over-the-antimeridian", test_over_the_antimeridian);
    g_test_add_func("/hull/places-on-a-line-have-none", test_places_on_a_line_have_none);
    return g_test_run();
}
