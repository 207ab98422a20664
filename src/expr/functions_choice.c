/* Functions that choose one of their arguments in each row: case, coalesce, min, max. */
#include <string.h>

#include "base/arena.h"
#include "expr/functions.h"
#include "expr/unicode.h"

/* The arguments of a choice, evaluated. Integers that did not fit make the whole block real. */
static enum value_type eval_args(struct eval *e, const struct plan *p, struct vec *v)
{
    enum value_type type = p->type;
    for (size_t i = 0; i < p->n_args; i++) {
        v[i] = plan_eval(e, p->args[i]);
        if (type == V_INT && v[i].type == V_REAL)
            type = V_REAL;
    }
    return type;
}

/* The value of row `k` from `v`, or NULL. */
static void take_value(const struct plan *p, enum value_type type, size_t k, const struct vec *v)
{
    size_t from = k * vec_step(v);
    switch (type) {
    case V_TEXT:
        p->out.s[k] = v->v.s[from];
        break;
    case V_BOOL:
        p->out.b[k] = v->v.b[from];
        break;
    case V_REAL:
        p->out.d[k] = vec_number(v, k);
        break;
    default:
        p->out.i[k] = v->v.i[from];
    }
}

static void take_null(const struct plan *p, size_t k)
{
    p->null[k] = 1;
    if (p->type == V_TEXT)
        p->out.s[k] = (struct str){0};
    else if (p->type == V_BOOL)
        p->out.b[k] = 0;
    else
        p->out.i[k] = 0;
}

static struct vec vec_of_choices(struct eval *e, const struct plan *p, enum value_type type)
{
    return vec_of(p, type, memchr(p->null, 1, e->n) ? p->null : NULL);
}

/* The value beside the first condition that is true; without one the last value, or NULL. */
static const struct vec *choose_case(const struct vec *v, size_t n, size_t k)
{
    for (size_t i = 0; i + 1 < n; i += 2) {
        if (v[i].v.b[k * vec_step(&v[i])])
            return &v[i + 1];
    }
    return n % 2 ? &v[n - 1] : NULL;
}

struct vec fn_case(struct eval *e, const struct plan *p)
{
    struct vec *v = arena_array(e->a, struct vec, p->n_args);
    enum value_type type = eval_args(e, p, v);
    for (size_t k = 0; k < e->n; k++) {
        const struct vec *from = choose_case(v, p->n_args, k);
        p->null[k] = 0;
        if (from && !vec_null(from, k))
            take_value(p, type, k, from);
        else
            take_null(p, k);
    }
    return vec_of_choices(e, p, type);
}

struct vec fn_coalesce(struct eval *e, const struct plan *p)
{
    struct vec *v = arena_array(e->a, struct vec, p->n_args);
    enum value_type type = eval_args(e, p, v);
    for (size_t k = 0; k < e->n; k++) {
        size_t i = 0;
        while (i < p->n_args && vec_null(&v[i], k))
            i++;
        p->null[k] = 0;
        if (i < p->n_args)
            take_value(p, type, k, &v[i]);
        else
            take_null(p, k);
    }
    return vec_of_choices(e, p, type);
}

static int compare_values(const struct vec *a, const struct vec *b, size_t k)
{
    size_t ka = k * vec_step(a), kb = k * vec_step(b);
    if (a->type == V_TEXT)
        return str_cmp(a->v.s[ka], b->v.s[kb]);
    if (a->type == V_BOOL)
        return a->v.b[ka] - b->v.b[kb];
    if (a->type == V_REAL || b->type == V_REAL) {
        double x = vec_number(a, k), y = vec_number(b, k);
        return (x > y) - (x < y);
    }
    return (a->v.i[ka] > b->v.i[kb]) - (a->v.i[ka] < b->v.i[kb]);
}

/* The least or greatest of what is there; NULL only where nothing is. */
struct vec fn_extreme(struct eval *e, const struct plan *p)
{
    struct vec *v = arena_array(e->a, struct vec, p->n_args);
    enum value_type type = eval_args(e, p, v);
    for (size_t i = 0; type == V_TEXT && i < p->n_args; i++)
        v[i] = vec_composed(e, &v[i]);

    for (size_t k = 0; k < e->n; k++) {
        const struct vec *best = NULL;
        for (size_t i = 0; i < p->n_args; i++) {
            if (!vec_null(&v[i], k) &&
                (!best || compare_values(&v[i], best, k) * p->function->which > 0))
                best = &v[i];
        }
        p->null[k] = 0;
        if (best)
            take_value(p, type, k, best);
        else
            take_null(p, k);
    }
    return vec_of_choices(e, p, type);
}
