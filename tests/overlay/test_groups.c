/* Rows with equal values, in the order of their first row. */
#include "fixture.h"

#include "overlay/groups.h"

static void test_in_the_order_of_the_first_row(void)
{
    static const char *const wkt[] = {"POINT(0 0)", "POINT(0 0)", "POINT(0 0)", "POINT(0 0)"};
    static const char *const t[] = {"b", "a", "b", "a"};
    static const double v[] = {1, NAN, 1, 2};
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 0, wkt, 4);
    bench_texts(&b, 0, "t", t);
    bench_numbers(&b, 0, "v", v);
    struct step s = bench_at_hand(&b, "dissolve: a, by: t");
    struct groups g = groups_make(&s, node_lookup(s.doc->args, "by"));
    static const uint32_t rows[] = {0, 2, 1, 3}, start[] = {0, 2, 4};
    g_assert_cmpmem(g.rows, 4 * sizeof *g.rows, rows, sizeof rows);
    g_assert_cmpmem(g.start, 3 * sizeof *g.start, start, sizeof start);
    uint32_t *first = groups_first(&b.a, &g);
    g_assert_cmpuint(first[0], ==, 0);
    g_assert_cmpuint(first[1], ==, 1);
    s = bench_at_hand(&b, "dissolve: a, by: [t, v]");
    g = groups_make(&s, node_lookup(s.doc->args, "by"));
    g_assert_cmpuint(g.n, ==, 3);
    bench_finish(&b);
}

static void test_nothing_to_group_by(void)
{
    static const char *const wkt[] = {"POINT(0 0)", "POINT(0 0)"};
    struct bench b;
    bench_init(&b);
    struct step s = bench_at_hand(&b, "dissolve: a");
    g_assert_cmpuint(groups_make(&s, NULL).n, ==, 0);
    bench_layer(&b, 0, wkt, 2);
    s = bench_at_hand(&b, "dissolve: a");
    g_assert_cmpuint(groups_make(&s, NULL).n, ==, 1);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/groups/in-the-order-of-the-first-row", test_in_the_order_of_the_first_row);
    g_test_add_func("/groups/nothing-to-group-by", test_nothing_to_group_by);
    return g_test_run();
}
