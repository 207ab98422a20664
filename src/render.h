/* From a document that was read to its files; shared by `lode render` and `lode quick`. */
#ifndef LODE_RENDER_H
#define LODE_RENDER_H

#include "stages.h"

/* The tolerance of shapes on the page, the same for all files of a map so that none depends on which
 * others are made with it: what vector files need, and finer where the pixels are. */
double render_tolerance_pt(double dpi);

int render_run(struct run *r, const struct lode_render_params *params);

#endif
