/* Features that lie far from all others of their layer, as a row does whose coordinates were swapped,
 * lost a sign or a decimal point, or stand for no place at all. */
#ifndef LODE_LOAD_OUTLIER_H
#define LODE_LOAD_OUTLIER_H

#include "geom/geometry.h"

struct reading;

/* Report them: a warning 'misplaced' for those whose mistake can be guessed, a note 'outlier' for the
 * few that are only far away. */
void outlier_report(struct reading *r, const struct geometry *g, const int64_t *fid);

#endif
