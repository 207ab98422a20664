/* A shapefile, read from the bytes of its files: .shp, .shx, .dbf, .prj, .cpg. */
#ifndef LODE_LOAD_SHAPEFILE_H
#define LODE_LOAD_SHAPEFILE_H

#include "load/dbf.h"
#include "load/encoding.h"
#include "load/filter.h"
#include "load/guess.h"
#include "load/reading.h"
#include "load/shp.h"

struct shapefile {
    struct shp shp;
    struct dbf dbf; /* zero: there is none */
    bool has_dbf, has_shx;
    bool walked_for_rows; /* the .shx has another number of records than the .shp and the .dbf */
    bool counted_rows;    /* the header of the .dbf says another number of rows than there are */
    size_t n_deleted, n_unmarked, first_unmarked; /* rows */
    struct str prj, cpg;                          /* the text of the files; empty: there is none */
    struct encoding encoding;
    const char *encoding_by; /* what decided the encoding, for people: "the .cpg" */
    bool encoding_guessed;
    bool contradicted;      /* the content speaks against what states the encoding */
    const char *stated;     /* what that was, if contradicted */
    struct verdict verdict; /* what the content looks like, if it was looked at */
};

/* Whether the source is one: its name ends in .shp, and `layer:` names no other layer. */
bool shapefile_is(const struct reading *r);

/* Open the files and decide the encoding. Fails: LODE_DATA; LODE_SCHEMA for an unknown `encoding:`. */
bool shapefile_open(struct reading *r, struct shapefile *ret, struct lode_err *err);
void shapefile_close(struct shapefile *s);

/* Report what is missing beside it, and what was guessed. */
void shapefile_report(struct reading *r, const struct shapefile *s);

/* Set the columns, the pool of texts and the reference system of `r`. Fails as crs_decide. */
bool shapefile_schema(struct reading *r, struct shapefile *s, struct lode_err *err);

/* Read the rows that `r->params` and the source ask for. Fails: LODE_DATA. */
bool shapefile_rows(struct reading *r, struct shapefile *s, const struct filter *f,
                    struct lode_err *err);

/* Hold the boxes of what was read against what the records and the header state, and report all that
 * the shapes contradict. */
void shapefile_report_shapes(struct reading *r, struct shapefile *s, const struct features *f);

#endif
