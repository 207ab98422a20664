/* Ellipsoidal measures of features for expressions: length(), area(), perimeter(). */
#ifndef LODE_MEASURE_H
#define LODE_MEASURE_H

#include "expr/expr.h"
#include "load/features.h"

struct arena;

/* `env` with the measures of features in the system `crs`: lon/lat is measured as it stands, other
 * systems are taken back to lon/lat vertex by vertex. Edges count as geodesics. */
bool measure_env(struct arena *a, const struct expr_env *env, const struct features *f,
                 struct expr_env *ret, struct lode_err *err);

/* The same as load_params.env: `env` is the `struct expr_env` to start from. */
bool measure_env_of(void *env, struct arena *a, const struct features *f, struct expr_env *ret,
                    struct lode_err *err);

#endif
