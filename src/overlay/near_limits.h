/* What a step `near` asks for. */
#ifndef LODE_OVERLAY_NEAR_LIMITS_H
#define LODE_OVERLAY_NEAR_LIMITS_H

#include "doc/map_doc.h"

struct near_limits {
    double within_m, beyond_m; /* 0: none */
    double tolerance_m;        /* 1 m where nothing is said */
    size_t k;
};

/* Fails: LODE_SCHEMA for what no two places can be apart, and limits that leave nothing. */
bool near_limits_read(const struct doc_step *s, struct near_limits *ret, struct lode_err *err);

/* Where places are known less well than the tolerance asks for, that is what is borderline. */
void near_limits_widen(struct near_limits *l, double accuracy_m);

/* Whether a feature whose nearest is `m` metres away is on the list, and whether it is so near to a
 * limit that it could be either. */
bool near_limits_list(const struct near_limits *l, double m);
bool near_limits_borderline(const struct near_limits *l, double m);

#endif
