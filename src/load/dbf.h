/* The attributes of a shapefile, straight from the bytes of the .dbf: any row, any column, without
 * reading the others.
 *
 * Source: dBASE III+ file structure; types and NULLs as OGR's shapefile driver takes them, but
 * logical fields are booleans. */
#ifndef LODE_LOAD_DBF_H
#define LODE_LOAD_DBF_H

#include "load/bytes.h"
#include "load/columns.h"

struct dbf {
    struct bytes file;
    size_t n;              /* rows */
    size_t header, record; /* bytes */
    size_t stated_header;  /* as the header says; another one than `header` when that was wrong */
    size_t stated_record;
    size_t width;   /* of all columns and the mark of deletion; `record`, if all is well */
    size_t n_there; /* rows for which the file has the bytes, when they fill it */
    uint8_t ldid;   /* language driver: names the encoding, see encoding_of_ldid */
    struct dbf_field {
        struct str name; /* in the encoding of the file */
        char type;       /* C N F L D M ... */
        uint32_t at, len;
        uint8_t decimals;
    } * fields;
    size_t n_fields;
};

/* Fails: LODE_DATA (not a .dbf, cut short, damaged). */
bool dbf_open(struct arena *a, const struct bytes *file, struct lode_span at, struct dbf *ret,
              struct lode_err *err);

/* The rows that are left of a file that dbf_open refused; perhaps none. */
void dbf_open_cut(struct arena *a, const struct bytes *file, struct dbf *ret);

/* Whether the mark before a row is one that means something. */
bool dbf_is_marked(const struct dbf *d, size_t i);

/* Whether fields of such a type are read: not those of numbers in binary, or in a file of texts. */
bool dbf_is_read(const struct dbf_field *f);

bool dbf_is_deleted(const struct dbf *d, size_t i);

/* The type of a field's values. Looks at all rows of a field that is wider than 18 digits and has no
 * decimals: whole numbers that 64 bits do not hold are text. */
enum col_type dbf_type(const struct dbf *d, const struct dbf_field *f);

/* The bytes of a field in row `i`, in the encoding of the file, without the spaces around them. */
struct str dbf_raw(const struct dbf *d, const struct dbf_field *f, size_t i);

/* Add the value of `c->field` in row `i` to `c`. False: it is not of the field's type, and was read
 * as NULL. */
bool dbf_read(const struct dbf *d, struct column_builder *c, size_t i, struct text_pool *pool);

#endif
