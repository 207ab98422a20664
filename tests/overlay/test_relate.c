/* The spatial predicates of expressions, against the definitions of OGC 06-103r4, 6.1.15. */
#include "fixture.h"

#include "overlay/relate.h"

static int related(enum expr_relation what, const char *left, const char *right)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, left);
    bench_one(&b, 1, right);
    int ret =
        relate_shapes(relate_create(&b.a), what, (struct expr_shape){&b.layer[0].table.geom, 0, 1},
                      (struct expr_shape){&b.layer[1].table.geom, 0, 1});
    bench_finish(&b);
    return ret;
}

#define BOX    "POLYGON((0 0, 2 0, 2 2, 0 2, 0 0))"
#define INNER  "POLYGON((0.5 0.5, 1 0.5, 1 1, 0.5 1, 0.5 0.5))"
#define BESIDE "POLYGON((2 0, 3 0, 3 2, 2 2, 2 0))"
#define ACROSS "POLYGON((1 1, 3 1, 3 3, 1 3, 1 1))"

static void test_areas(void)
{
    g_assert_cmpint(related(EXPR_CONTAINS, BOX, INNER), ==, 1);
    g_assert_cmpint(related(EXPR_CONTAINS, INNER, BOX), ==, 0);
    g_assert_cmpint(related(EXPR_WITHIN, INNER, BOX), ==, 1);
    g_assert_cmpint(related(EXPR_TOUCHES, BOX, BESIDE), ==, 1);
    g_assert_cmpint(related(EXPR_TOUCHES, BOX, ACROSS), ==, 0);
    g_assert_cmpint(related(EXPR_OVERLAPS, BOX, ACROSS), ==, 1);
    g_assert_cmpint(related(EXPR_OVERLAPS, BOX, INNER), ==, 0);
    g_assert_cmpint(related(EXPR_INTERSECTS, BOX, BESIDE), ==, 1);
    g_assert_cmpint(related(EXPR_DISJOINT, BOX, "POINT(9 9)"), ==, 1);
    g_assert_cmpint(related(EXPR_EQUALS, BOX, "POLYGON((2 2, 0 2, 0 0, 2 0, 2 2))"), ==, 1);
    g_assert_cmpint(related(EXPR_EQUALS, BOX, INNER), ==, 0);
}

static void test_lines(void)
{
    g_assert_cmpint(related(EXPR_CROSSES, "LINESTRING(-1 1, 3 1)", BOX), ==, 1);
    g_assert_cmpint(related(EXPR_CROSSES, "LINESTRING(0.5 1, 1 1)", BOX), ==, 0);
    g_assert_cmpint(related(EXPR_CROSSES, "LINESTRING(0 0, 2 2)", "LINESTRING(0 2, 2 0)"), ==, 1);
    g_assert_cmpint(related(EXPR_TOUCHES, "LINESTRING(0 0, 1 1)", "LINESTRING(1 1, 2 0)"), ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/relate/areas", test_areas);
    g_test_add_func("/relate/lines", test_lines);
    return g_test_run();
}
