/* Functions of time: the T_... predicates on dates, timestamps and intervals, and dates read from
 * text. */
#include "base/arena.h"
#include "expr/date.h"
#include "expr/functions.h"
#include "expr/unicode.h"

/* The two ends of a temporal argument. A single moment is both ends; a day that is compared with
 * timestamps reaches from its first to its last microsecond. '..' is before, or after, everything.
 */
struct ends {
    struct vec low, high;
    bool open_low, open_high;
};

static struct ends eval_ends(struct eval *e, const struct plan *p)
{
    struct ends ret = {0};
    if (p->op != OP_INTERVAL) {
        ret.low = ret.high = plan_eval(e, p);
        return ret;
    }

    ret.open_low = p->args[0]->op == OP_OPEN;
    ret.open_high = p->args[1]->op == OP_OPEN;
    if (!ret.open_low)
        ret.low = plan_eval(e, p->args[0]);
    if (!ret.open_high)
        ret.high = plan_eval(e, p->args[1]);
    return ret;
}

static bool has_time(const struct ends *a)
{
    return (!a->open_low && a->low.type == V_TIMESTAMP) ||
           (!a->open_high && a->high.type == V_TIMESTAMP);
}

/* An end as a number: days, or microseconds with `in_us`. `last`: of a day its last one. */
static int64_t end_of(const struct vec *v, size_t k, bool in_us, bool last)
{
    int64_t t = v->v.i[k * vec_step(v)], us;
    if (!in_us || v->type == V_TIMESTAMP)
        return t;
    if (__builtin_mul_overflow(t, US_PER_DAY, &us))
        return t < 0 ? INT64_MIN + 1 : INT64_MAX - 1;
    return us + (last ? US_PER_DAY - 1 : 0);
}

/* Both ends in row `k`; false: one is missing. */
static bool row_ends(const struct ends *a, size_t k, bool in_us, int64_t *ret_low,
                     int64_t *ret_high)
{
    if ((!a->open_low && vec_null(&a->low, k)) || (!a->open_high && vec_null(&a->high, k)))
        return false;
    *ret_low = a->open_low ? INT64_MIN : end_of(&a->low, k, in_us, false);
    *ret_high = a->open_high ? INT64_MAX : end_of(&a->high, k, in_us, true);
    return true;
}

/* Allen's relations, as CQL2 table 10 defines them, of [as, ae] and [bs, be]. */
static bool relation_holds(int which, int64_t as, int64_t ae, int64_t bs, int64_t be)
{
    switch (which) {
    case T_AFTER:
        return as > be;
    case T_BEFORE:
        return ae < bs;
    case T_CONTAINS:
        return as < bs && ae > be;
    case T_DISJOINT:
        return ae < bs || as > be;
    case T_DURING:
        return as > bs && ae < be;
    case T_EQUALS:
        return as == bs && ae == be;
    case T_FINISHEDBY:
        return as < bs && ae == be;
    case T_FINISHES:
        return as > bs && ae == be;
    case T_INTERSECTS:
        return !(ae < bs || as > be);
    case T_MEETS:
        return ae == bs;
    case T_METBY:
        return as == be;
    case T_OVERLAPPEDBY:
        return as > bs && as < be && ae > be;
    case T_OVERLAPS:
        return as < bs && ae > bs && ae < be;
    case T_STARTEDBY:
        return as == bs && ae > be;

    default: /* T_STARTS */
        return as == bs && ae < be;
    }
}

struct vec fn_temporal(struct eval *e, const struct plan *p)
{
    struct ends a = eval_ends(e, p->args[0]), b = eval_ends(e, p->args[1]);
    bool in_us = has_time(&a) || has_time(&b), missing = false;
    for (size_t k = 0; k < e->n; k++) {
        int64_t as, ae, bs, be;
        bool known = row_ends(&a, k, in_us, &as, &ae) && row_ends(&b, k, in_us, &bs, &be);
        p->null[k] = !known;
        missing |= !known;
        p->out.b[k] = known && relation_holds(p->function->which, as, ae, bs, be);
    }
    return vec_of(p, V_BOOL, missing ? p->null : NULL);
}

static struct vec read_moments(struct eval *e, const struct plan *p,
                               bool (*read)(struct str, int64_t *))
{
    struct vec a = plan_eval(e, p->args[0]);
    bool missing = false;
    for (size_t k = 0; k < e->n; k++) {
        p->out.i[k] = 0;
        p->null[k] = vec_null(&a, k) || !read(text_trim(a.v.s[k * vec_step(&a)]), &p->out.i[k]);
        missing |= p->null[k];
    }
    return vec_of(p, p->type, missing ? p->null : NULL);
}

/* DATE(column): a date from text, NULL where it is none. */
struct vec fn_date(struct eval *e, const struct plan *p)
{
    return read_moments(e, p, date_parse);
}

struct vec fn_timestamp(struct eval *e, const struct plan *p)
{
    return read_moments(e, p, timestamp_parse);
}
