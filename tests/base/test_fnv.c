#include <glib.h>

#include "base/fnv.h"

/* The vectors of draft-eastlake-fnv, appendix C. */
static void test_vectors(void)
{
    g_assert_cmphex(fnv_bytes(FNV_START, "", 0), ==, UINT64_C(0xcbf29ce484222325));
    g_assert_cmphex(fnv_bytes(FNV_START, "a", 1), ==, UINT64_C(0xaf63dc4c8601ec8c));
    g_assert_cmphex(fnv_bytes(FNV_START, "foobar", 6), ==, UINT64_C(0x85944171f73967e8));
}

static void test_texts_know_where_they_end(void)
{
    uint64_t apart = fnv_text(fnv_text(FNV_START, STR("ab")), STR("c"));
    g_assert_cmphex(apart, !=, fnv_text(fnv_text(FNV_START, STR("a")), STR("bc")));
    g_assert_cmphex(apart, ==, fnv_text(fnv_text(FNV_START, STR("ab")), STR("c")));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/fnv/vectors", test_vectors);
    g_test_add_func("/base/fnv/texts", test_texts_know_where_they_end);
    return g_test_run();
}
