/* Areas within a distance on the ellipsoid, for buffers and rings.
 *
 * The set of points within d of a net of geodesic segments is, exactly, the union of
 *   - a band along each segment, between its perpendiculars at both ends, and
 *   - at each node the sector of those directions that look away from all of its segments: half a
 * disc at an end, a thin wedge on the outer side of a bend, nothing at most junctions. All corners
 * are computed with geodesics, so the result does not depend on any projection. What is left is how
 * finely the outline is drawn; with the bounds below the outline is nowhere more than 1 m off:
 *   vertices dropped that lie within 0.2 m of the line, arcs drawn with a sagitta of 0.3 m, edges
 * that are straight in lon/lat followed to 0.1 m, offset edges to 0.1 m.
 */
#ifndef LODE_OVERLAY_GEODESIC_BUFFER_H
#define LODE_OVERLAY_GEODESIC_BUFFER_H

#include "load/features.h"
#include "overlay/geos_bridge.h"

/* Farther than this the corners of one band may lie on the other side of the earth. */
#define BUFFER_MAX_M 5e6

/* Everything within `distance_m` (> 0) of the lines, points and outlines of rows `rows` (lon/lat),
 * and the inside of polygons. Cut at the antimeridian; valid. Fails: LODE_GEOM within reach of a
 * pole or beyond BUFFER_MAX_M, with the reason. */
GEOSGeometry *geodesic_buffer(struct arena *a, struct geos *g, const struct features *f,
                              const uint32_t *rows, size_t n, double distance_m, bool inside,
                              struct lode_span at, struct lode_err *err);

#endif
