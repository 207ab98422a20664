/* Arcs with fewer vertices, so that no line moves further than a tolerance and nothing changes
 * sides: what met meets, what did not cross does not cross, and no vertex comes to lie on the other
 * side of a line. Borders that two areas share stay shared, since each arc is done once.
 *
 * How: Douglas & Peucker 1973 (doi:10.3138/FM57-6770-U75U-7727) for each arc between its ends;
 * then, as long as a shortened edge crosses another or passes over a vertex, the vertex that is
 * furthest from that edge is put back. What crossed before still does. A closed arc keeps three
 * vertices at least. */
#ifndef LODE_OVERLAY_SIMPLIFY_ARCS_H
#define LODE_OVERLAY_SIMPLIFY_ARCS_H

#include "overlay/geos_bridge.h"
#include "overlay/topology.h"

/* 1 for each place in `t->vertex` that stays. Vertices in lon/lat; distances on the ground, metres
 * as long as they are short against the radius of the earth. */
uint8_t *simplify_arcs(struct arena *a, struct geos *g, const struct topology *t, double tol_m);

/* Put all vertices of an arc back, and what that makes cross. */
void simplify_undo(struct arena *a, struct geos *g, const struct topology *t, uint8_t *keep,
                   const uint8_t *undo_arc);

#endif
