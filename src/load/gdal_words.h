/* GDAL's errors, caught instead of printed: what it says first goes into our message after ours.
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
/* ": <GDAL's words>", or "" when it said nothing. Borrowed from `w`. */
const char *gdal_said(const struct gdal_words *w);

/* PROJ's words without what is only its business: "proj_create: Error 1027 (Invalid value for an
 * argument): Unknown projection" is "Unknown projection". Borrowed from `said`. */
const char *proj_reason(const char *said);

#endif
