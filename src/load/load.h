/* Open a vector source with GDAL, and read the columns and the window that are needed. */
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
    bool schema_only;  /* columns' names and types, kind, crs; no rows */
    bool told;         /* the schema was read before: do not tell again what is missing or broken */
    struct box window; /* in the source's own system; zero or empty: whole */
    bool has_window;
    bool keep_damaged;  /* a shape that makes no sense becomes `damaged` in place of a fault, where
                           columns  and other features do not depend on it: in shapefiles */
    bool allow_network; /* /vsicurl, http:, PG: to other hosts ... */
    /* What `where` may use beside columns (spatial predicates, lengths and areas), made for the
     * layer, whose system is known by then; it has no row yet. NULL: columns only. */
    bool (*env)(void *ctx, struct arena *a, const struct features *layer, struct expr_env *ret,
                struct lode_err *err);
    void *env_ctx;
};

/* Read `source` (its `where` is applied; pushed down where GDAL evaluates it the same).
 *
 * Reported through log_warn, each counted once a layer: null and empty geometries, collections cut
 * down to their largest kind, encodings decided by content, missing .shx or .dbf, features that
 * GDAL could not read. Z and M are dropped silently. Coordinates that are not finite make the
 * feature empty. Fails: LODE_DATA (missing, empty, truncated, unreadable, no reference system,
 * coordinates outside their system), LODE_SCHEMA (unknown layer or column, bad `where`). */
bool load_source(struct arena *a, const struct doc_source *source, const struct load_params *params,
                 struct features *ret, struct lode_err *err);

/* The names of a source's layers, as `layer:` takes them, in its order. None for a shapefile, which
 * is a layer itself. Fails: LODE_DATA. */
bool load_layer_names(struct arena *a, const struct doc_source *source, bool allow_network,
                      struct str **ret, size_t *ret_n, struct lode_err *err);

/* The process-wide set-up of GDAL (no code from data, errors to us, never printed); call once,
 * early. */
void load_init(bool allow_network);

const char *gdal_library_version(void);
struct str gdal_data_path(struct arena *a);

#endif
