/* What `struct crs.pj` points to: PROJ's objects and the context they live in. Only for the files
 * of this folder. A context has no network, and PROJ's messages are kept, not printed. */
#ifndef LODE_PROJECT_LINK_H
#define LODE_PROJECT_LINK_H

#include <proj.h>

#include "project/crs.h"

enum { PROJ_WORDS_MAX = 240 };

struct proj_link {
    PJ_CONTEXT *ctx;
    PJ *crs;    /* the horizontal part of the system */
    char *said; /* the last message of PROJ in this context; "": none */
};

static inline struct proj_link *link_of(const struct crs *crs)
{
    return crs->pj;
}

/* A link with a new context and no system yet; it ends with the arena. */
struct proj_link *link_create(struct arena *a);

/* As crs_parse, in the context of another system, which must live as long: PROJ opens its database
 * once for each context, which is most of the time that a system takes. */
bool crs_parse_beside(struct arena *a, const struct crs *other, struct str text,
                      struct lode_span at, struct crs *ret, struct lode_err *err);

/* Destroy `pj` when the arena ends. */
void link_keep(struct arena *a, PJ *pj);

/* The geographic system of `crs`: degrees from Greenwich on its own datum; WGS 84 where there is
 * none (another prime meridian, grads, a system with TOWGS84). `ret_pm_deg` is the prime meridian
 * from which the parameters of `crs` count. */
bool crs_base(struct arena *a, const struct crs *crs, struct lode_span at, struct crs *ret,
              double *ret_pm_deg, struct lode_err *err);

#endif
