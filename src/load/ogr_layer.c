/* How a layer of GDAL's is read: it is asked for less first, then its features are taken one by one. */
#include "load/ogr_layer.h"

#include <glib.h>
#include <stdlib.h>

#include "base/arena.h"
#include "load/as_text.h"
#include "load/connection.h"
#include "load/filter.h"
#include "load/gdal_words.h"
#include "load/place.h"

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

static bool has_shapes(OGRLayerH layer)
{
    return OGR_L_GetGeomType(layer) != wkbNone;
}

static void read_schema(struct reading *r, OGRLayerH layer)
{
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(layer);
    r->n_columns = (size_t)OGR_FD_GetFieldCount(defn) - r->csv.last_hidden;
    r->columns = arena_array(r->arena, struct column_builder, r->n_columns + 1);
    for (size_t i = 0; i < r->n_columns; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(defn, (int)i);
        r->columns[i] = (struct column_builder){
            .name = text_pool_keep(r->pool, str_of(OGR_Fld_GetNameRef(field))),
            .type = column_type_of(field),
            .field = (int)i,
        };
    }

    r->kind = kind_of_layer(layer);
    r->geometry_name = str_copy(r->arena, str_of(OGR_L_GetGeometryColumn(layer)));
}

static bool is_read(const struct column_builder *c)
{
    return c->wanted || c->filtering;
}

/* Have the driver skip the columns that nobody asked for. */
static void ignore_unread(const struct reading *r, OGRLayerH layer)
{
    const char **names = g_new0(const char *, r->n_columns + 3);
    size_t n = 0;
    for (size_t i = 0; i < r->n_columns; i++) {
        if (!is_read(&r->columns[i]))
            names[n++] = str_c(r->arena, r->columns[i].name);
    }

    names[n++] = "OGR_STYLE";
    if (r->placed)
        names[n++] = "OGR_GEOMETRY";

    OGR_L_SetIgnoredFields(layer, names);
    g_free(names);
}

static void read_rows(struct reading *r, OGRLayerH layer)
{
    OGRFeatureH feature;
    bool shapes = has_shapes(layer) && !r->placed;
    while ((feature = OGR_L_GetNextFeature(layer))) {
        int64_t fid = OGR_F_GetFID(feature);
        reading_add_fid(r, fid);

        if (shapes)
            shape_add(&r->shapes, OGR_F_GetGeometryRef(feature), fid, r->crs.swapped,
                      &r->shape_tally);

        for (size_t i = 0; i < r->n_columns; i++) {
            if (is_read(&r->columns[i]))
                column_read(&r->columns[i], feature, r->pool);
        }

        OGR_F_Destroy(feature);
    }
}

/* A window beyond this is near the 180th meridian: taste. */
#define FAR_EAST_DEG 150.0

/* Have the source leave out columns, places and rows where it can. */
static void ask_for_less(struct reading *r, const struct filter *f, OGRLayerH layer)
{
    const struct load_params *p = r->params;
    ignore_unread(r, layer);

    if (p->has_window && !box_is_empty(p->window) && !r->placed) {
        struct box w = p->window;
        /* What crosses the 180th meridian uncut lies outside its own box, and is not found by one. */
        if (r->crs.degrees && (w.x0 < -FAR_EAST_DEG || w.x1 > FAR_EAST_DEG))
            w.x0 = -360, w.x1 = 360;
        if (r->crs.swapped)
            w = (struct box){w.y0, w.x0, w.y1, w.x1};
        OGR_L_SetSpatialFilterRect(layer, w.x0, w.y0, w.x1, w.y1);
    }

    struct str where = filter_for_ogr(r, f);
    if (where.len)
        OGR_L_SetAttributeFilter(layer, str_c(r->arena, where));
}

struct numbered {
    int64_t fid;
    uint32_t row;
};

static int by_fid(const void *pa, const void *pb)
{
    const struct numbered *a = pa, *b = pb;
    return a->fid != b->fid ? (a->fid > b->fid) - (a->fid < b->fid)
                            : (a->row > b->row) - (a->row < b->row);
}

/* A database gives rows in the order in which it finds them, which an index may change. */
static void sort_rows_by_fid(struct arena *a, struct features *f)
{
    size_t n = f->table.n;
    struct features as_read = *f;
    struct numbered *v = arena_array(a, struct numbered, n + 1);
    uint32_t *rows = arena_array(a, uint32_t, n + 1);
    for (size_t i = 0; i < n; i++)
        v[i] = (struct numbered){f->fid[i], (uint32_t)i};
    qsort(v, n, sizeof *v, by_fid);

    for (size_t i = 0; i < n; i++)
        rows[i] = v[i].row;
    features_take(a, &as_read, rows, n, f);
}

/* A table has no shapes, and so needs no system. */
static bool decide_crs(struct reading *r, OGRLayerH layer, struct lode_err *err)
{
    bool none = !r->placed && !has_shapes(layer) && !r->source->crs.s.len;
    return none || crs_decide(r, OGR_L_GetSpatialRef(layer), err);
}

bool ogr_layer_read(struct reading *r, OGRLayerH layer, OGRLayerH typed, struct features *ret,
                    struct lode_err *err)
{
    struct filter f;
    read_schema(r, layer);
    if (typed)
        as_text_decide(r, typed, layer);
    if (!reading_state_types(r, err) || !reading_choose(r, err) ||
        !place_prepare(r, has_shapes(layer), err) || !decide_crs(r, layer, err) ||
        !filter_prepare(r, &f, err))
        return false;
    if (r->params->schema_only)
        return reading_finish(r, NULL, ret, err);

    /* A filter that the driver does not take is not a fault: reading_finish applies it. */
    struct gdal_words words;
    gdal_listen(&words);
    ask_for_less(r, &f, layer);
    gdal_unlisten(&words);

    gdal_listen(&words);
    read_rows(r, layer);
    gdal_unlisten(&words);
    if (!words.n_failures)
        reading_warn_gdal(r, &words);
    if (words.n_failures) {
        lode_fail(err, LODE_DATA, r->source->file.at, "cannot read all of '%.*s'%s",
                  STR_FMT(r->source->file.s), words.failure);
        if (r->source->skip_damaged && !r->lenient) {
            reading_warn(r, "damaged-skipped", "%s; what could be read was", err->message);
            *err = (struct lode_err){0};
        } else if (!reading_forgives(r, err)) {
            return false;
        }
    }

    if (!reading_finish(r, f.expr ? &f : NULL, ret, err))
        return false;
    if (connection_is(r->path) && ret->fid)
        sort_rows_by_fid(r->arena, ret);
    return true;
}
