/* The words of QGIS, tmap, Mapnik, MapServer, MapLibre, CSS and PostGIS, and what each is called
 * here. Hints read them; no foreign word is accepted. */
#ifndef LODE_DOC_FOREIGN_H
#define LODE_DOC_FOREIGN_H

#include "base/str.h"

struct foreign_word {
    const char *ours;   /* a key, a key of a part ("stroke.width"), or a word that is a value */
    const char *theirs; /* words, apart by blanks; `_`, `-`, blanks and case do not count */
    const char *note;   /* the hint, where the word alone would not be enough; NULL: it is */
};

/* The next row, from `*i` on, that has `name` among the foreign words; NULL: there is none. One
 * word may have several rows: what a `position` is depends on where it stands. */
const struct foreign_word *foreign_next(struct str name, size_t *i);

#endif
