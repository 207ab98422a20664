/* The names of columns in workbooks, where GDAL takes them for a row. */
#ifndef LODE_LOAD_WORKBOOK_H
#define LODE_LOAD_WORKBOOK_H

#include <gdal.h>

#include "doc/map_doc.h"
#include "load/open.h"

/* GDAL takes the first row of a sheet for names only where the second one has numbers, and as many cells.
 * Open the workbook `*dataset` and its sheet `*layer` again with names from the first row, where that row
 * is one of names all the same. */
bool workbook_open_named(struct arena *a, const struct doc_source *source, struct str path,
                         const struct open_params *params, GDALDatasetH *dataset, OGRLayerH *layer,
                         struct lode_err *err);

#endif
