#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "expr/functions.h"

struct expr_shape shape_at(const struct eval *e, const struct plan *p, size_t k)
{
    if (p->op == OP_SHAPE)
        return (struct expr_shape){p->shape, 0, p->shape->n};
    size_t i = e->from + k;
    bool there = i < e->table->geom.n;
    return (struct expr_shape){&e->table->geom, there ? i : 0, there};
}

struct box shape_box(struct expr_shape s)
{
    struct box b = BOX_EMPTY;
    for (size_t i = s.i; i < s.i + s.n; i++)
        b = box_join(b, s.g->box[i]);
    return b;
}

int shape_relate(const struct eval *e, enum expr_relation what, struct expr_shape a,
                 struct expr_shape b)
{
    struct box ba = shape_box(a), bb = shape_box(b);
    if (box_is_empty(ba) || box_is_empty(bb))
        return -1;
    if (!box_meets(ba, bb))
        return what == EXPR_DISJOINT;
    if ((what == EXPR_WITHIN && !box_holds(bb, ba)) ||
        (what == EXPR_CONTAINS && !box_holds(ba, bb)))
        return 0;
    return e->env->relate(e->env->relate_ctx, what, a, b);
}

struct vec fn_relate(struct eval *e, const struct plan *p)
{
    bool missing = false;
    for (size_t k = 0; k < e->n; k++) {
        int is = 0;
        if (!e->need || e->need[k])
            is = shape_relate(e, (enum expr_relation)p->function->which, shape_at(e, p->args[0], k),
                              shape_at(e, p->args[1], k));
        p->out.b[k] = is > 0;
        p->null[k] = is < 0;
        missing |= is < 0;
    }
    return vec_of(p, V_BOOL, missing ? p->null : NULL);
}

static struct vec text_length(struct eval *e, const struct plan *p)
{
    struct vec a = plan_eval(e, p->args[0]);
    const uint8_t *null = vec_nulls(e, p, &a, NULL);
    for (size_t k = 0; k < e->n; k++)
        p->out.i[k] = null && null[k] ? 0 : (int64_t)str_chars(a.v.s[k * vec_step(&a)]);
    return vec_of(p, V_INT, null);
}

struct vec fn_measure(struct eval *e, const struct plan *p)
{
    if (p->args[0]->type == V_TEXT)
        return text_length(e, p);
    bool missing = false;
    for (size_t k = 0; k < e->n; k++) {
        struct expr_shape s = shape_at(e, p->args[0], k);
        double sum = 0;
        p->null[k] = box_is_empty(shape_box(s));
        for (size_t i = s.i; !p->null[k] && i < s.i + s.n; i++)
            sum += e->env->measure(e->env->measure_ctx, s.g, i, (char)p->function->which);
        p->null[k] |= !isfinite(sum);
        missing |= p->null[k];
        p->out.d[k] = p->null[k] ? 0 : sum;
    }
    return vec_of(p, V_REAL, missing ? p->null : NULL);
}

/* The middle of the longest of its lines. */
static struct lonlat middle_of_line(const struct geometry *g, size_t feature)
{
    struct lonlat ret = {0};
    double best = -1;
    for (size_t r = g->ring[g->part[feature]]; r < g->ring[g->part[feature + 1]]; r++) {
        double length = 0, walked = 0;
        for (size_t k = g->at[r] + 1; k < g->at[r + 1]; k++)
            length += hypot(g->xy[2 * k] - g->xy[2 * k - 2], g->xy[2 * k + 1] - g->xy[2 * k - 1]);
        if (length <= best)
            continue;
        best = length;
        for (size_t k = g->at[r] + 1; k < g->at[r + 1]; k++) {
            double dx = g->xy[2 * k] - g->xy[2 * k - 2], dy = g->xy[2 * k + 1] - g->xy[2 * k - 1];
            double step = hypot(dx, dy), share = step > 0 ? (length / 2 - walked) / step : 0;
            if (walked + step >= length / 2) {
                ret = (struct lonlat){g->xy[2 * k - 2] + share * dx, g->xy[2 * k - 1] + share * dy};
                break;
            }
            walked += step;
        }
    }
    return ret;
}

static size_t widest_part(const struct geometry *g, size_t feature)
{
    size_t best = g->part[feature];
    double best_area = -1;
    for (size_t p = g->part[feature]; p < g->part[feature + 1]; p++) {
        double area = 0;
        for (size_t k = g->at[g->ring[p]]; k + 1 < g->at[g->ring[p] + 1]; k++)
            area += g->xy[2 * k] * g->xy[2 * k + 3] - g->xy[2 * k + 2] * g->xy[2 * k + 1];
        if (fabs(area) > best_area) {
            best_area = fabs(area);
            best = p;
        }
    }
    return best;
}

static int by_real(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The middle of the widest stretch inside, on the line half way up the largest part. */
static struct lonlat inside_polygon(struct arena scratch, const struct geometry *g, size_t feature)
{
    size_t part = widest_part(g, feature), first = g->at[g->ring[part]];
    size_t last = g->at[g->ring[part + 1]], n = 0;
    double low = INFINITY, high = -INFINITY, *x = arena_array(&scratch, double, last - first);
    for (size_t k = first; k < g->at[g->ring[part] + 1]; k++) {
        low = fmin(low, g->xy[2 * k + 1]);
        high = fmax(high, g->xy[2 * k + 1]);
    }
    double y = (low + high) / 2;
    struct lonlat ret = {g->xy[2 * first], g->xy[2 * first + 1]};
    for (size_t r = g->ring[part]; r < g->ring[part + 1]; r++) {
        for (size_t k = g->at[r]; k + 1 < g->at[r + 1]; k++) {
            const double *p = g->xy + 2 * k;
            if ((p[1] <= y) != (p[3] <= y))
                x[n++] = p[0] + (y - p[1]) / (p[3] - p[1]) * (p[2] - p[0]);
        }
    }
    qsort(x, n, sizeof *x, by_real);
    double widest = -1;
    for (size_t i = 0; i + 1 < n; i += 2) {
        if (x[i + 1] - x[i] > widest) {
            widest = x[i + 1] - x[i];
            ret = (struct lonlat){(x[i] + x[i + 1]) / 2, y};
        }
    }
    return ret;
}

static bool point_of(struct eval *e, const struct geometry *g, size_t i, struct lonlat *ret)
{
    if (e->env->lonlat)
        return e->env->lonlat(e->env->relate_ctx, g, i, ret);
    switch (g->kind[i]) {
    case GEOM_POINT: {
        const double *xy = g->xy + 2 * (size_t)g->at[g->ring[g->part[i]]];
        *ret = (struct lonlat){xy[0], xy[1]};
        return true;
    }
    case GEOM_LINE:
        *ret = middle_of_line(g, i);
        return true;
    default:
        *ret = inside_polygon(*e->a, g, i);
        return true;
    }
}

struct vec fn_lonlat(struct eval *e, const struct plan *p)
{
    bool missing = false;
    for (size_t k = 0; k < e->n; k++) {
        struct expr_shape s = shape_at(e, p->args[0], k);
        struct lonlat at = {0};
        p->null[k] = !s.n || box_is_empty(s.g->box[s.i]) || !point_of(e, s.g, s.i, &at);
        missing |= p->null[k];
        p->out.d[k] = p->function->which ? at.lat_deg : at.lon_deg;
    }
    return vec_of(p, V_REAL, missing ? p->null : NULL);
}
