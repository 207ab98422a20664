/* What of a zip is read. Shapefiles in it are read by us, one at a time, named as they are there;
 * a zip with anything else is for GDAL to look into. */
#ifndef LODE_LOAD_ZIP_H
#define LODE_LOAD_ZIP_H

#include "base/err.h"
#include "doc/map_doc.h"

bool zip_is(struct str file);

/* The shapefiles in it by name, as `layer:` takes them: without folder and ending, but with the
 * folder where two would have the same name. */
void zip_layers(struct arena *a, struct str file, struct str **ret_names, size_t *ret_n);

/* What to open, as GDAL writes it: "/vsizip/{places.zip}/in/places.shp". LODE_SCHEMA when there are
 * several and none, or one that is not there, is asked for. */
bool zip_path(struct arena *a, const struct doc_source *source, struct str *ret,
              struct lode_err *err);

/* For people: "places.zip/in/places.shp". */
const char *zip_shown(struct arena *a, const char *path);

#endif
