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

/* So many different warnings of one source are told apart. Taste. */
enum { GDAL_WARNINGS_MAX = 8 };

/* A warning, or a failure that GDAL went on from. Those that differ in numbers only are one. */
struct gdal_warning {
    char text[240];
    size_t n;
};

struct gdal_words {
    char failure[300]; /* the first failure, one line, ": " before it; "" when none */
    char warning[300]; /* the first warning */
    size_t n_failures, n_warnings;
    struct gdal_warning said[GDAL_WARNINGS_MAX]; /* without what concerns nobody */
    size_t n_said, n_more;                       /* n_more: beyond the last of `said` */
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
