/* How lines are cut into arcs: vertices are numbered by place, and rings cut at the nodes. */
#include "overlay/topology.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { NOWHERE = INT32_MAX };

struct maker {
    struct arena *a;
    const struct geometry *g;
    struct topology *t;
    uint32_t *id;          /* coordinate -> vertex */
    uint32_t (*beside)[2]; /* vertex -> its two neighbours in a ring, the lesser first */
    uint8_t *seen, *node;  /* vertex -> visited before; is a node */
    struct first_edge {
        uint32_t from, to;
        int32_t ref; /* the arc that begins with this edge */
    } * edges;       /* open addressing; `ref` NOWHERE: free */
    size_t n_edges_mask;
    size_t n_vertex, n_ref;
};

static int by_place(const void *pa, const void *pb, void *ctx)
{
    const double *xy = ctx;
    uint32_t i = *(const uint32_t *)pa, k = *(const uint32_t *)pb;
    const double *a = xy + 2 * (size_t)i, *b = xy + 2 * (size_t)k;
    if (a[0] != b[0])
        return a[0] < b[0] ? -1 : 1;
    if (a[1] != b[1])
        return a[1] < b[1] ? -1 : 1;
    return (i > k) - (i < k);
}

/* Give each place one number, in the order of places. */
static void number_vertices(struct maker *m)
{
    size_t n = geometry_coords(m->g);
    const double *xy = m->g->xy;
    uint32_t *order = arena_array(m->a, uint32_t, n);
    m->id = arena_array(m->a, uint32_t, n);
    m->t->xy = arena_array(m->a, double, 2 * n);
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    if (n)
        qsort_r(order, n, sizeof *order, by_place, (void *)(uintptr_t)xy);

    for (size_t k = 0; k < n; k++) {
        const double *p = xy + 2 * (size_t)order[k];
        double *last = m->t->xy + 2 * m->t->n_vertices;
        if (k == 0 || last[-2] != p[0] || last[-1] != p[1]) {
            memcpy(last, p, 2 * sizeof *p);
            m->t->n_vertices++;
        }
        m->id[order[k]] = (uint32_t)m->t->n_vertices - 1;
    }
}

/* The vertices of ring `r`, without repeated ones, and without the last when the ring is closed. A
 * line is never closed: its ends are nodes even where they are one place. */
static size_t ring_vertices(const struct maker *m, size_t r, bool line, uint32_t *ret,
                            bool *ret_closed)
{
    size_t n = 0;
    struct range coords = geometry_ring_coords(m->g, r);
    for (size_t k = coords.from; k < coords.end; k++) {
        if (!n || ret[n - 1] != m->id[k])
            ret[n++] = m->id[k];
    }
    *ret_closed = !line && n > 2 && ret[0] == ret[n - 1];
    return n - *ret_closed;
}

/* Note the neighbours of a vertex in a ring; it is a node when they were others before. */
static void visit_vertex(struct maker *m, uint32_t v, uint32_t before, uint32_t after)
{
    uint32_t low = before < after ? before : after, high = before < after ? after : before;
    if (!m->seen[v]) {
        m->seen[v] = 1;
        m->beside[v][0] = low;
        m->beside[v][1] = high;
    } else if (m->beside[v][0] != low || m->beside[v][1] != high) {
        m->node[v] = 1;
    }
}

static void find_nodes(struct maker *m, const uint32_t *v, size_t n, bool closed)
{
    if (!closed && n) {
        m->node[v[0]] = 1;
        m->node[v[n - 1]] = 1;
    }
    for (size_t k = closed ? 0 : 1; k < (closed ? n : n - 1); k++)
        visit_vertex(m, v[k], v[(k + n - 1) % n], v[(k + 1) % n]);
}

/* ---- arcs, found again by their first edge from either end */

static struct first_edge *edge_slot(struct maker *m, uint32_t from, uint32_t to)
{
    uint64_t hash = ((uint64_t)from << 32 | to) * UINT64_C(0x9E3779B97F4A7C15);
    size_t k = (size_t)(hash >> 20) & m->n_edges_mask;
    while (m->edges[k].ref != NOWHERE && (m->edges[k].from != from || m->edges[k].to != to))
        k = (k + 1) & m->n_edges_mask;
    return &m->edges[k];
}

static void note_edge(struct maker *m, uint32_t from, uint32_t to, int32_t ref)
{
    struct first_edge *e = edge_slot(m, from, to);
    if (e->ref == NOWHERE)
        *e = (struct first_edge){from, to, ref};
}

/* Append the arc v[0] .. v[n-1] (n >= 2) to the current ring: as a new arc, or as one that is
 * there. */
static void add_arc(struct maker *m, const uint32_t *v, size_t n)
{
    struct first_edge *known = edge_slot(m, v[0], v[1]);
    if (known->ref == NOWHERE) {
        struct topology *t = m->t;
        int32_t k = (int32_t)t->n_arcs++;
        memcpy(t->vertex + m->n_vertex, v, n * sizeof *v);
        m->n_vertex += n;
        t->arc[t->n_arcs] = (uint32_t)m->n_vertex;
        note_edge(m, v[0], v[1], k);
        note_edge(m, v[n - 1], v[n - 2], ~k);
        m->t->ref[m->n_ref++] = k;
        return;
    }
    m->t->ref[m->n_ref++] = known->ref;
}

/* Append a ring without nodes as one arc. The arc begins at its least vertex and goes to the lesser
 * of that vertex's neighbours, so it is the same for all rings that have it. `turned` is room for
 * it. */
static void add_closed_arc(struct maker *m, const uint32_t *v, size_t n, uint32_t *turned)
{
    size_t least = 0;

    for (size_t k = 1; k < n; k++)
        least = v[k] < v[least] ? k : least;

    bool back = v[(least + n - 1) % n] < v[(least + 1) % n];
    for (size_t k = 0; k <= n; k++)
        turned[k] = v[(least + (back ? n - k % n : k)) % n];
    add_arc(m, turned, n + 1);
    if (back)
        m->t->ref[m->n_ref - 1] = ~m->t->ref[m->n_ref - 1];
}

/* Append a ring as arcs from node to node. `turned` is room for it. */
static void cut_ring(struct maker *m, uint32_t *v, size_t n, bool closed, uint32_t *turned)
{
    size_t first = 0;
    if (n < 2)
        return;

    while (closed && first < n && !m->node[v[first]])
        first++;
    if (closed && first == n) {
        add_closed_arc(m, v, n, turned);
        return;
    }

    size_t total = closed ? n + 1 : n, begin = 0;
    for (size_t k = 0; k < total; k++)
        turned[k] = v[(first + k) % n];
    for (size_t k = 1; k < total; k++) {
        if (k + 1 < total && !m->node[turned[k]])
            continue;
        add_arc(m, turned + begin, k - begin + 1);
        begin = k;
    }
}

static bool has_lines(const struct geometry *g, size_t i)
{
    return g->kind[i] == GEOM_LINE || g->kind[i] == GEOM_POLYGON;
}

static void allocate_arcs(struct maker *m)
{
    size_t n = geometry_coords(m->g), cap = 16;
    struct topology *t = m->t;

    while (cap < 4 * n) /* two entries for each arc, and half of the table free */
        cap *= 2;
    m->n_edges_mask = cap - 1;
    m->edges = arena_array(m->a, struct first_edge, cap);
    for (size_t k = 0; k < cap; k++)
        m->edges[k].ref = NOWHERE;

    t->vertex = arena_array(m->a, uint32_t, 2 * n + 1); /* nodes are in two arcs of a ring */
    t->arc = arena_array(m->a, uint32_t, n + 1);
    t->ref = arena_array(m->a, int32_t, n + 1);
    t->at = arena_array(m->a, uint32_t, geometry_rings(m->g) + 1);
}

void topology_make(struct arena *a, const struct geometry *g, struct topology *ret)
{
    *ret = (struct topology){0};
    struct maker m = {.a = a, .g = g, .t = ret};
    number_vertices(&m);
    allocate_arcs(&m);

    struct arena scratch = *a;
    m.beside = arena_alloc(&scratch, sizeof *m.beside, ret->n_vertices);
    m.seen = arena_array(&scratch, uint8_t, ret->n_vertices);
    m.node = arena_array(&scratch, uint8_t, ret->n_vertices);

    uint32_t *v = arena_array(&scratch, uint32_t, geometry_coords(g) + 1);
    uint32_t *turned = arena_array(&scratch, uint32_t, geometry_coords(g) + 2);
    for (int pass = 0; pass < 2; pass++) { /* first the nodes, then the arcs */
        for (size_t i = 0; i < g->n; i++) {
            struct range rings = geometry_rings_of(g, i);
            for (size_t r = rings.from; r < rings.end; r++) {
                bool closed;
                size_t n = !has_lines(g, i)
                               ? 0
                               : ring_vertices(&m, r, g->kind[i] == GEOM_LINE, v, &closed);
                if (n && pass == 0)
                    find_nodes(&m, v, n, closed);
                else if (n)
                    cut_ring(&m, v, n, closed, turned);
                ret->at[r + 1] = (uint32_t)m.n_ref;
            }
        }
    }
}

/* ---- back to rings */

void topology_ring(const struct topology *t, size_t r, const uint8_t *keep, struct geom_builder *b)
{
    bool any = false;

    geom_ring(b);
    for (size_t k = t->at[r]; k < t->at[r + 1]; k++) {
        uint32_t arc = topology_arc_of(t->ref[k]), from = t->arc[arc], to = t->arc[arc + 1];
        /* The first vertex of an arc is the last of the arc before it. */
        for (uint32_t j = any ? 1 : 0; j < to - from; j++) {
            uint32_t at = t->ref[k] < 0 ? to - 1 - j : from + j;
            const double *xy = t->xy + 2 * (size_t)t->vertex[at];
            if (!keep || keep[at])
                geom_xy(b, xy[0], xy[1]);
        }
        any = true;
    }
}
