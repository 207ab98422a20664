/* Equal texts of a layer share their bytes: columns repeat a few values thousands of times, so each
 * different one is turned into UTF-8 and copied once. */
#ifndef LODE_LOAD_TEXT_POOL_H
#define LODE_LOAD_TEXT_POOL_H

#include "base/str.h"

struct arena;
struct encoding;
struct text_pool;

/* Ends with the arena. `encoding` is what texts come in; it counts what is broken. */
struct text_pool *text_pool_create(struct arena *a, struct encoding *encoding);
struct str text_pool_keep(struct text_pool *pool, struct str raw);

#endif
