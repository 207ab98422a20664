/* Invalid polygons - rings that cross themselves, holes outside - made valid before anything is
 * done with them, and counted. */
#ifndef LODE_OVERLAY_REPAIR_H
#define LODE_OVERLAY_REPAIR_H

#include "load/features.h"
#include "overlay/geos_bridge.h"

/* `f` itself when everything is valid; otherwise a copy with the broken features repaired by GEOS's
 * structure method (rings rebuilt; area kept as the rings enclose it). A feature that is nothing
 * after that is GEOM_NONE. Tells log_warn 'repaired-geometry' with the numbers of
 * them and what is wrong with the first, at `at`. */
const struct features *repair_features(struct arena *a, struct geos *g, const struct features *f,
                                       struct lode_span at);

#endif
