/* The encoding of texts that do not state it: UTF-8 where most of them are, else what libuchardet says
 * and what the letters of languages say, taken together. */
#ifndef LODE_LOAD_GUESS_H
#define LODE_LOAD_GUESS_H

#include "base/arena.h"
#include "base/str.h"
#include "geom/box.h"

struct encoding;

struct guess {
    struct box place;    /* where they are, in degrees; zero: not known */
    size_t n_texts;      /* texts that are not ASCII */
    size_t n_utf8;       /* those that are UTF-8 to their end */
    size_t n_cut;        /* those that would be, but for a character cut off at the end */
    ARRAY(struct str) v; /* a sample, spread evenly, of those that are not UTF-8 */
    size_t n_other, stride;
};

struct verdict {
    const char *name;  /* "UTF-8", "windows-1251", "BIG5" */
    const char *next;  /* the second likeliest; NULL for UTF-8 */
    bool mixed;        /* some of the texts are UTF-8 all the same */
    bool last_resort;  /* nothing spoke for an encoding: Windows-1252 */
    bool none;         /* all texts are ASCII */
    struct str sample; /* texts as they read in it; empty for UTF-8 */
    struct str next_sample;
};

/* Take a text into account. Its bytes have to stay. */
void guess_add(struct guess *g, struct arena *a, struct str text);

/* The likeliest. `may_be_utf8` false: that of those which are not UTF-8 is wanted. */
struct verdict guess_verdict(const struct guess *g, struct arena *a, bool may_be_utf8);

/* As encoding.find_other, by what was taken of all texts. */
void guess_other(const struct guess *g, struct arena *a, struct encoding *e, struct encoding *ret);

/* How much likelier, in nats, the best is than the encoding `name`; 0 for one that is not known here. */
double guess_against(const struct guess *g, struct arena *a, struct str name);

#endif
