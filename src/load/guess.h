/* The encoding of texts that do not say it, by what reads as words: UTF-8 where all of it holds,
 * else the single-byte encoding in which the letters are likeliest. */
#ifndef LODE_LOAD_GUESS_H
#define LODE_LOAD_GUESS_H

#include "base/arena.h"
#include "base/str.h"

enum { GUESS_N = 5 };

struct guess {
    size_t n_texts;        /* that are not ASCII */
    size_t n_bytes;        /* that were judged */
    bool not_utf8;         /* some text is not even UTF-8 that was cut at its end */
    size_t n_utf8;         /* texts that are UTF-8 to their end */
    double score[GUESS_N]; /* log likelihood */
    unsigned (*letters)[128];
};

/* What `a` holds of it ends with the arena. */
void guess_add(struct guess *g, struct arena *a, struct str text);
/* "UTF-8", "windows-1252", "windows-1251", "KOI8-R", "CP866" or "windows-1256". */
const char *guess_name(const struct guess *g);

#endif
