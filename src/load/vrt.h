/* Virtual files of GDAL (.vrt) name other sources. Without access to the network only such are read as
 * name files in their own folder or below. */
#ifndef LODE_LOAD_VRT_H
#define LODE_LOAD_VRT_H

#include "base/err.h"
#include "base/str.h"

struct arena;

/* Whether it is one of vectors, by what is in it. */
bool vrt_is(struct str path);

/* Fails: LODE_DATA for one that names what is not a plain file beside it, or is not there, or that has a
 * query or options, which may name anything. */
bool vrt_check(struct arena *a, struct str path, struct lode_span at, struct lode_err *err);

#endif
