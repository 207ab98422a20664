/* Which encoding the texts of a layer are in, and getting them into UTF-8. */
#ifndef LODE_LOAD_ENCODING_H
#define LODE_LOAD_ENCODING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

/* How texts become UTF-8. Zero: they should be UTF-8 already. */
struct encoding {
    const char *name; /* "UTF-8", "CP1251", as iconv calls it */
    void *iconv;      /* GIConv, ended with the arena; NULL: UTF-8 */
    size_t n_broken;  /* different values that were not in it, and were read as Windows-1252 */
    size_t n_cut;     /* different values that end inside a character */
    struct str first_broken; /* what became of the first */
};

/* By name: "UTF-8", "1251", "CP1251", "ANSI 1251", "ISO88591", "latin1", "65001". False: nobody
 * knows it. */
bool encoding_named(struct arena *a, struct str name, struct encoding *ret);
/* By the language driver of a dBASE header. False for 0, 0x57 (written by everybody) and unknown
 * ones. */
bool encoding_of_ldid(struct arena *a, uint8_t ldid, struct encoding *ret);

/* `s` in UTF-8: itself, or a copy in `a`. What is broken is mended and counted. */
struct str encoding_text(struct arena *a, struct encoding *e, struct str s);

/* Valid UTF-8, but for a character cut off at the end. */
bool encoding_is_utf8(struct str s);
bool encoding_is_ascii(struct str s);

#endif
