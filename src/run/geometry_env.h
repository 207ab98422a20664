/* What expressions may ask of the geometry of a layer: length(), area(), perimeter() on the
 * ellipsoid, lon() and lat() whatever its system, the S_... predicates, and geometry literals in
 * its system. */
#ifndef LODE_GEOMETRY_ENV_H
#define LODE_GEOMETRY_ENV_H

#include "expr/expr.h"
#include "load/features.h"

struct arena;

/* `env` with the answers for the layer `f`. Lon/lat is measured as it stands, other systems are
 * taken back to lon/lat vertex by vertex; edges count as geodesics, those of more than 180 degrees of longitude as straight. A table without geometry gets
 * none. */
bool geometry_env(struct arena *a, const struct expr_env *env, const struct features *f,
                  struct expr_env *ret, struct lode_err *err);

/* The same in the form that `struct load_params` takes; `ctx` is the env to start from. */
bool geometry_env_for_load(void *ctx, struct arena *a, const struct features *f,
                           struct expr_env *ret, struct lode_err *err);

#endif
