/* How a source is read: shapefiles by own code, all else by GDAL. */
#include "load/load.h"

#include <gdal.h>
#include <glib.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "load/as_text.h"
#include "load/csv_source.h"
#include "load/filter.h"
#include "load/gdal_words.h"
#include "load/ogr_encoding.h"
#include "load/ogr_layer.h"
#include "load/open.h"
#include "load/packed.h"
#include "load/reading.h"
#include "load/shapefile.h"
#include "load/unreadable.h"
#include "load/workbook.h"
#include "load/zip.h"

/* GDAL gives texts of most formats in UTF-8, but hands on the bytes of CSV as they are. */
static bool encoding_of_driver(struct reading *r, const char *driver, struct encoding *ret,
                               struct lode_err *err)
{
    const struct doc_text *said = &r->source->encoding;
    *ret = (struct encoding){.name = "UTF-8", .find_other = ogr_encoding_of_broken, .find_ctx = r};
    r->encoding_shown = STR("UTF-8");
    if (!said->s.p || r->csv.is_utf8)
        return true;

    bool is_raw = g_strcmp0(driver, "CSV") == 0;
    if (!is_raw) {
        log_warn(said->at, "encoding", "`encoding:` is only for shapefiles and CSV; %s has its own",
                 driver);
        return true;
    }
    if (!encoding_named(r->arena, said->s, ret))
        return encoding_fail_unknown(said->s, said->at, err);

    ret->find_other = ogr_encoding_of_broken;
    ret->find_ctx = r;
    r->encoding_shown = str_format(r->arena, "%s, by the document", ret->name);
    return true;
}

static bool load_with_gdal(struct reading *r, struct features *ret, struct lode_err *err)
{
    GDALDatasetH dataset;
    struct gdal_words words;
    r->path = packed_path(r->arena, r->path);
    if (csv_is(r->path) && !csv_prepare(r, err))
        return false;

    const struct open_params params = {.allow_network = r->params->allow_network,
                                       .typed_places = r->csv.typed_places};
    if (!open_dataset(r->arena, r->source, r->path, &params, &words, &dataset, err))
        return false;

    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
    r->driver = str_copy(r->arena, str_of(driver));

    struct encoding encoding;
    r->encoding = &encoding;
    r->pool = text_pool_create(r->arena, &encoding);

    OGRLayerH layer;
    struct as_text text;
    OGRLayerH typed = NULL;
    as_text_open(r, dataset, driver, &words, &text);

    if (!r->params->seen)
        reading_warn_gdal(r, &words);
    gdal_listen(&words);
    bool ok =
        encoding_of_driver(r, driver, &encoding, err) &&
        open_layer(r->arena, text.dataset ? text.dataset : dataset, r->source, &layer, err) &&
        (!text.dataset || text.memory || open_layer(r->arena, dataset, r->source, &typed, err)) &&
        (text.dataset ||
         workbook_open_named(r->arena, r->source, r->path, &params, &dataset, &layer, err)) &&
        ogr_layer_read(r, layer, typed, ret, err);
    gdal_unlisten(&words);
    if (ok && !r->params->seen)
        reading_warn_gdal(r, &words);

    as_text_close(&text);
    GDALClose(dataset);
    return ok;
}

/* `ret_ours` false: nothing was read, because it holds multipatches, which are left to GDAL. */
static bool load_shapefile(struct reading *r, bool *ret_ours, struct features *ret,
                           struct lode_err *err)
{
    struct shapefile s;
    *ret_ours = true;
    if (!shapefile_open(r, &s, err))
        return false;
    if (s.shp.patches) {
        *ret_ours = false;
        return true;
    }
    if (r->source->x.s.p || r->source->y.s.p)
        return lode_fail(err, LODE_SCHEMA, r->source->x.s.p ? r->source->x.at : r->source->y.at,
                         "`x:` and `y:` are for tables; '%.*s' has its own geometry",
                         STR_FMT(r->source->file.s));

    struct filter f;
    shapefile_report(r, &s);
    bool ok = shapefile_schema(r, &s, err) && reading_state_types(r, err) &&
              reading_choose(r, err) && filter_prepare(r, &f, err) &&
              (r->params->schema_only || shapefile_rows(r, &s, &f, err)) &&
              reading_finish(r, NULL, ret, err);
    if (ok && !r->params->schema_only)
        shapefile_report_shapes(r, &s, ret);

    shapefile_close(&s);
    return ok;
}

/* The file in a zip, and the part of `layer:` that names a layer in that file. */
static bool choose_in_zip(struct reading *r, struct lode_err *err)
{
    struct doc_source *chosen = arena_new(r->arena, struct doc_source);
    *chosen = *r->source;
    if (!zip_path(r->arena, r->source, &r->path, &chosen->layer.s, err))
        return false;

    if (!shapefile_is(r)) /* which takes the name in the zip */
        r->source = chosen;
    return true;
}

/* Returns false. */
static bool hint_side_file(const struct reading *r, struct lode_err *err)
{
    struct str stem = path_stem(r->source->file.s);
    if (str_starts(stem, STR("._")))
        lode_hint(err, "'%.*s' is what macOS keeps beside a file; the data are in '%.*s'",
                  STR_FMT(stem), STR_FMT(str_from(stem, 2)));
    return false;
}

bool reading_load(struct reading *r, struct features *ret, struct lode_err *err)
{
    bool ours = false, ok = true;
    r->path = r->source->file.s;
    if (!open_check_path(r->arena, &r->source->file, r->params->allow_network, err) ||
        (zip_is(r->path) && !choose_in_zip(r, err)))
        return false;

    if (shapefile_is(r))
        ok = load_shapefile(r, &ours, ret, err);
    if (!ok && err->code == LODE_DATA)
        unreadable_by_content(r->arena, r->path, r->source->file.at, err);
    return (ok && (ours || load_with_gdal(r, ret, err))) || hint_side_file(r, err);
}

bool load_source(struct arena *a, const struct doc_source *source, const struct load_params *params,
                 struct features *ret, struct lode_err *err)
{
    struct reading r = {.arena = a, .source = source, .params = params};
    bool ok = reading_load(&r, ret, err);
    reading_abandon(&r);
    return ok;
}
