/* Formats in which a number is only a text that looks like one: GDAL is asked for the texts, and lode
 * decides which of them are numbers, dates and booleans, and which are codes (spelling.h).
 *
 * A table (CSV) or a GML file without a schema is opened a second time, all of its columns as text. JSON
 * has numbers, but those that GDAL cannot hold are put into quotes before it reads them; and its texts
 * are opened once more as they stand where GDAL made dates of some. */
#ifndef LODE_LOAD_AS_TEXT_H
#define LODE_LOAD_AS_TEXT_H

#include <gdal.h>
#include <ogr_api.h>

struct gdal_words;
struct reading;

/* What is open beside the dataset itself. */
struct as_text {
    GDALDatasetH dataset; /* with all columns as text; NULL: there is no need of it */
    const char *memory;   /* JSON, rewritten; NULL: it is not */
    const char *memory_dir;
};

/* `dataset` was opened with GDAL's types by `driver`, which said `io_words`. Where it is opened again,
 * they become what was said then: numbers that GDAL would have changed are texts now. */
void as_text_open(struct reading *r, GDALDatasetH dataset, const char *driver,
                  struct gdal_words *io_words, struct as_text *ret);
void as_text_close(struct as_text *t);

/* Give the columns of `r`, which are those of `text`, their types: those that `typed` has, unless
 * values are codes. Reads the first megabytes, and starts `text` anew. */
void as_text_decide(struct reading *r, OGRLayerH typed, OGRLayerH text);

#endif
