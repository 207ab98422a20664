/* How invalid polygons are found, repaired by GEOS, and reported with the numbers of their
 * features. */
#include "overlay/repair.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/num.h"

/* Feature i repaired, an empty polygon when that cannot be done; NULL when it is valid. */
static GEOSGeometry *repaired_polygon(struct geos *g, const struct geometry *from, size_t i)
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

/* What is wrong with feature i, and where: "self-intersection at 61 31". */
static struct str fault_of(struct arena *a, struct geos *g, const struct geometry *from, size_t i)
{
    GEOSGeometry *geom = geos_from(g, from, i), *place = NULL;
    char *reason = NULL;
    struct str ret = STR("a ring of too few vertices");

    if (geom && GEOSisValidDetail_r(g->handle, geom, 0, &reason, &place) == 0 && reason) {
        double x = 0, y = 0;
        if (reason[0] >= 'A' && reason[0] <= 'Z')
            reason[0] = (char)(reason[0] - 'A' + 'a');

        ret = str_format(a, "%s", reason);
        if (place && GEOSGeomGetX_r(g->handle, place, &x) == 1 &&
            GEOSGeomGetY_r(g->handle, place, &y) == 1)
            ret = str_format(a, "%s at %.*s %.*s", reason, STR_FMT(num_fixed(a, x, 5)),
                             STR_FMT(num_fixed(a, y, 5)));
    }

    GEOSFree_r(g->handle, reason);
    GEOSGeom_destroy_r(g->handle, place);
    GEOSGeom_destroy_r(g->handle, geom);
    return ret;
}

/* The numbers of the repaired features, up to ten: "3, 17, 25". */
static struct str list_numbers(struct arena *a, const struct features *f,
                               GEOSGeometry *const *fixed, size_t n)
{
    struct str ret = STR("");
    size_t listed = 0;
    for (size_t i = 0; i < f->table.n && listed < 10; i++) {
        if (fixed[i])
            ret = str_format(a, "%.*s%s%lld", STR_FMT(ret), listed++ ? ", " : "",
                             (long long)f->fid[i]);
    }

    return n > listed ? str_format(a, "%.*s and %zu more", STR_FMT(ret), n - listed) : ret;
}

const struct features *repair_features(struct arena *a, struct geos *g, const struct features *f,
                                       struct lode_span at)
{
    const struct geometry *from = &f->table.geom;
    GEOSGeometry **fixed = arena_array(a, GEOSGeometry *, f->table.n);
    size_t n = 0, first = 0;

    for (size_t i = from->n; i-- > 0;) { /* none in a table without shapes */
        if (from->kind[i] == GEOM_POLYGON && (fixed[i] = repaired_polygon(g, from, i))) {
            n++;
            first = i;
        }
    }

    if (!n)
        return f;

    struct str numbers = list_numbers(a, f, fixed, n), fault = fault_of(a, g, from, first);

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
             "%zu invalid polygon%s in '%.*s' repaired: feature%s %.*s%s%.*s", n, n == 1 ? "" : "s",
             STR_FMT(f->table.name), n == 1 ? "" : "s", STR_FMT(numbers),
             n == 1 ? ", " : "; the first has ", STR_FMT(fault));
    return ret;
}
