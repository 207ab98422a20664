/* Columns that grow while rows are read. The memory is malloc's until it is handed to the arena. */
#ifndef LODE_LOAD_COLUMNS_H
#define LODE_LOAD_COLUMNS_H

#include <ogr_api.h>

#include "base/arena.h"
#include "expr/table.h"
#include "load/text_pool.h"

struct column_room {
    struct str name;
    enum col_type type;
    int field;      /* index in OGR's layer definition, or of the dBASE field */
    bool wanted;    /* in the result */
    bool filtering; /* the filter reads it */
    size_t n, cap;
    void *v;
    uint8_t *null; /* made with the first NULL */
};

/* One more value; `value` is int64_t, double, struct str or uint8_t by type; NULL: missing. */
void column_put(struct column_room *c, const void *value);

/* Into the arena, as the columns of a table. */
struct column column_finish(struct arena *a, struct column_room *c);
void columns_abandon(struct column_room *c, size_t n);

enum col_type column_type_of(OGRFieldDefnH field);

/* The value of `c->field` in `feature`. */
void column_read(struct column_room *c, OGRFeatureH feature, struct text_pool *pool);

#endif
