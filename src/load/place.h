/* Points from two columns of a table: `x: lon, y: lat`. */
#ifndef LODE_LOAD_PLACE_H
#define LODE_LOAD_PLACE_H

#include "load/reading.h"

/* Find and mark the columns; sets r->placed when the source names them. LODE_SCHEMA for unknown
 * ones. */
bool place_prepare(struct reading *r, struct lode_err *err);

/* The geometry of `f` from its columns. A row whose two values are no numbers has none, and is
 * counted. */
void place_points(struct reading *r, struct features *f);

#endif
