/* What a projection cannot show of the extent that a map asks for: the far side of the globe, all
 * that lies far from a transverse Mercator's middle. What lies outside the extent is not missed. */
#ifndef LODE_PROJECT_BEYOND_H
#define LODE_PROJECT_BEYOND_H

#include "load/features.h"
#include "project/view.h"

struct beyond {
    size_t n;     /* features that lie in the extent, wholly or in part */
    size_t lost;  /* of these, those of which nothing can be shown */
    size_t cut;   /* those that are shown in part */
    size_t first; /* the first row that is lost, or cut where none is lost */
};

/* Whether the projection may fail to show some of the extent. False where it shows it all. */
bool view_may_miss(const struct view *v);

/* Count the features `rows` (NULL: all) of a layer. Costs nothing where the projection shows the
 * whole extent. Fails: LODE_CRS. */
bool view_beyond(struct arena *a, const struct view *v, const struct features *f,
                 const uint32_t *rows, size_t n_rows, struct beyond *ret, struct lode_err *err);

#endif
