/* A checked expression: a tree with types, with its columns found and its constants computed. Made
 * by `check.c`, evaluated by `eval.c` in blocks of rows that stay in the processor's cache; every
 * node has one buffer for a block.
 *
 * A boolean that is NULL has the value 0 as well, so that AND, OR and NOT are bit operations.
 */
#ifndef LODE_EXPR_PLAN_H
#define LODE_EXPR_PLAN_H

#include "expr/ast.h"
#include "expr/expr.h"

enum value_type {
    V_INT = COL_INT, /* may come out as V_REAL, block by block, where a result does not fit */
    V_REAL = COL_REAL,
    V_TEXT = COL_TEXT,
    V_BOOL = COL_BOOL,
    V_DATE = COL_DATE,
    V_TIMESTAMP = COL_TIMESTAMP,
    V_NULL,
    /* these have no vectors; the predicates that take them look at the plan */
    V_INTERVAL,
    V_SHAPE,
    V_ARRAY,
};

enum { BLOCK_ROWS = 1024 };

/* The values of one node for the rows of a block, or one value for all. */
struct vec {
    enum value_type type;
    bool constant;
    const uint8_t *null; /* NULL: none is missing */
    union {
        const int64_t *i;
        const double *d;
        const struct str *s;
        const uint8_t *b;
        const void *any;
    } v;
};

struct eval;
struct plan;
struct function;
typedef struct vec eval_fn(struct eval *e, const struct plan *p);

struct plan {
    enum op op;
    enum value_type type;
    const struct ast *ast; /* the place; never NULL */
    struct plan **args;
    size_t n_args;
    bool constant; /* `value` holds */
    struct vec value;
    const struct column *column; /* OP_NAME */
    const struct function *function;
    const struct geometry *shape; /* OP_SHAPE */
    const void *extra;            /* made by prepare: LIKE's pattern, IN's list */
    /* buffers of BLOCK_ROWS, or of as many rows as there are */
    union {
        int64_t *i;
        double *d;
        struct str *s;
        uint8_t *b;
        void *any;
    } out;
    uint8_t *null;
    struct plan_memo { /* for a node with two parents: x in `x BETWEEN a AND b` */
        bool filled;
        size_t from, n;
        struct vec vec;
    } * memo;
};

struct eval {
    const struct table *table;
    const struct expr_env *env;
    struct arena *a;     /* texts that are made; may be emptied after each block */
    size_t from, n;      /* rows [from, from + n) */
    const uint8_t *need; /* n, or NULL for all: rows whose value can still matter */
    bool widened;        /* some integers of the block became real, since one did not fit */
};

struct function {
    const char *name;
    /* One letter an argument: t text, n number, b boolean, a any single value, s one of a common
     * type, g geometry, m moment or interval, v interval, r array, x text or geometry; after '['
     * they may be left out, and '+' repeats the last one. */
    const char *args;
    /* t text, b boolean, i integer, r real, d date, u timestamp, n as the first argument, s the
     * common type, o as round() gives it, x as length() does. */
    char result;
    eval_fn *eval;
    int which;         /* for functions that share one `eval` */
    const char *usage; /* for messages: "replace(text, old, new)" */
};

const char *value_type_name(enum value_type type);

/* Check `e` against the columns. Before `ret` is evaluated plan_prepare must be called. */
bool plan_make(struct arena *a, const struct expr *e, const struct table *t,
               const struct expr_env *env, struct plan **ret, struct lode_err *err);

/* Make buffers for blocks of `rows` rows, lists and patterns. Must not be called twice. */
void plan_prepare(struct arena *a, struct plan *p, size_t rows);

/* The values of `p` for the rows of `e`. */
struct vec plan_eval(struct eval *e, const struct plan *p);

/* Evaluate `p` for the first `n_rows` rows, block by block. A block in which integers became real
 * is done again row by row: what a row gives must not depend on its neighbours. What is in `a` goes
 * after each block unless `keep`. */
typedef void plan_put(void *ctx, const struct vec *v, size_t from, size_t n);
void plan_run(struct eval *e, const struct plan *p, size_t n_rows, bool keep, plan_put *put,
              void *ctx);

/* Compute a plan without columns: from now on it is a constant, whose value lives in `a`. */
void plan_fold(struct arena *a, const struct table *t, const struct expr_env *env, struct plan *p);

/* Whether row k of a block is missing. */
static inline bool vec_null(const struct vec *v, size_t k)
{
    return v->null && v->null[v->constant ? 0 : k];
}

/* From one row to the next: 0 when one value is there for all. */
static inline size_t vec_step(const struct vec *v)
{
    return v->constant ? 0 : 1;
}

static inline bool is_number(enum value_type t)
{
    return t == V_INT || t == V_REAL;
}

/* The number of row k, integer or real. */
static inline double vec_number(const struct vec *v, size_t k)
{
    k = v->constant ? 0 : k;
    return v->type == V_INT ? (double)v->v.i[k] : v->v.d[k];
}

/* The buffers of `p` as a vector of `type`. */
struct vec vec_of(const struct plan *p, enum value_type type, const uint8_t *null);

/* The marks of rows that are missing in `a` or `b` (each may be NULL); NULL: there are none. */
const uint8_t *vec_nulls(const struct eval *e, const struct plan *p, const struct vec *a,
                         const struct vec *b);

/* Kernels, by subject. */
struct vec eval_compare(struct eval *e, const struct plan *p);
struct vec eval_in(struct eval *e, const struct plan *p);
struct vec eval_like(struct eval *e, const struct plan *p);
struct vec eval_arithmetic(struct eval *e, const struct plan *p);
struct vec eval_cast(struct eval *e, const struct plan *p);
void prepare_in(struct arena *a, struct plan *p);
void prepare_like(struct arena *a, struct plan *p);

#endif
