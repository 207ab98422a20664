/* Evaluates comparisons and IN, block by block. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "expr/plan.h"
#include "expr/unicode.h"

/* -1, 0, 1 as i is below, equal to or above d: exact, where turning i into a double would round. */
static int cmp_int_real(int64_t i, double d)
{
    double x = (double)i;
    if (x < d)
        return -1;
    if (x > d)
        return 1;

    /* Rounding keeps the order, so here d is i or its neighbour among doubles, which is an integer.
     */
    if (!(d < 0x1p63)) /* a NaN too, whose row is missing anyway */
        return -1;
    int64_t whole = (int64_t)d;
    return (i > whole) - (i < whole);
}

/* One loop for each operator and for "the right side is constant", chosen outside of the loop. */
#define COMPARE_LOOP(TEST, x, y)                                                                   \
    do {                                                                                           \
        if (sx == 1 && sy == 0) {                                                                  \
            for (size_t k = 0; k < n; k++)                                                         \
                out[k] = TEST(x[k], y[0]);                                                         \
        } else {                                                                                   \
            for (size_t k = 0; k < n; k++)                                                         \
                out[k] = TEST(x[k * sx], y[k * sy]);                                               \
        }                                                                                          \
    } while (0)

#define COMPARE_SWITCH(EQ, NE, LT, LE, GT, GE, x, y)                                               \
    switch (op) {                                                                                  \
    case OP_EQ:                                                                                    \
        COMPARE_LOOP(EQ, x, y);                                                                    \
        break;                                                                                     \
    case OP_NE:                                                                                    \
        COMPARE_LOOP(NE, x, y);                                                                    \
        break;                                                                                     \
    case OP_LT:                                                                                    \
        COMPARE_LOOP(LT, x, y);                                                                    \
        break;                                                                                     \
    case OP_LE:                                                                                    \
        COMPARE_LOOP(LE, x, y);                                                                    \
        break;                                                                                     \
    case OP_GT:                                                                                    \
        COMPARE_LOOP(GT, x, y);                                                                    \
        break;                                                                                     \
    default:                                                                                       \
        COMPARE_LOOP(GE, x, y);                                                                    \
    }

#define PLAIN_EQ(a, b) ((a) == (b))
#define PLAIN_NE(a, b) ((a) != (b))
#define PLAIN_LT(a, b) ((a) < (b))
#define PLAIN_LE(a, b) ((a) <= (b))
#define PLAIN_GT(a, b) ((a) > (b))
#define PLAIN_GE(a, b) ((a) >= (b))
#define MIXED_EQ(a, b) (cmp_int_real(a, b) == 0)
#define MIXED_NE(a, b) (cmp_int_real(a, b) != 0)
#define MIXED_LT(a, b) (cmp_int_real(a, b) < 0)
#define MIXED_LE(a, b) (cmp_int_real(a, b) <= 0)
#define MIXED_GT(a, b) (cmp_int_real(a, b) > 0)
#define MIXED_GE(a, b) (cmp_int_real(a, b) >= 0)
#define TEXT_EQ(a, b)  (text_eq(a, b))
#define TEXT_NE(a, b)  (!text_eq(a, b))
#define TEXT_LT(a, b)  (str_cmp(a, b) < 0)
#define TEXT_LE(a, b)  (str_cmp(a, b) <= 0)
#define TEXT_GT(a, b)  (str_cmp(a, b) > 0)
#define TEXT_GE(a, b)  (str_cmp(a, b) >= 0)

static inline bool text_eq(struct str a, struct str b)
{
    return a.len == b.len && (!a.len || (a.p[0] == b.p[0] && memcmp(a.p, b.p, a.len) == 0));
}

static void compare_ints(enum op op, const int64_t *x, size_t sx, const int64_t *y, size_t sy,
                         size_t n, uint8_t *out)
{
    COMPARE_SWITCH(PLAIN_EQ, PLAIN_NE, PLAIN_LT, PLAIN_LE, PLAIN_GT, PLAIN_GE, x, y)
}

static void compare_reals(enum op op, const double *x, size_t sx, const double *y, size_t sy,
                          size_t n, uint8_t *out)
{
    COMPARE_SWITCH(PLAIN_EQ, PLAIN_NE, PLAIN_LT, PLAIN_LE, PLAIN_GT, PLAIN_GE, x, y)
}

static void compare_bools(enum op op, const uint8_t *x, size_t sx, const uint8_t *y, size_t sy,
                          size_t n, uint8_t *out)
{
    COMPARE_SWITCH(PLAIN_EQ, PLAIN_NE, PLAIN_LT, PLAIN_LE, PLAIN_GT, PLAIN_GE, x, y)
}

static void compare_mixed(enum op op, const int64_t *x, size_t sx, const double *y, size_t sy,
                          size_t n, uint8_t *out)
{
    COMPARE_SWITCH(MIXED_EQ, MIXED_NE, MIXED_LT, MIXED_LE, MIXED_GT, MIXED_GE, x, y)
}

static void compare_texts(enum op op, const struct str *x, size_t sx, const struct str *y,
                          size_t sy, size_t n, uint8_t *out)
{
    COMPARE_SWITCH(TEXT_EQ, TEXT_NE, TEXT_LT, TEXT_LE, TEXT_GT, TEXT_GE, x, y)
}

/* The operator with its sides exchanged. */
static enum op mirrored(enum op op)
{
    switch (op) {
    case OP_LT:
        return OP_GT;
    case OP_LE:
        return OP_GE;
    case OP_GT:
        return OP_LT;
    case OP_GE:
        return OP_LE;
    default:
        return op;
    }
}

/* The value of a constant that is a whole number: an integer column against 5.0 is compared as
 * integers. */
static bool as_int(const struct vec *v, int64_t *ret)
{
    double d = v->v.d[0];
    if (!v->constant || vec_null(v, 0) || d != floor(d) || fabs(d) >= 0x1p63)
        return false;
    *ret = (int64_t)d;
    return true;
}

static void compare_numbers(enum op op, const struct vec *a, const struct vec *b, size_t n,
                            uint8_t *out)
{
    size_t sa = vec_step(a), sb = vec_step(b);
    int64_t whole;
    if (a->type == V_INT && b->type == V_INT)
        compare_ints(op, a->v.i, sa, b->v.i, sb, n, out);
    else if (a->type == V_REAL && b->type == V_REAL)
        compare_reals(op, a->v.d, sa, b->v.d, sb, n, out);
    else if (a->type == V_REAL)
        compare_numbers(mirrored(op), b, a, n, out);
    else if (as_int(b, &whole))
        compare_ints(op, a->v.i, sa, &whole, 0, n, out);
    else
        compare_mixed(op, a->v.i, sa, b->v.d, sb, n, out);
}

struct vec eval_compare(struct eval *e, const struct plan *p)
{
    struct vec a = plan_eval(e, p->args[0]), b = plan_eval(e, p->args[1]);
    enum op op = p->op;

    if (a.constant && !b.constant) {
        struct vec swap = a;
        a = b;
        b = swap;
        op = mirrored(op);
    }

    uint8_t *out = p->out.b;
    size_t sa = vec_step(&a), sb = vec_step(&b);
    if (a.type == V_TEXT) {
        a = vec_composed(e, &a);
        b = vec_composed(e, &b);
        compare_texts(op, a.v.s, sa, b.v.s, sb, e->n, out);
    } else if (a.type == V_BOOL) {
        compare_bools(op, a.v.b, sa, b.v.b, sb, e->n, out);
    } else if (a.type == V_INT || a.type == V_REAL) {
        compare_numbers(op, &a, &b, e->n, out);
    } else {
        compare_ints(op, a.v.i, sa, b.v.i, sb, e->n, out);
    }

    const uint8_t *null = vec_nulls(e, p, &a, &b);
    for (size_t k = 0; null && k < e->n; k++)
        out[k] &= !null[k];
    return vec_of(p, V_BOOL, null);
}

/* IN's list: sorted, each value once. */
struct in_list {
    bool has_null;
    size_t n_ints, n_reals, n_texts;
    int64_t *ints; /* also dates and moments */
    double *reals; /* for integers: those that no integer equals are left out */
    struct str *texts;
};

static int by_int(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int by_real(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void add_number(struct in_list *list, const struct vec *v)
{
    int64_t whole;
    if (v->type == V_REAL) {
        if (as_int(v, &whole))
            list->ints[list->n_ints++] = whole;
        list->reals[list->n_reals++] = v->v.d[0];
        return;
    }

    list->ints[list->n_ints++] = v->v.i[0];
    if (cmp_int_real(v->v.i[0], (double)v->v.i[0]) == 0)
        list->reals[list->n_reals++] = (double)v->v.i[0];
}

void prepare_in(struct arena *a, struct plan *p)
{
    struct in_list *list = arena_new(a, struct in_list);
    bool text = p->args[0]->type == V_TEXT;
    list->ints = arena_array(a, int64_t, text ? 0 : p->n_args);
    list->reals = arena_array(a, double, text ? 0 : p->n_args);
    list->texts = arena_array(a, struct str, text ? p->n_args : 0);

    for (size_t i = 1; i < p->n_args; i++) {
        const struct vec *v = &p->args[i]->value;
        if (vec_null(v, 0))
            list->has_null = true;
        else if (text)
            list->texts[list->n_texts++] = text_composed(a, v->v.s[0]);
        else
            add_number(list, v);
    }

    if (text)
        qsort(list->texts, list->n_texts, sizeof *list->texts, by_text);
    else
        qsort(list->ints, list->n_ints, sizeof *list->ints, by_int);
    if (!text)
        qsort(list->reals, list->n_reals, sizeof *list->reals, by_real);
    p->extra = list;
}

static bool find_int(const struct in_list *list, int64_t v)
{
    size_t low = 0, n = list->n_ints;
    while (n > 1) {
        size_t half = n / 2;
        low += list->ints[low + half] <= v ? half : 0;
        n -= half;
    }
    return n && list->ints[low] == v;
}

static bool find_real(const struct in_list *list, double v)
{
    size_t low = 0, n = list->n_reals;
    while (n > 1) {
        size_t half = n / 2;
        low += list->reals[low + half] <= v ? half : 0;
        n -= half;
    }
    return n && list->reals[low] == v;
}

static bool find_text(const struct in_list *list, struct str v)
{
    size_t low = 0, n = list->n_texts;
    if (n <= 8) { /* comparing lengths first beats halving */
        for (size_t i = 0; i < n; i++) {
            if (text_eq(list->texts[i], v))
                return true;
        }
        return false;
    }

    while (n > 1) {
        size_t half = n / 2;
        low += str_cmp(list->texts[low + half], v) <= 0 ? half : 0;
        n -= half;
    }
    return text_eq(list->texts[low], v);
}

struct vec eval_in(struct eval *e, const struct plan *p)
{
    const struct in_list *list = p->extra;
    struct vec a = plan_eval(e, p->args[0]);
    size_t step = vec_step(&a);
    uint8_t *out = p->out.b;

    if (a.type == V_TEXT) {
        a = vec_composed(e, &a);
        for (size_t k = 0; k < e->n; k++)
            out[k] = find_text(list, a.v.s[k * step]);
    } else if (a.type == V_REAL) {
        for (size_t k = 0; k < e->n; k++)
            out[k] = find_real(list, a.v.d[k * step]);
    } else {
        for (size_t k = 0; k < e->n; k++)
            out[k] = find_int(list, a.v.i[k * step]);
    }

    if (!a.null && !list->has_null)
        return vec_of(p, V_BOOL, NULL);

    /* Not found in a list with a NULL is not known either. */
    for (size_t k = 0; k < e->n; k++) {
        p->null[k] = vec_null(&a, k) || (list->has_null && !out[k]);
        out[k] &= !p->null[k];
    }

    return vec_of(p, V_BOOL, p->null);
}
