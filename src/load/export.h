/* Write features: GeoPackage, GeoJSON (RFC 7946), CSV, shapefile, FlatGeobuf, Parquet where GDAL has
 * it; or a table of a PostgreSQL database.
 *
 * By rename, so a failure leaves the old files; the same bytes on every run (dates inside are
 * SOURCE_DATE_EPOCH, or the epoch itself). A table of a database is replaced in one transaction. Rows
 * keep their order. The geometry is written as given: transform it before. */
#ifndef LODE_LOAD_EXPORT_H
#define LODE_LOAD_EXPORT_H

#include "load/features.h"

struct export_target {
    struct str path; /* its ending says the format; or "PG:dbname=gis", with tables=NAME or for a
                        table of the layer's name */
    struct lode_span at; /* where `path` stands */
    bool bom;            /* CSV begins with a byte order mark, as some spreadsheets need it */
};

/* A format of files: a row of export.c, which hints, `--help` and lode_formats read. */
struct gdal_format;
struct export_format {
    const char *name; /* "GeoPackage" */
    const char
        *endings[3]; /* ".gpkg", in small letters, the usual one first; NULL after the last */
    bool (*write)(struct arena *a, const struct features *f, const struct export_format *format,
                  const struct export_target *to, struct lode_err *err);
    const struct gdal_format *gdal; /* how GDAL writes it; NULL: it does not */
    bool columns_only; /* where the columns are named, shapes are not written beside them */
};
const struct export_format *export_format_at(size_t i);        /* NULL: there is no row `i` */
const struct export_format *export_format_of(struct str path); /* NULL: no format has its ending */

/* Whether it can be made at all, for telling before any work. Fails: LODE_USAGE (unknown ending, a
 * format that GDAL lacks, a database elsewhere without `allow_network`), LODE_IO (no such folder). */
bool export_check(struct arena *a, const struct export_target *to, bool allow_network,
                  struct lode_err *err);

/* CSV: UTF-8, lines end in CR LF; points as columns lon and lat (x and y in a projected system),
 * other shapes as WKT. GeoJSON in another system than EPSG:4326 names it in a `crs` member, which
 * RFC 7946 has dropped, and that is told. Shapefile: names cut to ten bytes, texts to 254, kinds of
 * geometry other than the most frequent one left out; told through log_warn. Fails: LODE_USAGE
 * (unknown ending), LODE_IO, LODE_DATA (a shapefile without geometry). */
bool export_features(struct arena *a, const struct features *f, const struct export_target *to,
                     struct lode_err *err);

/* CSV (RFC 4180, but lines end in LF, as terminals and pipes like it; without geometry), a JSON
 * array of objects, or a GeoJSON FeatureCollection. */
enum table_format { TABLE_CSV, TABLE_JSON, TABLE_GEOJSON };
struct str export_text(struct arena *a, const struct features *f, enum table_format format);

#endif
