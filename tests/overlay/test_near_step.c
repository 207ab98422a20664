/* The step near: lists with distances, directions and names. */
#include "fixture.h"

/* Two points on the equator a degree (111,319.4908 m) east and two degrees west of the first. */
static void three_places(struct bench *b)
{
    static const char *const other[] = {"POINT(1 0)", "POINT(-2 0)"}, *const names[] = {"east",
                                                                                        "west"};
    static const double v[] = {1};
    bench_init(b);
    bench_one(b, 0, "POINT(0 0)");
    bench_numbers(b, 0, "v", v);
    bench_layer(b, 1, other, 2);
    bench_texts(b, 1, "name", names);
}

static void test_columns_of_the_nearest(void)
{
    struct bench b;
    three_places(&b);
    struct features f = bench_do(&b, "near: a, to: b, name: name");
    g_assert_cmpuint(f.table.n, ==, 1);
    g_assert_cmpfloat_with_epsilon(number_at(&f, "near_m", 0), 111319.4908, 1e-4);
    g_assert_cmpfloat_with_epsilon(number_at(&f, "near_azimuth_deg", 0), 90, 1e-9);
    g_assert_cmpfloat_with_epsilon(number_at(&f, "near_lon", 0), 1, 1e-9);
    g_assert_cmpfloat(number_at(&f, "near_id", 0), ==, 1);
    assert_text_at(&f, "near_name", 0, "east");
    g_assert_true(isnan(number_at(&f, "near_along_m", 0)));
    bench_finish(&b);
}

static void test_k_neighbours_have_ranks(void)
{
    struct bench b;
    three_places(&b);
    struct features f = bench_do(&b, "near: a, to: b, k: 2");
    g_assert_cmpuint(f.table.n, ==, 2);
    g_assert_cmpfloat(number_at(&f, "near_rank", 1), ==, 2);
    g_assert_cmpfloat_with_epsilon(number_at(&f, "near_m", 1), 2 * 111319.4908, 1e-4);
    g_assert_cmpfloat_with_epsilon(number_at(&f, "near_azimuth_deg", 1), 270, 1e-9);
    bench_finish(&b);
}

static void test_limits(void)
{
    struct bench b;
    three_places(&b);
    struct features near = bench_do(&b, "near: a, to: b, within: 100 km");
    struct features far = bench_do(&b, "near: a, to: b, beyond: 100 km");
    g_assert_cmpuint(near.table.n, ==, 0);
    g_assert_cmpuint(far.table.n, ==, 1);
    bench_finish(&b);
}

/* How far along the line the foot is: half a degree of the equator from its start. */
static void test_along_a_line(void)
{
    struct bench b;
    three_places(&b);
    bench_one(&b, 1, "LINESTRING(-0.5 0.0, 3 0)");
    bench_one(&b, 0, "POINT(0 1)");
    struct features f = bench_do(&b, "near: a, to: b");
    g_assert_cmpfloat_with_epsilon(number_at(&f, "near_m", 0), 110574.3886, 1e-3);
    g_assert_cmpfloat_with_epsilon(number_at(&f, "near_along_m", 0), 111319.4908 / 2, 1e-3);
    g_assert_cmpfloat_with_epsilon(number_at(&f, "near_azimuth_deg", 0), 180, 1e-6);
    bench_finish(&b);
}

static void test_nothing_there_is_missing(void)
{
    struct bench b;
    three_places(&b);
    bench_layer(&b, 1, NULL, 0);
    struct features f = bench_do(&b, "near: a, to: b");
    g_assert_cmpuint(f.table.n, ==, 1);
    g_assert_true(isnan(number_at(&f, "near_m", 0)));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/near-step/columns-of-the-nearest", test_columns_of_the_nearest);
    g_test_add_func("/near-step/k-neighbours-have-ranks", test_k_neighbours_have_ranks);
    g_test_add_func("/near-step/limits", test_limits);
    g_test_add_func("/near-step/along-a-line", test_along_a_line);
    g_test_add_func("/near-step/nothing-there-is-missing", test_nothing_there_is_missing);
    return g_test_run();
}
