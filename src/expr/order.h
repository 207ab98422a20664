/* Rows in the order of columns, as `order: [-count, name]` of a document says it. */
#ifndef LODE_EXPR_ORDER_H
#define LODE_EXPR_ORDER_H

#include <stdbool.h>

#include "expr/table.h"

struct arena;

/* The column of a key, without its '-': "-near_m" is near_m, falling. */
struct str order_name(struct str key, bool *ret_falling);

/* The rows of `t`, t->n of them, by `keys`, the first before the others; t must have these columns.
 * Text goes by letters, without regard to case and accents, then by code points (collate.h).
 * Missing values come last either way; equal rows stay as they are. */
uint32_t *order_rows(struct arena *a, const struct table *t, const struct str *keys, size_t n_keys);

#endif
