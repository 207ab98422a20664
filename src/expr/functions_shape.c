/* Functions of geometries: S_INTERSECTS and its kin, area, length, perimeter, lon, lat. */
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

    /* Where the boxes decide, nothing else needs to be asked. */
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

/* From vertex k - 1 to vertex k. */
static double edge_length(struct ring line, size_t k)
{
    struct xy a = xy_at(line.xy, k - 1), b = xy_at(line.xy, k);
    return hypot(b.x - a.x, b.y - a.y);
}

/* The point half way along the longest line of a feature. */
static struct lonlat middle_of_line(const struct geometry *g, size_t feature)
{
    struct lonlat ret = {0};
    double best = -1;
    struct range rings = geometry_rings_of(g, feature);

    for (size_t r = rings.from; r < rings.end; r++) {
        struct ring line = geometry_ring(g, r);
        double length = 0, walked = 0;
        for (size_t k = 1; k < line.n; k++)
            length += edge_length(line, k);
        if (length <= best)
            continue;

        best = length;
        for (size_t k = 1; k < line.n; k++) {
            struct xy a = xy_at(line.xy, k - 1), b = xy_at(line.xy, k);
            double step = edge_length(line, k);
            double share = step > 0 ? (length / 2 - walked) / step : 0;
            if (walked + step >= length / 2) {
                ret = (struct lonlat){a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
                break;
            }
            walked += step;
        }
    }

    return ret;
}

/* The polygon of a feature with the largest area. */
static size_t largest_part(const struct geometry *g, size_t feature)
{
    struct range parts = geometry_parts_of(g, feature);
    size_t best = parts.from;
    double best_area = -1;
    for (size_t p = parts.from; p < parts.end; p++) {
        double area = fabs(ring_twice_area(geometry_outer(g, p)));
        if (area > best_area) {
            best_area = area;
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
    size_t part = largest_part(g, feature), n = 0;
    struct range rings = geometry_part_rings(g, part);
    struct ring outer = geometry_outer(g, part);
    struct box box = box_around(outer.xy, outer.n);
    double *x = arena_array(&scratch, double, g->at[rings.end] - g->at[rings.from]);
    double y = (box.y0 + box.y1) / 2;

    for (size_t r = rings.from; r < rings.end; r++) {
        struct ring ring = geometry_ring(g, r);
        for (size_t k = 0; k + 1 < ring.n; k++) {
            const double *p = ring.xy + 2 * k;
            if ((p[1] <= y) != (p[3] <= y))
                x[n++] = p[0] + (y - p[1]) / (p[3] - p[1]) * (p[2] - p[0]);
        }
    }
    qsort(x, n, sizeof *x, by_real);

    struct lonlat ret = lonlat_at(outer.xy, 0);
    double widest = -1;
    for (size_t i = 0; i + 1 < n; i += 2) {
        if (x[i + 1] - x[i] > widest) {
            widest = x[i + 1] - x[i];
            ret = (struct lonlat){(x[i] + x[i + 1]) / 2, y};
        }
    }
    return ret;
}

/* The point that lon() and lat() mean. */
static bool point_of(struct eval *e, const struct geometry *g, size_t i, struct lonlat *ret)
{
    if (e->env->lonlat)
        return e->env->lonlat(e->env->relate_ctx, g, i, ret);

    switch (g->kind[i]) {
    case GEOM_POINT:
        *ret = lonlat_at(geometry_first(g, i), 0);
        return true;
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
