/* Which layers a source has, by the names that `layer:` takes. */
#include <gdal.h>
#include <glib.h>

#include "base/arena.h"
#include "load/csv_source.h"
#include "load/gdal_words.h"
#include "load/load.h"
#include "load/open.h"
#include "load/packed.h"
#include "load/zip.h"

struct names {
    struct str *v;
    size_t n, cap;
};

/* Add the names of the layers of a file that GDAL reads, after `before`. */
static bool add_names(struct arena *a, const struct doc_source *source, bool allow_network,
                      struct str path, struct str before, struct names *ret, struct lode_err *err)
{
    GDALDatasetH dataset;
    struct gdal_words words;
    const struct open_params params = {.allow_network = allow_network};
    if (!open_dataset(a, source, path, &params, &words, &dataset, err))
        return false;

    int n = GDALDatasetGetLayerCount(dataset);
    for (int i = 0; i < n; i++) {
        const char *name = OGR_L_GetName(GDALDatasetGetLayer(dataset, i));
        if (open_is_side_layer(dataset, name))
            continue;
        *array_add(a, ret) = before.len && n == 1 ? before
                                                  : str_format(a, "%.*s%s%s", STR_FMT(before),
                                                               before.len ? "/" : "", name);
    }

    GDALClose(dataset);
    return true;
}

/* The layers of a zip; of several files in it that are no shapefiles each gives its own. */
static bool add_zip_names(struct arena *a, const struct doc_source *source, bool allow_network,
                          struct names *ret, struct lode_err *err)
{
    struct zip_layer *v;
    size_t n;
    zip_layers(a, source->file.s, &v, &n);
    if (!n)
        return add_names(a, source, allow_network, zip_whole(a, source->file.s), (struct str){0},
                         ret, err);

    for (size_t i = 0; i < n; i++) {
        if (v[i].shapefile)
            *array_add(a, ret) = v[i].name;
        else if (!zip_check_layer(source, &v[i], err) ||
                 !add_names(a, source, allow_network, v[i].path,
                            n > 1 ? v[i].name : (struct str){0}, ret, err))
            return false;
    }
    return true;
}

bool load_layer_names(struct arena *a, const struct doc_source *source, bool allow_network,
                      struct str **ret, size_t *ret_n, struct lode_err *err)
{
    struct str file = source->file.s;
    struct names names = {0};
    *ret = NULL;
    *ret_n = 0;
    if (!open_check_path(a, &source->file, allow_network, err))
        return false;
    if (csv_is(file) ||
        (file.len > 4 && g_ascii_strncasecmp(file.p + file.len - 4, ".shp", 4) == 0))
        return true; /* a layer itself */

    if (csv_is(file))
        return true;

    bool ok = zip_is(file) ? add_zip_names(a, source, allow_network, &names, err)
                           : add_names(a, source, allow_network, packed_path(a, file),
                                       (struct str){0}, &names, err);
    if (!ok)
        return false;

    *ret = names.v;
    *ret_n = names.n;
    return names.n > 0 ||
           lode_fail(err, LODE_DATA, source->file.at, "'%.*s' has no vector layer", STR_FMT(file));
}
