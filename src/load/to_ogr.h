/* Features of ours as OGR objects, for GDAL's writers and GEOS' opinion. */
#ifndef LODE_LOAD_TO_OGR_H
#define LODE_LOAD_TO_OGR_H

#include <ogr_api.h>
#include <stdbool.h>

#include "geom/geometry.h"

/* Feature `i`; NULL for GEOM_NONE. `multi`: MULTI... also where one part would do. The caller
 * destroys it. */
OGRGeometryH ogr_geometry_of(const struct geometry *g, size_t i, bool multi);

#endif
