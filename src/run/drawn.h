/* What the layers of a document draw, which is what its map shows when it states no extent. */
#ifndef LODE_RUN_DRAWN_H
#define LODE_RUN_DRAWN_H

#include "run/run.h"

/* The features of all layers in lon/lat, without those that are of a kind which their layer does
 * not draw or that its filter leaves out; of very many vertices, what shows where they lie. Without
 * features where there is none to draw. Made once, kept in `r`. */
bool drawn_geometry(struct run *r, const struct geometry **ret, struct lode_err *err);

#endif
