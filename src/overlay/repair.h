/* The repair of invalid polygons, such as rings that cross themselves or holes that lie outside,
 * before a step works with them. */
#ifndef LODE_OVERLAY_REPAIR_H
#define LODE_OVERLAY_REPAIR_H

#include "load/features.h"
#include "overlay/geos_bridge.h"

/* `f` itself when all polygons are valid; otherwise a copy with the broken ones repaired by GEOS's
 * structure method, which rebuilds rings and keeps the area that they enclose. A feature of which
 * nothing is left becomes GEOM_NONE. A log_warn 'repaired-geometry' at `at` lists the numbers of
 * the repaired features and says what is wrong with the first. */
const struct features *repair_features(struct arena *a, struct geos *g, const struct features *f,
                                       struct lode_span at);

#endif
