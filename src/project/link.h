/* What stands behind `struct crs.pj`: PROJ's objects and the context they live in. Only for the
 * files of this folder. Each system has a context of its own: no network, and PROJ's words are
 * kept, not printed. */
#ifndef LODE_PROJECT_LINK_H
#define LODE_PROJECT_LINK_H

#include <proj.h>

#include "project/crs.h"

enum { PROJ_WORDS_MAX = 240 };

struct proj_link {
    PJ_CONTEXT *ctx;
    PJ *crs;    /* as given, cut down to its horizontal part */
    char *said; /* the last thing PROJ complained about in this context; "" */
};

static inline struct proj_link *link_of(const struct crs *crs)
{
    return crs->pj;
}

/* A link that ends with the arena, with nothing in it yet. */
struct proj_link *link_create(struct arena *a);

/* As crs_parse, in the context of another system, which must live as long: PROJ opens its database
 * once for each context, and that is most of the time that a system takes. */
bool crs_parse_beside(struct arena *a, const struct crs *other, struct str text,
                      struct lode_span at, struct crs *ret, struct lode_err *err);

/* Destroy `pj` when the arena ends. */
void link_keep(struct arena *a, PJ *pj);

/* The longitude and latitude of `crs`, in degrees from Greenwich on its own datum; WGS 84 where
 * that is not to be had (another prime meridian, grads, a system with TOWGS84). `ret_pm_deg`: the
 * prime meridian of its parameters. */
bool crs_base(struct arena *a, const struct crs *crs, struct lode_span at, struct crs *ret,
              double *ret_pm_deg, struct lode_err *err);

#endif
