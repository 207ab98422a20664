/* Reading a vector source: only the columns, the rows and the window that are needed. */
#ifndef LODE_LOAD_LOAD_H
#define LODE_LOAD_LOAD_H

#include "base/err.h"
#include "doc/map_doc.h"
#include "expr/expr.h"
#include "load/features.h"

struct load_params {
    const struct str *columns; /* names to read; NULL with all_columns false: none */
    size_t n_columns;
    bool all_columns;
    bool schema_only; /* columns' names and types, kind, crs; no rows */
    bool seen; /* the schema was read before: do not report again what is missing or broken */
    struct box window; /* in the source's own system; zero or empty: whole */
    bool has_window;
    /* A shape that cannot be read goes to `damaged` and is not a failure. Only for shapefiles, where
     * columns and other features do not depend on it. */
    bool keep_damaged;
    /* For `lode quick`: places of a table are found by more names of columns, and a source that states
     * no system is in `crs_default`, or, where its coordinates fit degrees, assumed to be in longitude
     * and latitude (WGS 84), with a note. */
    bool guess;
    struct str crs_default;
    bool allow_network; /* /vsicurl, http:, PG: to other hosts ... */
    /* Makes what `where` may use beside columns (spatial predicates, lengths and areas) for `layer`,
     * whose system is known by then, but which has no row yet. NULL: columns only. */
    bool (*env)(void *ctx, struct arena *a, const struct features *layer, struct expr_env *ret,
                struct lode_err *err);
    void *env_ctx;
};

/* Read `source`, those of its rows for which its `where` is true.
 *
 * Warnings, each once for a layer and with a count: null and empty geometries, collections of which
 * one kind was kept, encodings that were guessed, a missing .shx or .dbf, coordinates that are not
 * finite, whose features become empty. Z and M are dropped silently.
 *
 * Fails: LODE_DATA (missing, empty, truncated, unreadable, no reference system, coordinates outside
 * their system), LODE_SCHEMA (unknown layer or column, bad `where`). */
bool load_source(struct arena *a, const struct doc_source *source, const struct load_params *params,
                 struct features *ret, struct lode_err *err);

/* The names of a source's layers, as `layer:` takes them, in its order. None for a shapefile, which
 * is a layer itself. Fails: LODE_DATA. */
bool load_layer_names(struct arena *a, const struct doc_source *source, bool allow_network,
                      struct str **ret, size_t *ret_n, struct lode_err *err);

/* Set GDAL up for the process: no code from data, and errors come to us and are never printed. Call
 * it once, early. */
void load_init(bool allow_network);

/* For `lode info`: "3.6.2", and the folder of GDAL's data, "?" when it was not found. */
const char *gdal_library_version(void);
struct str gdal_data_path(struct arena *a);

#endif
