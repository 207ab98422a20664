/* Which layers a source has, by the names that `layer:` takes. */
#include <gdal.h>
#include <glib.h>

#include "base/arena.h"
#include "load/load.h"
#include "load/open.h"
#include "load/zip.h"

bool load_layer_names(struct arena *a, const struct doc_source *source, bool allow_network,
                      struct str **ret, size_t *ret_n, struct lode_err *err)
{
    struct str file = source->file.s, path = file;
    *ret = NULL;
    *ret_n = 0;
    if (!open_check_path(a, &source->file, allow_network, err))
        return false;
    if (file.len > 4 && g_ascii_strncasecmp(file.p + file.len - 4, ".shp", 4) == 0)
        return true; /* a layer itself */

    if (zip_is(file)) {
        zip_layers(a, file, ret, ret_n);
        if (*ret_n)
            return true;
        path = str_format(a, "/vsizip/%.*s", STR_FMT(file));
    }

    GDALDatasetH dataset;
    if (!open_dataset(a, source, path, allow_network, &dataset, err))
        return false;

    size_t n = (size_t)GDALDatasetGetLayerCount(dataset);
    struct str *names = arena_array(a, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        names[i] = str_copy(a, str_of(OGR_L_GetName(GDALDatasetGetLayer(dataset, (int)i))));
    GDALClose(dataset);

    *ret = names;
    *ret_n = n;
    return n > 0 ||
           lode_fail(err, LODE_DATA, source->file.at, "'%.*s' has no vector layer", STR_FMT(file));
}
