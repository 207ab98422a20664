/* Which distances are on a list, and which could be either. */
#include "fixture.h"

#include "overlay/near_limits.h"

static bool read_limits(struct bench *b, const char *limits, struct near_limits *ret)
{
    char step[200];
    snprintf(step, sizeof step, "near: a, to: b%s", limits);
    const struct doc_step *s = bench_read(b, step);
    b->err = (struct lode_err){0};
    return s && near_limits_read(s, ret, &b->err);
}

static void test_defaults(void)
{
    struct bench b;
    struct near_limits l;
    bench_init(&b);
    g_assert_true(read_limits(&b, "", &l));
    g_assert_cmpfloat(l.within_m, ==, 0);
    g_assert_cmpfloat(l.tolerance_m, ==, 1);
    g_assert_cmpuint(l.k, ==, 1);
    g_assert_true(near_limits_list(&l, 2e7));
    g_assert_false(near_limits_borderline(&l, 0));
    bench_finish(&b);
}

/* `within` holds its own limit, `beyond` does not. */
static void test_both_limits(void)
{
    struct bench b;
    struct near_limits l;
    bench_init(&b);
    g_assert_true(read_limits(&b, ", within: 10 km, beyond: 2 km, tolerance: 5 m, k: 3", &l));
    g_assert_cmpuint(l.k, ==, 3);
    g_assert_true(near_limits_list(&l, 10000));
    g_assert_false(near_limits_list(&l, 10000.001));
    g_assert_false(near_limits_list(&l, 2000));
    g_assert_true(near_limits_list(&l, 2000.001));
    g_assert_true(near_limits_borderline(&l, 9995.5));
    g_assert_false(near_limits_borderline(&l, 9995));
    near_limits_widen(&l, 100);
    g_assert_true(near_limits_borderline(&l, 9901));
    near_limits_widen(&l, 50);
    g_assert_cmpfloat(l.tolerance_m, ==, 100);
    bench_finish(&b);
}

static void test_what_leaves_nothing(void)
{
    struct bench b;
    struct near_limits l;
    bench_init(&b);
    g_assert_false(read_limits(&b, ", within: 2 km, beyond: 10 km", &l));
    g_assert_cmpstr(b.err.message, ==, "nothing is beyond '10 km' and within '2 km'");
    g_assert_false(read_limits(&b, ", within: 30000 km", &l));
    g_assert_cmpstr(b.err.message, ==, "no two places are '30000 km' apart");
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/near-limits/defaults", test_defaults);
    g_test_add_func("/near-limits/both-limits", test_both_limits);
    g_test_add_func("/near-limits/what-leaves-nothing", test_what_leaves_nothing);
    return g_test_run();
}
