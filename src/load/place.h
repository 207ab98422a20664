/* Points from two columns of a table: `x: lon, y: lat`. */
#ifndef LODE_LOAD_PLACE_H
#define LODE_LOAD_PLACE_H

#include "load/reading.h"

/* Find the columns that the source names, mark them to be read, and set r->placed. Fails: LODE_SCHEMA
 * for unknown ones. */
bool place_prepare(struct reading *r, struct lode_err *err);

/* Make the geometry of `f` from its columns. A row whose values are not both numbers has none; a
 * warning counts such rows. */
void place_points(struct reading *r, struct features *f);

#endif
