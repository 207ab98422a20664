/* When two texts are equal: by Unicode's canonical equivalence, that is, in composed form (NFC), so
 * that 'é' is one text however it was typed. Case counts, and so do compatibility forms ('ﬁ' is not
 * 'fi'), marks that are not seen and white space. Texts are compared with these functions wherever
 * values of the data or words of the document are compared, and printed as they were read. */
#ifndef LODE_BASE_COMPOSED_H
#define LODE_BASE_COMPOSED_H

#include <stdint.h>
#include <string.h>

#include "base/str.h"

struct arena;

/* Without a loop for short texts, which most are: the processor would guess the loop's end wrong
 * every other time. */
static inline bool text_is_ascii(struct str s)
{
    uint64_t word, bits = 0;
    uint32_t first, last;

    if (s.len >= 8) {
        for (size_t i = 0; i + 8 <= s.len; i += 8) {
            memcpy(&word, s.p + i, 8);
            bits |= word;
        }
        memcpy(&word, s.p + s.len - 8, 8); /* the rest, and some again */
        return !((bits | word) & UINT64_C(0x8080808080808080));
    }

    if (s.len >= 4) {
        memcpy(&first, s.p, 4);
        memcpy(&last, s.p + s.len - 4, 4);
        return !((first | last) & (uint32_t)UINT64_C(0x8080808080808080));
    }

    return !s.len || !((s.p[0] | s.p[s.len / 2] | s.p[s.len - 1]) & 0x80);
}

/* False: it may not be composed. Broken UTF-8 may give either answer; it is left as it is anyway. */
bool text_is_composed(struct str s);

/* The same view when it is composed already, as nearly all data is. */
struct str text_composed(struct arena *a, struct str s);

/* What GLib made of `s`, freed, in `a`; `s` itself when both are the same or it made NULL. */
struct str text_kept(struct arena *a, struct str s, char *made);

/* Whether both are the same text. */
bool text_same(struct str a, struct str b);

/* The order of code points in composed form; 0 where text_same. */
int text_cmp(struct str a, struct str b);

#endif
