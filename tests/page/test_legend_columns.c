#include <glib.h>

#include "page/legend_columns.h"

enum { ROWS = 40 };

/* Two groups: a title and four entries each. */
static const struct row_height two_groups[] = {
    {10, 8, BREAK_GROUP}, {10, 2, BREAK_NEVER}, {10, 2, BREAK_ENTRY}, {10, 2, BREAK_ENTRY},
    {10, 2, BREAK_ENTRY}, {10, 8, BREAK_GROUP}, {10, 2, BREAK_NEVER}, {10, 2, BREAK_ENTRY},
    {10, 2, BREAK_ENTRY}, {10, 2, BREAK_ENTRY},
};

static void test_groups_stand_side_by_side(void)
{
    size_t first[LEGEND_COLUMNS_MAX + 1];
    double height;
    g_assert_cmpuint(columns_balance(two_groups, 10, 2, 1000, first, &height), ==, 2);
    g_assert_cmpuint(first[1], ==, 5);
    g_assert_cmpuint(first[2], ==, 10);
    g_assert_cmpfloat_with_epsilon(height, 58, 0.02);
}

static void test_a_long_group_is_broken_but_not_after_its_title(void)
{
    struct row_height rows[13];
    size_t first[LEGEND_COLUMNS_MAX + 1];
    double height;
    for (int i = 0; i < 13; i++)
        rows[i] = (struct row_height){10, 2,
                                      i == 0   ? BREAK_GROUP
                                      : i == 1 ? BREAK_NEVER
                                               : BREAK_ENTRY};
    g_assert_cmpuint(columns_balance(rows, 13, 3, 1000, first, &height), ==, 3);
    g_assert_cmpfloat_with_epsilon(height, 5 * 10 + 4 * 2, 0.02);
    g_assert_cmpuint(first[1], >=, 2);
}

/* Four entries under a heading that is 12 high with its gap: the second column leaves that free. */
static void test_a_group_goes_on_beside_its_first_entry(void)
{
    size_t first[LEGEND_COLUMNS_MAX + 1];
    double height;
    struct row_height rows[5] = {{10, 0, BREAK_GROUP, 0}, {10, 2, BREAK_NEVER, 0}};
    for (int i = 2; i < 5; i++)
        rows[i] = (struct row_height){10, 2, BREAK_ENTRY, 12};
    g_assert_cmpuint(columns_balance(rows, 5, 2, 1000, first, &height), ==, 2);
    g_assert_cmpuint(first[1], ==, 3);
    g_assert_cmpfloat_with_epsilon(height, 12 + 10 + 2 + 10, 0.02);
}

static void test_columns_hold_every_row_once_and_are_no_higher_than_told(void)
{
    GRand *rand = g_rand_new_with_seed(7);
    for (int round = 0; round < 300; round++) {
        struct row_height rows[ROWS];
        size_t n = (size_t)g_rand_int_range(rand, 1, ROWS), first[LEGEND_COLUMNS_MAX + 1];
        size_t columns = (size_t)g_rand_int_range(rand, 1, LEGEND_COLUMNS_MAX + 1);
        double height, total = 0;
        for (size_t i = 0; i < n; i++) {
            rows[i].height_pt = g_rand_double_range(rand, 5, 30);
            rows[i].gap_pt = g_rand_double_range(rand, 0, 10);
            rows[i].lead_pt = g_rand_double_range(rand, 0, 10);
            rows[i].before = i ? (enum row_break)g_rand_int_range(rand, 0, 3) : BREAK_GROUP;
            total += rows[i].height_pt + rows[i].gap_pt;
        }
        size_t used = columns_balance(rows, n, columns, 200, first, &height);
        g_assert_cmpuint(used, >=, 1);
        g_assert_cmpuint(used, <=, columns);
        g_assert_cmpuint(first[0], ==, 0);
        g_assert_cmpuint(first[used], ==, n);
        for (size_t c = 0; c < used; c++) {
            double h = c ? rows[first[c]].lead_pt : 0;
            g_assert_cmpuint(first[c], <, first[c + 1]);
            if (c)
                g_assert_cmpint(rows[first[c]].before, !=, BREAK_NEVER);
            for (size_t i = first[c]; i < first[c + 1]; i++)
                h += rows[i].height_pt + (i > first[c] ? rows[i].gap_pt : 0);
            g_assert_cmpfloat(h, <=, height + 1e-9);
        }
        g_assert_cmpfloat(height, <=, total);
    }
    g_rand_free(rand);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/legend-columns/groups", test_groups_stand_side_by_side);
    g_test_add_func("/legend-columns/long-group",
                    test_a_long_group_is_broken_but_not_after_its_title);
    g_test_add_func("/legend-columns/beside", test_a_group_goes_on_beside_its_first_entry);
    g_test_add_func("/legend-columns/any",
                    test_columns_hold_every_row_once_and_are_no_higher_than_told);
    return g_test_run();
}
