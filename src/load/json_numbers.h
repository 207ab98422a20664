/* Values of JSON that GDAL does not hold as they stand. Numbers: whole ones beyond 64 bits, and, among numbers
 * with decimals, whole ones that a double rounds. */
#ifndef LODE_LOAD_JSON_NUMBERS_H
#define LODE_LOAD_JSON_NUMBERS_H

#include <gdal.h>
#include <glib.h>
#include <stdbool.h>

/* The text of the file with such numbers in quotes, so that they are read as texts; to be given to
 * g_string_free. NULL: it has none, or cannot be read. `dataset` is the file as GDAL reads it. Files
 * without a long row of digits cost one pass that looks at every sixteenth byte. */
GString *json_numbers_quoted(const char *path, GDALDatasetH dataset);

/* Whether a text begins as a date or a time that is none for lode: with one to three digits and a
 * '-', '/' or ':'. */
bool json_has_odd_dates(const char *path);

#endif
