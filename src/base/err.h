/* One error type, and always a place.
 *
 * What can fail returns bool and takes `struct lode_err *err` last; err is never NULL. The first
 * failure wins, later ones only add trail. Stages never print and never exit; `cli/` prints, in one
 * function.
 *
 * Messages: lower case, no full stop, subject quoted: no column 'widht' in 'rivers'.
 */
#ifndef LODE_BASE_ERR_H
#define LODE_BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A place in a text. 1-based; `col` and `len` in characters (code points). line 0: no place. */
struct lode_span {
    const char *file;
    int line, col, len;
    /* Where each character of the text stands, then where the text ends, then one with line 0: for a
     * text that is not written as it reads (doubled quotes, escapes, folded lines). NULL: its
     * characters stand one after the other. */
    const struct span_place {
        int line, col;
    } * places;
};

enum lode_code {
    LODE_OK,
    LODE_SYNTAX, /* not YAML, not an expression */
    LODE_SCHEMA, /* unknown key, wrong kind of value, a name that nothing has */
    LODE_CRS,    /* a reference system that PROJ rejects or that cannot show the extent */
    LODE_FONT,   /* a font that is not installed */
    LODE_USAGE,  /* the command line */
    LODE_DATA,   /* a source that cannot be read, or is not what the document says */
    LODE_GEOM,   /* geometry that an operation cannot take */
    LODE_IO,     /* the file system */
    LODE_LIMIT,  /* a document beyond a bound, or beyond what its page has room for */
    LODE_BUG,
};

enum lode_severity { LODE_ERROR, LODE_WARNING, LODE_NOTE };

struct lode_err {
    enum lode_code code;
    enum lode_severity severity;
    bool once;        /* several stages may find it: to be told once in a run */
    const char *rule; /* stable name of a finding, 'unknown-column'; NULL for most errors */
    struct lode_span at;
    char message[400];
    char hint[400];  /* what to try next; may be empty */
    char trail[200]; /* "layer 'rivers'": written while unwinding */
    int sys_errno;   /* LODE_IO: what the system said, ENOSPC; 0: not known */
};

/* Write a failure down. Does nothing when `err` holds one already. Returns false, to be returned. */
bool lode_fail(struct lode_err *err, enum lode_code code, struct lode_span at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
bool lode_vfail(struct lode_err *err, enum lode_code code, struct lode_span at, const char *fmt,
                va_list args) __attribute__((format(printf, 4, 0)));

/* Say what to try next. The first hint stays. Returns false. */
bool lode_hint(struct lode_err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Say what the failure was met in ("layer 'rivers'"), before what was said further in. Returns false. */
bool lode_within(struct lode_err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The stable name of the fault that lode_fail is about to write down; does nothing when `err` holds a
 * fault already. Without this call the name is that of the code. */
void lode_rule(struct lode_err *err, const char *rule);

const char *lode_code_rule(enum lode_code code); /* "schema"; NULL for LODE_OK */

/* The place inside `at` that begins after `chars` characters and is `len` long, for a text that
 * stands on one line or has `places`. */
struct lode_span span_inside(struct lode_span at, size_t chars, size_t len);

/* 2 when the document or the command line is at fault, 1 when the map could not be made, 0 for
 * LODE_OK. */
int lode_exit_status(enum lode_code code);

/* Faults and findings, collected: reading and checking report all of them together. */
enum { DIAGS_MAX = 200 };

struct diags {
    struct lode_err *v;
    size_t n, cap;
    size_t n_errors;
    size_t dropped; /* beyond DIAGS_MAX */
    struct arena *arena;
};

void diags_init(struct diags *ret, struct arena *a);
void diags_put(struct diags *d, const struct lode_err *err);
void diags_sort(struct diags *d); /* by file, line, column; stable; each fault once */

#endif
