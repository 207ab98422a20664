/* How `crs: auto` chooses a projection. */
#ifndef LODE_PROJECT_CHOOSE_H
#define LODE_PROJECT_CHOOSE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "geom/box.h"

/* Is `crs` of a document `auto`, alone or with a wish behind it? */
bool choose_asked(struct str crs, struct str *ret_wish);

/* Fails: LODE_CRS when `wish` is none of "", "equal-area", "conformal", "compromise". */
bool choose_check(struct str wish, struct lode_span at, struct lode_err *err);

/* The system that `auto` with `wish` stands for: a PROJ string. Fails as choose_check. */
bool choose_projection(struct arena *a, struct str wish, struct box extent_deg, struct lode_span at,
                       struct str *ret, struct lode_err *err);

#endif
