/* A_CONTAINS and the other predicates on arrays, which are taken as sets. */
#include "base/arena.h"
#include "expr/date.h"
#include "expr/functions.h"
#include "expr/set.h"
#include "expr/unicode.h"

/* An array of the expression over a block: its parts, evaluated, and room for the elements of one
 * row. */
struct array {
    const struct plan *plan;
    struct vec v;         /* of a single value, and of a column that holds arrays as text */
    struct array **items; /* of an array or an interval */
    size_t n;
    struct element *room;
};

static struct array *array_eval(struct eval *e, const struct plan *p)
{
    struct array *ret = arena_new(e->a, struct array);
    *ret = (struct array){.plan = p};
    if (p->op == OP_ARRAY || p->op == OP_INTERVAL) {
        ret->n = p->n_args;
        ret->items = arena_array(e->a, struct array *, p->n_args + 1);
        ret->room = arena_array(e->a, struct element, p->n_args + 1);
        for (size_t i = 0; i < p->n_args; i++)
            ret->items[i] = array_eval(e, p->args[i]);
    } else if (p->op != OP_OPEN && p->type != V_SHAPE) {
        ret->v = plan_eval(e, p);
        if (p->type == V_TEXT)
            ret->v = vec_composed(e, &ret->v);
    }
    return ret;
}

static struct set array_row(const struct eval *e, const struct array *a, size_t k);

/* Element and array of row `k`. */
static struct element element_row(const struct eval *e, const struct array *a, size_t k,
                                  bool *missing)
{
    struct element ret = {.type = a->plan->type};
    if (a->items) {
        ret.as.set = array_row(e, a, k);
        *missing |= ret.as.set.missing;
        return ret;
    }
    if (ret.type == V_SHAPE) {
        ret.as.shape = shape_at(e, a->plan, k);
        *missing |= box_is_empty(shape_box(ret.as.shape));
        return ret;
    }
    if (a->plan->op == OP_OPEN)
        return ret;

    *missing |= vec_null(&a->v, k);
    ret.type = a->v.type;
    k *= vec_step(&a->v);
    if (ret.type == V_TEXT)
        ret.as.s = a->v.v.s[k];
    else if (ret.type == V_REAL)
        ret.as.d = a->v.v.d[k];
    else
        ret.as.i = ret.type == V_BOOL ? a->v.v.b[k] : a->v.v.i[k];
    return ret;
}

static struct set array_row(const struct eval *e, const struct array *a, size_t k)
{
    struct set ret = {.v = a->room, .n = a->n};
    for (size_t i = 0; i < a->n; i++)
        a->room[i] = element_row(e, a->items[i], k, &ret.missing);
    return ret;
}

/* The array of row `k`, written out or read from a column of text. */
static struct set set_row(const struct eval *e, const struct array *a, size_t k)
{
    struct set ret = {0};
    if (a->items)
        return array_row(e, a, k);

    if (vec_null(&a->v, k) || !set_read(e->a, a->v.v.s[k * vec_step(&a->v)], &ret))
        ret.missing = true;
    return ret;
}

static bool same_element(const struct eval *e, const struct element *a, const struct element *b);

static bool set_contains(const struct eval *e, const struct set *a, const struct set *b)
{
    for (size_t j = 0; j < b->n; j++) {
        size_t i = 0;
        while (i < a->n && !same_element(e, &a->v[i], &b->v[j]))
            i++;
        if (i == a->n)
            return false;
    }
    return true;
}

static bool sets_overlap(const struct eval *e, const struct set *a, const struct set *b)
{
    for (size_t j = 0; j < b->n; j++) {
        for (size_t i = 0; i < a->n; i++) {
            if (same_element(e, &a->v[i], &b->v[j]))
                return true;
        }
    }
    return false;
}

/* Arrays in the data hold dates as text. */
static bool same_moment(const struct element *text, const struct element *moment)
{
    int64_t t;
    return (moment->type == V_DATE ? date_parse(text->as.s, &t)
                                   : timestamp_parse(text->as.s, &t)) &&
           t == moment->as.i;
}

static bool same_scalar(const struct element *a, const struct element *b)
{
    if (is_number(a->type) && is_number(b->type)) {
        double x = a->type == V_INT ? (double)a->as.i : a->as.d;
        double y = b->type == V_INT ? (double)b->as.i : b->as.d;
        return x == y && (a->type != b->type || a->type == V_REAL || a->as.i == b->as.i);
    }

    bool moments = a->type == V_DATE || a->type == V_TIMESTAMP;
    if (a->type == V_TEXT && (b->type == V_DATE || b->type == V_TIMESTAMP))
        return same_moment(a, b);
    if (moments && b->type == V_TEXT)
        return same_moment(b, a);

    if (a->type != b->type)
        return false;
    return a->type == V_TEXT ? str_eq(a->as.s, b->as.s) : a->as.i == b->as.i;
}

static bool same_element(const struct eval *e, const struct element *a, const struct element *b)
{
    if (a->type != b->type || a->type <= V_NULL)
        return same_scalar(a, b);

    switch (a->type) {
    case V_SHAPE:
        return shape_relate(e, EXPR_EQUALS, a->as.shape, b->as.shape) == 1;
    case V_INTERVAL:
        return same_element(e, &a->as.set.v[0], &b->as.set.v[0]) &&
               same_element(e, &a->as.set.v[1], &b->as.set.v[1]);
    default:
        return set_contains(e, &a->as.set, &b->as.set) && set_contains(e, &b->as.set, &a->as.set);
    }
}

/* Whether the predicate is true of two arrays without a missing element. */
static bool predicate_holds(const struct eval *e, int which, const struct set *a,
                            const struct set *b)
{
    switch (which) {
    case A_CONTAINS:
        return set_contains(e, a, b);
    case A_CONTAINEDBY:
        return set_contains(e, b, a);
    case A_EQUALS:
        return set_contains(e, a, b) && set_contains(e, b, a);
    default:
        return sets_overlap(e, a, b);
    }
}

/* Arrays are sets here: neither order nor repetition counts. An element that is NULL makes the
 * answer NULL. */
struct vec fn_array(struct eval *e, const struct plan *p)
{
    const struct array *a = array_eval(e, p->args[0]), *b = array_eval(e, p->args[1]);
    bool missing = false;
    for (size_t k = 0; k < e->n; k++) {
        p->null[k] = p->out.b[k] = 0;
        if (e->need && !e->need[k])
            continue;
        struct set sa = set_row(e, a, k), sb = set_row(e, b, k);
        p->null[k] = sa.missing || sb.missing;
        missing |= p->null[k];
        p->out.b[k] = !p->null[k] && predicate_holds(e, p->function->which, &sa, &sb);
    }
    return vec_of(p, V_BOOL, missing ? p->null : NULL);
}
