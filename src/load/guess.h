/* The encoding of texts that do not state it: UTF-8 where all of them are, else the single-byte
 * encoding in which they read most like words. */
#ifndef LODE_LOAD_GUESS_H
#define LODE_LOAD_GUESS_H

#include "base/arena.h"
#include "base/str.h"

enum { GUESS_N = 5 };

struct guess {
    size_t n_texts;           /* texts that are not ASCII */
    size_t n_bytes;           /* bytes of them that were scored */
    bool not_utf8;            /* some text is not UTF-8, not even UTF-8 that was cut off */
    size_t n_utf8;            /* texts that are UTF-8 to their end */
    double score[GUESS_N];    /* log likelihood */
    unsigned (*letters)[128]; /* what bytes from 128 on mean in each encoding; 0: nothing */
};

/* Take a text into account. What is made for it ends with the arena. */
void guess_add(struct guess *g, struct arena *a, struct str text);

/* The likeliest: "UTF-8", "windows-1252", "windows-1251", "KOI8-R", "CP866" or "windows-1256". */
const char *guess_name(const struct guess *g);

#endif
