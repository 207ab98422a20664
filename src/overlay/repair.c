#include "overlay/repair.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"

/* The repaired geometry of feature i when it is broken, NULL when it is valid. */
static GEOSGeometry *repaired(struct geos *g, const struct geometry *from, size_t i)
{
    GEOSGeometry *geom = geos_from(g, from, i), *ret = NULL;
    if (!geom)
        return GEOSGeom_createEmptyPolygon_r(g->handle);
    if (GEOSisValid_r(g->handle, geom) != 1) {
        GEOSMakeValidParams *params = GEOSMakeValidParams_create_r(g->handle);
        GEOSMakeValidParams_setMethod_r(g->handle, params, GEOS_MAKE_VALID_STRUCTURE);
        ret = GEOSMakeValidWithParams_r(g->handle, geom, params);
        GEOSMakeValidParams_destroy_r(g->handle, params);
        if (!ret)
            ret = GEOSGeom_createEmptyPolygon_r(g->handle);
    }
    GEOSGeom_destroy_r(g->handle, geom);
    return ret;
}

const struct features *repair_features(struct arena *a, struct geos *g, const struct features *f,
                                       struct lode_span at)
{
    const struct geometry *from = &f->table.geom;
    GEOSGeometry **fixed = arena_array(a, GEOSGeometry *, f->table.n);
    size_t n = 0, first = 0;
    for (size_t i = f->table.n; i-- > 0;) {
        if (from->kind[i] == GEOM_POLYGON && (fixed[i] = repaired(g, from, i))) {
            n++;
            first = i;
        }
    }
    if (!n)
        return f;
    struct geom_builder b = {0};
    for (size_t i = 0; i < f->table.n; i++) {
        if (!fixed[i]) {
            geom_copy(&b, from, i);
            continue;
        }
        geom_feature(&b, GEOM_POLYGON);
        geos_append(g, fixed[i], GEOM_POLYGON, &b);
        GEOSGeom_destroy_r(g->handle, fixed[i]);
    }
    struct features *ret = arena_new(a, struct features);
    *ret = *f;
    geom_finish(a, &b, &ret->table.geom);
    log_warn(at, "repaired-geometry",
             "%zu invalid polygon%s in '%.*s' repaired (first: feature %lld)", n, n == 1 ? "" : "s",
             STR_FMT(f->table.name), (long long)f->fid[first]);
    return ret;
}
