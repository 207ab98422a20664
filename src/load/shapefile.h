/* A shapefile read from its own bytes: .shp, .shx, .dbf, .prj, .cpg. */
#ifndef LODE_LOAD_SHAPEFILE_H
#define LODE_LOAD_SHAPEFILE_H

#include "load/dbf.h"
#include "load/encoding.h"
#include "load/filter.h"
#include "load/reading.h"
#include "load/shp.h"

struct shapefile {
    struct shp shp;
    struct dbf dbf; /* zero: there is none */
    bool has_dbf, has_shx;
    struct str prj, cpg; /* their text; empty: none */
    struct encoding encoding;
    const char *encoding_by; /* what decided it: "the .cpg"; for people */
    bool encoding_guessed;
};

/* By its name: ends in .shp, and no other layer is asked for. */
bool shapefile_is(const struct reading *r);

/* Fails: LODE_DATA; LODE_SCHEMA for an unknown `encoding:`. */
bool shapefile_open(struct reading *r, struct shapefile *ret, struct lode_err *err);
void shapefile_close(struct shapefile *s);
/* What is missing beside it, and what was guessed. */
void shapefile_report(struct reading *r, const struct shapefile *s);

/* The columns, the pool and the reference system of `r`. */
bool shapefile_schema(struct reading *r, struct shapefile *s, struct lode_err *err);
/* The rows that `r->params` and the source ask for. */
bool shapefile_rows(struct reading *r, struct shapefile *s, const struct filter *f,
                    struct lode_err *err);

#endif
