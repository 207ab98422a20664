/* The loop of the parent: gives pages out, takes results in, replaces workers that died. */
#ifndef LODE_BATCH_POOL_H
#define LODE_BATCH_POOL_H

#include "batch/batch.h"

/* Draw all pages that are to do. False when it had to stop: the disk is full, the folder is gone,
 * no worker can be started; `b->end` and `b->signal` say whether it was interrupted, which is no
 * failure here. Workers are gone when it returns. */
bool pool_draw(struct batch *b, struct lode_err *err);

#endif
