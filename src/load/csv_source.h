/* A table of text before GDAL reads it: what is odd in it is reported with the numbers of its lines,
 * and what GDAL would misread is put right in a copy in memory. */
#ifndef LODE_LOAD_CSV_SOURCE_H
#define LODE_LOAD_CSV_SOURCE_H

#include "load/reading.h"

/* By the ending of its name: .csv, .tsv, .txt. */
bool csv_is(struct str file);

/* Look at the file r->path, put it right, and set r->csv and r->path. A file that is no text stays
 * as it is. Fails: LODE_DATA when it cannot be read, or is a web page or the like. */
bool csv_prepare(struct reading *r, struct lode_err *err);

#endif
