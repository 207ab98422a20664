/* How many processors there are to run on: the default for threads and workers. */
#ifndef LODE_BASE_PROCESSORS_H
#define LODE_BASE_PROCESSORS_H

/* Those that the kernel lets this process run on (sched_getaffinity); 1 when it does not say. */
int processors_allowed(void);

#endif
