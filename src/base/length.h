/* Lengths carry a unit. On paper: mm cm in pt px (1 px = 1/96 in), kept as points (1/72 in).
 * On the ground: m km mi nmi ft, kept as metres. Angles: deg. */
#ifndef LODE_BASE_LENGTH_H
#define LODE_BASE_LENGTH_H

#include "base/err.h"
#include "base/str.h"

enum length_kind { LENGTH_PAPER = 1, LENGTH_GROUND = 2, LENGTH_ANGLE = 4, LENGTH_PERCENT = 8 };

struct length {
    enum length_kind kind;
    double value; /* points, metres, degrees, or a share (4% is 0.04) */
};

/* "1.8 mm" or "1.8mm". `kinds` is the kinds that are allowed, added up.
 * Fails: LODE_SCHEMA; the hint names the units of these kinds. */
bool length_parse(struct str s, unsigned kinds, struct lode_span at, struct length *ret,
                  struct lode_err *err);

#endif
