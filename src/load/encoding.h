/* Which encoding the texts of a layer are in, and how they become UTF-8. */
#ifndef LODE_LOAD_ENCODING_H
#define LODE_LOAD_ENCODING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

/* An encoding, and what texts in it were broken. Zero: texts should be UTF-8 already. */
struct encoding {
    const char *name; /* "UTF-8", "CP1251", as iconv calls it */
    void *iconv;      /* GIConv, ended with the arena; NULL: UTF-8 */
    size_t n_broken;  /* different texts that were not in it, and were read as Windows-1252 */
    size_t n_cut;     /* different texts that end inside a character */
    struct str first_broken; /* the first of n_broken, as it was read */
};

/* Find it by name: "UTF-8", "1251", "CP1251", "ANSI 1251", "ISO88591", "latin1", "65001". False:
 * iconv does not know it. */
bool encoding_named(struct arena *a, struct str name, struct encoding *ret);

/* Find it by the language driver of a dBASE header. False for 0, for 0x57 (which stands in files of
 * every encoding) and for unknown ones. */
bool encoding_of_ldid(struct arena *a, uint8_t ldid, struct encoding *ret);

/* `s` in UTF-8: itself, or a copy in `a`. A broken text is read as Windows-1252 and counted. */
struct str encoding_text(struct arena *a, struct encoding *e, struct str s);

/* Whether it is UTF-8, but for a character cut off at the end. */
bool encoding_is_utf8(struct str s);

bool encoding_is_ascii(struct str s);

#endif
