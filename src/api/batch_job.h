/* An atlas as a job of the engine in batch/: what `lode batch` hands it. */
#ifndef LODE_API_BATCH_JOB_H
#define LODE_API_BATCH_JOB_H

#include "atlas/atlas.h"
#include "batch/batch.h"

struct atlas_batch {
    struct run *r;
    const struct lode_batch_params *params;
    struct atlas atlas;
    struct batch_job job;
    struct batch *batch;
};

/* Fill `me->job` from `me->atlas`, in the memory of `me->r`. */
void batch_job_make(struct atlas_batch *me);

#endif
