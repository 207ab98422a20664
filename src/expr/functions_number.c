/* Functions of numbers: sqrt, log10, floor, ceil, round, abs. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "expr/functions.h"

/* `out` may hold values that are not finite: they become NULL. */
static struct vec keep_finite(struct eval *e, const struct plan *p, const uint8_t *null)
{
    bool all = true;
    for (size_t k = 0; k < e->n; k++)
        all &= isfinite(p->out.d[k]) != 0;
    if (all)
        return vec_of(p, V_REAL, null);

    for (size_t k = 0; k < e->n; k++)
        p->null[k] = (null && null[k]) || !isfinite(p->out.d[k]);
    return vec_of(p, V_REAL, p->null);
}

struct vec fn_real(struct eval *e, const struct plan *p)
{
    struct vec a = plan_eval(e, p->args[0]);
    const uint8_t *null = vec_nulls(e, p, &a, NULL);
    for (size_t k = 0; k < e->n; k++) {
        double v = vec_number(&a, k);
        p->out.d[k] = p->function->which == REAL_SQRT ? sqrt(v) : log10(v);
    }
    return keep_finite(e, p, null);
}

/* Whole numbers as integers, except in a block in which one is too large for that. */
static struct vec keep_whole(struct eval *e, const struct plan *p, const uint8_t *null)
{
    bool fit = true;
    for (size_t k = 0; k < e->n; k++)
        fit &= fabs(p->out.d[k]) < 0x1p63 || (null && null[k]);
    if (!fit) {
        e->widened = true;
        return keep_finite(e, p, null);
    }

    for (size_t k = 0; k < e->n; k++)
        p->out.i[k] = null && null[k] ? 0 : (int64_t)p->out.d[k];
    return vec_of(p, V_INT, null);
}

struct vec fn_whole(struct eval *e, const struct plan *p)
{
    struct vec a = plan_eval(e, p->args[0]);
    const uint8_t *null = vec_nulls(e, p, &a, NULL);
    if (a.type == V_INT) {
        a.null = null;
        return a;
    }

    for (size_t k = 0; k < e->n; k++) {
        double v = vec_number(&a, k);
        p->out.d[k] = p->function->which == WHOLE_FLOOR ? floor(v) : ceil(v);
    }
    return keep_whole(e, p, null);
}

/* Half away from zero, on the shortest decimal that reads as the value: 0.285 to two places is
 * 0.29, though the double lies below it. */
static double round_to(double v, double places)
{
    if (places > 15 || !isfinite(v))
        return v;

    double scale = pow(10, fabs(places)), scaled = places < 0 ? v / scale : v * scale;
    if (!isfinite(scaled) || fabs(scaled) >= 0x1p52)
        return v;
    double r = copysign(floor(fabs(scaled) * (1 + 4e-16) + 0.5), v);
    return places < 0 ? r * scale : r / scale;
}

struct vec fn_round(struct eval *e, const struct plan *p)
{
    struct vec a = plan_eval(e, p->args[0]), places = {0};
    bool given = p->n_args > 1;
    if (given)
        places = plan_eval(e, p->args[1]);
    const uint8_t *null = vec_nulls(e, p, &a, given ? &places : NULL);
    if (a.type == V_INT && !given)
        return a;

    for (size_t k = 0; k < e->n; k++)
        p->out.d[k] = round_to(vec_number(&a, k), given ? trunc(vec_number(&places, k)) : 0);
    return p->type == V_INT ? keep_whole(e, p, null) : keep_finite(e, p, null);
}

struct vec fn_abs(struct eval *e, const struct plan *p)
{
    struct vec a = plan_eval(e, p->args[0]);
    const uint8_t *null = vec_nulls(e, p, &a, NULL);
    bool fit = a.type == V_INT;
    for (size_t k = 0; fit && k < e->n; k++) {
        int64_t v = a.v.i[k * vec_step(&a)];
        fit = v != INT64_MIN;
        p->out.i[k] = v < 0 && fit ? -v : v;
    }
    if (fit)
        return vec_of(p, V_INT, null);

    e->widened |= p->type == V_INT;
    for (size_t k = 0; k < e->n; k++)
        p->out.d[k] = fabs(vec_number(&a, k));
    return vec_of(p, V_REAL, null);
}
