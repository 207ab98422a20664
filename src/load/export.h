/* Write features: GeoPackage, GeoJSON (RFC 7946), CSV, shapefile, FlatGeobuf, Parquet where GDAL has
 * it; or a table of a PostgreSQL database.
 *
 * Files appear by rename, so a failure leaves the old ones, and have the same bytes on every run
 * (dates in them are SOURCE_DATE_EPOCH, or the epoch itself). A table of a database is replaced in
 * one transaction. Rows keep their order. The geometry is written as given: transform it before. */
#ifndef LODE_LOAD_EXPORT_H
#define LODE_LOAD_EXPORT_H

#include "load/features.h"

struct export_target {
    /* A file, whose ending says the format, or "PG:dbname=gis". The table of a database is that of
     * `tables=NAME` in it, else one of the layer's name. */
    struct str path;
    struct lode_span at; /* where `path` stands */
    bool bom;            /* CSV begins with a byte order mark, which some spreadsheets need */
};

/* A format of files: a row of export.c, which hints, `--help` and lode_formats read. */
struct gdal_format;
struct export_format {
    const char *name; /* "GeoPackage" */
    /* ".gpkg": in small letters, the usual one first; NULL after the last. */
    const char *endings[3];
    bool (*write)(struct arena *a, const struct features *f, const struct export_format *format,
                  const struct export_target *to, struct lode_err *err);
    const struct gdal_format *gdal; /* how GDAL writes it; NULL: it does not */
    bool columns_only;              /* a list of columns leaves the shapes out */
};

const struct export_format *export_format_at(size_t i);        /* NULL: there is no row `i` */
const struct export_format *export_format_of(struct str path); /* NULL: no format has its ending */

/* Whether `to` can be made at all, to be asked before any work. Fails: LODE_USAGE (unknown ending, a
 * format that GDAL lacks, a database on another machine without `allow_network`), LODE_IO (no such
 * folder). */
bool export_check(struct arena *a, const struct export_target *to, bool allow_network,
                  struct lode_err *err);

/* Write `f` to `to`.
 *
 * CSV: UTF-8, lines end in CR LF; points as columns lon and lat (x and y in a projected system),
 * other shapes as WKT. GeoJSON in another system than EPSG:4326 names it in a `crs` member, which RFC
 * 7946 has dropped; a warning says so. Shapefile: names are cut to ten bytes and texts to 254, and
 * only the most frequent kind of geometry is written; warnings count what was lost.
 *
 * Fails: LODE_USAGE (unknown ending), LODE_IO, LODE_DATA (a shapefile without geometry). */
bool export_features(struct arena *a, const struct features *f, const struct export_target *to,
                     struct lode_err *err);

/* CSV (RFC 4180 without geometry, but lines end in LF, as terminals and pipes expect), a JSON array
 * of objects, or a GeoJSON FeatureCollection. */
enum table_format { TABLE_CSV, TABLE_JSON, TABLE_GEOJSON };

/* `f` as text, for standard output. */
struct str export_text(struct arena *a, const struct features *f, enum table_format format);

#endif
