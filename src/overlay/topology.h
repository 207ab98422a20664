/* The lines of a layer cut into arcs, so that each stretch that two features share is there once.
 *
 * An arc runs from node to node. A node is a vertex where lines end, or from where features go on
 * to different vertices; a ring without a node is a single closed arc. A stretch is shared when its
 * vertices are the same to the last bit, as they are in data that was made for that.
 * Source: Bostock 2013, TopoJSON, which cuts arcs where a vertex has other neighbours in another
 * ring. */
#ifndef LODE_OVERLAY_TOPOLOGY_H
#define LODE_OVERLAY_TOPOLOGY_H

#include "geom/geometry.h"

struct topology {
    double *xy; /* 2 for each vertex; each place is there once */
    size_t n_vertices;
    /* The vertices of arc k are vertex[arc[k]] .. vertex[arc[k + 1] - 1]; a closed arc ends with
     * its first vertex. */
    uint32_t *vertex;
    uint32_t *arc; /* n_arcs + 1 */
    size_t n_arcs;
    /* The arcs of ring r of the geometry are ref[at[r]] .. ref[at[r + 1] - 1]; ~k is arc k
     * backwards. */
    int32_t *ref;
    uint32_t *at; /* as many as rings, + 1 */
};

/* The arcs of all polygons and lines of `g`. Points have no arcs, and neither has a ring or line
 * that is one place only. A vertex that is repeated is taken once. */
void topology_make(struct arena *a, const struct geometry *g, struct topology *ret);

/* The arc of a reference, whichever way it runs. */
static inline uint32_t topology_arc_of(int32_t ref)
{
    return (uint32_t)(ref < 0 ? ~ref : ref);
}

/* Append ring `r` to the part at the end of `b`, with the vertices whose place in `vertex` is set
 * in `keep` (NULL: all). Closed rings end with their first vertex. */
void topology_ring(const struct topology *t, size_t r, const uint8_t *keep, struct geom_builder *b);

#endif
