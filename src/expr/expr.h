/* OGC CQL2 Text (OGC 21-065r2): parse, check against columns, evaluate over columns.
 *
 *   struct expr *e;
 *   expr_parse(a, text, at, &e, err) &&              syntax: LODE_SYNTAX at the right column
 *   expr_check(a, e, &table, env, &type, err) &&     names and types: LODE_SCHEMA; reads no row
 *   expr_eval(a, e, &table, env, &column, err);      one value a row
 *
 * The text is a view into the document; `at` is the place of its first character, and every message
 * points inside it. NULL follows CQL2's three-valued logic. Nesting is bounded (LODE_LIMIT).
 *
 * Numbers: `/` is always a real number, DIV cuts towards zero, `%` has the sign of what was
 * divided. Division by zero, and whatever is no finite number, is NULL; a NaN in a column counts as
 * NULL. Integers stay integers while the result fits: a column that was checked as COL_INT comes
 * out as COL_REAL where one does not, so look at the type of the result. Integers and reals are
 * compared exactly. Text: compared by code points, in composed form (NFC): case and accents count
 * (CASEI, ACCENTI). Dates: against a timestamp a date is its midnight in UTC; in T_... predicates
 * it is the whole day.
 */
#ifndef LODE_EXPR_EXPR_H
#define LODE_EXPR_EXPR_H

#include "base/err.h"
#include "expr/table.h"

struct arena;
struct expr;

enum expr_relation {
    EXPR_INTERSECTS,
    EXPR_EQUALS,
    EXPR_DISJOINT,
    EXPR_TOUCHES,
    EXPR_WITHIN,
    EXPR_OVERLAPS,
    EXPR_CROSSES,
    EXPR_CONTAINS,
};

/* Features [i, i + n) of `g` taken as one: a feature, or the members of a GEOMETRYCOLLECTION
 * literal. */
struct expr_shape {
    const struct geometry *g;
    size_t i, n;
};

/* What an expression may use beside columns. Everything may be zero. */
struct expr_env {
    /* Words without a row: `{sources()}`, `{crs_name()}`, `{page.number}`. A name ending in "()" is
     * called as a function without arguments. */
    const struct expr_word {
        struct str name;
        struct column value; /* one row */
    } * words;
    size_t n_words;
    /* Ellipsoidal measures of the geometry, in metres and square metres: kind 'l'ength, 'a'rea,
     * 'p'erimeter. NULL: such functions are an error at check time. */
    double (*measure)(void *ctx, const struct geometry *g, size_t i, char kind);
    void *measure_ctx;
    struct str language; /* BCP 47, for format() and upper()/lower() */
    bool spell_numbers;  /* templates write numbers as that language does, without format() */
    bool own_digits;     /* or with its digits only, without groups: of pages, kilometres, years */
    bool even_numbers; /* an expression's numbers have one form in all rows: the same decimals, six
                          * at most, and no groups of digits in years (column_has_years) */
    /* S_INTERSECTS and its kin: 1 true, 0 false, -1 not known (NULL). Never called for an empty
     * shape, nor where the boxes decide. A side that is the same for all rows has the same
     * `g`, `i` and `n` in every call of a run: prepare it once. NULL: S_... is an error at check
     * time. */
    int (*relate)(void *ctx, enum expr_relation what, struct expr_shape a, struct expr_shape b);
    void *relate_ctx;
    /* Geometry literals are longitude and latitude (CQL2: CRS84); bring one into the layer's
     * system. NULL: the layer's system is that. `ctx` is relate_ctx. */
    bool (*place)(void *ctx, struct arena *a, const struct geometry *lonlat, struct lode_span at,
                  struct geometry *ret, struct lode_err *err);
    /* lon(), lat(): a point on feature `i` in longitude and latitude. NULL: a point inside, in the
     * layer's own coordinates. `ctx` is relate_ctx. */
    bool (*lonlat)(void *ctx, const struct geometry *g, size_t i, struct lonlat *ret);
};

/* `text` must live as long as the expression. Fails: LODE_SYNTAX, LODE_LIMIT. */
bool expr_parse(struct arena *a, struct str text, struct lode_span at, struct expr **ret,
                struct lode_err *err);

/* The type, without looking at a row. NULL for `t`: no columns; for `env`: no words. */
bool expr_check(struct arena *a, struct expr *e, const struct table *t, const struct expr_env *env,
                enum col_type *ret, struct lode_err *err);

/* Checks again, so expr_check need not have been called. Without columns, rows and geometry in `t`
 * the result is one row. Text may point into the table, the expression and the words of `env`. */
bool expr_eval(struct arena *a, const struct expr *e, const struct table *t,
               const struct expr_env *env, struct column *ret, struct lode_err *err);

/* Parse, check that it is a condition, evaluate: the rows for which it is true (not false, not
 * NULL). */
bool expr_select(struct arena *a, struct str text, struct lode_span at, const struct table *t,
                 const struct expr_env *env, uint32_t **ret_rows, size_t *ret_n,
                 struct lode_err *err);

/* Parse and evaluate: a value for each row of `t`. */
bool expr_value(struct arena *a, struct str text, struct lode_span at, const struct table *t,
                const struct expr_env *env, struct column *ret, struct lode_err *err);

/* The column names that an expression uses, each once, in order of appearance. Left out: `geom`,
 * `geometry` and `page.*`; other words of an env, and the source's own name of its geometry, are
 * not known here: the caller has to leave them out. */
struct expr_name {
    struct str name;
    struct lode_span at;
};
void expr_names(struct arena *a, const struct expr *e, struct expr_name **ret, size_t *ret_n);

/* Whether it looks at the shapes of the features: `geom` under any of its names (`own_name`: the
 * source's, may be empty), or area() and its kin without an argument. */
bool expr_uses_geometry(const struct expr *e, struct str own_name);

/* An OGR SQL WHERE clause that selects at least the rows for which `e` is true, or empty: a filter
 * that may be pushed down to the source. It may select more (OGR ignores case in text, and terms
 * that OGR sees otherwise are left out), so evaluate `e` on what was read. Give a table whose
 * COL_INT, COL_REAL and COL_TEXT columns are integer, real and string fields of the source, under
 * the source's own names. */
struct str expr_ogr_where(struct arena *a, const struct expr *e, const struct table *t);

#endif
