/* How each different text of a layer is turned into UTF-8 and kept once. */
#include "load/text_pool.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "load/encoding.h"

struct text_pool {
    struct arena *arena;
    struct encoding *encoding;
    GHashTable *known; /* struct str * in the encoding -> struct str * in UTF-8 */
};

/* FNV-1a, eight bytes at a time, because texts are short. The order of the table is never seen. */
static guint hash_text(gconstpointer key)
{
    const struct str *s = key;
    uint64_t h = 0xcbf29ce484222325u ^ s->len;
    size_t i = 0;

    for (; i + 8 <= s->len; i += 8) {
        uint64_t word;
        memcpy(&word, s->p + i, 8);
        h = (h ^ word) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    for (; i < s->len; i++)
        h = (h ^ (unsigned char)s->p[i]) * 0x100000001b3u;

    h *= 0x9e3779b97f4a7c15u;
    return (guint)(h >> 32); /* the high half depends on all bytes */
}

static gboolean equal_texts(gconstpointer a, gconstpointer b)
{
    return str_eq(*(const struct str *)a, *(const struct str *)b);
}

static void destroy_table(void *ptr)
{
    g_hash_table_destroy(ptr);
}

struct text_pool *text_pool_create(struct arena *a, struct encoding *encoding)
{
    struct text_pool *pool = arena_new(a, struct text_pool);
    *pool = (struct text_pool){a, encoding, g_hash_table_new(hash_text, equal_texts)};
    arena_defer(a, destroy_table, pool->known);
    return pool;
}

struct arena text_pool_scratch(const struct text_pool *pool)
{
    return *pool->arena;
}

struct str text_pool_keep(struct text_pool *pool, struct str raw)
{
    if (!raw.len)
        return STR("");

    const struct str *known = g_hash_table_lookup(pool->known, &raw);
    if (known)
        return *known;

    struct str *kept = arena_array(pool->arena, struct str, 2);
    kept[0] = str_copy(pool->arena, raw);
    kept[1] = encoding_text(pool->arena, pool->encoding, kept[0]);
    g_hash_table_insert(pool->known, &kept[0], &kept[1]);
    return kept[1];
}
