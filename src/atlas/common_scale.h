/* What the sheets of a grid or along a line share: room for the map, scale, frames. */
#ifndef LODE_ATLAS_COMMON_SCALE_H
#define LODE_ATLAS_COMMON_SCALE_H

#include "atlas/shared.h"

/* Make atlas->shared->common, once in a process. It stays unknown for other pages than sheets, and
 * when the legend of all sheets finds no room. */
void atlas_common_make(struct run *r, const struct atlas *atlas);
/* What each turned sheet shows, into atlas->shared->common.frames, for the index. */
bool atlas_common_frames(struct run *r, const struct atlas *atlas, struct lode_err *err);

/* Warn when a stated scale cuts off a part of the page's feature. After run_layout. */
void atlas_warn_cut_off(struct run *p, const struct atlas *atlas, size_t page);

#endif
