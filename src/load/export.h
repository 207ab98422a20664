/* Write features with GDAL: GPKG, GeoJSON (RFC 7946), CSV (with WKT or lon/lat columns), shapefile.
 * By rename; the same bytes on every run. Shapefile limits (names cut to ten characters, one kind
 * of geometry) are told through log_warn. The geometry is written as given: transform it before. */
#ifndef LODE_LOAD_EXPORT_H
#define LODE_LOAD_EXPORT_H

#include "load/features.h"

bool export_features(struct arena *a, const struct features *f, struct str path,
                     struct lode_span at, struct lode_err *err);
/* CSV, JSON or GeoJSON text of chosen rows and columns to a stream, for `lode query`. */
enum table_format { TABLE_CSV, TABLE_JSON, TABLE_GEOJSON };
struct str export_text(struct arena *a, const struct features *f, enum table_format format);

#endif
