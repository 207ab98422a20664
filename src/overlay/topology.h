/* The lines of a layer cut into arcs, so that what two features share is there once.
 *
 * An arc runs from node to node. A node is a vertex where lines end, or where features go on to
 * different vertices; a ring without one is a single closed arc. Shared are stretches with the same
 * vertices, to the last bit: as they are in data that was made for it.
 * As in Bostock 2013, TopoJSON: arcs cut where the neighbours of a vertex differ between visits. */
#ifndef LODE_OVERLAY_TOPOLOGY_H
#define LODE_OVERLAY_TOPOLOGY_H

#include "geom/geometry.h"

struct topology {
    double *xy; /* 2 per vertex; each place once */
    size_t n_vertices;
    uint32_t *vertex; /* of the arcs, one after the other */
    uint32_t *arc;    /* n_arcs + 1: the vertices of arc k are vertex[arc[k]] .. vertex[arc[k+1]-1];
                         a closed one ends with its first */
    size_t n_arcs;
    int32_t *ref; /* arcs of the rings in their order; ~k: arc k backwards */
    uint32_t *at; /* rings + 1: the arcs of ring r of the geometry are ref[at[r]] .. */
};

/* Rings of polygons and lines; those of points have no arcs. Repeated vertices are taken once; what
 * is one place only has no arcs either. */
void topology_make(struct arena *a, const struct geometry *g, struct topology *ret);

static inline uint32_t topology_arc_of(int32_t ref)
{
    return (uint32_t)(ref < 0 ? ~ref : ref);
}

/* Append ring `r` to the part at the end of `b`, with the vertices for which keep[place in
 * `vertex`] is set (NULL: all). Closed rings end with their first vertex. */
void topology_ring(const struct topology *t, size_t r, const uint8_t *keep, struct geom_builder *b);

#endif
