/* Opening a source with GDAL: what is refused, what is missing, and which of its layers is meant. */
#ifndef LODE_LOAD_OPEN_H
#define LODE_LOAD_OPEN_H

#include <gdal.h>
#include <ogr_api.h>

#include "base/err.h"
#include "doc/map_doc.h"

struct arena;

/* Register GDAL's drivers, once: two hundred of them take 4 ms, and shapefiles need none. */
void gdal_drivers(bool allow_network);

/* Check that a source is not on the network, unless that is allowed, and, where it is a file, that
 * the file is there and may be read. Fails: LODE_DATA. */
bool open_check_path(struct arena *a, const struct doc_text *file, bool allow_network,
                     struct lode_err *err);

struct gdal_words;

struct open_params {
    bool allow_network;
    bool typed_places; /* a table whose coordinates are not to be read by GDAL */
    bool as_text;      /* a table of which no types are to be guessed */
    bool hide_types;   /* nor read from the .csvt beside it */
};

/* `path` is what GDAL opens for `source`. To be closed with GDALClose. `ret_words` is what GDAL said,
 * also when it opens. Fails: LODE_DATA. */
bool open_dataset(struct arena *a, const struct doc_source *source, struct str path,
                  const struct open_params *params, struct gdal_words *ret_words, GDALDatasetH *ret,
                  struct lode_err *err);

/* The same again by the same driver, with all columns as text (`params->as_text`). NULL: GDAL does not
 * open it so. */
GDALDatasetH open_dataset_as_text(struct arena *a, struct str path, const char *driver,
                                  const struct open_params *params);

/* Whether it is no layer but a file that a system left in the folder: "._places", beside 'places'. */
bool open_is_side_layer(GDALDatasetH dataset, const char *name);

/* The layer that `layer:` names, or the only one. Fails: LODE_DATA when there is none; as
 * open_fail_layer. */
bool open_layer(struct arena *a, GDALDatasetH dataset, const struct doc_source *source,
                OGRLayerH *ret, struct lode_err *err);

/* Fail with LODE_SCHEMA, because the source does not say which of the layers `names` is meant, or
 * names another. */
bool open_fail_layer(struct arena *a, const struct doc_source *source, const struct str *names,
                     size_t n, struct lode_err *err);

/* Hint at the nearest of `names` and list them: "did you mean 'x'? it has: x, y". `owner` is "it". */
void open_hint_names(struct arena *a, struct str word, const struct str *names, size_t n,
                     const char *owner, struct lode_err *err);

#endif
