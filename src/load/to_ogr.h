/* Shapes of ours as OGR geometries, for GDAL's writers and for the check whether they are valid. */
#ifndef LODE_LOAD_TO_OGR_H
#define LODE_LOAD_TO_OGR_H

#include <ogr_api.h>
#include <stdbool.h>

#include "geom/geometry.h"

/* The shape of feature `i`; NULL for GEOM_NONE. `multi`: a MULTI type also where there is one part.
 * To be given to OGR_G_DestroyGeometry. */
OGRGeometryH ogr_geometry_of(const struct geometry *g, size_t i, bool multi);

#endif
