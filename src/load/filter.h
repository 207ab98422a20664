/* `where` of a source: checked against the columns of the layer, and evaluated over those that it
 * names. */
#ifndef LODE_LOAD_FILTER_H
#define LODE_LOAD_FILTER_H

#include "load/reading.h"

struct filter {
    struct expr *expr; /* NULL: no filter */
    struct expr_env env;
    bool needs_shapes;
};

/* Parse and check `where`, and mark the columns that it reads. Fails: LODE_SYNTAX, LODE_SCHEMA. */
bool filter_prepare(struct reading *r, struct filter *ret, struct lode_err *err);

/* The part of the filter that OGR evaluates in the same way, as its SQL; empty: nothing. */
struct str filter_for_ogr(struct reading *r, const struct filter *f);

/* The rows of `t` for which the filter is true. */
bool filter_rows(struct reading *r, const struct filter *f, const struct table *t,
                 uint32_t **ret_rows, size_t *ret_n, struct lode_err *err);

#endif
