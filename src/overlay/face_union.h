/* The union of faces of one net of lines, as a polygonizer gives them. */
#ifndef LODE_OVERLAY_FACE_UNION_H
#define LODE_OVERLAY_FACE_UNION_H

#include "overlay/geos_bridge.h"

struct arena;

/* One (multi)polygon of all faces. Their interiors must be apart and their shared edges equal to
 * the bit: an edge of two faces is dropped, and the others are the outline. The result is that of
 * GEOSCoverageUnion, in a tenth of the time for a million vertices, because the outline is
 * polygonized in lines and not segment by segment. NULL when GEOS fails. */
GEOSGeometry *face_union(struct arena *a, struct geos *g, const GEOSGeometry *const *faces,
                         size_t n);

#endif
