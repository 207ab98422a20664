/* A worker: a process forked from the parent, which draws one page after the other. It reads
 * numbers of pages from one pipe, and writes a frame for each to another (message.h); whatever
 * libraries print goes into a third, so that nothing of it lands among other output. It ends when
 * its first pipe ends, and with the parent. */
#ifndef LODE_BATCH_WORKER_H
#define LODE_BATCH_WORKER_H

#include <signal.h>
#include <sys/types.h>

#include "batch/job.h"
#include "batch/message.h"

enum { NO_PAGE = -1 };

struct worker {
    pid_t pid;                   /* 0: none */
    int orders, results, prints; /* our ends */
    int64_t page;                /* in work; NO_PAGE: none */
    double begun_s;              /* when it was given out, on the monotonic clock */
    bool late;                   /* it was killed because it took too long */
    ARRAY(char) frame;           /* bytes of the frame that is coming in */
    ARRAY(char) printed;         /* the end of what it printed during this page */
};

/* Fork a worker. The caller has no other thread. `others` (n of them, some without a pid) are
 * closed in it; `mask` is the signal mask that it shall have. Fails: LODE_IO. */
bool worker_start(struct worker *ret, const struct batch_job *job, const struct worker *others,
                  size_t n, const sigset_t *mask, struct lode_err *err);

/* Give it a page to draw; false when the worker is gone. */
bool worker_order(struct worker *w, size_t page);

/* Read what the worker has sent. `*ret_frame` is set when a frame is whole (its bytes are valid
 * until the next call); false at the end of the pipe, or when what comes is no frame. */
bool worker_read(struct arena *a, struct worker *w, struct str *ret_frame);

/* Read what it has printed, of which the end is kept. */
void worker_read_prints(struct arena *a, struct worker *w);

/* Reap a worker whose pipe has ended, or kill it first. What became of it in words, in `a`: "was
 * killed by signal 11 (Segmentation fault)". */
struct str worker_end(struct arena *a, struct worker *w, bool kill_it);

double clock_s(void); /* monotonic */

#endif
