/* The limits of a step `near`: how near, how many, and what is too close to a limit to be sure. */
#ifndef LODE_OVERLAY_NEAR_LIMITS_H
#define LODE_OVERLAY_NEAR_LIMITS_H

#include "doc/map_doc.h"

struct near_limits {
    double within_m, beyond_m; /* 0: none */
    double tolerance_m;        /* 1 m where the document gives none */
    size_t k;                  /* how many neighbours */
};

/* Fails: LODE_SCHEMA for a distance larger than any on the earth, and for limits that leave
 * nothing. */
bool near_limits_read(const struct doc_step *s, struct near_limits *ret, struct lode_err *err);

/* Widen the tolerance to `accuracy_m`, when places are known less well than it asks for. */
void near_limits_widen(struct near_limits *l, double accuracy_m);

/* Whether a feature whose nearest is `m` metres away is on the list; and whether that distance is
 * so close to a limit that the feature could be on either side of it. */
bool near_limits_list(const struct near_limits *l, double m);
bool near_limits_borderline(const struct near_limits *l, double m);

#endif
