/* The names of the stages, and the time that each of them takes. */
#include <time.h>

#include "lode.h"
#include "run/run.h"

const char *const lode_stages[] = {
    [STAGE_DOCUMENT] = "document", [STAGE_CHECK] = "check", [STAGE_LOAD] = "load",
    [STAGE_STEPS] = "steps",       [STAGE_VIEW] = "view",   [STAGE_STYLE] = "style",
    [STAGE_LAYOUT] = "layout",     [STAGE_LABEL] = "label", [STAGE_SCENE] = "scene",
    [STAGE_PAGES] = NULL,
};

const char *run_stage_name(enum run_stage stage)
{
    static const char *const others[] = {
        [STAGE_PAGES - STAGE_PAGES] = "pages",
        [STAGE_TABLES - STAGE_PAGES] = "tables",
        [STAGE_WRITE - STAGE_PAGES] = "write",
    };
    return stage < STAGE_PAGES ? lode_stages[stage] : others[stage - STAGE_PAGES];
}

void run_clock(struct run *r, enum run_stage stage)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    double now_ms = (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;

    if (r->last_ms > 0)
        r->stage_ms[stage] += now_ms - r->last_ms;
    r->last_ms = now_ms;
}
