/* Drop vertices that cannot be seen on the page. */
#ifndef LODE_GEOM_SIMPLIFY_H
#define LODE_GEOM_SIMPLIFY_H

#include "geom/paths.h"

/* Which vertices of one path to keep: indices into it, ascending, 0 first. No dropped vertex lay
 * further than `tol`, in the units of `xy`, from the kept line. A line keeps both ends; a ring
 * keeps at least 3 vertices, so that it never vanishes, however small. Vertices between edges of
 * different flags, and those of PATH_EXACT edges, stay; `flag` may be NULL.
 *
 * Returns how many; `ret_keep` has room for n. Source: the sector ("sleeve") method, Zhao &
 * Saalfeld 1997, "Linear-time sleeve-fitting polyline simplification algorithms", with the added
 * condition that a kept line never turns back. */
size_t simplify_path(const double *xy, const uint8_t *flag, size_t n, bool closed, double tol,
                     uint32_t *ret_keep);

#endif
