/* The rules of an atlas for the scale of a page, on a view of a real system. */
#include <glib.h>

#include "base/arena.h"
#include "project/scales.h"

static void view_at(struct arena *a, double denominator, struct view *ret)
{
    struct doc_map map = {
        .crs.s = STR("+proj=laea +lat_0=34 +lon_0=66 +datum=WGS84 +units=m"),
        .extent = {.kind = EXTENT_BOX, .west = 65, .south = 33, .east = 67, .north = 35}};
    struct view_params params = {
        .map = &map, .frame_pt = {0, 0, 800, 600}, .extent_deg = BOX_EMPTY};
    struct view fitted;
    struct lode_err err = {0};
    g_assert_true(view_fit(a, &params, &fitted, &err));
    g_assert_true(view_rescale(&fitted, denominator, ret, &err));
    g_assert_cmpfloat_with_epsilon(ret->scale_denominator, denominator, 1e-6 * denominator);
}

struct row {
    double fits;
    struct doc_scales rule;
    double wanted;
};

static void check(const struct row *rows, size_t n)
{
    struct arena a = {0};
    arena_init(&a, 0);
    for (size_t i = 0; i < n; i++) {
        struct view v;
        struct lode_err err = {0};
        view_at(&a, rows[i].fits, &v);
        struct box before = v.window_deg;
        g_assert_true(scales_apply(&rows[i].rule, &v, &err));
        g_assert_cmpfloat_with_epsilon(v.scale_denominator, rows[i].wanted, 1e-6 * rows[i].wanted);
        /* the ground grows with the denominator */
        g_assert_cmpfloat_with_epsilon(box_height(v.window_deg) / box_height(before),
                                       rows[i].wanted / rows[i].fits,
                                       0.02 * rows[i].wanted / rows[i].fits);
    }
    arena_finish(&a);
}

static void test_round(void)
{
    static const struct row rows[] = {
        {1234567, {.round = true}, 1250000},    {1250001, {.round = true}, 1500000},
        {1000000, {.round = true}, 1000000},    {999999, {.round = true}, 1000000},
        {1000001, {.round = true}, 1250000},    {8000001, {.round = true}, 10000000},
        {7500, {.round = true}, 7500},          {612, {.round = true}, 750},
        {250000.0001, {.round = true}, 250000},
    };
    check(rows, G_N_ELEMENTS(rows));
}

static void test_limits(void)
{
    static const double list[] = {100000, 250000, 500000};
    static const struct row rows[] = {
        {300000, {0}, 300000},
        {300000, {.fixed = 50000}, 50000},
        {300000, {.fixed = 900000}, 900000},
        {300000, {.min = 250000, .max = 100000}, 250000}, /* no smaller than 1:250,000 */
        {80000, {.min = 250000, .max = 100000}, 100000},
        {120000, {.min = 250000, .max = 100000}, 120000},
        {120000, {.round = true, .max = 140000}, 140000},
        {99999, {.list = list, .n_list = 3}, 100000},
        {100000, {.list = list, .n_list = 3}, 100000},
        {100001, {.list = list, .n_list = 3}, 250000},
        {400000, {.list = list, .n_list = 3}, 500000},
        {700000, {.list = list, .n_list = 3}, 500000}, /* none is enough: the last */
    };
    check(rows, G_N_ELEMENTS(rows));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/project/scales/round", test_round);
    g_test_add_func("/project/scales/limits", test_limits);
    return g_test_run();
}
