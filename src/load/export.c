/* How features are written to a file or a database: the table of formats, and what each one needs. */
#include "load/export.h"

#include <cpl_vsi.h>
#include <gdal.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "load/connection.h"
#include "load/crs.h"
#include "load/export_parts.h"
#include "load/gdal_words.h"
#include "load/open.h"

static const char *const gpkg_options[] = {"SPATIAL_INDEX=YES", NULL};
static const char *const gpkg_files[] = {"gpkg", NULL};
/* Without an index by place, because FlatGeobuf puts the rows into its order. */
static const char *const fgb_options[] = {"SPATIAL_INDEX=NO", NULL};
static const char *const fgb_files[] = {"fgb", NULL};
static const char *const shp_options[] = {"ENCODING=UTF-8", "SPATIAL_INDEX=NO", NULL};
static const char *const shp_files[] = {"cpg", "prj", "dbf", "shx", "shp", NULL};
static const char *const parquet_files[] = {"parquet", NULL};

static const struct gdal_format gpkg = {"GPKG", gpkg_options, false, false, gpkg_files};
static const struct gdal_format fgb = {"FlatGeobuf", fgb_options, false, true, fgb_files};
static const struct gdal_format shp = {"ESRI Shapefile", shp_options, true, false, shp_files};
static const struct gdal_format parquet = {"Parquet", NULL, false, false, parquet_files};
static const struct gdal_format postgres = {"PostgreSQL", NULL, false, false, NULL};

/* The most files of one format: more than a shapefile's five. */
enum { FILES_MAX = 8 };

/* The system of `f` as GDAL knows it; NULL where it is not stated. */
static OGRSpatialReferenceH system_of(const struct features *f)
{
    struct gdal_words words;
    struct arena a = {0};
    arena_init(&a, 1 << 20);
    gdal_listen(&words);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    if (!f->crs.len || f->crs.len >= 1 << 16 ||
        OSRSetFromUserInput(srs, str_c(&a, f->crs)) != OGRERR_NONE) {
        OSRDestroySpatialReference(srs);
        srs = NULL;
    }

    gdal_unlisten(&words);
    arena_finish(&a);
    return srs;
}

static bool is_usual(const struct features *f)
{
    return str_is(f->crs, "EPSG:4326") || str_is(f->crs, "OGC:CRS84");
}

bool export_is_degrees(const struct features *f)
{
    if (is_usual(f))
        return true;

    OGRSpatialReferenceH srs = system_of(f);
    bool degrees = srs && OSRIsGeographic(srs);
    OSRDestroySpatialReference(srs);
    return degrees;
}

int export_decimals(const struct features *f)
{
    static const double degree = 0.017453292519943295;
    if (is_usual(f))
        return 7;

    OGRSpatialReferenceH srs = system_of(f);
    bool degrees = srs && OSRIsGeographic(srs);
    double unit = !srs      ? 1
                  : degrees ? OSRGetAngularUnits(srs, NULL) / degree
                            : OSRGetLinearUnits(srs, NULL);
    OSRDestroySpatialReference(srs);

    int more = unit > 1.001 ? (int)ceil(log10(unit)) : 0;
    int decimals = (degrees ? 7 : 3) + more;
    return decimals < 9 ? decimals : 9;
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

static struct str replace_ending(struct arena *a, struct str path, const char *ending)
{
    size_t stem = path.len;
    while (stem && path.p[stem - 1] != '.')
        stem--;
    return str_format(a, "%.*s%s", (int)stem, path.p, ending);
}

/* Write what GDAL made in memory into temporaries beside the targets, and rename them when all are
 * written. */
static bool copy_out(struct arena *a, const struct gdal_format *format, struct str memory,
                     struct str path, struct lode_span at, struct lode_err *err)
{
    struct outfile out[FILES_MAX] = {0};
    size_t n = 0;
    bool ok = true;

    for (size_t i = 0; ok && format->files[i]; i++) {
        vsi_l_offset size = 0;
        struct str from = replace_ending(a, memory, format->files[i]);
        const GByte *bytes = VSIGetMemFileBuffer(str_c(a, from), &size, FALSE);
        if (!bytes)
            continue; /* there is no .prj without a system */

        struct str to = format->files[i + 1] ? replace_ending(a, path, format->files[i]) : path;
        ok = outfile_open(a, to, at, &out[n], err) && outfile_write(&out[n], bytes, size, err);
        n++;
    }

    for (size_t i = 0; ok && i < n; i++)
        ok = outfile_commit(&out[i], err);

    for (size_t i = 0; i < n; i++)
        outfile_abandon(&out[i]);
    return ok;
}

/* Remove what lies beside the shapefile that was replaced, and would now be wrong. */
static void remove_stale(struct arena *a, struct str path, bool has_crs)
{
    static const char *const stale[] = {"prj", "qix", "sbn", "sbx", "idm", "ind"};
    for (size_t i = has_crs ? 1 : 0; i < sizeof stale / sizeof *stale; i++)
        unlink(str_c(a, replace_ending(a, path, stale[i])));
}

static bool write_with_gdal(struct arena *a, const struct features *f,
                            const struct export_format *row, const struct export_target *target,
                            struct lode_err *err)
{
    const struct gdal_format *format = row->gdal;
    struct str path = target->path;
    struct lode_span at = target->at;

    if (format->narrow && !f->table.geom.n && f->table.n) {
        lode_fail(err, LODE_DATA, at, "'%.*s' has no geometry, and a shapefile needs one",
                  STR_FMT(f->table.name));
        return lode_hint(err, "write a table instead: .csv");
    }

    struct str folder = str_format(a, "/vsimem/lode-export-%p", (const void *)f);
    struct str memory = str_format(a, "%.*s/out%s", STR_FMT(folder), row->endings[0]);
    bool ok = export_with_gdal(a, f, format, memory, at, path, err) &&
              copy_out(a, format, memory, path, at, err);
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

static bool write_geojson(struct arena *a, const struct features *f,
                          const struct export_format *row, const struct export_target *to,
                          struct lode_err *err)
{
    (void)row;
    GString *text = g_string_new(NULL);
    if (!str_is(f->crs, "EPSG:4326") && f->table.geom.n)
        log_warn(to->at, "geojson-crs",
                 "'%.*s' is in %.*s, but GeoJSON (RFC 7946) should be longitude and "
                 "latitude (WGS 84)",
                 STR_FMT(to->path), STR_FMT(crs_shown(f->crs)));

    export_geojson(text, *a, f);
    return write_text(a, text, to->path, to->at, err);
}

static bool write_csv(struct arena *a, const struct features *f, const struct export_format *row,
                      const struct export_target *to, struct lode_err *err)
{
    (void)row;
    GString *text = g_string_new(NULL);
    struct csv_shape shape = export_csv_shape(f);

    g_string_append(text, to->bom ? "\xef\xbb\xbf" : "");
    export_csv(text, *a, f, f->table.geom.n ? &shape : NULL, "\r\n");
    return write_text(a, text, to->path, to->at, err);
}

/* In the order in which hints and `--help` list them. */
static const struct export_format formats[] = {
    {.name = "GeoPackage", .endings = {".gpkg"}, .write = write_with_gdal, .gdal = &gpkg},
    {.name = "GeoJSON", .endings = {".geojson", ".json"}, .write = write_geojson},
    {.name = "CSV", .endings = {".csv"}, .write = write_csv, .columns_only = true},
    {.name = "shapefile", .endings = {".shp"}, .write = write_with_gdal, .gdal = &shp},
    {.name = "FlatGeobuf", .endings = {".fgb"}, .write = write_with_gdal, .gdal = &fgb},
    {.name = "Parquet", .endings = {".parquet"}, .write = write_with_gdal, .gdal = &parquet},
};

const struct export_format *export_format_at(size_t i)
{
    return i < sizeof formats / sizeof *formats ? &formats[i] : NULL;
}

static bool has_ending(const struct export_format *f, struct str path)
{
    for (size_t i = 0; f->endings[i]; i++) {
        size_t n = strlen(f->endings[i]);
        if (path.len > n && g_ascii_strncasecmp(path.p + path.len - n, f->endings[i], n) == 0)
            return true;
    }
    return false;
}

const struct export_format *export_format_of(struct str path)
{
    const struct export_format *f;
    for (size_t i = 0; (f = export_format_at(i)); i++) {
        if (has_ending(f, path))
            return f;
    }
    return NULL;
}

static bool fail_unknown_ending(const struct export_target *to, struct lode_err *err)
{
    const char *endings[sizeof formats / sizeof *formats];
    char text[120];
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        endings[i] = formats[i].endings[0];

    str_alternatives(text, sizeof text, endings, sizeof formats / sizeof *formats);
    lode_fail(err, LODE_USAGE, to->at, "cannot write '%.*s': no format has this ending",
              STR_FMT(to->path));
    return lode_hint(err, "use %s, or 'PG:dbname=...'", text);
}

bool export_check(struct arena *a, const struct export_target *to, bool allow_network,
                  struct lode_err *err)
{
    struct str path = to->path;
    if (connection_is_postgres(path)) {
        if (allow_network || !connection_is_remote(path))
            return true;
        lode_fail(err, LODE_USAGE, to->at, "'%.*s' is on the network, and network access is off",
                  STR_FMT(path));
        return lode_hint(err, "allow it with `--allow-network`");
    }

    const struct export_format *format = export_format_of(path);
    if (!format)
        return fail_unknown_ending(to, err);

    if (format->gdal) {
        gdal_drivers(false);
        if (!GDALGetDriverByName(format->gdal->driver)) {
            lode_fail(err, LODE_USAGE, to->at,
                      "cannot write '%.*s': the installed GDAL has no driver '%s'", STR_FMT(path),
                      format->gdal->driver);
            return lode_hint(err, "write .gpkg or .fgb");
        }
    }

    return outfile_check(a, path, to->at, err);
}

bool export_features(struct arena *a, const struct features *f, const struct export_target *to,
                     struct lode_err *err)
{
    if (connection_is_postgres(to->path))
        return write_to_database(a, f, to->path, to->at, err);
    const struct export_format *format = export_format_of(to->path);
    return format ? format->write(a, f, format, to, err) : fail_unknown_ending(to, err);
}
