/* Arcs with fewer vertices, so that no line moves further than a tolerance and nothing changes
 * sides: lines that met still meet, lines that did not cross still do not, and no vertex comes to
 * lie on the other side of a line. Borders that two areas share stay shared, since each arc is
 * simplified once.
 *
 * How: Douglas & Peucker 1973 (doi:10.3138/FM57-6770-U75U-7727) for each arc between its ends;
 * then, as long as a shortened edge crosses another edge or passes over a vertex, the vertex that
 * is furthest from that edge is put back. Lines that crossed before still cross. A closed arc keeps
 * at least three vertices. */
#ifndef LODE_OVERLAY_SIMPLIFY_ARCS_H
#define LODE_OVERLAY_SIMPLIFY_ARCS_H

#include "overlay/geos_bridge.h"
#include "overlay/topology.h"

/* 1 for each place in `t->vertex` that stays. Vertices are lon/lat; `tol_m` is metres on the
 * ground, short against the radius of the earth. */
uint8_t *simplify_arcs(struct arena *a, struct geos *g, const struct topology *t, double tol_m);

/* Put back all vertices of the arcs that `undo_arc` marks, then those of edges that cross them. */
void simplify_undo(struct arena *a, struct geos *g, const struct topology *t, uint8_t *keep,
                   const uint8_t *undo_arc);

#endif
