/* The writers that export.c chooses from: CSV and GeoJSON by own code, other formats by GDAL. Only
 * for load/. */
#ifndef LODE_LOAD_EXPORT_PARTS_H
#define LODE_LOAD_EXPORT_PARTS_H

#include <glib.h>

#include "base/arena.h"
#include "load/features.h"

/* Whether coordinates are longitude and latitude, in degrees. */
bool export_is_degrees(const struct features *f);

/* The decimals of a coordinate: 1e-7 degrees are a centimetre, 1e-3 metres a millimetre. Units that are
 * larger than these (radians, kilometres) have more. */
int export_decimals(const struct features *f);

/* How the shapes stand in a CSV file: two columns for points, or one of WKT. */
struct csv_shape {
    bool points;
    const char *x, *y; /* names of the columns; only x for WKT */
    int decimals;
};

/* Points without other kinds become columns whose names the table does not have; all else becomes
 * WKT. */
struct csv_shape export_csv_shape(const struct features *f);

/* `shape` NULL: without geometry. `end` ends each line. */
void export_csv(GString *to, struct arena scratch, const struct features *f,
                const struct csv_shape *shape, const char *end);

void export_geojson(GString *to, struct arena scratch, const struct features *f);

/* One of GDAL's formats: files, written to GDAL's memory file system, or a database. */
struct gdal_format {
    const char *driver;
    const char *const *layer_options; /* NULL-terminated */
    bool narrow;                      /* the limits of shapefiles hold */
    bool drops_empty;                 /* GDAL leaves out features without geometry */
    const char *const *files; /* endings of the files, the main one last; NULL: a database */
};

/* `to` is where GDAL writes; `path` is for messages. In a database the table that has the features'
 * name is replaced, all of it or nothing. Fails: LODE_IO with GDAL's words. */
bool export_with_gdal(struct arena *a, const struct features *f, const struct gdal_format *format,
                      struct str to, struct lode_span at, struct str path, struct lode_err *err);

#endif
