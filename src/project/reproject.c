/* How the features of a layer are moved to another reference system. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "project/link.h"
#include "project/origin.h"
#include "project/shape.h"
#include "project/way.h"

/* A layer on its way from one system to another. */
struct mover {
    const struct features *f;
    struct crs from, to;
    struct transform *direct; /* vertex by vertex */
    struct domain world;      /* longitudes -180 to 180, for edges that bend */
    struct origin origin;
    struct cutter *cutter;
    bool bends; /* edges may bend; else `world`, `origin` and `cutter` are not made */
    struct paths p, q, scratch;
    struct geom_builder out;
};

static bool fail_range(const struct mover *m, size_t i, const double *xy, struct lode_err *err)
{
    const struct features *f = m->f;
    long long fid = f->fid ? (long long)f->fid[i] : (long long)i;
    if (m->from.geographic) {
        lode_fail(err, LODE_DATA, f->crs_at,
                  "feature %lld of '%.*s' lies at %g, %g, which is not a longitude and a latitude",
                  fid, STR_FMT(f->table.name), xy[0], xy[1]);
        return lode_hint(err,
                         "are the axes swapped, or is the data in another system? state `crs:`");
    }
    lode_fail(err, LODE_DATA, f->crs_at,
              "feature %lld of '%.*s', at %g, %g, has no place in '%.*s'", fid,
              STR_FMT(f->table.name), xy[0], xy[1], STR_FMT(m->to.name));
    return lode_hint(err, "its coordinates are read as '%.*s'; state `crs:` if that is wrong",
                     STR_FMT(m->from.name));
}

/* Coordinates in degrees that are none show that the axes are swapped, or the system is another. */
static bool check_range(const struct mover *m, size_t i, struct lode_err *err)
{
    const struct geometry *g = &m->f->table.geom;
    const struct box *b = &g->box[i];
    if (!m->from.geographic || g->kind[i] == GEOM_NONE)
        return true;

    double unit = m->from.deg_per_unit;
    if (unit * b->y0 >= -90.001 && unit * b->y1 <= 90.001 && unit * b->x0 >= -540 &&
        unit * b->x1 <= 540)
        return true;

    double xy[2] = {fabs(b->x0) > fabs(b->x1) ? b->x0 : b->x1,
                    fabs(b->y0) > fabs(b->y1) ? b->y0 : b->y1};
    return fail_range(m, i, xy, err);
}

/* Move a feature vertex by vertex; its rings stay as they are. */
static bool move_directly(struct mover *m, size_t i, struct lode_err *err)
{
    const struct geometry *g = &m->f->table.geom;
    struct range parts = geometry_parts_of(g, i);
    for (size_t part = parts.from; part < parts.end; part++) {
        geom_part(&m->out);
        struct range rings = geometry_part_rings(g, part);
        for (size_t r = rings.from; r < rings.end; r++) {
            struct ring ring = geometry_ring(g, r);
            geom_ring(&m->out);
            double *xy = geom_room(&m->out, ring.n);
            memcpy(xy, ring.xy, ring.n * 2 * sizeof *xy);
            transform_points(m->direct, xy, ring.n);

            for (size_t k = 0; k < ring.n; k++) {
                if (!isfinite(xy_at(xy, k).x))
                    return fail_range(m, i, ring.xy + 2 * k, err);
            }
        }
    }

    return true;
}

static void add_path(struct mover *m, size_t i)
{
    size_t from = m->p.start[i], n = paths_end(&m->p, i) - from;
    const double *xy = m->p.xy + 2 * from;
    geom_ring(&m->out);
    double *room = geom_room(&m->out, n + (m->p.closed ? 1 : 0));
    memcpy(room, xy, n * 2 * sizeof *room);
    if (m->p.closed)
        memcpy(room + 2 * n, xy, 2 * sizeof *room);
}

/* The part at hand: rings are sorted into outer ones and holes again, since cutting may have split
 * them. */
static void add_part(struct mover *m)
{
    size_t n = m->p.n_paths, *outer = memory_grow(NULL, sizeof *outer, n + 1);
    for (size_t i = 0; i < n; i++)
        outer[i] = i;
    if (m->p.closed && n > 1)
        paths_nest(&m->p, outer);

    for (size_t i = 0; i < n; i++) {
        if (outer[i] != i)
            continue;
        geom_part(&m->out);
        add_path(m, i);
        for (size_t k = 0; k < n; k++) {
            if (k != i && outer[k] == i)
                add_path(m, k);
        }
    }

    free(outer);
}

/* Move a feature whose edges bend: by way of the globe, with vertices added, cut at +-180, closed
 * round poles. */
static void move_by_globe(struct mover *m, size_t i)
{
    const struct geometry *g = &m->f->table.geom;
    struct range parts = geometry_parts_of(g, i);
    for (size_t part = parts.from; part < parts.end; part++) {
        origin_part(&m->origin, g, part, g->kind[i] == GEOM_POLYGON, &m->p, &m->scratch);
        domain_cut(&m->world, m->cutter, &m->p, &m->q);
        if (m->world.project)
            domain_project(&m->world, m->p.xy, m->p.n);
        add_part(m);
    }
}

static bool has_edges(const struct geometry *g)
{
    for (size_t i = 0; i < g->n; i++) {
        if (g->kind[i] == GEOM_LINE || g->kind[i] == GEOM_POLYGON)
            return true;
    }
    return false;
}

static bool mover_init(struct arena *a, const struct features *f, struct str crs,
                       struct lode_span at, double tol_m, struct mover *m, struct lode_err *err)
{
    *m = (struct mover){.f = f};
    if (!crs_parse(a, f->crs, f->crs_at, &m->from, err) ||
        !crs_parse_beside(a, &m->from, crs, at, &m->to, err) ||
        !transform_create(a, &m->from, &m->to, at, &m->direct, err))
        return false;

    struct box area = geometry_box(&f->table.geom);
    transform_settle(a, m->direct, area, geometry_is_points(&f->table.geom));

    /* Between degrees geodesics stay geodesics, and straight edges straight. A plane's edges bend
     * on the globe, and geodesics on a plane. */
    bool curved = f->edges == EDGES_GEODESIC ? !(m->from.geographic && m->to.geographic)
                                             : !m->from.geographic && m->to.geographic;
    m->bends = curved && has_edges(&f->table.geom);
    if (!m->bends)
        return true;

    /* The whole world in the target's own degrees, not what a projection can show. */
    m->world = (struct domain){.kind = DOMAIN_STRIP, .lat_min_deg = -90, .lat_max_deg = 90};
    m->world.base = m->to;
    if (!(m->to.geographic && m->to.deg_per_unit == 1) &&
        (!crs_parse_beside(a, &m->to, STR("EPSG:4326"), at, &m->world.base, err) ||
         !transform_create(a, &m->world.base, &m->to, at, &m->world.project, err)))
        return false;

    struct origin_params from = {.crs = f->crs,
                                 .at = f->crs_at,
                                 .edges = f->edges,
                                 .tol_m = tol_m,
                                 .area = area,
                                 .points = geometry_is_points(&f->table.geom),
                                 .window_deg = BOX_EMPTY};
    m->cutter = cutter_create();
    return origin_create(a, &m->world, &from, &m->origin, err);
}

static void mover_finish(struct mover *m)
{
    cutter_destroy(m->cutter);
    paths_finish(&m->p);
    paths_finish(&m->q);
    paths_finish(&m->scratch);
    geom_abandon(&m->out);
}

static bool move_all(struct arena *a, struct mover *m, struct geometry *ret, struct lode_err *err)
{
    const struct geometry *g = &m->f->table.geom;
    for (size_t i = 0; i < g->n; i++) {
        geom_feature(&m->out, g->kind[i]);
        if (!check_range(m, i, err))
            return false;
        if (m->bends && (g->kind[i] == GEOM_LINE || g->kind[i] == GEOM_POLYGON))
            move_by_globe(m, i);
        else if (!move_directly(m, i, err))
            return false;
    }

    if (m->out.overflow)
        return lode_fail(err, LODE_GEOM, m->f->crs_at, "layer '%.*s' has too many vertices",
                         STR_FMT(m->f->table.name));
    geom_finish(a, &m->out, ret);
    return true;
}

bool features_to_crs_within(struct arena *a, const struct features *f, struct str crs,
                            struct lode_span at, double tol_m, struct features *ret,
                            struct lode_err *err)
{
    struct mover m;
    struct features moved = *f;
    if (!f->crs.len) {
        *ret = *f;
        return true;
    }

    bool ok = mover_init(a, f, crs, at, tol_m, &m, err);

    if (ok && str_is(crs, "EPSG:4326"))
        way_report(a, &(struct way){.f = f, .from = &m.from, .transform = m.direct});
    if (ok && f->table.geom.n) {
        if (crs_same(&m.from, &m.to)) {
            for (size_t i = 0; ok && i < f->table.geom.n; i++)
                ok = check_range(&m, i, err);
        } else {
            ok = move_all(a, &m, &moved.table.geom, err);
        }
    }

    mover_finish(&m);
    if (!ok)
        return false;
    moved.crs = str_copy(a, crs);
    moved.crs_at = at;
    if (!m.to.geographic)
        moved.edges = EDGES_PLANAR;
    *ret = moved;
    return true;
}

bool features_to_crs(struct arena *a, const struct features *f, struct str crs, struct lode_span at,
                     struct features *ret, struct lode_err *err)
{
    return features_to_crs_within(a, f, crs, at, EDGE_TOL_M, ret, err);
}

bool features_lonlat(struct arena *a, const struct features *f, struct lode_span at,
                     struct features *ret, struct lode_err *err)
{
    static const struct str LONLAT = {"EPSG:4326", 9};
    *ret = *f;
    return str_eq(f->crs, LONLAT) || features_to_crs(a, f, LONLAT, at, ret, err);
}
