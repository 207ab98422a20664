/* What has a page each: features of a layer, sheets of a grid, of a strip along lines, or of a table. */
#ifndef LODE_ATLAS_COVERAGE_H
#define LODE_ATLAS_COVERAGE_H

#include "atlas/shared.h"

/* The rows of what the document names, in lon/lat. */
bool atlas_cover(struct run *r, struct atlas_coverage *ret, struct lode_err *err);
bool atlas_grid(struct run *r, struct atlas_coverage *ret, struct lode_err *err);
bool atlas_strip(struct run *r, struct atlas_coverage *ret, struct lode_err *err);

/* Room that a sheet has beyond its line, as a share of its length; taste. */
#define STRIP_MARGIN 0.03

/* What a turned sheet's page of this size on the ground shows, in lon/lat. */
bool atlas_strip_frame(struct arena *a, const struct atlas_coverage *c, uint32_t row,
                       double width_m, double height_m, const struct geometry **ret,
                       struct lode_err *err);

#endif
