/* The spatial predicates of expressions, S_INTERSECTS and so on, by GEOS, in the plane of the
 * layer's own coordinates. */
#ifndef LODE_OVERLAY_RELATE_H
#define LODE_OVERLAY_RELATE_H

#include "expr/expr.h"

struct arena;
struct relater;

struct relater *relate_create(struct arena *a); /* lives as long as the arena */

/* As `relate` of struct expr_env: 1 true, 0 false, -1 unknown, because GEOS refuses the shape or
 * the question: of a collection of several kinds it knows only whether it meets something. */
int relate_shapes(struct relater *r, enum expr_relation what, struct expr_shape a,
                  struct expr_shape b);

#endif
