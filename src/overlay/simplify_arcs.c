/* How arcs are simplified, and vertices put back where a shortened edge would get in the way. */
#include "overlay/simplify_arcs.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/units.h"
#include "geom/box_tree.h"
#include "project/geodesic.h"

struct simplifier {
    const struct topology *t;
    struct geos *geos;
    uint8_t *keep;
    double (*metres)[2]; /* of a degree eastward and northward at each vertex */
    double tol_m;
};

static const double *place_at(const struct topology *t, uint32_t k)
{
    return t->xy + 2 * (size_t)t->vertex[k];
}

/* ---- distances */

/* Metres of a degree: radians(1) times the radius, N cos(lat) eastward and M northward. */
static void measure_degrees(struct arena *a, struct simplifier *s)
{
    double e2 = WGS84.flattening * (2 - WGS84.flattening);
    s->metres = arena_alloc(a, sizeof *s->metres, s->t->n_vertices);

    for (size_t v = 0; v < s->t->n_vertices; v++) {
        double lat = radians(s->t->xy[2 * v + 1]), sine = sin(lat), w = 1 - e2 * sine * sine;
        s->metres[v][0] = radians(WGS84.semi_major_m) * cos(lat) / sqrt(w);
        s->metres[v][1] = radians(WGS84.semi_major_m) * (1 - e2) / (w * sqrt(w));
    }
}

/* The square of the distance from place k to the edge between places i and j, measured with the
 * degrees at place k. */
static double distance2(const struct simplifier *s, uint32_t k, uint32_t i, uint32_t j)
{
    const double *p = place_at(s->t, k), *a = place_at(s->t, i), *b = place_at(s->t, j);
    const double *m = s->metres[s->t->vertex[k]];
    double ax = (a[0] - p[0]) * m[0], ay = (a[1] - p[1]) * m[1];
    double dx = (b[0] - a[0]) * m[0], dy = (b[1] - a[1]) * m[1], d2 = dx * dx + dy * dy;
    double u = d2 > 0 ? fmax(0, fmin(1, -(ax * dx + ay * dy) / d2)) : 0;
    double x = ax + u * dx, y = ay + u * dy;
    return x * x + y * y;
}

/* The place between i and j that is furthest from the edge between them; i when there is none. */
static uint32_t furthest(const struct simplifier *s, uint32_t i, uint32_t j, double *ret2)
{
    uint32_t best = i;
    *ret2 = -1;
    for (uint32_t k = i + 1; k < j; k++) {
        double d2 = distance2(s, k, i, j);
        if (d2 > *ret2) {
            *ret2 = d2;
            best = k;
        }
    }
    return best;
}

/* ---- one arc */

/* The stretch of an arc between two places. */
struct span {
    uint32_t i, j;
};

/* Keep the places of a stretch that Douglas and Peucker keep. The stack gets no deeper than the arc
 * is long, since each span takes one and puts two. */
static void shorten(const struct simplifier *s, uint32_t from, uint32_t to, struct span *stack)
{
    size_t n = 0;

    stack[n++] = (struct span){from, to};
    while (n) {
        struct span span = stack[--n];
        double d2;
        uint32_t k = furthest(s, span.i, span.j, &d2);
        if (k == span.i || d2 <= s->tol_m * s->tol_m)
            continue;
        s->keep[k] = 1;
        stack[n++] = (struct span){span.i, k};
        stack[n++] = (struct span){k, span.j};
    }
}

/* A closed arc keeps the place furthest from its end, and then the one furthest from the line. */
static void shorten_arc(const struct simplifier *s, size_t arc, struct span *stack)
{
    uint32_t first = s->t->arc[arc], last = s->t->arc[arc + 1] - 1;
    double d2;

    s->keep[first] = 1;
    s->keep[last] = 1;
    if (s->t->vertex[first] != s->t->vertex[last] || last - first < 3) {
        shorten(s, first, last, stack);
        return;
    }

    double before2, after2;
    uint32_t far = furthest(s, first, last, &d2);
    uint32_t before = furthest(s, first, far, &before2), after = furthest(s, far, last, &after2);
    uint32_t side = before2 >= after2 ? before : after;

    s->keep[far] = 1;
    s->keep[side] = 1;
    shorten(s, first, far < side ? far : side, stack);
    shorten(s, far < side ? far : side, far < side ? side : far, stack);
    shorten(s, far < side ? side : far, last, stack);
}

/* ---- what crosses */

/* The edges between places that stay. */
struct edges {
    struct span *v; /* places of their ends */
    struct box *box;
    size_t n;
    struct box_tree tree;
    uint8_t *refine; /* the edge is in the way of another */
    uint32_t *found; /* room for what the tree finds */
};

static struct box box_of(const struct topology *t, struct span e)
{
    struct box b = BOX_EMPTY;
    const double *p = place_at(t, e.i), *q = place_at(t, e.j);
    return box_add(box_add(b, p[0], p[1]), q[0], q[1]);
}

static void list_edges(struct arena *a, const struct simplifier *s, struct edges *ret)
{
    const struct topology *t = s->t;
    size_t most = t->n_arcs ? t->arc[t->n_arcs] : 0;
    ret->v = arena_array(a, struct span, most);
    ret->n = 0;

    for (size_t arc = 0; arc < t->n_arcs; arc++) {
        uint32_t from = t->arc[arc];
        for (uint32_t k = from + 1; k < t->arc[arc + 1]; k++) {
            if (!s->keep[k])
                continue;
            ret->v[ret->n++] = (struct span){from, k};
            from = k;
        }
    }

    ret->box = arena_array(a, struct box, ret->n);
    for (size_t k = 0; k < ret->n; k++)
        ret->box[k] = box_of(t, ret->v[k]);

    ret->refine = arena_array(a, uint8_t, ret->n);
    ret->found = arena_array(a, uint32_t, ret->n);
    box_tree_make(a, ret->box, ret->n, &ret->tree);
}

/* On which side of the line a-b p lies: 1 left, -1 right, 0 on it. */
static int side_of(const struct simplifier *s, const double *a, const double *b, const double *p)
{
    return GEOSOrientationIndex_r(s->geos->handle, a[0], a[1], b[0], b[1], p[0], p[1]);
}

/* Whether one of the edges a-b and a-c, which begin together, lies on the other. */
static bool lie_on(const struct simplifier *s, const double *a, const double *b, const double *c)
{
    return side_of(s, a, b, c) == 0 &&
           (b[0] - a[0]) * (c[0] - a[0]) + (b[1] - a[1]) * (c[1] - a[1]) > 0;
}

/* Whether two edges have more in common than an end. */
static bool edges_cross(const struct simplifier *s, struct span e, struct span f)
{
    const uint32_t *v = s->t->vertex;
    const double *a = place_at(s->t, e.i), *b = place_at(s->t, e.j), *c = place_at(s->t, f.i),
                 *d = place_at(s->t, f.j);
    bool ac = v[e.i] == v[f.i], ad = v[e.i] == v[f.j], bc = v[e.j] == v[f.i], bd = v[e.j] == v[f.j];

    if ((ac && bd) || (ad && bc))
        return true;
    if (ac || ad)
        return lie_on(s, a, b, ac ? d : c);
    if (bc || bd)
        return lie_on(s, b, a, bc ? d : c);

    int c_side = side_of(s, a, b, c), d_side = side_of(s, a, b, d);
    int a_side = side_of(s, c, d, a), b_side = side_of(s, c, d, b);
    if (c_side == 0 && d_side == 0) /* on one line, and their boxes meet */
        return true;
    return c_side * d_side <= 0 && a_side * b_side <= 0;
}

/* Whether vertex `v` lies between an edge and the stretch that the edge stands for. */
static bool passes_over(const struct topology *t, struct span e, uint32_t v)
{
    const double *p = t->xy + 2 * (size_t)v;
    bool inside = false;

    for (uint32_t k = e.i; k <= e.j; k++) {
        const double *a = place_at(t, k), *b = place_at(t, k < e.j ? k + 1 : e.i);
        if (t->vertex[k] == v)
            return false;
        if ((a[1] > p[1]) != (b[1] > p[1]) &&
            p[0] < a[0] + (p[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
            inside = !inside;
    }

    return inside;
}

static bool is_shortened(struct span e)
{
    return e.j > e.i + 1;
}

/* Mark the edge, and those it crosses, when it crosses some or passes over a vertex. */
static void mark_conflicts(const struct simplifier *s, struct edges *edges, size_t which)
{
    struct span e = edges->v[which];
    struct box around = BOX_EMPTY;
    for (uint32_t k = e.i; k <= e.j; k++)
        around = box_add(around, place_at(s->t, k)[0], place_at(s->t, k)[1]);

    size_t n = box_tree_find(&edges->tree, around, edges->found);
    for (size_t k = 0; k < n; k++) {
        uint32_t other = edges->found[k];
        struct span f = edges->v[other];
        if (other == which)
            continue;
        if (box_meets(edges->box[which], edges->box[other]) && edges_cross(s, e, f)) {
            edges->refine[which] = 1;
            edges->refine[other] = 1;
        } else if (!edges->refine[which] && passes_over(s->t, e, s->t->vertex[f.i])) {
            edges->refine[which] = 1;
        }
    }
}

/* Put one vertex back into each edge that is in the way; false when there is none. */
static bool put_back(const struct simplifier *s, struct arena scratch)
{
    struct edges edges;
    bool any = false;

    list_edges(&scratch, s, &edges);
    for (size_t k = 0; k < edges.n; k++) {
        if (is_shortened(edges.v[k]))
            mark_conflicts(s, &edges, k);
    }

    for (size_t k = 0; k < edges.n; k++) {
        double d2;
        if (!edges.refine[k] || !is_shortened(edges.v[k]))
            continue;
        s->keep[furthest(s, edges.v[k].i, edges.v[k].j, &d2)] = 1;
        any = true;
    }

    return any;
}

uint8_t *simplify_arcs(struct arena *a, struct geos *g, const struct topology *t, double tol_m)
{
    size_t most = t->n_arcs ? t->arc[t->n_arcs] : 0;
    struct simplifier s = {.t = t, .geos = g, .tol_m = tol_m};
    s.keep = arena_array(a, uint8_t, most);

    struct arena scratch = *a;
    struct span *stack = arena_array(&scratch, struct span, most + 2);
    measure_degrees(&scratch, &s);
    for (size_t arc = 0; arc < t->n_arcs; arc++)
        shorten_arc(&s, arc, stack);

    while (put_back(&s, scratch))
        ;
    return s.keep;
}

void simplify_undo(struct arena *a, struct geos *g, const struct topology *t, uint8_t *keep,
                   const uint8_t *undo_arc)
{
    struct arena scratch = *a;
    struct simplifier s = {.t = t, .geos = g, .keep = keep};

    measure_degrees(&scratch, &s);
    for (size_t arc = 0; arc < t->n_arcs; arc++) {
        if (undo_arc[arc])
            memset(keep + t->arc[arc], 1, t->arc[arc + 1] - t->arc[arc]);
    }

    while (put_back(&s, scratch))
        ;
}
