/* Whether a point lies in an area. */
#ifndef LODE_GEOM_INSIDE_H
#define LODE_GEOM_INSIDE_H

#include "geom/geometry.h"

/* In feature `i` of `g`, by the even-odd rule; false for what is no area. On the outline: either.
 */
bool geometry_holds(const struct geometry *g, size_t i, double x, double y);

#endif
