/* The rows of a layer in groups of equal values of some columns: for dissolve, hull, statistics. */
#ifndef LODE_OVERLAY_GROUPS_H
#define LODE_OVERLAY_GROUPS_H

#include "overlay/step.h"

struct groups {
    uint32_t *rows;  /* group by group, each in the order of the layer */
    uint32_t *start; /* group -> where its rows begin; n + 1 of them */
    size_t n;
};

/* The groups by the columns that `by` names, in the order of their first rows. A missing value is a
 * value too. `by` NULL: all rows are one group, and a layer without rows has none. Columns that do
 * not exist are left out: the check has reported them. */
struct groups groups_make(struct step *s, const struct node *by);

/* The first row of each group. */
uint32_t *groups_first(struct arena *a, const struct groups *g);

#endif
