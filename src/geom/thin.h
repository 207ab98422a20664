/* Where a column of geometries lies, in few vertices. */
#ifndef LODE_GEOM_THIN_H
#define LODE_GEOM_THIN_H

#include "geom/geometry.h"

struct thinner;

/* For geometries that lie in `all`. What is left out is within `all`'s longer side / 4000 of what
 * stays: a fifth of a point on a page 800 pt wide. Freed with `a`. */
struct thinner *thinner_create(struct arena *a, struct box all);

/* Add feature `i` of `g` to `b` without its holes, without vertices that lie close to the one
 * before, and without parts so small that another one stands for them. */
void thinner_add(struct thinner *t, const struct geometry *g, size_t i, struct geom_builder *b);

#endif
