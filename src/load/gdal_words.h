/* GDAL's errors, caught instead of printed: GDAL's first words go into our message, after ours.
 *
 *   struct gdal_words w;
 *   gdal_listen(&w);
 *   ... calls ...
 *   gdal_unlisten(&w);      always, also on the way out of a failure
 *
 * Listeners nest; they belong to the thread. */
#ifndef LODE_LOAD_GDAL_WORDS_H
#define LODE_LOAD_GDAL_WORDS_H

#include <stddef.h>

struct gdal_words {
    char failure[300]; /* the first failure, one line, ": " before it; "" when none */
    char warning[300]; /* the first warning */
    size_t n_failures, n_warnings;
};

void gdal_listen(struct gdal_words *w);
void gdal_unlisten(struct gdal_words *w);

/* ": <GDAL's words>", the first failure or else the first warning; "" when GDAL said nothing.
 * Borrowed from `w`. */
const char *gdal_said(const struct gdal_words *w);

/* PROJ's words without those that only its programmers need: "proj_create: Error 1027 (Invalid value
 * for an argument): Unknown projection" becomes "Unknown projection". Borrowed from `said`. */
const char *proj_reason(const char *said);

#endif
