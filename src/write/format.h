/* The formats of output, one row each. All that names them reads the rows: the check of a document,
 * its JSON Schema, hints, `--help`, completions, and through lode.h any other program.
 *
 * How one is added stands in CONTRIBUTING.md.
 */
#ifndef LODE_WRITE_FORMAT_H
#define LODE_WRITE_FORMAT_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct scene;
struct sink;
struct write_params;

enum { ENDINGS_MAX = 3 };

struct write_format {
    const char *name; /* "PNG" */
    /* ".png", in small letters, the usual one first; NULL after the last. */
    const char *endings[ENDINGS_MAX + 1];
    bool (*write)(struct sink *to, struct arena *a, const struct scene *s,
                  const struct write_params *params);
    bool pixels;          /* as many to the inch as `dpi` says; otherwise it holds vectors */
    bool book;            /* write/book.h puts pages of it together; one row has it */
    bool standard_output; /* what "-" stands for; one row has it */
};

/* NULL: there is no row `i`. */
const struct write_format *write_format_at(size_t i);

/* By the ending of a file's name, whatever its case; NULL: no format has it. */
const struct write_format *write_format_of(struct str path);

/* The row with `book`. */
const struct write_format *write_format_of_books(void);

/* Fails with "no format has the ending of ..." and a hint that lists the endings: LODE_SCHEMA, or
 * LODE_USAGE when `at` is not a place in a document. Returns false. */
bool write_format_fail(struct str path, struct lode_span at, struct lode_err *err);

/* The format of an output: a file, or "-". Fails: as above. */
bool write_format_find(struct str path, struct lode_span at, const struct write_format **ret,
                       struct lode_err *err);

#endif
