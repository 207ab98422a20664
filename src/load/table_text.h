/* Values and shapes as text in files: the same in every locale and on every run. */
#ifndef LODE_LOAD_TABLE_TEXT_H
#define LODE_LOAD_TABLE_TEXT_H

#include <glib.h>

#include "base/arena.h"
#include "expr/table.h"

/* The value in row `i` as plain text: 12, 0.5, true, 2024-02-29, 2024-02-29T12:30:15.25Z; nothing
 * for NULL. */
void text_add_value(GString *to, struct arena scratch, const struct column *c, size_t i);

/* The value as JSON; null for NULL. */
void text_add_json(GString *to, struct arena scratch, const struct column *c, size_t i);

void text_add_json_string(GString *to, struct str s);

#define DECIMALS_ALL 17 /* as many as are needed to read the same number back */

/* A coordinate with at most `decimals` (<= 9, or DECIMALS_ALL), without trailing zeros. */
void text_add_coordinate(GString *to, double v, int decimals);

/* The "geometry" of GeoJSON: outer rings counter-clockwise, holes clockwise (RFC 7946); null for
 * none. */
void text_add_geojson(GString *to, const struct geometry *g, size_t i, int decimals);

/* Well-known text; nothing for none. */
void text_add_wkt(GString *to, const struct geometry *g, size_t i, int decimals);

/* A field of CSV (RFC 4180): in quotes where it must be, and where it is an empty text, which is not
 * NULL. */
void text_add_csv(GString *to, struct str s);

#endif
