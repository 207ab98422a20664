/* Points from two columns of a table: `x: lon, y: lat`. */
#ifndef LODE_LOAD_PLACE_H
#define LODE_LOAD_PLACE_H

#include "load/number_text.h"
#include "load/reading.h"

/* Whether a column's name has always meant a place: lon, long, lng, longitude, x; lat, latitude, y. */
bool place_is_usual(struct str name, enum coordinate_axis axis);

/* Find the columns that hold the places, mark them to be read, and set r->placed: those that the source
 * names; else, where the table has no shapes, those whose names say it (lon and lat, x and y). More
 * names count when the reading may guess or the source states its system: a table that is only joined
 * needs no places. Fails: LODE_SCHEMA for unknown ones. */
bool place_prepare(struct reading *r, bool has_shapes, struct lode_err *err);

/* Make the geometry of `f` from its columns. A row whose values are not both numbers has none; a
 * warning counts such rows. */
void place_points(struct reading *r, struct features *f);

#endif
