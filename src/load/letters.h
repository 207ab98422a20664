/* Encodings that texts of places may be in, and how often letters stand in the languages written in
 * them. */
#ifndef LODE_LOAD_LETTERS_H
#define LODE_LOAD_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geom/box.h"

/* Languages whose texts share encodings. */
enum alphabet {
    WESTERN,
    CENTRAL,
    TURKISH,
    BALTIC,
    GREEK,
    HEBREW,
    ARABIC,
    CYRILLIC,
    THAI,
    VIETNAMESE,
    EAST_ASIAN,
};

struct language {
    enum alphabet alphabet;
    const char *letters; /* small ones beyond ASCII, the most frequent first */
    struct box where;    /* degrees, roughly */
};

struct candidate {
    const char *name; /* as iconv knows it */
    enum alphabet alphabet;
    double prior;       /* log of how common it is in files that do not state it. Taste */
    const char *called; /* other names of libuchardet for it, or for what reads the same */
};

/* What bytes of an East Asian encoding mean, by the first of two. */
struct two_bytes {
    const char *name;
    uint8_t common[2],
        kana[2];    /* first bytes of frequent characters, and of the signs of Japanese */
    uint8_t second; /* the least second byte of those */
    int n_common;
};

extern const struct language letters_languages[];
extern const struct candidate letters_candidates[];
extern const struct two_bytes letters_two_bytes[];
extern const size_t letters_n_languages, letters_n_two_bytes;

enum { CANDIDATES = 35 };

bool letters_is_latin(enum alphabet a);

#endif
