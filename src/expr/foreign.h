/* The words of SQL, PostGIS and QGIS that have another name in CQL2, and how each is written here.
 * Hints read them; no foreign word is accepted. */
#ifndef LODE_EXPR_FOREIGN_H
#define LODE_EXPR_FOREIGN_H

#include "base/str.h"

/* How a function or an operator of another language is written here; NULL: it is none. */
const char *foreign_here(struct str word);

#endif
