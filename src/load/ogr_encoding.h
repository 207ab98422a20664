/* The encoding of texts that GDAL hands on as they are. */
#ifndef LODE_LOAD_OGR_ENCODING_H
#define LODE_LOAD_OGR_ENCODING_H

#include "load/reading.h"

/* As encoding.find_other, with a struct reading for `ctx`: the layer is opened once more and its texts
 * that are not in the encoding are looked at. */
void ogr_encoding_of_broken(struct arena *a, struct encoding *e, void *ctx, struct encoding *ret);

#endif
