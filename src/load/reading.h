/* A layer while it is read: what load.c, shapefile.c, ogr_layer.c and describe.c share. */
#ifndef LODE_LOAD_READING_H
#define LODE_LOAD_READING_H

#include "load/columns.h"
#include "load/crs.h"
#include "load/encoding.h"
#include "load/load.h"
#include "load/shapes.h"

/* What is known of a table of text. Zero: nothing was looked at, or there is none. */
struct csv_source {
    const uint32_t *lines; /* the line of each row; GDAL numbers its rows from 1 */
    size_t n_lines;
    bool is_copy;      /* r->path is a copy in memory, which GDAL is to open as CSV */
    bool is_utf8;      /* was UTF-16 */
    bool typed_places; /* coordinates that are no numbers to GDAL */
    bool types_beside; /* a .csvt states them, and they are taken from there */
    bool last_hidden;  /* its last column is there for GDAL alone, which takes no table of one */
};

struct reading {
    struct arena *arena;
    const struct doc_source *source;
    const struct load_params *params;
    struct str path; /* what is opened: the source's file, or the file in it when it is a zip */
    struct layer_crs crs;
    bool crs_guessed;               /* nothing states it: load_params.guess */
    struct column_builder *columns; /* all fields of the layer, in its order */
    size_t n_columns;
    struct encoding *encoding;
    struct text_pool *pool;
    enum geom_kind kind; /* what the layer says that it holds */
    struct str geometry_name;
    struct geom_builder shapes;
    int64_t *fid; /* malloc's */
    size_t n, cap;
    struct shape_tally shape_tally;
    ARRAY(struct damage) damaged; /* params->keep_damaged */
    bool placed;                  /* points come from two columns: */
    struct str x_name, y_name;
    bool places_are_numbers; /* the two columns become numbers, as GDAL makes them of good ones */
    struct csv_source csv;
    /* For `lode info`: what can be read is read, and what is wrong goes to `findings` and is neither
     * a failure nor a warning. */
    bool lenient;
    ARRAY(struct str) findings;
    struct str driver, encoding_shown; /* for people */
};

/* A warning at the source, or one of the findings of a lenient reading. */
void reading_warn(struct reading *r, const char *rule, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A note at the source, or one of the findings of a lenient reading. */
void reading_note(struct reading *r, const char *rule, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

struct gdal_words;

/* Warn of what GDAL said while it opened or read the source, each kind once, with its number. */
void reading_warn_gdal(struct reading *r, const struct gdal_words *words);

/* "feature 7"; with the number of its line, where the source is text: "feature 7, line 9". */
struct str reading_row(struct reading *r, int64_t fid);

/* Whether the reading goes on after a failure. A lenient one does: the failure becomes a finding, and
 * `err` is cleared. */
bool reading_forgives(struct reading *r, struct lode_err *err);

/* Read `r->source` as load_source does. reading_abandon follows in any case. */
bool reading_load(struct reading *r, struct features *ret, struct lode_err *err);

/* Mark the columns that `params` name as wanted; for schema_only without names, all. Fails:
 * LODE_SCHEMA for a column that is not there. */
bool reading_choose(struct reading *r, struct lode_err *err);

/* Give columns the types that the source's `types` states. Fails: LODE_SCHEMA for a column that is not
 * there. */
bool reading_state_types(struct reading *r, struct lode_err *err);

void reading_add_fid(struct reading *r, int64_t fid);

struct filter;

/* Turn what was read into `ret`, without the rows that `filter` (NULL: none) drops, and report what
 * was counted. */
bool reading_finish(struct reading *r, const struct filter *filter, struct features *ret,
                    struct lode_err *err);

/* Free what reading_finish did not take. */
void reading_abandon(struct reading *r);

#endif
