/* Areas beside lines that end flat where the lines end, on both sides of them or on one. */
#ifndef LODE_OVERLAY_STRIP_BUFFER_H
#define LODE_OVERLAY_STRIP_BUFFER_H

#include "overlay/geodesic_net.h"
#include "overlay/geos_bridge.h"

/* All places from which a perpendicular of at most `distance_m` (> 0) leads to the lines `rows` of
 * f (lon/lat; NULL: all `n`), and the round corners on the outer side of their bends; lines that
 * meet at their ends go on there. The outline is drawn to 1 m like that of geodesic_buffer.h, and
 * cut at the antimeridian. Fails: LODE_GEOM beyond BUFFER_MAX_M, where it would reach a pole, or
 * with GEOS's reason. */
GEOSGeometry *strip_buffer(struct arena *a, struct geos *g, const struct features *f,
                           const uint32_t *rows, size_t n, double distance_m, enum line_side side,
                           struct lode_span at, struct lode_err *err);

#endif
