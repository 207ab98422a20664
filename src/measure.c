#include "measure.h"

#include <string.h>

#include "base/arena.h"
#include "project/crs.h"
#include "project/geodesic.h"

struct measurer {
    struct ellipsoid ellipsoid;
    const struct transform *to_lonlat; /* NULL: lon/lat already */
    struct arena *arena;
    const double *xy; /* the column that was taken back to lon/lat ... */
    double *lonlat;   /* ... at the first measure that was asked for */
};

static struct geometry in_lonlat(struct measurer *m, const struct geometry *g)
{
    struct geometry ret = *g;
    if (m->xy != g->xy) {
        size_t n = geometry_coords(g);
        m->xy = g->xy;
        m->lonlat = arena_array(m->arena, double, 2 * n);
        memcpy(m->lonlat, g->xy, 2 * n * sizeof *m->lonlat);
        transform_points(m->to_lonlat, m->lonlat, n);
    }
    ret.xy = m->lonlat;
    return ret;
}

static double measure(void *ctx, const struct geometry *g, size_t i, char kind)
{
    struct measurer *m = ctx;
    struct geometry lonlat = m->to_lonlat ? in_lonlat(m, g) : *g;
    return kind == 'a' ? geodesic_area_m2(&m->ellipsoid, &lonlat, i)
                       : geodesic_length_m(&m->ellipsoid, &lonlat, i);
}

bool measure_env(struct arena *a, const struct expr_env *env, const struct features *f,
                 struct expr_env *ret, struct lode_err *err)
{
    struct crs crs, lonlat;
    struct measurer *m = arena_new(a, struct measurer);
    *ret = *env;
    if (!f->crs.len) /* a table without geometry */
        return true;
    if (!crs_parse(a, f->crs, f->crs_at, &crs, err))
        return false;
    m->arena = a;
    m->ellipsoid = (struct ellipsoid){crs.semi_major_m, crs.flattening};
    if (!crs.geographic) {
        struct transform *t;
        if (!crs_parse(a, STR("EPSG:4326"), f->crs_at, &lonlat, err) ||
            !transform_create(a, &crs, &lonlat, f->crs_at, &t, err))
            return false;
        m->to_lonlat = t;
        m->ellipsoid = WGS84;
    }
    ret->measure = measure;
    ret->measure_ctx = m;
    return true;
}

bool measure_env_of(void *env, struct arena *a, const struct features *f, struct expr_env *ret,
                    struct lode_err *err)
{
    return measure_env(a, env, f, ret, err);
}
