/* How features are written by one of GDAL's drivers, within the limits of its format. */
#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/num.h"
#include "expr/date.h"
#include "load/export_parts.h"
#include "load/gdal_words.h"
#include "load/open.h"
#include "load/to_ogr.h"

/* The limits of dBASE, in which a shapefile keeps its columns. */
enum { NAME_MAX_BYTES = 10, TEXT_MAX_BYTES = 254 };

/* Programs read a field of 18 digits as whole numbers, and a wider one as real numbers. */
static const int64_t WHOLE_MAX = 999999999999999999;

struct writer {
    struct arena *arena;
    const struct features *f;
    const struct gdal_format *format;
    struct lode_span at;
    struct str path;
    OGRLayerH layer;
    enum geom_kind kind; /* the one that is written, for formats that hold one; NONE: any */
    bool multi;
    int *field; /* of each column, its number in GDAL's layer */
    size_t names_cut, texts_cut, blanks_lost, shapes_left, dropped;
};

/* `s` in at most `max` bytes, whole characters. */
static struct str cut_text(struct str s, size_t max)
{
    if (s.len <= max)
        return s;

    size_t n = max;
    while (n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;

    return str_head(s, n);
}

static bool is_taken(OGRLayerH layer, const char *name)
{
    return OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), name) >= 0; /* without regard to case */
}

/* The name of a column as the format can have it, cut and made unique: a second 'name' becomes
 * 'name_2'. */
static const char *unused_field_name(struct writer *w, struct str name)
{
    size_t max = w->format->narrow ? NAME_MAX_BYTES : 200; /* taste */
    struct str cut = cut_text(name, max);
    w->names_cut += cut.len < name.len;

    const char *ret = str_c(w->arena, cut);
    for (int k = 2; is_taken(w->layer, ret); k++) {
        char tail[16];
        int n = snprintf(tail, sizeof tail, "_%d", k);
        cut = cut_text(name, max - (size_t)n);
        ret = str_c(w->arena, str_format(w->arena, "%.*s%s", STR_FMT(cut), tail));
    }

    return ret;
}

/* The width of a dBASE field that holds all texts of a column. */
static int text_width(const struct column *c)
{
    size_t width = 1;
    for (size_t i = 0; i < c->n; i++) {
        if (!column_is_null(c, i) && c->v.s[i].len > width)
            width = c->v.s[i].len;
    }
    return width < TEXT_MAX_BYTES ? (int)width : TEXT_MAX_BYTES;
}

static bool fits_dbase(const struct column *c)
{
    for (size_t i = 0; i < c->n; i++) {
        if (c->v.i[i] > WHOLE_MAX || c->v.i[i] < -WHOLE_MAX)
            return false;
    }
    return true;
}

static OGRFieldDefnH make_field(struct writer *w, const struct column *c)
{
    static const OGRFieldType types[] = {
        [COL_INT] = OFTInteger64, [COL_REAL] = OFTReal, [COL_TEXT] = OFTString,
        [COL_BOOL] = OFTInteger,  [COL_DATE] = OFTDate, [COL_TIMESTAMP] = OFTDateTime,
    };

    OGRFieldType type = types[c->type];
    if (w->format->narrow && c->type == COL_TIMESTAMP)
        type = OFTString; /* dBASE has no type for it */
    if (w->format->narrow && c->type == COL_INT && !fits_dbase(c)) {
        type = OFTString;
        log_warn(
            w->at, "number-as-text",
            "'%.*s': column '%.*s' was written as text, because it has whole numbers of more than "
            "18 digits",
            STR_FMT(w->path), STR_FMT(c->name));
    }

    OGRFieldDefnH field = OGR_Fld_Create(unused_field_name(w, c->name), type);
    if (c->type == COL_BOOL && !w->format->narrow)
        OGR_Fld_SetSubType(field, OFSTBoolean);

    if (w->format->narrow && c->type == COL_BOOL)
        OGR_Fld_SetWidth(field, 1);
    if (w->format->narrow && c->type == COL_INT)
        OGR_Fld_SetWidth(field, type == OFTString ? 20 : 18);
    if (w->format->narrow && c->type == COL_TEXT)
        OGR_Fld_SetWidth(field, text_width(c));
    if (w->format->narrow && c->type == COL_TIMESTAMP)
        OGR_Fld_SetWidth(field, 32);
    return field;
}

static bool create_fields(struct writer *w)
{
    const struct table *t = &w->f->table;
    w->field = arena_array(w->arena, int, t->n_columns + 1);
    for (size_t c = 0; c < t->n_columns; c++) {
        OGRFieldDefnH field = make_field(w, &t->columns[c]);
        bool ok = OGR_L_CreateField(w->layer, field, TRUE) == OGRERR_NONE;
        OGR_Fld_Destroy(field);
        if (!ok)
            return false;
        w->field[c] = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(w->layer)) - 1;
    }
    return true;
}

/* `text`: 2024-02-29 or 2024-02-29T12:30:15.25Z. */
static void set_date(OGRFeatureH feature, int field, struct str text)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0;
    double second = 0;
    sscanf(text.p, "%d-%d-%dT%d:%d:", &year, &month, &day, &hour, &minute);
    if (text.len > 17)
        num_parse(str_head(str_from(text, 17), text.len - 18), &second);
    OGR_F_SetFieldDateTimeEx(feature, field, year, month, day, hour, minute, (float)second, 100);
}

static void set_text(struct writer *w, OGRFeatureH feature, int field, struct str s)
{
    struct arena scratch = *w->arena;
    struct str cut = w->format->narrow ? cut_text(s, TEXT_MAX_BYTES) : s;
    w->texts_cut += cut.len < s.len;
    w->blanks_lost += w->format->narrow && s.len && (s.p[0] == ' ' || s.p[s.len - 1] == ' ');
    OGR_F_SetFieldString(feature, field, str_c(&scratch, cut));
}

static void set_value(struct writer *w, OGRFeatureH feature, const struct column *c, size_t i,
                      int field)
{
    if (column_is_null(c, i)) {
        OGR_F_SetFieldNull(feature, field);
        return;
    }

    struct arena scratch = *w->arena;
    switch (c->type) {
    case COL_INT:
        OGR_F_SetFieldInteger64(feature, field, c->v.i[i]);
        break;
    case COL_REAL:
        OGR_F_SetFieldDouble(feature, field, c->v.d[i]);
        break;
    case COL_BOOL:
        OGR_F_SetFieldInteger(feature, field, c->v.b[i]);
        break;
    case COL_TEXT:
        set_text(w, feature, field, c->v.s[i]);
        break;
    case COL_DATE:
        set_date(feature, field,
                 str_format(&scratch, "%.*s", STR_FMT(date_text(&scratch, c->v.i[i]))));
        break;
    case COL_TIMESTAMP: {
        struct str text = timestamp_text(&scratch, c->v.i[i]);
        if (w->format->narrow)
            OGR_F_SetFieldString(feature, field, str_c(&scratch, text));
        else
            set_date(feature, field, str_of(str_c(&scratch, text)));
        break;
    }
    }
}

/* Whether the features' numbers may be written: steps repeat those of their input, and GDAL needs
 * each once. */
static bool has_own_fids(const struct features *f)
{
    for (size_t i = 0; f->fid && i < f->table.n; i++) {
        if (f->fid[i] < 0 || (i && f->fid[i] <= f->fid[i - 1]))
            return false;
    }
    return f->fid != NULL;
}

static bool write_rows(struct writer *w)
{
    const struct table *t = &w->f->table;
    bool fids = !w->format->narrow && has_own_fids(w->f);
    for (size_t i = 0; i < t->n; i++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(w->layer));
        if (fids)
            OGR_F_SetFID(feature, w->f->fid[i]);

        bool fits = i < t->geom.n && (!w->kind || t->geom.kind[i] == w->kind);
        w->shapes_left += i < t->geom.n && t->geom.kind[i] && !fits;
        w->dropped += w->format->drops_empty && !(fits && t->geom.kind[i]);
        if (fits)
            OGR_F_SetGeometryDirectly(feature, ogr_geometry_of(&t->geom, i, w->multi));

        for (size_t c = 0; c < t->n_columns; c++)
            set_value(w, feature, &t->columns[c], i, w->field[c]);
        bool ok = OGR_L_CreateFeature(w->layer, feature) == OGRERR_NONE;
        OGR_F_Destroy(feature);
        if (!ok)
            return false;
    }

    return true;
}

/* The type of the layer. Where a format holds only one kind, the most frequent one is written. */
static OGRwkbGeometryType layer_type(struct writer *w)
{
    static const OGRwkbGeometryType types[][2] = {
        [GEOM_NONE] = {wkbUnknown, wkbUnknown},
        [GEOM_POINT] = {wkbPoint, wkbMultiPoint},
        [GEOM_LINE] = {wkbLineString, wkbMultiLineString},
        [GEOM_POLYGON] = {wkbPolygon, wkbMultiPolygon},
    };

    const struct geometry *g = &w->f->table.geom;
    if (!g->n)
        return wkbNone;

    size_t n[4] = {0}, kinds = 0;
    bool several = false;
    enum geom_kind most = GEOM_NONE;
    for (size_t i = 0; i < g->n; i++)
        kinds += n[g->kind[i]]++ == 0 && g->kind[i];
    for (int k = GEOM_POINT; k <= GEOM_POLYGON; k++)
        most = n[k] > n[most] || (!most && n[k]) ? (enum geom_kind)k : most;
    for (size_t i = 0; i < g->n; i++)
        several |= g->kind[i] == most && range_length(geometry_parts_of(g, i)) > 1;
    if (kinds == 0)
        most = w->f->table.kind;

    w->multi = several;
    w->kind = w->format->narrow ? most : GEOM_NONE;
    return kinds > 1 && !w->format->narrow ? wkbUnknown : types[most][several];
}

/* NULL: the features have no system, or one that GDAL does not know. */
static OGRSpatialReferenceH make_reference(struct writer *w)
{
    if (!w->f->crs.len)
        return NULL;

    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    if (OSRSetFromUserInput(srs, str_c(w->arena, w->f->crs)) != OGRERR_NONE) {
        OSRDestroySpatialReference(srs);
        return NULL;
    }

    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    return srs;
}

static void report_lost(const struct writer *w)
{
    struct str path = w->path;
    if (w->names_cut)
        log_warn(w->at, "cut-name", "'%.*s': %zu column names were cut to %d bytes", STR_FMT(path),
                 w->names_cut, NAME_MAX_BYTES);
    if (w->texts_cut)
        log_warn(w->at, "cut-text", "'%.*s': %zu texts were cut to %d bytes", STR_FMT(path),
                 w->texts_cut, TEXT_MAX_BYTES);

    if (w->blanks_lost)
        log_warn(
            w->at, "lost-blanks",
            "'%.*s': %zu texts begin or end with blanks, which programs leave out when they read a "
            "shapefile",
            STR_FMT(path), w->blanks_lost);

    if (w->dropped)
        log_warn(
            w->at, "empty-geometry",
            "'%.*s': the format cannot hold features without geometry; %zu of %zu were left out",
            STR_FMT(path), w->dropped, w->f->table.n);
    if (w->shapes_left)
        log_warn(
            w->at, "mixed-geometry",
            "'%.*s': a shapefile holds one kind of geometry, so %zu of %zu features were written "
            "without geometry",
            STR_FMT(path), w->shapes_left, w->f->table.n);
}

static char **layer_options(const struct writer *w)
{
    char **options = CSLDuplicate((char **)w->format->layer_options);
    bool database = !w->format->files;
    if (!database && strcmp(w->format->driver, "GPKG") != 0)
        return options;

    /* The table's own columns may be called `geom` and `fid`. */
    if (database || table_lookup(&w->f->table, STR("geom")))
        options = CSLSetNameValue(options, "GEOMETRY_NAME",
                                  table_lookup(&w->f->table, STR("geom")) ? "geom_" : "geom");
    if (database || table_lookup(&w->f->table, STR("fid")))
        options = CSLSetNameValue(options, "FID",
                                  table_lookup(&w->f->table, STR("fid")) ? "fid_" : "fid");
    return options;
}

/* In quotes as SQL has them. */
static struct str quote_sql_name(struct arena *a, struct str name)
{
    struct str part, out = {0};
    for (bool first = true; str_cut(&name, '"', &part); first = false)
        out = str_format(a, "%.*s%s%.*s", STR_FMT(out), first ? "" : "\"\"", STR_FMT(part));

    return str_format(a, "\"%.*s\"", STR_FMT(out));
}

/* Own SQL in place of GDAL's OVERWRITE, which also drops whatever depends on the table. */
static void drop_table(struct writer *w, GDALDatasetH dataset, struct str name)
{
    struct str table = name, schema;
    bool both = str_find(name, STR("."), &(size_t){0}) && str_cut(&table, '.', &schema);

    struct str sql = str_format(w->arena, "DROP TABLE IF EXISTS %.*s%s%.*s",
                                STR_FMT(both ? quote_sql_name(w->arena, schema) : STR("")),
                                both ? "." : "", STR_FMT(quote_sql_name(w->arena, table)));

    OGRLayerH none = GDALDatasetExecuteSQL(dataset, str_c(w->arena, sql), NULL, NULL);
    if (none)
        GDALDatasetReleaseResultSet(dataset, none);
}

static bool write_layer(struct writer *w, GDALDatasetH dataset)
{
    char **options = layer_options(w);
    OGRSpatialReferenceH srs = make_reference(w);
    struct str name = w->f->table.name.len ? w->f->table.name : STR("layer");

    bool transaction = GDALDatasetStartTransaction(dataset, FALSE) == OGRERR_NONE;
    if (!w->format->files)
        drop_table(w, dataset, name);
    w->layer = GDALDatasetCreateLayer(dataset, str_c(w->arena, name), srs, layer_type(w), options);
    bool ok = w->layer && create_fields(w) && write_rows(w);
    if (ok && w->f->accuracy_m > 0 && strcmp(w->format->driver, "GPKG") == 0)
        GDALSetMetadataItem(w->layer, "accuracy_m",
                            str_c(w->arena, num_text(w->arena, w->f->accuracy_m)), NULL);

    if (transaction && ok)
        ok = GDALDatasetCommitTransaction(dataset) == OGRERR_NONE;
    else if (transaction)
        GDALDatasetRollbackTransaction(dataset);

    OSRDestroySpatialReference(srs);
    CSLDestroy(options);
    return ok;
}

/* The date that files say they were made at, as GDAL's OGR_CURRENT_DATE has it, and as an option for
 * dBASE. */
static void write_fixed_date(char iso[40], char day[40])
{
    struct arena a = {0};
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds = 0;
    if (epoch)
        num_parse_int(str_of(epoch), &seconds);

    arena_init(&a, 1 << 20);
    snprintf(iso, 40, "%.10s", date_text(&a, seconds / 86400).p);
    snprintf(day, 40, "DBF_DATE_LAST_UPDATE=%.10s", iso);
    struct str text = timestamp_text(&a, seconds * 1000000);
    snprintf(iso, 40, "%.19s.000Z", text.p);
    arena_finish(&a);
}

bool export_with_gdal(struct arena *a, const struct features *f, const struct gdal_format *format,
                      struct str to, struct lode_span at, struct str path, struct lode_err *err)
{
    struct writer w = {.arena = a, .f = f, .format = format, .at = at, .path = path};
    struct gdal_words words;
    char iso[40], day[40];
    write_fixed_date(iso, day);
    gdal_drivers(false);
    gdal_listen(&words);

    const char *before = CPLGetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
    char *kept = before ? CPLStrdup(before) : NULL;
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", iso);

    struct gdal_format dated = *format;
    const char *options[8] = {0};
    size_t n = 0;
    for (; format->layer_options && format->layer_options[n]; n++)
        options[n] = format->layer_options[n];
    if (format->narrow)
        options[n] = day;
    dated.layer_options = options;
    w.format = &dated;

    GDALDriverH driver = GDALGetDriverByName(format->driver);
    GDALDatasetH dataset = NULL;
    if (driver)
        dataset =
            format->files
                ? GDALCreate(driver, str_c(a, to), 0, 0, 0, GDT_Unknown, NULL)
                : GDALOpenEx(str_c(a, to), GDAL_OF_VECTOR | GDAL_OF_UPDATE | GDAL_OF_VERBOSE_ERROR,
                             NULL, NULL, NULL);
    bool ok = dataset && write_layer(&w, dataset);
    if (dataset)
        GDALClose(dataset);

    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", kept);
    CPLFree(kept);
    gdal_unlisten(&words);

    if (!ok || words.n_failures)
        return lode_fail(err, LODE_IO, at, "cannot write '%.*s'%s", STR_FMT(path),
                         gdal_said(&words));
    report_lost(&w);
    return true;
}
