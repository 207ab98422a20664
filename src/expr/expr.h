/* OGC CQL2 Text (OGC 21-065r2): parse, check against columns, evaluate over columns.
 *
 *   struct expr *e;
 *   expr_parse(a, text, at, &e, err) &&              syntax: LODE_SYNTAX at the right column
 *   expr_check(a, e, &table, env, &type, err) &&     names and types: LODE_SCHEMA; only the schema is read
 *   expr_eval(a, e, &table, env, &column, err);      one value a row
 *
 * The text is a view into the document; `at` is the place of its first character, and every message
 * points inside it. NULL follows CQL2's three-valued logic. Nesting is bounded (LODE_LIMIT).
 */
#ifndef LODE_EXPR_EXPR_H
#define LODE_EXPR_EXPR_H

#include "base/err.h"
#include "expr/table.h"

struct arena;
struct expr;

/* What an expression may use beside columns. Everything may be zero. */
struct expr_env {
    /* Words without a row: `{sources()}`, `{crs_name()}`, `{page.number}`. A name ending in "()" is called
     * as a function without arguments. */
    const struct expr_word {
        struct str name;
        struct column value; /* one row */
    } *words;
    size_t n_words;
    /* Ellipsoidal measures of the geometry, in metres and square metres: kind 'l'ength, 'a'rea,
     * 'p'erimeter. NULL: such functions are an error at check time. */
    double (*measure)(void *ctx, const struct geometry *g, size_t i, char kind);
    void *measure_ctx;
    struct str language; /* BCP 47, for format() and upper()/lower() */
};

bool expr_parse(struct arena *a, struct str text, struct lode_span at, struct expr **ret,
                struct lode_err *err);
bool expr_check(struct arena *a, struct expr *e, const struct table *t, const struct expr_env *env,
                enum col_type *ret, struct lode_err *err);
bool expr_eval(struct arena *a, const struct expr *e, const struct table *t,
               const struct expr_env *env, struct column *ret, struct lode_err *err);

/* Parse, check that it is a condition, evaluate: the rows for which it is true (not false, not NULL). */
bool expr_select(struct arena *a, struct str text, struct lode_span at, const struct table *t,
                 const struct expr_env *env, uint32_t **ret_rows, size_t *ret_n,
                 struct lode_err *err);

/* Parse and evaluate a value. `one row` tables and tables of many rows alike. */
bool expr_value(struct arena *a, struct str text, struct lode_span at, const struct table *t,
                const struct expr_env *env, struct column *ret, struct lode_err *err);

/* The column names that an expression uses, each once, in order of appearance (words of no env). */
struct expr_name {
    struct str name;
    struct lode_span at;
};
void expr_names(struct arena *a, const struct expr *e, struct expr_name **ret, size_t *ret_n);

/* An equivalent OGR SQL WHERE clause for what OGR evaluates with the same result, or empty: a filter
 * that may be pushed down to the source. */
struct str expr_ogr_where(struct arena *a, const struct expr *e, const struct table *t);

#endif
