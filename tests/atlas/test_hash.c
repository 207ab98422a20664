/* Digests: whatever is changed changes them, and what is the same is the same wherever it lies. */
#include <glib.h>
#include <string.h>

#include "atlas/hash.h"
#include "base/arena.h"

static void test_bytes(void)
{
    char bytes[64] = {0}, moved[65];
    for (size_t n = 0; n <= sizeof bytes; n++) {
        uint64_t h = atlas_hash_bytes(0, bytes, n);
        g_assert_cmpuint(h, !=, atlas_hash_bytes(0, bytes, n + 1 > sizeof bytes ? n - 1 : n + 1));
        g_assert_cmpuint(h, !=, atlas_hash_bytes(1, bytes, n));
        memcpy(moved + 1, bytes, n);
        /* also where it is not aligned */
        g_assert_cmpuint(h, ==, atlas_hash_bytes(0, moved + 1, n));
        for (size_t bit = 0; bit < 8 * n; bit++) {
            bytes[bit / 8] ^= (char)(1 << bit % 8);
            g_assert_cmpuint(h, !=, atlas_hash_bytes(0, bytes, n));
            bytes[bit / 8] ^= (char)(1 << bit % 8);
        }
    }
    g_assert_cmpuint(atlas_hash_text(atlas_hash_text(0, STR("ab")), STR("c")), !=,
                     atlas_hash_text(atlas_hash_text(0, STR("a")), STR("bc")));
    g_assert_cmpuint(atlas_hash_text(0, (struct str){0}), ==, atlas_hash_text(0, STR("")));
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* 2^20 numbers that differ by one: with 64 bits two of them meet once in 33 million tries. */
static void test_neighbours_do_not_meet(void)
{
    enum { N = 1 << 20 };
    uint64_t *h = g_new(uint64_t, N);
    for (uint64_t i = 0; i < N; i++)
        h[i] = atlas_hash_number(atlas_hash_number(0, i % 1024), i / 1024);
    qsort(h, N, sizeof *h, by_value);
    for (size_t i = 1; i < N; i++)
        g_assert_cmpuint(h[i - 1], !=, h[i]);
    g_free(h);
}

static struct geometry *shape(struct arena *a, size_t first_part, double x)
{
    struct geometry *g = arena_new(a, struct geometry);
    struct geom_builder b = {0};
    geom_feature(&b, GEOM_POINT); /* so that the other does not lie at the beginning */
    geom_part(&b);
    geom_ring(&b);
    geom_xy(&b, x + 7, 8);
    geom_feature(&b, GEOM_LINE);
    for (size_t i = 0; i < 5; i++) {
        if (i == 0 || i == first_part) {
            geom_part(&b);
            geom_ring(&b);
        }
        geom_xy(&b, (double)i, i == 3 ? x : 0);
    }
    geom_finish(a, &b, g);
    return g;
}

static void test_shapes(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    uint64_t h = atlas_hash_shape(1, shape(&a, 2, 0), 1);
    g_assert_cmpuint(h, ==, atlas_hash_shape(1, shape(&a, 2, 0), 1));
    g_assert_cmpuint(h, !=, atlas_hash_shape(1, shape(&a, 3, 0), 1)); /* cut elsewhere */
    g_assert_cmpuint(h, !=, atlas_hash_shape(1, shape(&a, 2, 1e-15), 1));
    g_assert_cmpuint(h, !=, atlas_hash_shape(1, shape(&a, 2, 0), 0));
    arena_finish(&a);
}

static void test_rows(void)
{
    double reals[] = {1.5, 1.5, 2.5, 1.5};
    struct str texts[] = {STR("a"), STR("a"), STR("a"), STR("b")};
    uint8_t null[] = {0, 1, 0, 0};
    struct column columns[] = {{.type = COL_REAL, .v.d = reals, .null = null, .n = 4},
                               {.type = COL_TEXT, .v.s = texts, .n = 4}};
    struct table t = {.columns = columns, .n_columns = 2, .n = 4};
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 4; k++) {
            if (i == k)
                g_assert_cmpuint(atlas_hash_row(3, &t, i), ==, atlas_hash_row(3, &t, k));
            else
                g_assert_cmpuint(atlas_hash_row(3, &t, i), !=, atlas_hash_row(3, &t, k));
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/atlas/hash/bytes", test_bytes);
    g_test_add_func("/atlas/hash/neighbours", test_neighbours_do_not_meet);
    g_test_add_func("/atlas/hash/shapes", test_shapes);
    g_test_add_func("/atlas/hash/rows", test_rows);
    return g_test_run();
}
