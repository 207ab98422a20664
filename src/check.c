#include "stages.h"

static int check_one(struct lode *l, const char *map, const struct lode_check_params *params)
{
    struct run r;
    run_init(&r, l);
    run_read(&r, map, NULL, params->sets, params->n_sets);
    /* Even a document with faults is looked at as far as it goes, so that all are told at once. */
    if (r.doc)
        run_check(&r);
    int status = session_report(l, &r.diags);
    run_finish(&r);
    return status;
}

int lode_check(struct lode *l, const char *const *maps, size_t n_maps,
               const struct lode_check_params *params)
{
    int status = 0;
    l->warned = false;
    for (size_t i = 0; i < n_maps; i++) {
        int one = check_one(l, maps[i], params);
        status = one > status ? one : status;
    }
    return params->strict && l->warned && !status ? 2 : status;
}
