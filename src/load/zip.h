/* Sources in a zip. Its shapefiles are layers, each with its own name, and are read by own code; a
 * zip without shapefiles is left to GDAL. */
#ifndef LODE_LOAD_ZIP_H
#define LODE_LOAD_ZIP_H

#include "base/err.h"
#include "doc/map_doc.h"

/* Whether the name of the file says that it is a zip. */
bool zip_is(struct str file);

/* The names of its shapefiles, as `layer:` takes them: without folder and ending, but with the folder
 * where two would have the same name. */
void zip_layers(struct arena *a, struct str file, struct str **ret_names, size_t *ret_n);

/* The path of what is to be opened, for GDAL: "/vsizip/{places.zip}/in/places.shp". Fails:
 * LODE_SCHEMA when `layer:` names none of several, or one that is not there. */
bool zip_path(struct arena *a, const struct doc_source *source, struct str *ret,
              struct lode_err *err);

/* The same path for people: "places.zip/in/places.shp". */
const char *zip_shown(struct arena *a, const char *path);

#endif
