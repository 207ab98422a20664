#include "load/load.h"

#include <cpl_conv.h>
#include <cpl_http.h>
#include <cpl_string.h>
#include <gdal.h>
#include <glib.h>

#include "base/arena.h"
#include "base/log.h"
#include "load/filter.h"
#include "load/gdal_words.h"
#include "load/open.h"
#include "load/reading.h"
#include "load/shapefile.h"

static CPLHTTPResult *no_fetch(const char *url, CSLConstList options, GDALProgressFunc progress,
                               void *progress_arg, CPLHTTPFetchWriteFunc write, void *write_arg,
                               void *ctx)
{
    (void)options, (void)progress, (void)progress_arg, (void)write, (void)write_arg, (void)ctx;
    CPLError(CE_Failure, CPLE_AppDefined, "'%s' is on the network, which is off", url);
    return NULL;
}

static void *no_open(void *ctx, const char *path, const char *mode)
{
    (void)ctx, (void)mode;
    CPLError(CE_Failure, CPLE_AppDefined, "'%s' is on the network, which is off", path);
    return NULL;
}

static int no_stat(void *ctx, const char *path, VSIStatBufL *stat, int flags)
{
    (void)ctx, (void)path, (void)stat, (void)flags;
    return -1;
}

/* Drivers that only talk to servers, or make a file open other sources by what stands in it. */
static const char *const drivers_off[] = {
    "OGR_VRT",       "VRT",  "WFS",          "OAPIF", "CSW",        "OGCAPI",
    "GMLAS",         "HTTP", "Carto",        "NGW",   "AmigoCloud", "PLSCENES",
    "Elasticsearch", "EEDA", "MSSQLSpatial", "ODBC",  "PGeo",       "GPSBabel",
};

static const char *const prefixes_off[] = {
    "/vsicurl/",
    "/vsicurl_streaming/",
    "/vsis3/",
    "/vsis3_streaming/",
    "/vsigs/",
    "/vsigs_streaming/",
    "/vsiaz/",
    "/vsiaz_streaming/",
    "/vsiadls/",
    "/vsioss/",
    "/vsioss_streaming/",
    "/vsiswift/",
    "/vsiswift_streaming/",
    "/vsihdfs/",
    "/vsiwebhdfs/",
    "/vsicurl?",
};

static void shut_network(void)
{
    CPLHTTPSetFetchCallback(no_fetch, NULL);
    for (size_t i = 0; i < sizeof prefixes_off / sizeof *prefixes_off; i++) {
        VSIFilesystemPluginCallbacksStruct *shut = VSIAllocFilesystemPluginCallbacksStruct();
        shut->open = no_open;
        shut->stat = no_stat;
        VSIInstallPluginHandler(prefixes_off[i], shut);
        VSIFreeFilesystemPluginCallbacksStruct(shut);
    }
    for (size_t i = 0; i < sizeof drivers_off / sizeof *drivers_off; i++) {
        GDALDriverH driver = GDALGetDriverByName(drivers_off[i]);
        if (driver)
            GDALDeregisterDriver(driver);
    }
}

void load_init(bool allow_network)
{
    struct gdal_words words;
    CPLSetConfigOption("GDAL_VRT_ENABLE_PYTHON", "NO");
    CPLSetConfigOption("GML_DOWNLOAD_SCHEMA", "NO");
    CPLSetConfigOption("OGR_SQLITE_LOAD_EXTENSIONS", NULL);
    gdal_listen(&words);
    GDALAllRegister();
    if (!allow_network)
        shut_network();
    gdal_unlisten(&words);
}

static enum geom_kind kind_of_layer(OGRLayerH layer)
{
    switch (wkbFlatten(OGR_GT_GetLinear(OGR_L_GetGeomType(layer)))) {
    case wkbPoint:
    case wkbMultiPoint:
        return GEOM_POINT;
    case wkbLineString:
    case wkbMultiLineString:
        return GEOM_LINE;
    case wkbPolygon:
    case wkbMultiPolygon:
        return GEOM_POLYGON;
    default:
        return GEOM_NONE;
    }
}

static void read_schema(struct reading *r, OGRLayerH layer)
{
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(layer);
    r->n_columns = (size_t)OGR_FD_GetFieldCount(defn);
    r->columns = arena_array(r->arena, struct column_room, r->n_columns + 1);
    for (size_t i = 0; i < r->n_columns; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(defn, (int)i);
        r->columns[i] = (struct column_room){
            .name = str_copy(r->arena, str_of(OGR_Fld_GetNameRef(field))),
            .type = column_type_of(field),
            .field = (int)i,
        };
    }
    r->kind = kind_of_layer(layer);
    r->geometry_name = str_copy(r->arena, str_of(OGR_L_GetGeometryColumn(layer)));
}

static bool is_read(const struct column_room *c)
{
    return c->wanted || c->filtering;
}

/* Have the driver skip what nobody asked for. */
static void ignore_others(const struct reading *r, OGRLayerH layer)
{
    const char **names = g_new0(const char *, r->n_columns + 2);
    size_t n = 0;
    for (size_t i = 0; i < r->n_columns; i++) {
        if (!is_read(&r->columns[i]))
            names[n++] = str_c(r->arena, r->columns[i].name);
    }
    names[n++] = "OGR_STYLE";
    OGR_L_SetIgnoredFields(layer, names);
    g_free(names);
}

static void read_rows(struct reading *r, OGRLayerH layer)
{
    OGRFeatureH feature;
    while ((feature = OGR_L_GetNextFeature(layer))) {
        int64_t fid = OGR_F_GetFID(feature);
        reading_add_fid(r, fid);
        shape_add(&r->shapes, OGR_F_GetGeometryRef(feature), fid, r->crs.swapped, &r->shape_tally);
        for (size_t i = 0; i < r->n_columns; i++) {
            if (is_read(&r->columns[i]))
                column_read(&r->columns[i], feature, r->pool);
        }
        OGR_F_Destroy(feature);
    }
}

/* What the source can leave out itself. */
static void push_down(struct reading *r, const struct filter *f, OGRLayerH layer)
{
    const struct load_params *p = r->params;
    ignore_others(r, layer);
    if (p->has_window && !box_is_empty(p->window)) {
        struct box w = p->window;
        if (r->crs.swapped)
            w = (struct box){w.y0, w.x0, w.y1, w.x1};
        OGR_L_SetSpatialFilterRect(layer, w.x0, w.y0, w.x1, w.y1);
    }
    struct str where = filter_for_ogr(r, f);
    if (where.len)
        OGR_L_SetAttributeFilter(layer, str_c(r->arena, where));
}

static bool read_layer(struct reading *r, OGRLayerH layer, struct features *ret,
                       struct lode_err *err)
{
    struct filter f;
    struct gdal_words words;
    read_schema(r, layer);
    if (!reading_choose(r, err) ||
        !crs_decide(r->arena, OGR_L_GetSpatialRef(layer), r->source, &r->crs, err) ||
        !filter_prepare(r, &f, err))
        return false;
    if (r->params->schema_only)
        return reading_finish(r, NULL, ret, err);
    gdal_listen(&words);
    push_down(r, &f, layer);
    gdal_unlisten(&words); /* a filter that the driver does not take is ours to apply */
    gdal_listen(&words);
    read_rows(r, layer);
    gdal_unlisten(&words);
    if (words.n_failures)
        return lode_fail(err, LODE_DATA, r->source->file.at, "cannot read all of '%.*s'%s",
                         STR_FMT(r->source->file.s), words.failure);
    return reading_finish(r, f.expr ? &f : NULL, ret, err);
}

static bool load_with_gdal(struct reading *r, struct features *ret, struct lode_err *err)
{
    GDALDatasetH dataset;
    OGRLayerH layer;
    struct encoding utf8 = {.name = "UTF-8"};
    if (!open_dataset(r->arena, r->source, r->params->allow_network, &dataset, err))
        return false;
    r->encoding = &utf8;
    r->pool = text_pool_create(r->arena, &utf8);
    struct gdal_words words;
    gdal_listen(&words);
    bool ok =
        open_layer(r->arena, dataset, r->source, &layer, err) && read_layer(r, layer, ret, err);
    gdal_unlisten(&words);
    GDALClose(dataset);
    return ok;
}

/* `ret_ours` false: nothing was done, GDAL shall read it. */
static bool load_shapefile(struct reading *r, bool *ret_ours, struct features *ret,
                           struct lode_err *err)
{
    struct shapefile s;
    struct filter f;
    *ret_ours = true;
    if (!open_check_path(r->arena, &r->source->file, r->params->allow_network, err) ||
        !shapefile_open(r->arena, r->source, r->params->schema_only, &s, err))
        return false;
    if (s.shp.patches) {
        *ret_ours = false;
        return true;
    }
    shapefile_report(&s, r->source);
    bool ok = shapefile_schema(r, &s, err) && reading_choose(r, err) &&
              filter_prepare(r, &f, err) &&
              (r->params->schema_only || shapefile_rows(r, &s, &f, err)) &&
              reading_finish(r, NULL, ret, err);
    shapefile_close(&s);
    return ok;
}

bool load_source(struct arena *a, const struct doc_source *source, const struct load_params *params,
                 struct features *ret, struct lode_err *err)
{
    struct reading r = {.arena = a, .source = source, .params = params};
    bool ours = false, ok = true;
    if (shapefile_is(source))
        ok = load_shapefile(&r, &ours, ret, err);
    if (ok && !ours)
        ok = load_with_gdal(&r, ret, err);
    reading_abandon(&r);
    return ok;
}
