/* Columns: what expressions read, and what they give. Column values are borrowed from an arena. */
#ifndef LODE_EXPR_TABLE_H
#define LODE_EXPR_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "geom/geometry.h"

enum col_type {
    COL_INT,       /* int64_t */
    COL_REAL,      /* double */
    COL_TEXT,      /* struct str, UTF-8, NFC is not promised */
    COL_BOOL,      /* uint8_t */
    COL_DATE,      /* int64_t, days since 1970-01-01, proleptic Gregorian */
    COL_TIMESTAMP, /* int64_t, microseconds since 1970-01-01T00:00:00Z */
};

struct column {
    struct str name;
    enum col_type type;
    size_t n;            /* 0 while only the schema is known */
    const uint8_t *null; /* n, 1 = NULL; or NULL when no value is missing */
    union {
        const int64_t *i; /* COL_INT, COL_DATE, COL_TIMESTAMP */
        const double *d;
        const struct str *s;
        const uint8_t *b;
    } v;
};

struct table {
    struct str name; /* of the layer, for messages */
    size_t n;        /* rows */
    const struct column *columns;
    size_t n_columns;
    struct geometry geom; /* n rows, or geom.n = 0 when there is none or only the schema is known */
    enum geom_kind kind;  /* of the first geometry; GEOM_NONE when unknown */
    struct str geometry_name; /* the source's own name for it; may be empty */
};

const struct column *table_lookup(const struct table *t, struct str name); /* NULL: none */
static inline bool column_is_null(const struct column *c, size_t i)
{
    return c->null && c->null[i];
}
/* Whole numbers that all have four digits are taken for years, or codes: tables and legends write
 * them without a separator. */
bool column_has_years(const struct column *c);
const char *col_type_name(enum col_type type); /* "integer", "number", "text", ... */

#endif
