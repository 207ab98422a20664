/* Equal texts of a layer share their bytes: columns repeat a few values thousands of times. */
#ifndef LODE_LOAD_TEXT_POOL_H
#define LODE_LOAD_TEXT_POOL_H

#include "base/str.h"

struct arena;
struct text_pool;

struct text_pool *text_pool_create(struct arena *a); /* ends with the arena */
struct str text_pool_keep(struct text_pool *pool, struct str s);

#endif
