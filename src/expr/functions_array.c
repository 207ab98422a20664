#include "base/arena.h"
#include "expr/functions.h"
#include "expr/unicode.h"

/* Arrays are sets here: neither order nor repetition counts. An element that is NULL makes the
 * answer NULL. */
struct elements {
    const struct plan *plan;
    struct vec *v;           /* of single values */
    struct elements **inner; /* of arrays in the array; NULL beside a value */
    size_t n;
};

static struct elements *eval_elements(struct eval *e, const struct plan *p)
{
    struct elements *ret = arena_new(e->a, struct elements);
    ret->plan = p;
    ret->n = p->n_args;
    ret->v = arena_array(e->a, struct vec, p->n_args);
    ret->inner = arena_array(e->a, struct elements *, p->n_args);
    for (size_t i = 0; i < p->n_args; i++) {
        if (p->args[i]->type == V_ARRAY)
            ret->inner[i] = eval_elements(e, p->args[i]);
        else
            ret->v[i] = plan_eval(e, p->args[i]);
        if (ret->v[i].type == V_TEXT && !ret->inner[i])
            ret->v[i] = vec_composed(e, &ret->v[i]);
    }
    return ret;
}

static bool has_null(const struct elements *a, size_t k)
{
    for (size_t i = 0; i < a->n; i++) {
        if (a->inner[i] ? has_null(a->inner[i], k) : vec_null(&a->v[i], k))
            return true;
    }
    return false;
}

static bool same_value(const struct vec *a, const struct vec *b, size_t k)
{
    size_t ka = k * vec_step(a), kb = k * vec_step(b);
    if (is_number(a->type) && is_number(b->type) && (a->type == V_REAL || b->type == V_REAL))
        return vec_number(a, k) == vec_number(b, k);
    if (a->type != b->type)
        return false;
    if (a->type == V_TEXT)
        return str_eq(a->v.s[ka], b->v.s[kb]);
    return a->type == V_BOOL ? a->v.b[ka] == b->v.b[kb] : a->v.i[ka] == b->v.i[kb];
}

static bool contains(const struct elements *a, const struct elements *b, size_t k);

static bool same(const struct elements *a, size_t i, const struct elements *b, size_t j, size_t k)
{
    if (!a->inner[i] != !b->inner[j])
        return false;
    if (a->inner[i])
        return contains(a->inner[i], b->inner[j], k) && contains(b->inner[j], a->inner[i], k);
    return same_value(&a->v[i], &b->v[j], k);
}

static bool holds_one(const struct elements *a, const struct elements *b, size_t j, size_t k)
{
    for (size_t i = 0; i < a->n; i++) {
        if (same(a, i, b, j, k))
            return true;
    }
    return false;
}

static bool contains(const struct elements *a, const struct elements *b, size_t k)
{
    for (size_t j = 0; j < b->n; j++) {
        if (!holds_one(a, b, j, k))
            return false;
    }
    return true;
}

static bool overlaps(const struct elements *a, const struct elements *b, size_t k)
{
    for (size_t j = 0; j < b->n; j++) {
        if (holds_one(a, b, j, k))
            return true;
    }
    return false;
}

static bool holds(int which, const struct elements *a, const struct elements *b, size_t k)
{
    switch (which) {
    case A_CONTAINS:
        return contains(a, b, k);
    case A_CONTAINEDBY:
        return contains(b, a, k);
    case A_EQUALS:
        return contains(a, b, k) && contains(b, a, k);
    default:
        return overlaps(a, b, k);
    }
}

struct vec fn_array(struct eval *e, const struct plan *p)
{
    const struct elements *a = eval_elements(e, p->args[0]), *b = eval_elements(e, p->args[1]);
    bool missing = false;
    for (size_t k = 0; k < e->n; k++) {
        p->null[k] = has_null(a, k) || has_null(b, k);
        missing |= p->null[k];
        p->out.b[k] = !p->null[k] && holds(p->function->which, a, b, k);
    }
    return vec_of(p, V_BOOL, missing ? p->null : NULL);
}
