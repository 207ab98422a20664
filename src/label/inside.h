/* Where a polygon is widest: the point farthest from its edges (its pole of inaccessibility). */
#ifndef LODE_LABEL_INSIDE_H
#define LODE_LABEL_INSIDE_H

#include "geom/geometry.h"

/* Distance from a point to the edges of part `part`, positive inside, negative outside. */
double inside_distance(const struct geometry *g, size_t part, double x, double y);

/* Whether a point lies inside of part `part`: what the sign of its distance says, in less time. */
bool inside_holds(const struct geometry *g, size_t part, double x, double y);

/* The point of part `part` (of a polygon feature) farthest from its edges, to `tol`. Gives the
 * distance. Source: Garcia-Castellanos & Lombardo 2007, doi:10.1080/14702540801897809; found by
 * cell halving with a bound, as by Agafonkin (polylabel, 2016). */
double inside_pole(struct arena *a, const struct geometry *g, size_t part, double tol,
                   double *ret_x, double *ret_y);

/* The part of feature i with the largest area; false when it has none. */
bool inside_largest_part(const struct geometry *g, size_t i, size_t *ret_part);

#endif
