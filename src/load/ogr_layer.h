/* Reading a layer that GDAL has opened. */
#ifndef LODE_LOAD_OGR_LAYER_H
#define LODE_LOAD_OGR_LAYER_H

#include <ogr_api.h>

#include "load/reading.h"

/* Columns, reference system and, unless only the schema is asked for, rows of `layer`. Fails as
 * load_source does. */
bool ogr_layer_read(struct reading *r, OGRLayerH layer, struct features *ret, struct lode_err *err);

#endif
