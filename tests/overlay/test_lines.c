/* Boundaries of areas, and each border once. */
#include "fixture.h"

static const char *const boxes[] = {"POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))",
                                    "POLYGON((1 0, 2 0, 2 1, 1 1, 1 0))"};

static void test_each_area_has_its_boundary(void)
{
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 0, boxes, 2);
    struct features f = bench_do(&b, "lines: a");
    g_assert_cmpuint(f.table.n, ==, 2);
    g_assert_cmpint(f.table.kind, ==, GEOM_LINE);
    g_assert_cmpfloat_with_epsilon(plane_length(&b, &f, 0), 4, 1e-12);
    g_assert_cmpfloat_with_epsilon(plane_length(&b, &f, 1), 4, 1e-12);
    bench_finish(&b);
}

/* The common border is 1 long, and there once: 3 + 1 + 3. */
static void test_borders_once(void)
{
    static const double v[] = {1, 2};
    struct bench b;
    double sum = 0, common = 0;
    bench_init(&b);
    bench_layer(&b, 0, boxes, 2);
    bench_numbers(&b, 0, "v", v);
    struct features f = bench_do(&b, "lines: a, once: true");
    g_assert_cmpuint(f.table.n, ==, 3);
    for (size_t i = 0; i < 3; i++) {
        double length = plane_length(&b, &f, i);
        sum += length;
        if (!isnan(number_at(&f, "v_2", i)))
            common += length;
    }
    g_assert_cmpfloat_with_epsilon(sum, 7, 1e-12);
    g_assert_cmpfloat_with_epsilon(common, 1, 1e-12);
    bench_finish(&b);
}

static void test_points_are_refused(void)
{
    struct bench b;
    struct features f;
    bench_init(&b);
    bench_one(&b, 0, "POINT(0 0)");
    g_assert_false(bench_step(&b, "lines: a", &f));
    g_assert_nonnull(strstr(b.diags.v[0].message, "no boundary"));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lines/each-area-has-its-boundary", test_each_area_has_its_boundary);
    g_test_add_func("/lines/borders-once", test_borders_once);
    g_test_add_func("/lines/points-are-refused", test_points_are_refused);
    return g_test_run();
}
