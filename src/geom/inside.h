/* Whether a point lies in an area. */
#ifndef LODE_GEOM_INSIDE_H
#define LODE_GEOM_INSIDE_H

#include "geom/geometry.h"

/* Does feature `i` of `g` hold (x, y), by the even-odd rule? False for what is no area; a point on
 * the outline may be either. */
bool geometry_holds(const struct geometry *g, size_t i, double x, double y);

#endif
