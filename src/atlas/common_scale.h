/* What sheets of a grid or along a line have in common. */
#ifndef LODE_ATLAS_COMMON_SCALE_H
#define LODE_ATLAS_COMMON_SCALE_H

#include "atlas/shared.h"

/* atlas->shared->common, once a process. Nothing is known of it for other pages than sheets, and
 * when not even the legend of all sheets finds room. */
void atlas_common_make(struct run *r, const struct atlas *atlas);
bool atlas_common_frames(struct run *r, const struct atlas *atlas, struct lode_err *err);

/* Warn where a stated scale cuts off part of the page's feature; after run_layout. */
void atlas_tell_cut(struct run *p, const struct atlas *atlas, size_t page);

#endif
