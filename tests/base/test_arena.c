#include <glib.h>
#include <string.h>

#include "base/arena.h"

static void test_memory_is_zeroed_also_after_scratch(void)
{
    struct arena a = {0};
    arena_init(&a, 1 << 20);
    {
        struct arena scratch = a;
        memset(arena_alloc(&scratch, 1, 1000), 0xff, 1000);
    }
    const char *p = arena_alloc(&a, 1, 1000);
    for (int i = 0; i < 1000; i++)
        g_assert_cmpint(p[i], ==, 0);
    arena_finish(&a);
}

static void test_a_list_grows_and_keeps_its_items(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    ARRAY(size_t) list = {0};
    for (size_t i = 0; i < 10000; i++) {
        *array_add(&a, &list) = i;
        if (i % 100 == 0)
            arena_alloc(&a, 1, 3); /* something in between: the list has to move */
    }
    g_assert_cmpuint(list.n, ==, 10000);
    for (size_t i = 0; i < list.n; i++)
        g_assert_cmpuint(list.v[i], ==, i);
    arena_finish(&a);
}

static void count(void *n)
{
    ++*(int *)n;
}

static void test_deferred_calls_run_at_the_end(void)
{
    struct arena a = {0};
    int n = 0;
    arena_init(&a, 0);
    arena_defer(&a, count, &n);
    arena_defer(&a, count, &n);
    g_assert_cmpint(n, ==, 0);
    arena_finish(&a);
    g_assert_cmpint(n, ==, 2);
    arena_finish(&a); /* a finished arena may be finished again */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/arena/zeroed", test_memory_is_zeroed_also_after_scratch);
    g_test_add_func("/arena/list", test_a_list_grows_and_keeps_its_items);
    g_test_add_func("/arena/deferred", test_deferred_calls_run_at_the_end);
    return g_test_run();
}
