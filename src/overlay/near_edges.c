/* How rings become runs of vertices: long edges are cut, and repeated vertices are dropped. */
#include "overlay/near_edges.h"

#include <stdlib.h>

#include "base/memory.h"

void near_edges_init(struct near_edges *ret, const struct features *of,
                     const struct geod_geodesic *geod)
{
    *ret = (struct near_edges){.geod = geod, .of = of};
}

/* The next `n` vertices, to be filled by the caller. */
static struct vertex *grow_vertices(struct near_edges *e, size_t n)
{
    if (e->n + n > e->cap) {
        e->cap = e->cap ? e->cap + e->cap / 2 : 64;
        e->cap = e->cap < e->n + n ? e->n + n : e->cap;
        e->v = memory_grow(e->v, sizeof *e->v, e->cap);
    }
    e->n += n;
    return e->v + e->n - n;
}

static void add_run(struct near_edges *e, struct ring ring, size_t row)
{
    if (e->n_runs == e->cap_runs) {
        e->cap_runs = e->cap_runs ? e->cap_runs + e->cap_runs / 2 : 16;
        e->runs = memory_grow(e->runs, sizeof *e->runs, e->cap_runs);
    }

    size_t first = e->n;
    struct edge edge = {.b = vertex_of(lonlat_at(ring.xy, 0)),
                        .planar = e->of->edges == EDGES_PLANAR};
    *grow_vertices(e, 1) = edge.b;
    for (size_t k = 1; k < ring.n; k++) {
        struct lonlat next = lonlat_at(ring.xy, k);
        if (next.lon_deg == edge.b.place.lon_deg && next.lat_deg == edge.b.place.lat_deg)
            continue;

        edge.a = edge.b;
        edge.b = vertex_of(next);
        size_t parts = edge_parts(&edge);
        struct vertex *v = grow_vertices(e, parts);
        if (parts > 1)
            edge_cut(e->geod, edge.a.place, next, edge.planar, parts, v);
        v[parts - 1] = edge.b;
    }

    e->runs[e->n_runs++] =
        (struct run_of_edges){(uint32_t)first, (uint32_t)(e->n - first), (uint32_t)row};
}

bool near_edges_add(struct near_edges *e, size_t row)
{
    const struct geometry *g = &e->of->table.geom;
    struct range rings = geometry_rings_of(g, row);
    for (size_t r = rings.from; g->kind[row] != GEOM_NONE && r < rings.end; r++)
        add_run(e, geometry_ring(g, r), row);
    return e->n < UINT32_MAX && e->n_runs < UINT32_MAX;
}

void near_edges_clear(struct near_edges *e)
{
    e->n = e->n_runs = 0;
}

void near_edges_finish(struct near_edges *e)
{
    free(e->v);
    free(e->runs);
    *e = (struct near_edges){0};
}
