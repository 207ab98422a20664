/* Rows of a layer in groups: those with equal values of some columns. */
#ifndef LODE_OVERLAY_GROUPS_H
#define LODE_OVERLAY_GROUPS_H

#include "overlay/step.h"

struct groups {
    uint32_t *rows;  /* group by group, each in the order of the layer */
    uint32_t *start; /* group -> where its rows begin; one more at the end */
    size_t n;
};

/* Groups stand in the order of their first row. A missing value is a value too. `by` NULL: all rows
 * are one group, and a layer without rows has none. Columns that are not there (the check told of
 * them) are left out. */
struct groups groups_make(struct step *s, const struct node *by);

/* The first row of each. */
uint32_t *groups_first(struct arena *a, const struct groups *g);

#endif
