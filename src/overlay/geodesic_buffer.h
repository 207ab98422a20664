/* Areas within a distance on the ellipsoid, for buffers and rings.
 *
 * The curve at the distance round the source (offset_curve.h) is computed place by place with
 * geodesics, so that no projection is involved. The curve cuts the world into faces; the buffer is
 * made of the faces that have a point inside them within the distance, or inside the source's
 * areas. The only error is how finely the curve is drawn. The outline is nowhere more than 1 m off,
 * by these bounds:
 *   vertices of the source dropped that lie within 0.2 m of the line,
 *   edges of the source that are straight in lon/lat followed to 0.1 m,
 *   arcs drawn with a sagitta of 0.4 m and to 0.25 m, the curve beside an edge to 0.35 m.
 *
 * The result is valid, and cut at the antimeridian; round a pole it is closed along +-90. */
#ifndef LODE_OVERLAY_GEODESIC_BUFFER_H
#define LODE_OVERLAY_GEODESIC_BUFFER_H

#include "load/features.h"
#include "overlay/geos_bridge.h"

/* An eighth of the way round the earth: taste. A little farther the shortest line between two
 * places is no longer the only one. */
#define BUFFER_MAX_M 5e6

/* Everything within `distance_m` (> 0) of the lines, points and outlines of the `n` rows `rows` of
 * `f` (lon/lat; NULL: rows 0 .. n - 1), and with `inside` the inside of polygons too. Without
 * `inside`, edges along the antimeridian and the poles do not count as outlines: there an area was
 * cut.
 * Fails: LODE_GEOM beyond BUFFER_MAX_M, or with GEOS's reason. */
GEOSGeometry *geodesic_buffer(struct arena *a, struct geos *g, const struct features *f,
                              const uint32_t *rows, size_t n, double distance_m, bool inside,
                              struct lode_span at, struct lode_err *err);

#endif
