/* Which parts of an area meet at a seam, and what is left of their borders when the seam is taken
 * out. */
#include "label/seam.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

/* Hidden edges that lie this near to each other are one seam. Each of them may be off by
 * SHAPE_TOL_PT, 0.036. */
#define SEAM_PT 0.1

struct hidden_edge {
    const double *a, *b;
    size_t at; /* the coordinate at which it begins */
    size_t part;
    struct box box;
};

/* A stretch of an edge that another one lies on: from `p` at t0 to `q` at t1, which are vertices of
 * one of the two, so that what is left of both has the same ends. */
struct overlap {
    const double *p, *q;
    double t0, t1;
    size_t edge;
};

struct seams {
    struct arena *arena;
    const struct geometry *g;
    ARRAY(struct hidden_edge) hidden;
    ARRAY(struct overlap) overlaps; /* sorted by edge and t0 */
    struct range parts;
    size_t *body; /* of each part: the first part of its body */
    ARRAY(struct stretch) border;
    size_t most;
};

/* ---- what lies on each other */

static double place_on(const double *a, const double *b, const double *p, double *ret_off)
{
    double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2 : 0;
    double on = t < 0 ? 0 : t > 1 ? 1 : t;
    *ret_off = hypot(a[0] + on * dx - p[0], a[1] + on * dy - p[1]);
    return on;
}

/* The ends of the stretch that two edges share: those of their four ends that lie on the other
 * edge, and are farthest apart. The same two whichever edge comes first. */
static bool shared_stretch(const struct hidden_edge *e, const struct hidden_edge *f,
                           const double **ret_p, const double **ret_q)
{
    const double *ends[4] = {e->a, e->b, f->a, f->b}, *on[4];
    int n = 0;
    for (int i = 0; i < 4; i++) {
        double off;
        place_on(i < 2 ? f->a : e->a, i < 2 ? f->b : e->b, ends[i], &off);
        if (off <= SEAM_PT)
            on[n++] = ends[i];
    }

    double longest = SEAM_PT;
    for (int i = 0; i < n; i++) {
        for (int k = i + 1; k < n; k++) {
            double length = hypot(on[i][0] - on[k][0], on[i][1] - on[k][1]);
            if (length > longest) {
                longest = length;
                *ret_p = on[i];
                *ret_q = on[k];
            }
        }
    }
    return longest > SEAM_PT;
}

static void add_overlap(struct seams *s, size_t edge, const double *p, const double *q)
{
    double off;
    const struct hidden_edge *e = &s->hidden.v[edge];
    double t0 = place_on(e->a, e->b, p, &off), t1 = place_on(e->a, e->b, q, &off);
    *array_add(s->arena, &s->overlaps) =
        t0 <= t1 ? (struct overlap){p, q, t0, t1, edge} : (struct overlap){q, p, t1, t0, edge};
}

static size_t first_of_body(const struct seams *s, size_t part)
{
    while (s->body[part - s->parts.from] != part)
        part = s->body[part - s->parts.from];
    return part;
}

static void unite(struct seams *s, size_t p, size_t q)
{
    size_t a = first_of_body(s, p), b = first_of_body(s, q);
    s->body[(a > b ? a : b) - s->parts.from] = a < b ? a : b;
}

static int by_edge(const void *pa, const void *pb)
{
    const struct overlap *a = pa, *b = pb;
    if (a->edge != b->edge)
        return a->edge < b->edge ? -1 : 1;
    return (a->t0 > b->t0) - (a->t0 < b->t0);
}

static void find_hidden(struct seams *s)
{
    for (size_t p = s->parts.from; p < s->parts.end; p++) {
        struct range rings = geometry_part_rings(s->g, p);
        for (size_t r = rings.from; r < rings.end; r++) {
            struct range coords = geometry_ring_coords(s->g, r);
            for (size_t k = coords.from; k + 1 < coords.end; k++) {
                const double *a = s->g->xy + 2 * k;
                if (s->g->hidden[k])
                    *array_add(s->arena, &s->hidden) =
                        (struct hidden_edge){a, a + 2, k, p, box_grow(box_around(a, 2), SEAM_PT)};
            }
        }
    }
}

static void find_overlaps(struct seams *s)
{
    for (size_t i = 0; i < s->hidden.n; i++) {
        const struct hidden_edge *e = &s->hidden.v[i];
        for (size_t k = i + 1; k < s->hidden.n; k++) {
            const struct hidden_edge *f = &s->hidden.v[k];
            const double *p = NULL, *q = NULL;
            if (e->part == f->part || !box_meets(e->box, f->box) || !shared_stretch(e, f, &p, &q))
                continue;
            add_overlap(s, i, p, q);
            add_overlap(s, k, p, q);
            unite(s, e->part, f->part);
        }
    }

    if (s->overlaps.n)
        qsort(s->overlaps.v, s->overlaps.n, sizeof *s->overlaps.v, by_edge);
}

/* ---- what is left of a border */

static void add_stretch(struct seams *s, const double *xy, size_t n)
{
    for (size_t k = 0; k < n; k += s->most) {
        size_t left = n - k;
        *array_add(s->arena, &s->border) =
            (struct stretch){xy + 2 * k, left < s->most ? left : s->most};
    }
}

static void add_piece(struct seams *s, const double *p, const double *q)
{
    double *xy = arena_array(s->arena, double, 4);
    if (p[0] == q[0] && p[1] == q[1])
        return;
    xy_set(xy, 0, p[0], p[1]);
    xy_set(xy, 1, q[0], q[1]);
    add_stretch(s, xy, 1);
}

/* What of a hidden edge no other one lies on; `*next` is its first overlap, and moves behind its
 * last. */
static void add_rest(struct seams *s, size_t edge, size_t *next)
{
    const struct hidden_edge *e = &s->hidden.v[edge];
    const double *from = e->a;
    double t = 0;
    for (; *next < s->overlaps.n && s->overlaps.v[*next].edge == edge; (*next)++) {
        const struct overlap *o = &s->overlaps.v[*next];
        if (o->t0 >= t)
            add_piece(s, from, o->p);
        if (o->t1 >= t) {
            from = o->q;
            t = o->t1;
        }
    }
    add_piece(s, from, e->b);
}

/* The border of a part; `*edge` and `*next` walk through the hidden edges and the overlaps, which
 * are in the order of the coordinates. */
static void add_part(struct seams *s, size_t part, size_t *edge, size_t *next)
{
    struct range rings = geometry_part_rings(s->g, part);
    for (size_t r = rings.from; r < rings.end; r++) {
        struct range coords = geometry_ring_coords(s->g, r);
        size_t from = coords.from, last = coords.end - 1;
        while (*edge < s->hidden.n && s->hidden.v[*edge].at < from)
            (*edge)++;

        for (; *edge < s->hidden.n && s->hidden.v[*edge].at < last; (*edge)++) {
            while (*next < s->overlaps.n && s->overlaps.v[*next].edge < *edge)
                (*next)++;
            if (*next == s->overlaps.n || s->overlaps.v[*next].edge != *edge)
                continue;
            size_t at = s->hidden.v[*edge].at;
            add_stretch(s, s->g->xy + 2 * from, at - from);
            add_rest(s, *edge, next);
            from = at + 1;
        }
        add_stretch(s, s->g->xy + 2 * from, last - from);
    }
}

/* ---- all together */

static bool find_largest(const struct seams *s, size_t *ret)
{
    double largest = 0;
    size_t n = range_length(s->parts);
    double *area = arena_array(s->arena, double, n);
    for (size_t i = 0; i < n; i++) {
        size_t first = first_of_body(s, s->parts.from + i);
        area[first - s->parts.from] +=
            fabs(ring_twice_area(geometry_outer(s->g, s->parts.from + i)) / 2);
    }

    for (size_t i = 0; i < n; i++) {
        if (area[i] > largest) {
            largest = area[i];
            *ret = s->parts.from + i;
        }
    }
    return largest > 0;
}

/* Add the ring's area, and the area times the place of its middle, three times each. */
static void add_moment(struct ring r, double *moment)
{
    double sign = ring_twice_area(r) < 0 ? -1 : 1, x0 = r.xy[0], y0 = r.xy[1];
    for (size_t k = 0; k + 1 < r.n; k++) {
        double ax = r.xy[2 * k] - x0, ay = r.xy[2 * k + 1] - y0;
        double bx = r.xy[2 * k + 2] - x0, by = r.xy[2 * k + 3] - y0;
        double twice = sign * (ax * by - bx * ay);
        moment[0] += 3 * twice;
        moment[1] += twice * (ax + bx + 3 * x0);
        moment[2] += twice * (ay + by + 3 * y0);
    }
}

bool body_largest(struct arena *a, const struct geometry *g, size_t feature, size_t most,
                  struct body *ret)
{
    struct seams s = {.arena = a, .g = g, .parts = geometry_parts_of(g, feature), .most = most};
    size_t largest = 0, edge = 0, next = 0;
    s.body = arena_array(a, size_t, range_length(s.parts) + 1);
    for (size_t p = s.parts.from; p < s.parts.end; p++)
        s.body[p - s.parts.from] = p;

    if (g->hidden && range_length(s.parts) > 1) {
        find_hidden(&s);
        find_overlaps(&s);
    }
    if (!find_largest(&s, &largest))
        return false;

    double moment[3] = {0};
    *ret = (struct body){.box = BOX_EMPTY};
    for (size_t p = largest; p < s.parts.end; p++) {
        struct ring outer = geometry_outer(g, p);
        if (first_of_body(&s, p) != largest)
            continue;
        add_part(&s, p, &edge, &next);
        add_moment(outer, moment);
        ret->box = box_join(ret->box, box_around(outer.xy, outer.n));
        ret->joined |= p > largest;
    }

    ret->border = s.border.v;
    ret->n = s.border.n;
    ret->middle = (struct xy){moment[1] / moment[0], moment[2] / moment[0]};
    return true;
}
