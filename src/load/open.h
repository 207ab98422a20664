/* Opening a source with GDAL: what is refused, what is missing, and which of its layers is meant.
 */
#ifndef LODE_LOAD_OPEN_H
#define LODE_LOAD_OPEN_H

#include <gdal.h>
#include <ogr_api.h>

#include "base/err.h"
#include "doc/map_doc.h"

struct arena;

/* Register GDAL's drivers, once: two hundred of them take 4 ms, and shapefiles need none. */
void gdal_drivers(bool allow_network);

/* There is such a file and it may be read; for sources that are files. LODE_DATA otherwise. */
bool open_check_path(struct arena *a, const struct doc_text *file, bool allow_network,
                     struct lode_err *err);

/* `path` is what GDAL opens for `source`. Close with GDALClose. */
bool open_dataset(struct arena *a, const struct doc_source *source, struct str path,
                  bool allow_network, GDALDatasetH *ret, struct lode_err *err);

bool open_layer(struct arena *a, GDALDatasetH dataset, const struct doc_source *source,
                OGRLayerH *ret, struct lode_err *err);

/* LODE_SCHEMA: which of the layers `names` is meant is not said, or said wrongly. */
bool open_fail_layer(struct arena *a, const struct doc_source *source, const struct str *names,
                     size_t n, struct lode_err *err);

/* ", did you mean 'x'?"-like hint from names: the nearest, and what there is. */
void open_hint_names(struct arena *a, struct str word, const struct str *names, size_t n,
                     const char *owner, struct lode_err *err);

#endif
