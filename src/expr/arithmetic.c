/* Arithmetic of expressions, and the casts between their types.
 *
 * Integers stay integers while the result fits; a block in which one does not fit is computed again
 * with real numbers. A division by zero is NULL, and so is every result that is not a finite
 * number.
 */
#include <math.h>

#include "base/arena.h"
#include "expr/date.h"
#include "expr/plan.h"

/* `a` plus, minus or times `b`; false when the result does not fit. */
static bool int_result(enum op op, int64_t a, int64_t b, int64_t *ret)
{
    switch (op) {
    case OP_ADD:
        return !__builtin_add_overflow(a, b, ret);
    case OP_SUB:
        return !__builtin_sub_overflow(a, b, ret);
    default:
        return !__builtin_mul_overflow(a, b, ret);
    }
}

/* NaN where it is not defined. */
static double real_result(enum op op, double a, double b)
{
    switch (op) {
    case OP_ADD:
        return a + b;
    case OP_SUB:
        return a - b;
    case OP_MUL:
        return a * b;

    /* division */
    case OP_DIV:
        return b == 0 ? NAN : a / b;
    case OP_IDIV:
        return b == 0 ? NAN : trunc(a / b);
    case OP_MOD:
        return b == 0 ? NAN : fmod(a, b);
    default:
        return pow(a, b);
    }
}

/* False when one result does not fit; rows that are missing in `null` do not count. */
static bool int_block(enum op op, const struct vec *a, const struct vec *b, size_t n,
                      const uint8_t *null, int64_t *out)
{
    size_t sa = vec_step(a), sb = vec_step(b);
    bool fits = true;
    for (size_t k = 0; k < n; k++) {
        bool fit = int_result(op, a->v.i[k * sa], b->v.i[k * sb], &out[k]);
        fits &= fit | (null && null[k]);
    }
    return fits;
}

/* DIV and %: as in C, cut towards zero, the rest with the sign of what was divided. */
static bool divide_block(const struct plan *p, const struct vec *a, const struct vec *b, size_t n,
                         const uint8_t **null)
{
    size_t sa = vec_step(a), sb = vec_step(b);
    bool zero = false;
    for (size_t k = 0; k < n; k++) {
        int64_t x = a->v.i[k * sa], y = b->v.i[k * sb];
        if (x == INT64_MIN && y == -1 && p->op == OP_IDIV)
            return false;
        zero |= y == 0;
        p->out.i[k] = y == 0             ? 0
                      : y == -1          ? (p->op == OP_IDIV ? -x : 0)
                      : p->op == OP_IDIV ? x / y
                                         : x % y;
    }

    if (!zero)
        return true;

    for (size_t k = 0; k < n; k++)
        p->null[k] = (*null && (*null)[k]) || b->v.i[k * sb] == 0;
    *null = p->null;
    return true;
}

static struct vec real_block(const struct plan *p, const struct vec *a, const struct vec *b,
                             size_t n, const uint8_t *null)
{
    bool finite = true;
    size_t sa = vec_step(a), sb = vec_step(b);

    if (a->type == V_REAL && b->type == V_REAL) {
        const double *x = a->v.d, *y = b->v.d;
        switch (p->op) { /* the usual operators have loops of their own, without a call in them */
        case OP_ADD:
            for (size_t k = 0; k < n; k++)
                p->out.d[k] = x[k * sa] + y[k * sb];
            break;
        case OP_SUB:
            for (size_t k = 0; k < n; k++)
                p->out.d[k] = x[k * sa] - y[k * sb];
            break;
        case OP_MUL:
            for (size_t k = 0; k < n; k++)
                p->out.d[k] = x[k * sa] * y[k * sb];
            break;
        default:
            for (size_t k = 0; k < n; k++)
                p->out.d[k] = real_result(p->op, x[k * sa], y[k * sb]);
        }
    } else {
        for (size_t k = 0; k < n; k++)
            p->out.d[k] = real_result(p->op, vec_number(a, k), vec_number(b, k));
    }

    for (size_t k = 0; k < n; k++)
        finite &= isfinite(p->out.d[k]) != 0;
    if (finite)
        return vec_of(p, V_REAL, null);

    for (size_t k = 0; k < n; k++)
        p->null[k] = (null && null[k]) || !isfinite(p->out.d[k]);
    return vec_of(p, V_REAL, p->null);
}

static struct vec negate_block(struct eval *e, const struct plan *p)
{
    int64_t zero = 0;
    struct vec a = plan_eval(e, p->args[0]);
    struct vec none = {.type = V_INT, .constant = true, .v = {.i = &zero}};
    const uint8_t *null = vec_nulls(e, p, &a, NULL);
    if (a.type == V_INT && int_block(OP_SUB, &none, &a, e->n, null, p->out.i))
        return vec_of(p, V_INT, null);

    e->widened |= a.type == V_INT;
    for (size_t k = 0; k < e->n; k++)
        p->out.d[k] = -vec_number(&a, k);
    return vec_of(p, V_REAL, null);
}

struct vec eval_arithmetic(struct eval *e, const struct plan *p)
{
    if (p->op == OP_NEG)
        return negate_block(e, p);

    struct vec a = plan_eval(e, p->args[0]), b = plan_eval(e, p->args[1]);
    const uint8_t *null = vec_nulls(e, p, &a, &b);
    bool ints = a.type == V_INT && b.type == V_INT;

    if (ints && (p->op == OP_ADD || p->op == OP_SUB || p->op == OP_MUL)) {
        if (int_block(p->op, &a, &b, e->n, null, p->out.i))
            return vec_of(p, V_INT, null);
    } else if (ints && (p->op == OP_IDIV || p->op == OP_MOD)) {
        if (divide_block(p, &a, &b, e->n, &null))
            return vec_of(p, V_INT, null);
    }

    e->widened |= p->type == V_INT;
    return real_block(p, &a, &b, e->n, null);
}

static struct vec cast_null(const struct plan *p, struct eval *e)
{
    for (size_t k = 0; k < e->n; k++)
        p->null[k] = 1;
    return vec_of(p, p->type, p->null); /* the buffer is zeroed: empty texts, 0, false */
}

struct vec eval_cast(struct eval *e, const struct plan *p)
{
    struct vec a = plan_eval(e, p->args[0]);
    if (a.type == V_NULL)
        return cast_null(p, e);

    const uint8_t *null = vec_nulls(e, p, &a, NULL);
    if (p->type == V_TIMESTAMP) {
        size_t step = vec_step(&a);
        for (size_t k = 0; k < e->n; k++)
            p->out.i[k] = __builtin_mul_overflow(a.v.i[k * step], US_PER_DAY, &p->out.i[k])
                              ? (a.v.i[k * step] < 0 ? INT64_MIN : INT64_MAX)
                              : p->out.i[k];
    } else if (p->type == V_REAL) {
        for (size_t k = 0; k < e->n; k++)
            p->out.d[k] = vec_number(&a, k);
    } else {
        return a;
    }

    return vec_of(p, p->type, null);
}
