#include "load/export.h"

#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "load/connection.h"
#include "load/export_parts.h"
#include "load/gdal_words.h"
#include "load/open.h"

static const char *const gpkg_options[] = {"SPATIAL_INDEX=YES", NULL};
static const char *const gpkg_files[] = {"gpkg", NULL};
/* An index by place would reorder the rows. */
static const char *const fgb_options[] = {"SPATIAL_INDEX=NO", NULL};
static const char *const fgb_files[] = {"fgb", NULL};
static const char *const shp_options[] = {"ENCODING=UTF-8", "SPATIAL_INDEX=NO", NULL};
static const char *const shp_files[] = {"cpg", "prj", "dbf", "shx", "shp", NULL};

static const char *const parquet_files[] = {"parquet", NULL};

static const struct gdal_format formats[] = {
    {".gpkg", "GPKG", gpkg_options, false, false, gpkg_files},
    {".fgb", "FlatGeobuf", fgb_options, false, true, fgb_files},
    {".shp", "ESRI Shapefile", shp_options, true, false, shp_files},
    {".parquet", "Parquet", NULL, false, false, parquet_files},
};
static const struct gdal_format postgres = {NULL, "PostgreSQL", NULL, false, false, NULL};

enum { FILES_MAX = 8 };

bool export_is_degrees(const struct features *f)
{
    if (str_is(f->crs, "EPSG:4326") || str_is(f->crs, "OGC:CRS84"))
        return true;
    struct gdal_words words;
    struct arena a = {0};
    arena_init(&a, 1 << 20);
    gdal_listen(&words);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    bool degrees = f->crs.len < 1 << 16 && f->crs.len &&
                   OSRSetFromUserInput(srs, str_c(&a, f->crs)) == OGRERR_NONE &&
                   OSRIsGeographic(srs);
    OSRDestroySpatialReference(srs);
    gdal_unlisten(&words);
    arena_finish(&a);
    return degrees;
}

static bool write_text(struct arena *a, GString *text, struct str path, struct lode_span at,
                       struct lode_err *err)
{
    struct outfile out = {0};
    bool ok = outfile_open(a, path, at, &out, err) &&
              outfile_write(&out, text->str, text->len, err) && outfile_commit(&out, err);
    if (!ok)
        outfile_abandon(&out);
    g_string_free(text, TRUE);
    return ok;
}

static struct str with_ending(struct arena *a, struct str path, const char *ending)
{
    size_t stem = path.len;
    while (stem && path.p[stem - 1] != '.')
        stem--;
    return str_format(a, "%.*s%s", (int)stem, path.p, ending);
}

/* What GDAL made in memory, into temporaries beside the targets; renamed when all of them are
 * written. */
static bool bring_out(struct arena *a, const struct gdal_format *format, struct str memory,
                      struct str path, struct lode_span at, struct lode_err *err)
{
    struct outfile out[FILES_MAX] = {0};
    size_t n = 0;
    bool ok = true;
    for (size_t i = 0; ok && format->files[i]; i++) {
        vsi_l_offset size = 0;
        struct str from = with_ending(a, memory, format->files[i]);
        const GByte *bytes = VSIGetMemFileBuffer(str_c(a, from), &size, FALSE);
        if (!bytes)
            continue; /* no .prj without a system */
        struct str to = format->files[i + 1] ? with_ending(a, path, format->files[i]) : path;
        ok = outfile_open(a, to, at, &out[n], err) && outfile_write(&out[n], bytes, size, err);
        n++;
    }
    for (size_t i = 0; ok && i < n; i++)
        ok = outfile_commit(&out[i], err);
    for (size_t i = 0; i < n; i++)
        outfile_abandon(&out[i]);
    return ok;
}

/* Of the shapefile that was replaced: they would now be wrong. */
static void remove_stale(struct arena *a, struct str path, bool has_crs)
{
    static const char *const stale[] = {"prj", "qix", "sbn", "sbx", "idm", "ind"};
    for (size_t i = has_crs ? 1 : 0; i < sizeof stale / sizeof *stale; i++)
        unlink(str_c(a, with_ending(a, path, stale[i])));
}

static bool write_with_gdal(struct arena *a, const struct features *f,
                            const struct gdal_format *format, struct str path, struct lode_span at,
                            struct lode_err *err)
{
    if (format->narrow && !f->table.geom.n && f->table.n) {
        lode_fail(err, LODE_DATA, at, "'%.*s' has no geometry, and a shapefile needs one",
                  STR_FMT(f->table.name));
        return lode_hint(err, "write a table: .csv");
    }
    struct str folder = str_format(a, "/vsimem/lode-export-%p", (const void *)f);
    struct str memory = str_format(a, "%.*s/out%s", STR_FMT(folder), format->ending);
    bool ok = export_with_gdal(a, f, format, memory, at, path, err) &&
              bring_out(a, format, memory, path, at, err);
    VSIRmdirRecursive(str_c(a, folder));
    if (ok && format->narrow)
        remove_stale(a, path, f->crs.len);
    return ok;
}

/* The table is the one that the connection names, or has the layer's name. */
static bool write_to_database(struct arena *a, const struct features *f, struct str path,
                              struct lode_span at, struct lode_err *err)
{
    struct features named = *f;
    struct str table, to = connection_without_table(a, path, &table);
    if (table.len)
        named.table.name = table;
    return export_with_gdal(a, &named, &postgres, to, at, path, err);
}

static bool ends(struct str path, const char *ending)
{
    size_t n = strlen(ending);
    return path.len > n && g_ascii_strncasecmp(path.p + path.len - n, ending, n) == 0;
}

static const struct gdal_format *format_of(struct str path)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (ends(path, formats[i].ending))
            return &formats[i];
    }
    return NULL;
}

static bool is_geojson(struct str path)
{
    return ends(path, ".geojson") || ends(path, ".json");
}

static bool fail_format(const struct export_target *to, struct lode_err *err)
{
    lode_fail(err, LODE_USAGE, to->at, "'%.*s': no format is known by that ending",
              STR_FMT(to->path));
    return lode_hint(err, "one of .gpkg .geojson .csv .shp .fgb .parquet, or 'PG:dbname=...'");
}

bool export_check(struct arena *a, const struct export_target *to, bool allow_network,
                  struct lode_err *err)
{
    struct str path = to->path;
    const struct gdal_format *format = format_of(path);
    if (connection_is_postgres(path)) {
        if (allow_network || !connection_is_remote(path))
            return true;
        lode_fail(err, LODE_USAGE, to->at, "'%.*s' is on the network, which is off", STR_FMT(path));
        return lode_hint(err, "allow it with `--allow-network`");
    }
    if (!format && !is_geojson(path) && !ends(path, ".csv"))
        return fail_format(to, err);
    if (format) {
        gdal_drivers(false);
        if (!GDALGetDriverByName(format->driver)) {
            lode_fail(err, LODE_USAGE, to->at,
                      "cannot write '%.*s': the GDAL here has no driver %s", STR_FMT(path),
                      format->driver);
            return lode_hint(err, "write .gpkg or .fgb");
        }
    }
    return outfile_check(a, path, to->at, err);
}

bool export_features(struct arena *a, const struct features *f, const struct export_target *to,
                     struct lode_err *err)
{
    struct str path = to->path;
    const struct gdal_format *format = format_of(path);
    if (connection_is_postgres(path))
        return write_to_database(a, f, path, to->at, err);
    if (format)
        return write_with_gdal(a, f, format, path, to->at, err);
    GString *text = g_string_new(NULL);
    if (is_geojson(path)) {
        if (!str_is(f->crs, "EPSG:4326") && f->table.geom.n)
            log_warn(to->at, "geojson-crs",
                     "'%.*s' is in %.*s; GeoJSON (RFC 7946) is longitude and "
                     "latitude on WGS 84",
                     STR_FMT(path), f->crs.len > 60 ? 60 : (int)f->crs.len, f->crs.p);
        export_geojson(text, *a, f);
        return write_text(a, text, path, to->at, err);
    }
    if (ends(path, ".csv")) {
        struct csv_shape shape = export_csv_shape(f);
        g_string_append(text, to->bom ? "\xef\xbb\xbf" : "");
        export_csv(text, *a, f, f->table.geom.n ? &shape : NULL, "\r\n");
        return write_text(a, text, path, to->at, err);
    }
    g_string_free(text, TRUE);
    return fail_format(to, err);
}
