/* The calls of expr.h: check and evaluate an expression, select rows, list the columns that it
 * uses. */
#include "expr/expr.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "expr/functions.h"

static const struct expr_env no_env;
static const struct table no_table;

/* Without any table there is one row: the words of the environment, and constants. */
static size_t rows_of(const struct table *t)
{
    return t->n || t->n_columns || t->geom.n ? t->n : 1;
}

bool expr_check(struct arena *a, struct expr *e, const struct table *t, const struct expr_env *env,
                enum col_type *ret, struct lode_err *err)
{
    struct arena scratch = *a;
    struct plan *p;
    if (!plan_make(&scratch, e, t ? t : &no_table, env ? env : &no_env, &p, err))
        return false;
    *ret = (enum col_type)p->type;
    return true;
}

/* The column that the blocks of rows are gathered in. */
struct output {
    enum value_type type;
    size_t n;
    union {
        int64_t *i;
        double *d;
        struct str *s;
        uint8_t *b;
        void *any;
    } v;
    uint8_t *null;
    bool any_null;
};

static size_t width_of(enum value_type type)
{
    return type == V_TEXT ? sizeof(struct str) : type == V_BOOL ? 1 : 8;
}

/* One block was real, so all of the column is; rows before `upto` are there already. */
static void widen_rows(struct output *out, size_t upto)
{
    for (size_t i = 0; i < upto; i++)
        out->v.d[i] = (double)out->v.i[i];
    out->type = V_REAL;
}

static void put_block(void *ctx, const struct vec *v, size_t from, size_t n)
{
    struct output *out = ctx;
    if (out->type == V_INT && v->type == V_REAL)
        widen_rows(out, from);

    if (out->type == V_REAL && v->type == V_INT) {
        for (size_t k = 0; k < n; k++)
            out->v.d[from + k] = vec_number(v, k);
    } else {
        size_t width = width_of(out->type);
        char *to = (char *)out->v.any + from * width;
        for (size_t k = 0; k < n && v->constant; k++)
            memcpy(to + k * width, v->v.any, width);
        if (!v->constant)
            memcpy(to, v->v.any, n * width);
    }

    for (size_t k = 0; v->null && k < n; k++) {
        out->null[from + k] = vec_null(v, k);
        out->any_null |= out->null[from + k];
    }
}

bool expr_eval(struct arena *a, const struct expr *e, const struct table *t,
               const struct expr_env *env, struct column *ret, struct lode_err *err)
{
    struct arena scratch = *a;
    struct plan *p;
    t = t ? t : &no_table;
    env = env ? env : &no_env;
    if (!plan_make(&scratch, e, t, env, &p, err))
        return false;

    struct output out = {.type = p->type, .n = rows_of(t)};
    out.v.any = arena_alloc(a, width_of(out.type), out.n);
    out.null = arena_array(a, uint8_t, out.n);

    /* The plan was made in memory that the result now has; make it again behind that. Texts have to
     * stay with the result, everything else goes after each block. */
    scratch = *a;
    struct arena *work = out.type == V_TEXT ? a : &scratch;
    if (!plan_make(work, e, t, env, &p, err))
        return false;

    plan_prepare(work, p, out.n);
    struct eval run = {.table = t, .env = env, .a = work};
    plan_run(&run, p, out.n, out.type == V_TEXT, put_block, &out);

    *ret = (struct column){.type = (enum col_type)out.type, .n = out.n, .v.i = out.v.i};
    ret->null = out.any_null ? out.null : NULL;
    return true;
}

struct rows {
    uint32_t *v;
    size_t n;
};

static void put_rows(void *ctx, const struct vec *v, size_t from, size_t n)
{
    struct rows *rows = ctx;
    size_t step = vec_step(v), used = rows->n;
    for (size_t k = 0; k < n; k++) {
        rows->v[used] = (uint32_t)(from + k); /* `used` is at most the number of rows */
        used += v->v.b[k * step] && !vec_null(v, k);
    }
    rows->n = used;
}

bool expr_select(struct arena *a, struct str text, struct lode_span at, const struct table *t,
                 const struct expr_env *env, uint32_t **ret_rows, size_t *ret_n,
                 struct lode_err *err)
{
    struct rows rows = {.v = arena_array(a, uint32_t, t->n)};
    struct arena scratch = *a;
    struct expr *e;
    struct plan *p;

    env = env ? env : &no_env;
    if (!expr_parse(&scratch, text, at, &e, err) || !plan_make(&scratch, e, t, env, &p, err))
        return false;
    if (p->type != V_BOOL) {
        struct lode_span place = source_span(&e->source, e->root->at, e->root->len);
        lode_fail(err, LODE_SCHEMA, place, "a filter needs a condition, not %s",
                  value_type_name(p->type));
        return lode_hint(err, "compare it with something: name = 'Kabul', pop > 1000");
    }

    plan_prepare(&scratch, p, t->n);
    struct eval run = {.table = t, .env = env, .a = &scratch};
    plan_run(&run, p, t->n, false, put_rows, &rows);
    *ret_rows = rows.v;
    *ret_n = rows.n;
    return true;
}

bool expr_value(struct arena *a, struct str text, struct lode_span at, const struct table *t,
                const struct expr_env *env, struct column *ret, struct lode_err *err)
{
    struct expr *e;
    return expr_parse(a, text, at, &e, err) && expr_eval(a, e, t, env, ret, err);
}

struct names {
    struct arena *a;
    struct source_cursor cursor;
    GHashTable *seen; /* by name */
    struct expr_name *v;
    size_t n, cap;
};

static guint hash_name(gconstpointer name)
{
    const struct str *s = name;
    guint h = 5381;
    for (size_t i = 0; i < s->len; i++)
        h = h * 33 + (unsigned char)s->p[i];
    return h;
}

static gboolean same_name(gconstpointer a, gconstpointer b)
{
    return str_eq(*(const struct str *)a, *(const struct str *)b);
}

/* The geometry, and the words of an atlas page, are no columns. */
static bool names_no_column(const struct ast *n)
{
    return str_is(n->text, "geom") || str_is(n->text, "geometry") ||
           str_starts(n->text, STR("page."));
}

/* Arguments stand in the order of the text, so the cursor only moves on. */
static void collect_names(struct names *names, const struct ast *n)
{
    for (size_t i = 0; i < n->n_args; i++)
        collect_names(names, n->args[i]);

    if (n->op != OP_NAME || names_no_column(n) ||
        !g_hash_table_add(names->seen, (gpointer)(uintptr_t)&n->text))
        return;

    *array_add(names->a, names) = (struct expr_name){
        .name = n->text,
        .at = cursor_span(&names->cursor, n->at, n->len),
    };
}

void expr_names(struct arena *a, const struct expr *e, struct expr_name **ret, size_t *ret_n)
{
    struct names names = {.a = a, .cursor = {.source = &e->source}};
    names.seen = g_hash_table_new(hash_name, same_name);
    collect_names(&names, e->root);
    g_hash_table_destroy(names.seen);
    *ret = names.v;
    *ret_n = names.n;
}

static bool uses_geometry(const struct ast *n, struct str own_name)
{
    if (n->op == OP_NAME)
        return str_is(n->text, "geom") || str_is(n->text, "geometry") ||
               (own_name.len && str_eq(n->text, own_name));
    if (n->op == OP_CALL && function_implies_geometry(n))
        return true;

    for (size_t i = 0; i < n->n_args; i++) {
        if (uses_geometry(n->args[i], own_name))
            return true;
    }
    return false;
}

bool expr_uses_geometry(const struct expr *e, struct str own_name)
{
    return uses_geometry(e->root, own_name);
}
