/* Areas beside lines, on both sides of them or on one, that end flat where the lines end. */
#ifndef LODE_OVERLAY_STRIP_BUFFER_H
#define LODE_OVERLAY_STRIP_BUFFER_H

#include "overlay/geodesic_net.h"
#include "overlay/geos_bridge.h"

/* All places from which a perpendicular of at most `distance_m` (> 0) leads to the lines of the `n`
 * rows `rows` of `f` (lon/lat; NULL: rows 0 .. n - 1), and the round corners on the outer side of
 * bends. Lines that meet at their ends count as one line there. The outline is right to 1 m, as
 * that of geodesic_buffer.h, and cut at the antimeridian. The distance is at most BUFFER_MAX_M.
 * Fails: LODE_GEOM where the area would reach a pole, or with GEOS's reason. */
GEOSGeometry *strip_buffer(struct arena *a, struct geos *g, const struct features *f,
                           const uint32_t *rows, size_t n, double distance_m, enum line_side side,
                           struct lode_span at, struct lode_err *err);

#endif
