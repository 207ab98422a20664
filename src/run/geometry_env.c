/* Answers to what expressions ask of a geometry: its length and area, where it lies, what it
 * meets. */
#include "run/geometry_env.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "overlay/relate.h"
#include "project/crs.h"
#include "project/geodesic.h"
#include "project/straight.h"

/* What the answers need. It has an arena of its own: an expression is evaluated on a scratch copy
 * of the layer's arena, and while that copy is in use nothing may be taken from the original. */
struct answerer {
    struct arena arena;
    struct ellipsoid ellipsoid;
    const struct transform *to_lonlat; /* NULL: lon/lat already */
    bool straight;                     /* lon/lat, and edges are straight in them */
    const double *xy;                  /* the column that was taken back to lon/lat ... */
    double *lonlat;                    /* ... at the first measure that was asked for */
    struct relater *relater;
};

static struct geometry in_lonlat(struct answerer *m, const struct geometry *g)
{
    struct geometry ret = *g;
    if (!m->to_lonlat)
        return ret;

    if (m->xy != g->xy) {
        size_t n = geometry_coords(g);
        m->xy = g->xy;
        m->lonlat = arena_array(&m->arena, double, 2 * n);
        memcpy(m->lonlat, g->xy, 2 * n * sizeof *m->lonlat);
        transform_points(m->to_lonlat, m->lonlat, n);
    }

    ret.xy = m->lonlat;
    return ret;
}

/* Whether an edge goes the long way round the world. Such edges are there because the source says so
 * (load/long_steps.h), and a geodesic would take the short way. */
static bool has_long_edge(const struct geometry *g, size_t i)
{
    struct range rings = geometry_rings_of(g, i);
    for (size_t r = rings.from; box_width(g->box[i]) > 180 && r < rings.end; r++) {
        struct ring ring = geometry_ring(g, r);
        for (size_t k = 0; k + 1 < ring.n; k++) {
            if (fabs(xy_at(ring.xy, k + 1).x - xy_at(ring.xy, k).x) > 180)
                return true;
        }
    }
    return false;
}

static double measure_geometry(void *ctx, const struct geometry *g, size_t i, char kind)
{
    struct answerer *m = ctx;
    struct geometry lonlat = in_lonlat(m, g);
    if (m->straight && has_long_edge(g, i))
        return kind == 'a' ? straight_area_m2(&m->ellipsoid, &lonlat, i)
                           : straight_length_m(&m->ellipsoid, &lonlat, i);
    return kind == 'a' ? geodesic_area_m2(&m->ellipsoid, &lonlat, i)
                       : geodesic_length_m(&m->ellipsoid, &lonlat, i);
}

static int relate_geometries(void *ctx, enum expr_relation what, struct expr_shape a,
                             struct expr_shape b)
{
    struct answerer *m = ctx;
    if (!m->relater)
        m->relater = relate_create(&m->arena);
    return relate_shapes(m->relater, what, a, b);
}

/* A literal in lon/lat, transformed to the layer's system. */
static bool transform_literal(void *ctx, struct arena *a, const struct geometry *lonlat,
                              struct lode_span at, struct geometry *ret, struct lode_err *err)
{
    struct answerer *m = ctx;
    size_t n = geometry_coords(lonlat);
    double *xy = arena_array(a, double, 2 * n);
    struct box *box = arena_array(a, struct box, lonlat->n);

    memcpy(xy, lonlat->xy, 2 * n * sizeof *xy);
    transform_inverse(m->to_lonlat, xy, n);
    *ret = *lonlat;
    ret->xy = xy;
    ret->box = box;
    for (size_t i = 0; i < lonlat->n; i++) {
        box[i] = BOX_EMPTY;
        struct range coords = geometry_coords_of(lonlat, i);
        for (size_t k = coords.from; k < coords.end; k++) {
            struct xy v = xy_at(xy, k);
            if (!isfinite(v.x) || !isfinite(v.y))
                return lode_fail(
                    err, LODE_SCHEMA, at,
                    "this geometry cannot be transformed to the layer's reference system");
            box[i] = box_add(box[i], v.x, v.y);
        }
    }

    return true;
}

/* Where a feature of a projected layer lies: the middle of its box, which for a point is the point
 * itself. */
static bool lonlat_of_geometry(void *ctx, const struct geometry *g, size_t i, struct lonlat *ret)
{
    struct answerer *m = ctx;
    if (g->kind[i] == GEOM_NONE)
        return false;

    double xy[2] = {(g->box[i].x0 + g->box[i].x1) / 2, (g->box[i].y0 + g->box[i].y1) / 2};
    transform_points(m->to_lonlat, xy, 1);
    *ret = (struct lonlat){xy[0], xy[1]};
    return isfinite(xy[0]) && isfinite(xy[1]);
}

static void finish_answerer(void *ctx)
{
    arena_finish(&((struct answerer *)ctx)->arena);
}

bool geometry_env(struct arena *a, const struct expr_env *env, const struct features *f,
                  struct expr_env *ret, struct lode_err *err)
{
    /* Opening PROJ's database takes longer than the rest of a check, so WGS 84, in which nearly all
     * data is, does without. */
    struct crs crs = {.geographic = true,
                      .deg_per_unit = 1,
                      .semi_major_m = WGS84.semi_major_m,
                      .flattening = WGS84.flattening},
               lonlat;
    struct transform *t = NULL;

    *ret = *env;
    if (!f->crs.len)
        return true;

    if (!str_is(f->crs, "EPSG:4326") && !crs_parse(a, f->crs, f->crs_at, &crs, err))
        return false;

    /* What measures counts degrees, which not all geographic systems do. */
    bool degrees = crs.geographic && crs.deg_per_unit == 1;
    if (!degrees && (!crs_parse(a, STR("EPSG:4326"), f->crs_at, &lonlat, err) ||
                     !transform_create(a, &crs, &lonlat, f->crs_at, &t, err)))
        return false;

    if (t)
        transform_settle(a, t, geometry_box(&f->table.geom), f->table.kind == GEOM_POINT);

    struct answerer *m = arena_new(a, struct answerer);
    *m = (struct answerer){.to_lonlat = t};
    arena_init(&m->arena, (size_t)1 << 34); /* address space, not memory */
    arena_defer(a, finish_answerer, m);
    m->straight = !t && f->edges == EDGES_PLANAR;
    m->ellipsoid = t ? WGS84 : (struct ellipsoid){crs.semi_major_m, crs.flattening};

    ret->measure = measure_geometry;
    ret->measure_ctx = m;
    ret->relate = relate_geometries;
    ret->relate_ctx = m;
    ret->place = t ? transform_literal : NULL;
    ret->lonlat = t ? lonlat_of_geometry : NULL;
    return true;
}

bool geometry_env_for_load(void *ctx, struct arena *a, const struct features *f,
                           struct expr_env *ret, struct lode_err *err)
{
    return geometry_env(a, ctx, f, ret, err);
}
