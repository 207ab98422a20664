/* Features chosen by what they are and where. */
#include "fixture.h"

static const char *const wkt[] = {"POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))",  /* inside */
                                  "POLYGON((2 0, 4 0, 4 1, 2 1, 2 0))",  /* across the edge */
                                  "POLYGON((3 2, 5 2, 5 3, 3 3, 3 2))",  /* beside it */
                                  "POLYGON((8 0, 9 0, 9 1, 8 1, 8 0))"}; /* away */

static void four_and_an_area(struct bench *b)
{
    static const double v[] = {1, 2, 3, 4};
    bench_init(b);
    bench_layer(b, 0, wkt, 4);
    bench_numbers(b, 0, "v", v);
    bench_one(b, 1, "POLYGON((0 0, 3 0, 3 3, 0 3, 0 0))");
}

static void assert_chosen(const char *step, const char *fids)
{
    struct bench b;
    four_and_an_area(&b);
    struct features f = bench_do(&b, step);
    GString *got = g_string_new(NULL);
    for (size_t i = 0; i < f.table.n; i++)
        g_string_append_printf(got, "%d ", (int)f.fid[i]);
    g_assert_cmpstr(got->str, ==, fids);
    g_string_free(got, TRUE);
    bench_finish(&b);
}

static void test_by_place(void)
{
    assert_chosen("select: a, intersects: b", "1 2 3 ");
    assert_chosen("select: a, within: b", "1 ");
    assert_chosen("select: a, touches: b", "3 ");
}

static void test_by_value(void)
{
    assert_chosen("select: a, filter: v > 2", "3 4 ");
    assert_chosen("select: a, filter: v > 1, intersects: b", "2 3 ");
    assert_chosen("select: a, filter: v > 9", "");
}

/* Two areas beside each other are one: what lies across their border is within. */
static void test_within_areas_taken_as_one(void)
{
    static const char *const halves[] = {"POLYGON((0 0, 3 0, 3 3, 0 3, 0 0))",
                                         "POLYGON((3 0, 6 0, 6 3, 3 3, 3 0))"};
    struct bench b;
    four_and_an_area(&b);
    bench_layer(&b, 1, halves, 2);
    struct features f = bench_do(&b, "select: a, within: b");
    g_assert_cmpuint(f.table.n, ==, 3);
    bench_finish(&b);
}

static void test_a_filter_has_to_be_a_condition(void)
{
    struct bench b;
    struct features f;
    four_and_an_area(&b);
    g_assert_false(bench_step(&b, "select: a, filter: v + 1", &f));
    g_assert_nonnull(strstr(b.diags.v[0].message, "condition"));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/select/by-place", test_by_place);
    g_test_add_func("/select/by-value", test_by_value);
    g_test_add_func("/select/within-areas-taken-as-one", test_within_areas_taken_as_one);
    g_test_add_func("/select/a-filter-has-to-be-a-condition", test_a_filter_has_to_be_a_condition);
    return g_test_run();
}
