/* From a document that was read to its files: what `lode render`, `lode quick` and `lode near`
 * share. */
#ifndef LODE_RENDER_H
#define LODE_RENDER_H

#include "run/run.h"

/* Reports every fault; gives the exit status. */
int render_run(struct run *r, const struct lode_render_params *params);

#endif
