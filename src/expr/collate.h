/* Text in the order in which a reader looks for a name, whatever the locale of the process.
 *
 * Case and accents do not count ("Åland" stands by A, "eSwatini" by E, "Ўзбекистон" by У), nor does
 * what is not seen. Letters of the Cyrillic and Arabic scripts follow each other as in the
 * alphabets that use them, all others by code point, so that digits come before Latin letters and
 * these before others. Rules of a single language, such as the Swedish one that Å comes behind Z,
 * are not followed, because an atlas has names of many languages. The Unicode Collation Algorithm
 * (UTS #10, its first level by Perl's Unicode::Collate) orders the names of the layers that ship
 * with lode in the same way where they are Latin or Cyrillic; among Arabic ones it puts ه before و,
 * as the Arabic language does, and آ with ا.
 */
#ifndef LODE_EXPR_COLLATE_H
#define LODE_EXPR_COLLATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

/* Weights of the letters of `s`. Texts with equal keys differ in case or accents only, or not at
 * all. */
struct collation {
    const uint32_t *weight;
    size_t n;
};

struct collation collate_key(struct arena *a, struct str s);

/* -1, 0, 1 as `x` comes before, with or behind `y`. */
int collate_compare(struct collation x, struct collation y);

#endif
