/* From a document that was read to its files; shared by `lode render` and `lode quick`. */
#ifndef LODE_RENDER_H
#define LODE_RENDER_H

#include "run/run.h"

int render_run(struct run *r, const struct lode_render_params *params);

#endif
