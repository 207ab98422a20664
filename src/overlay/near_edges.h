/* The geometries of a layer as runs of vertices on the ellipsoid, each a short edge from the next:
 * distances are measured to and from these.
 *
 * Memory is malloc's, so that a thread may use the same for feature after feature
 * (near_edges_clear). */
#ifndef LODE_OVERLAY_NEAR_EDGES_H
#define LODE_OVERLAY_NEAR_EDGES_H

#include "load/features.h"
#include "project/edge.h"

/* A point, a line or a ring: vertices first .. first + n - 1. */
struct run_of_edges {
    uint32_t first, n;
    uint32_t row; /* of the layer */
};

struct near_edges {
    const struct geod_geodesic *geod;
    const struct features *of; /* WGS 84 lon/lat */
    struct vertex *v;
    struct run_of_edges *runs; /* in the order of rows */
    size_t n, n_runs;
    size_t cap, cap_runs;
};

void near_edges_init(struct near_edges *ret, const struct features *of,
                     const struct geod_geodesic *geod);

/* Add the runs of one more row. Repeated vertices are left out. False when there are more vertices
 * than can be numbered. */
bool near_edges_add(struct near_edges *e, size_t row);
void near_edges_clear(struct near_edges *e);
void near_edges_finish(struct near_edges *e);

/* The edge from vertex i to the next one of its run. */
static inline struct edge near_edge(const struct near_edges *e, size_t i)
{
    return (struct edge){e->v[i], e->v[i + 1], e->of->edges == EDGES_PLANAR};
}

#endif
