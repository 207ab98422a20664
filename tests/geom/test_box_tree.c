/* Every question to the tree has the answer that looking at each box gives. */
#include <glib.h>
#include <stdlib.h>

#include "base/arena.h"
#include "geom/box_tree.h"

static int by_number(const void *pa, const void *pb)
{
    uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    return (a > b) - (a < b);
}

static void check(GRand *rand, size_t n)
{
    struct arena a = {0};
    struct box_tree t;
    arena_init(&a, 0);
    struct box *item = arena_array(&a, struct box, n);
    uint32_t *found = arena_array(&a, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        double x = g_rand_double_range(rand, 0, 100), y = g_rand_double_range(rand, 0, 100);
        item[i] = (struct box){x, y, x + g_rand_double_range(rand, 0, 5), y + g_rand_double(rand)};
    }
    box_tree_make(&a, item, n, &t);
    for (int q = 0; q < 50; q++) {
        double x = g_rand_double_range(rand, -5, 105), y = g_rand_double_range(rand, -5, 105);
        struct box b = {x, y, x + 10, y + 10};
        size_t got = box_tree_find(&t, b, found), k = 0;
        if (got)
            qsort(found, got, sizeof *found, by_number);
        for (uint32_t i = 0; i < n; i++) {
            if (box_meets(item[i], b))
                g_assert_cmpuint(found[k++], ==, i);
        }
        g_assert_cmpuint(got, ==, k);
    }
    arena_finish(&a);
}

static void test_as_by_brute_force(void)
{
    static const size_t sizes[] = {0, 1, 15, 16, 17, 255, 256, 257, 5000};
    GRand *rand = g_rand_new_with_seed(1);
    for (size_t k = 0; k < G_N_ELEMENTS(sizes); k++)
        check(rand, sizes[k]);
    g_rand_free(rand);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/box-tree/as-by-brute-force", test_as_by_brute_force);
    return g_test_run();
}
