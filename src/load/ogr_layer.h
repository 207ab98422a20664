/* Reading a layer that GDAL has opened. */
#ifndef LODE_LOAD_OGR_LAYER_H
#define LODE_LOAD_OGR_LAYER_H

#include <ogr_api.h>

#include "load/reading.h"

/* Columns, reference system and, unless only the schema is asked for, rows of `layer`. `typed`: the
 * same layer with GDAL's types, where `layer` has only texts; NULL: it has types. Fails as load_source
 * does. */
bool ogr_layer_read(struct reading *r, OGRLayerH layer, OGRLayerH typed, struct features *ret,
                    struct lode_err *err);

#endif
