/* What is in a file, for `lode info`: layers, geometry, count, reference system, extent, columns
 * with types and sample values, encoding, and what is broken. */
#ifndef LODE_LOAD_DESCRIBE_H
#define LODE_LOAD_DESCRIBE_H

#include "load/features.h"

struct layer_description {
    struct str name, driver, geometry, crs_name, crs, encoding;
    size_t count;
    struct box extent;
    struct column_description {
        struct str name, type;
        size_t n_null, n_distinct;
        struct str samples[3];
        size_t n_samples;
    } * columns;
    size_t n_columns;
    struct str note; /* worth knowing, nothing is wrong; may be empty */
    /* What is wrong, one sentence each: "2 polygons are invalid: feature 412, ...". */
    struct str *broken;
    size_t n_broken;
};

/* One description for each layer of the file; everything is read. Fails: LODE_DATA when nothing can
 * be read. */
bool describe_file(struct arena *a, const char *path, bool allow_network,
                   struct layer_description **ret, size_t *ret_n, struct lode_err *err);

#endif
