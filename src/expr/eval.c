/* Evaluates a checked expression over the rows of a table, block by block: columns, AND, OR, NOT,
 * IS NULL. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "expr/plan.h"

static const uint8_t all_null[BLOCK_ROWS] = {[0 ... BLOCK_ROWS - 1] = 1};

struct vec vec_of(const struct plan *p, enum value_type type, const uint8_t *null)
{
    struct vec ret = {.type = type, .null = null};
    ret.v.any = p->out.any;
    return ret;
}

const uint8_t *vec_nulls(const struct eval *e, const struct plan *p, const struct vec *a,
                         const struct vec *b)
{
    if (!b || !b->null) {
        const struct vec *swap = a;
        a = b;
        b = swap;
    }
    if (!b || !b->null)
        return NULL;

    /* One that is constant is missing in every row, or in none. */
    if ((b->constant && b->null[0]) || (a && a->constant && a->null && a->null[0]))
        return all_null;
    if (b->constant)
        return a && a->null && !a->constant ? a->null : NULL;
    if (!a || !a->null || a->constant)
        return b->null;

    for (size_t k = 0; k < e->n; k++)
        p->null[k] = a->null[k] | b->null[k];
    return p->null;
}

static bool any_set(const uint8_t *b, size_t n)
{
    return n && memchr(b, 1, n);
}

/* A NaN counts as missing, as everywhere on a map. */
static const uint8_t *mark_nans(const struct eval *e, const struct plan *p, const double *d,
                                const uint8_t *null)
{
    bool found = false;
    for (size_t k = 0; k < e->n; k++)
        found |= isnan(d[k]);
    if (!found)
        return null;
    for (size_t k = 0; k < e->n; k++)
        p->null[k] = isnan(d[k]) || (null && null[k]);
    return p->null;
}

static struct vec eval_column(struct eval *e, const struct plan *p)
{
    const struct column *c = p->column;
    struct vec ret = {.type = p->type, .null = c->null ? c->null + e->from : NULL};

    switch (c->type) {
    case COL_REAL:
        ret.v.d = c->v.d + e->from;
        ret.null = mark_nans(e, p, ret.v.d, ret.null);
        break;
    case COL_TEXT:
        ret.v.s = c->v.s + e->from;
        break;
    case COL_BOOL:
        for (size_t k = 0; k < e->n; k++)
            p->out.b[k] = c->v.b[e->from + k] && !(ret.null && ret.null[k]);
        ret.v.b = p->out.b;
        break;
    default:
        ret.v.i = c->v.i + e->from;
    }
    return ret;
}

/* AND with the next term where no value is missing, so far and in it: one operator on bytes. */
static void and_known(uint8_t *value, const struct vec *t, size_t n, uint8_t flip)
{
    if (t->constant) {
        if (!(t->v.b[0] ^ flip))
            memset(value, 0, n);
        return;
    }
    for (size_t k = 0; k < n; k++)
        value[k] &= t->v.b[k] ^ flip;
}

/* The same where some values are missing. */
static void and_unknown(uint8_t *value, uint8_t *null, const struct vec *t, size_t n, uint8_t flip)
{
    size_t step = vec_step(t);
    for (size_t k = 0; k < n; k++) {
        uint8_t missing = t->null ? t->null[k * step] : 0;
        uint8_t is = (t->v.b[k * step] ^ flip) & (uint8_t)~missing;
        null[k] = (null[k] & (is | missing)) | (value[k] & missing);
        value[k] &= is;
    }
}

/* All terms of AND, or of OR, in each row only while their value still matters.
 *
 * AND as it stands; OR by De Morgan's rule with `flip`: values and result are taken inverted. Where
 * a value is NULL both it and its inverse count as 0. */
static struct vec eval_terms(struct eval *e, const struct plan *p, uint8_t flip)
{
    uint8_t *value = p->out.b, *null = p->null, need[BLOCK_ROWS];
    const uint8_t *outer = e->need;
    bool unknown = false;

    memset(value, 1, e->n);
    memset(null, 0, e->n);
    for (size_t i = 0; i < p->n_args; i++) {
        for (size_t k = 0; k < e->n; k++)
            need[k] = value[k] | null[k];
        for (size_t k = 0; outer && k < e->n; k++)
            need[k] &= outer[k];
        if (!any_set(need, e->n))
            break;

        e->need = need;
        struct vec t = plan_eval(e, p->args[i]);
        e->need = outer;
        if (!t.null && !unknown)
            and_known(value, &t, e->n, flip);
        else
            and_unknown(value, null, &t, e->n, flip);
        unknown = unknown || t.null;
    }

    if (flip) {
        for (size_t k = 0; k < e->n; k++)
            value[k] = (uint8_t) ~(value[k] | null[k]) & 1;
    }

    return vec_of(p, V_BOOL, any_set(null, e->n) ? null : NULL);
}

static struct vec eval_not(struct eval *e, const struct plan *p)
{
    struct vec a = plan_eval(e, p->args[0]);
    size_t step = vec_step(&a);
    for (size_t k = 0; k < e->n; k++)
        p->out.b[k] = !(a.v.b[k * step] | (a.null ? a.null[k * step] : 0));
    return vec_of(p, V_BOOL, vec_nulls(e, p, &a, NULL));
}

static struct vec eval_is_null(struct eval *e, const struct plan *p)
{
    const struct plan *arg = p->args[0];
    if (arg->type == V_SHAPE) {
        const struct geometry *g = arg->op == OP_SHAPE ? arg->shape : &e->table->geom;
        size_t step = arg->op != OP_SHAPE, from = step ? e->from : 0;
        for (size_t k = 0; k < e->n; k++) {
            size_t i = from + k * step;
            p->out.b[k] = i >= g->n || g->kind[i] == GEOM_NONE;
        }
    } else if (arg->type > V_NULL) {
        memset(p->out.b, 0, e->n); /* an interval or array that is written out is never missing */
    } else {
        struct vec a = plan_eval(e, arg);
        for (size_t k = 0; k < e->n; k++)
            p->out.b[k] = vec_null(&a, k);
    }

    return vec_of(p, V_BOOL, NULL);
}

static struct vec eval_op(struct eval *e, const struct plan *p)
{
    switch (p->op) {
    case OP_NAME:
        return eval_column(e, p);
    case OP_CALL:
        return p->function->eval(e, p);
    case OP_AND:
        return eval_terms(e, p, 0);
    case OP_OR:
        return eval_terms(e, p, 1);
    case OP_NOT:
        return eval_not(e, p);
    case OP_IS_NULL:
        return eval_is_null(e, p);
    case OP_CAST:
        return eval_cast(e, p);

    case OP_LIKE:
        return eval_like(e, p);
    case OP_IN:
        return eval_in(e, p);
    case OP_EQ:
    case OP_NE:
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
        return eval_compare(e, p);

    default:
        return eval_arithmetic(e, p);
    }
}

struct vec plan_eval(struct eval *e, const struct plan *p)
{
    if (p->constant)
        return p->value;
    if (!p->memo)
        return eval_op(e, p);

    /* The first of the two parents asks for more rows than the other, or for the same ones. */
    if (!p->memo->filled || p->memo->from != e->from || p->memo->n != e->n) {
        p->memo->vec = eval_op(e, p);
        p->memo->from = e->from;
        p->memo->n = e->n;
        p->memo->filled = true;
    }
    return p->memo->vec;
}

/* Row by row: what a row gives must not depend on its neighbours. */
static void eval_rows(struct eval *e, const struct plan *p, size_t from, size_t n, plan_put *put,
                      void *ctx)
{
    for (size_t k = from; k < from + n; k++) {
        e->from = k;
        e->n = 1;
        struct vec v = plan_eval(e, p);
        put(ctx, &v, k, 1);
    }
}

void plan_run(struct eval *e, const struct plan *p, size_t n_rows, bool keep, plan_put *put,
              void *ctx)
{
    struct arena mark = *e->a;
    for (size_t from = 0; from < n_rows; from += BLOCK_ROWS) {
        e->from = from;
        e->n = n_rows - from < BLOCK_ROWS ? n_rows - from : BLOCK_ROWS;
        e->widened = false;

        struct vec v = plan_eval(e, p);
        if (e->widened && e->n > 1)
            eval_rows(e, p, from, e->n, put, ctx);
        else
            put(ctx, &v, from, e->n);
        if (!keep)
            *e->a = mark;
    }
}

void plan_prepare(struct arena *a, struct plan *p, size_t rows)
{
    if (p->out.any || (p->constant && p->type <= V_NULL))
        return;

    rows = rows < BLOCK_ROWS ? rows : BLOCK_ROWS;
    rows = rows ? rows : 1;
    for (size_t i = 0; i < p->n_args; i++)
        plan_prepare(a, p->args[i], rows);

    size_t width = p->type == V_TEXT ? sizeof(struct str) : p->type == V_BOOL ? 1 : 8;
    bool borrowed = p->op == OP_NAME && p->type != V_BOOL;
    p->out.any = arena_alloc(a, borrowed ? 1 : width, borrowed ? 1 : rows);
    p->null = arena_array(a, uint8_t, rows);

    if (p->op == OP_IN)
        prepare_in(a, p);
    if (p->op == OP_LIKE)
        prepare_like(a, p);
}

void plan_fold(struct arena *a, const struct table *t, const struct expr_env *env, struct plan *p)
{
    struct eval e = {.table = t, .env = env, .a = a, .n = 1};
    plan_prepare(a, p, 1);
    p->value = plan_eval(&e, p);
    p->type = p->value.type; /* an integer that did not fit is a real number */
    p->value.constant = true;
    p->constant = true;
}
