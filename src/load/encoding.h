/* Which encoding the texts of a layer are in, and how they become UTF-8. */
#ifndef LODE_LOAD_ENCODING_H
#define LODE_LOAD_ENCODING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

/* An encoding, and what texts in it were broken. Zero: texts should be UTF-8 already. */
struct encoding {
    const char *name;        /* "UTF-8", "CP1251", as iconv calls it */
    void *iconv;             /* GIConv, ended with the arena; NULL: UTF-8 */
    bool mixed;              /* texts that are UTF-8 are read as that */
    size_t n_whole;          /* different texts beyond ASCII that are in it */
    size_t n_broken;         /* different texts that were not in it */
    size_t n_cut;            /* different texts that end inside a character */
    struct str first_broken; /* the first of n_broken, as it was read */

    /* Find the encoding of those that are broken, when the first one is met, and set `cuts`. NULL:
     * they are read as Windows-1252. */
    void (*find_other)(struct arena *a, struct encoding *e, void *ctx, struct encoding *ret);
    void *find_ctx;
    struct encoding *other; /* what it found; NULL: it was not asked */
    bool cuts;              /* all are UTF-8, but for characters cut off at the end */
    const char *next;       /* the likeliest but for that; NULL: not known */
};

/* Find it by name: "UTF-8", "1251", "CP1251", "ANSI 1251", "ISO88591", "latin1", "65001". False:
 * iconv does not know it. */
bool encoding_named(struct arena *a, struct str name, struct encoding *ret);

/* Find it by the language driver of a dBASE header. False for 0, for 0x57 (which stands in files of
 * every encoding) and for unknown ones. */
bool encoding_of_ldid(struct arena *a, uint8_t ldid, struct encoding *ret);

/* Fail, because `encoding:` says what iconv does not know. */
bool encoding_fail_unknown(struct str name, struct lode_span at, struct lode_err *err);

/* `s` in UTF-8: itself, or a copy in `a`. A broken text is read in another encoding and counted. */
struct str encoding_text(struct arena *a, struct encoding *e, struct str s);

/* Whether it is in the encoding, but for a character cut off at the end; in `ret` the text. */
bool encoding_reads(struct arena *a, const struct encoding *e, struct str s, struct str *ret);

/* Whether it is UTF-8, but for a character cut off at the end, with another one beyond ASCII. */
bool encoding_is_utf8(struct str s);

bool encoding_is_ascii(struct str s);

#endif
