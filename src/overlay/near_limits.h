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

#endif
