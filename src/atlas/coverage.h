/* The rows of an atlas, each of which gets a page: features of a layer, sheets of a grid or along
 * lines, or the extents of a table. */
#ifndef LODE_ATLAS_COVERAGE_H
#define LODE_ATLAS_COVERAGE_H

#include "atlas/shared.h"

/* The rows of the kind that the document names, filtered and ordered, in lon/lat. */
bool atlas_cover(struct run *r, struct atlas_coverage *ret, struct lode_err *err);
/* All sheets of a grid; all sheets along lines. */
bool atlas_grid(struct run *r, struct atlas_coverage *ret, struct lode_err *err);
bool atlas_strip(struct run *r, struct atlas_coverage *ret, struct lode_err *err);

/* The margin round the line of a sheet, as a share of the sheet's length. Taste. */
#define STRIP_MARGIN 0.03

/* What the page of a turned sheet shows, in lon/lat, when it covers so much ground. */
bool atlas_strip_frame(struct arena *a, const struct atlas_coverage *c, uint32_t row,
                       double width_m, double height_m, const struct geometry **ret,
                       struct lode_err *err);

#endif
