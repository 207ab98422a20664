/* Columns of what a feature lies with. */
#include "fixture.h"

static const char *const areas[] = {"POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))",
                                    "POLYGON((1 0, 4 0, 4 1, 1 1, 1 0))"};
static const char *const names[] = {"small", "large"};

static void sites_and_areas(struct bench *b, const char *wkt)
{
    bench_init(b);
    bench_one(b, 0, wkt);
    bench_layer(b, 1, areas, 2);
    bench_texts(b, 1, "name", names);
}

static void test_the_largest_part_decides(void)
{
    struct bench b;
    sites_and_areas(&b, "POLYGON((0.5 0, 3 0, 3 1, 0.5 1, 0.5 0))");
    struct features f = bench_do(&b, "join: a, with: b");
    assert_text_at(&f, "name", 0, "large");
    f = bench_do(&b, "join: a, with: b, keep: first");
    g_assert_cmpuint(f.table.n, ==, 1);
    assert_text_at(&f, "name", 0, "small");
    f = bench_do(&b, "join: a, with: b, keep: all");
    g_assert_cmpuint(f.table.n, ==, 2);
    assert_text_at(&f, "name", 1, "large");
    bench_finish(&b);
}

/* Of the degrees that a line has in both, as of metres: the longer one. */
static void test_lines_by_length(void)
{
    struct bench b;
    sites_and_areas(&b, "LINESTRING(0.1 0.5, 1.2 0.5)");
    struct features f = bench_do(&b, "join: a, with: b");
    assert_text_at(&f, "name", 0, "small");
    bench_finish(&b);
}

static void test_nothing_there_is_missing(void)
{
    struct bench b;
    sites_and_areas(&b, "POINT(50 50)");
    struct features f = bench_do(&b, "join: a, with: b");
    g_assert_cmpuint(f.table.n, ==, 1);
    g_assert_true(column_is_null(column_named(&f, "name"), 0));
    bench_finish(&b);
}

static void test_an_unknown_column_is_refused(void)
{
    struct bench b;
    struct features f;
    sites_and_areas(&b, "POINT(0 0)");
    g_assert_false(bench_step(&b, "join: a, with: b, columns: [nmae]", &f));
    g_assert_nonnull(strstr(b.diags.v[0].hint, "name"));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/join/the-largest-part-decides", test_the_largest_part_decides);
    g_test_add_func("/join/lines-by-length", test_lines_by_length);
    g_test_add_func("/join/nothing-there-is-missing", test_nothing_there_is_missing);
    g_test_add_func("/join/an-unknown-column-is-refused", test_an_unknown_column_is_refused);
    return g_test_run();
}
