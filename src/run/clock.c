/* The time that each stage takes. */
#include <string.h>
#include <time.h>

#include "run/run.h"

double run_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

void run_clock(struct run *r, const char *stage)
{
    double now = run_now_ms();
    if (r->n_times < sizeof r->times / sizeof *r->times)
        r->times[r->n_times++] = (struct stage_time){stage, now - r->last_ms};
    r->last_ms = now;
}

void run_add_time(struct run *r, struct stage_time time)
{
    size_t i = 0;
    while (i < r->n_times && strcmp(r->times[i].stage, time.stage) != 0)
        i++;
    if (i == sizeof r->times / sizeof *r->times)
        return;
    if (i == r->n_times)
        r->times[r->n_times++] = (struct stage_time){.stage = time.stage};
    r->times[i].ms += time.ms;
}
