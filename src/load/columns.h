/* Columns that grow while rows are read. Their memory is malloc's until column_finish hands it to the
 * arena. */
#ifndef LODE_LOAD_COLUMNS_H
#define LODE_LOAD_COLUMNS_H

#include <glib.h>
#include <ogr_api.h>

#include "base/arena.h"
#include "expr/table.h"
#include "load/text_pool.h"

struct column_builder {
    struct str name;
    enum col_type type;
    int field;      /* index in OGR's layer definition, or of the dBASE field */
    bool wanted;    /* in the result */
    bool filtering; /* the filter reads it */
    bool converted; /* `type` is not the one that the source has: values are read from their text */
    bool comma;     /* a decimal comma is one */
    bool guessed;   /* `type` comes from the first values: codes among the others are counted */
    bool doubted;   /* it is text because of `codes`, which may be meant as `looked_like` */
    enum col_type looked_like;
    uint32_t words; /* of a boolean: those of its first values (spelling_word) */
    /* Values that are not of the type, and were read as NULL; codes that were read as numbers; whole
     * numbers that 64 bits or a double did not hold as they stood; numbers with a zero at their end that
     * others of the column lack, as versions have (1.10, 1.9); what may be a code, but was taken for a
     * number or boolean in all of the column (1e6, Y); and numbers as people type them (1 234,5). */
    struct misfits {
        size_t n;
        int64_t fid; /* of the first */
        struct str first;
    } not_of_type, codes, rounded, padded, perhaps, typed;
    size_t n, cap;
    void *v;
    uint8_t *null; /* made with the first NULL */
};

/* `name`, or name_2, name_3, ..., where that is taken; it is taken then. `taken` has texts for keys,
 * which live in the arena. */
struct str column_free_name(struct arena *a, GHashTable *taken, struct str name);

/* Add one value. `value` points to an int64_t, double, struct str or uint8_t, by the type of the
 * column; NULL: the value is missing. */
void column_put(struct column_builder *c, const void *value);

/* The column of a table, whose memory now ends with the arena. */
struct column column_finish(struct arena *a, struct column_builder *c);

/* Free what was not finished. */
void columns_abandon(struct column_builder *c, size_t n);

/* Add the value of type `c->type` that `s` stands for, in the feature `fid`. */
void column_put_text(struct column_builder *c, struct str s, int64_t fid, struct text_pool *pool);

/* Count a value in `m`, which keeps the first one. */
void column_count(struct misfits *m, struct str s, int64_t fid, struct text_pool *pool);

/* The type of ours that holds the values of `field`; lists become text. */
enum col_type column_type_of(OGRFieldDefnH field);

/* Add the value that `feature` has in the field `c->field`. Texts go through `pool`. */
void column_read(struct column_builder *c, OGRFeatureH feature, struct text_pool *pool);

#endif
