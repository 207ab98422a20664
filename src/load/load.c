#include "load/load.h"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <glib.h>
#include <sys/stat.h>

#include "base/log.h"
#include "load/filter.h"
#include "load/gdal_words.h"
#include "load/ogr_layer.h"
#include "load/open.h"
#include "load/reading.h"
#include "load/shapefile.h"

/* GDAL gives most formats in UTF-8; the bytes of CSV it hands on as they are. */
static bool encoding_of_driver(struct reading *r, const char *driver, struct encoding *ret,
                               struct lode_err *err)
{
    const struct doc_text *said = &r->source->encoding;
    bool is_raw = g_strcmp0(driver, "CSV") == 0;
    *ret = (struct encoding){.name = "UTF-8"};
    r->encoding_told = STR("UTF-8");
    if (!said->s.p)
        return true;
    if (!is_raw) {
        log_warn(said->at, "encoding", "`encoding:` is for shapefiles and CSV; %s says its own",
                 driver);
        return true;
    }
    if (encoding_named(r->arena, said->s, ret))
        return true;
    return lode_fail(err, LODE_SCHEMA, said->at, "no encoding is called '%.*s'", STR_FMT(said->s));
}

static bool load_with_gdal(struct reading *r, struct features *ret, struct lode_err *err)
{
    GDALDatasetH dataset;
    OGRLayerH layer;
    struct encoding encoding;
    struct gdal_words words;
    if (!open_dataset(r->arena, r->source, r->params->allow_network, &dataset, err))
        return false;
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
    r->driver = str_copy(r->arena, str_of(driver));
    r->encoding = &encoding;
    r->pool = text_pool_create(r->arena, &encoding);
    gdal_listen(&words);
    bool ok = encoding_of_driver(r, driver, &encoding, err) &&
              open_layer(r->arena, dataset, r->source, &layer, err) &&
              ogr_layer_read(r, layer, ret, err);
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
        !shapefile_open(r, &s, err))
        return false;
    if (s.shp.patches) {
        *ret_ours = false;
        return true;
    }
    if (r->source->x.s.p || r->source->y.s.p)
        return lode_fail(err, LODE_SCHEMA, r->source->x.s.p ? r->source->x.at : r->source->y.at,
                         "`x:` and `y:` are for tables; '%.*s' has shapes of its own",
                         STR_FMT(r->source->file.s));
    shapefile_report(r, &s);
    bool ok = shapefile_schema(r, &s, err) && reading_choose(r, err) &&
              filter_prepare(r, &f, err) &&
              (r->params->schema_only || shapefile_rows(r, &s, &f, err)) &&
              reading_finish(r, NULL, ret, err);
    shapefile_close(&s);
    return ok;
}

/* A zip that holds one shapefile is that shapefile; other zips are for GDAL to look into. */
static void look_into_zip(struct reading *r, struct doc_source *inside)
{
    struct str file = r->source->file.s, found = {0};
    if (file.len < 4 || g_ascii_strncasecmp(file.p + file.len - 4, ".zip", 4) != 0 ||
        str_starts(file, STR("/vsi")))
        return;
    struct gdal_words words;
    struct str folder = str_format(r->arena, "/vsizip/%.*s", STR_FMT(file));
    gdal_listen(&words);
    char **list = VSIReadDirRecursive(folder.p);
    gdal_unlisten(&words);
    size_t n = 0;
    for (char **name = list; name && *name; name++) {
        if (g_str_has_suffix(*name, ".shp") && !n++)
            found = str_format(r->arena, "/vsizip/{%.*s}/%s", STR_FMT(file), *name);
    }
    CSLDestroy(list);
    *inside = *r->source;
    inside->file.s = n == 1 ? found : folder;
    r->source = inside;
}

bool reading_load(struct reading *r, struct features *ret, struct lode_err *err)
{
    struct doc_source inside;
    struct str file = r->source->file.s;
    bool ours = false, ok = true;
    if (!open_check_path(r->arena, &r->source->file, r->params->allow_network, err))
        return false;
    look_into_zip(r, &inside);
    if (shapefile_is(r->source))
        ok = load_shapefile(r, &ours, ret, err);
    if (ok && !ours)
        ok = load_with_gdal(r, ret, err);
    if (ok)
        ret->origin = file;
    return ok;
}

bool load_source(struct arena *a, const struct doc_source *source, const struct load_params *params,
                 struct features *ret, struct lode_err *err)
{
    struct reading r = {.arena = a, .source = source, .params = params};
    bool ok = reading_load(&r, ret, err);
    reading_abandon(&r);
    return ok;
}
