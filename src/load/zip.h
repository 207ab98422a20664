/* Sources in a zip. Its shapefiles are layers, each with its own name, and are read by own code; a zip
 * without shapefiles has the layers of its zips, or of its files of other formats, which GDAL reads. */
#ifndef LODE_LOAD_ZIP_H
#define LODE_LOAD_ZIP_H

#include "base/err.h"
#include "doc/map_doc.h"

/* Whether the name of the file says that it is a zip (.zip, .kmz). */
bool zip_is(struct str file);

struct zip_layer {
    struct str
        name; /* without folder and ending, but with them where two would have the same name */
    struct str path; /* for GDAL: "/vsizip/{places.zip}/in/places.shp" */
    bool shapefile;
    bool encrypted;
    uint64_t size, packed; /* unpacked, and in the zip */
};

/* The layers of a zip, or its files that hold layers. Files that systems leave beside the data
 * ("__MACOSX/._places.shp") are none. */
void zip_layers(struct arena *a, struct str file, struct zip_layer **ret, size_t *ret_n);

/* The path of the zip itself for GDAL, when it has no layers of these. */
struct str zip_whole(struct arena *a, struct str file);

/* Fails: LODE_DATA when the layer is encrypted, or unpacks to so much that it cannot be meant. */
bool zip_check_layer(const struct doc_source *source, const struct zip_layer *l,
                     struct lode_err *err);

/* The path of what is to be opened for `source`; a zip without anything that is known is left to GDAL as it
 * is. `ret_layer` is what is left of `layer:` for the file that was chosen.
 * Fails: LODE_SCHEMA when `layer:` names none of several, or one that is not there; LODE_DATA as
 * zip_check_layer. */
bool zip_path(struct arena *a, const struct doc_source *source, struct str *ret,
              struct str *ret_layer, struct lode_err *err);

/* The same path for people: "places.zip/in/places.shp". */
const char *zip_shown(struct arena *a, const char *path);

#endif
