/* Equal texts of a layer share their bytes: columns repeat a few values thousands of times, so each
 * different value is turned into UTF-8 and copied once. */
#ifndef LODE_LOAD_TEXT_POOL_H
#define LODE_LOAD_TEXT_POOL_H

#include "base/arena.h"
#include "base/str.h"

struct encoding;
struct text_pool;

/* A pool that ends with the arena. Texts come in `encoding`, which counts those that are broken. */
struct text_pool *text_pool_create(struct arena *a, struct encoding *encoding);

/* A scratch arena on the pool's, for what ends before the next text is kept. */
struct arena text_pool_scratch(const struct text_pool *pool);

/* `raw` in UTF-8: the same bytes for the same text. */
struct str text_pool_keep(struct text_pool *pool, struct str raw);

#endif
