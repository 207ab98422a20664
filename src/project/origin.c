/* How rings and lines of a source become rings and lines in longitude and latitude, planar. */
#include "project/origin.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/units.h"
#include "project/link.h"

bool origin_create(struct arena *a, const struct domain *d, const struct origin_params *params,
                   struct origin *ret, struct lode_err *err)
{
    struct origin o = {
        .edges = params->edges, .tol_m = params->tol_m, .window_deg = params->window_deg};
    if (str_is(params->crs, "EPSG:4326")) {
        o.crs = d->lonlat;
        o.to_base = d->base_from_lonlat;
    } else if (!crs_parse_beside(a, &d->base, params->crs, params->at, &o.crs, err) ||
               !transform_create(a, &o.crs, &d->base, params->at, &o.to_base, err)) {
        return false;
    } else {
        transform_settle(a, o.to_base, params->area, params->points);
    }

    geod_init(&o.geod, d->base.semi_major_m, d->base.flattening);
    o.geographic = o.crs.geographic;
    o.planar_degrees = o.geographic && params->edges == EDGES_PLANAR;
    *ret = o;
    return true;
}

void origin_points(const struct origin *o, double *xy, size_t n)
{
    transform_points(o->to_base, xy, n);
}

/* PROJ wraps longitudes that a change of datum pushes over 180: turn them back, or the polygon
 * tears. */
static void transform_degrees(const struct origin *o, double *xy, size_t n, double *was)
{
    if (transform_is_identity(o->to_base))
        return;
    memcpy(was, xy, n * 2 * sizeof *xy);
    transform_points(o->to_base, xy, n);
    for (size_t i = 0; i < n; i++)
        xy[2 * i] += 360 * round((was[2 * i] - xy[2 * i]) / 360);
}

static bool meets_window(struct box window, struct box b)
{
    if (box_is_empty(window))
        return true;

    const double margin_deg = 0.01; /* more than any change of datum */
    b = box_grow(b, margin_deg);
    if (b.y0 > window.y1 || b.y1 < window.y0)
        return false;

    double first = ceil((window.x0 - b.x1) / 360), last = floor((window.x1 - b.x0) / 360);
    return first <= last;
}

/* World data is cut along the antimeridian and closed along the poles, not always exactly: Natural
 * Earth has -179.99995 in Wrangel Island and -89.9989 in Antarctica. */
#define CUT_EPS_DEG  1e-4
#define POLE_EPS_DEG 1e-2

static bool near_cut(double lon_deg)
{
    return 180 - fabs(remainder(lon_deg, 360)) < CUT_EPS_DEG;
}

/* Edges along the cut or a pole become hidden, and lie on it exactly. */
static void mark_artificial(struct paths *p, size_t from)
{
    for (size_t i = from; i < p->n; i++) {
        double *a = p->xy + 2 * i, *b = p->xy + 2 * (i + 1 < p->n ? i + 1 : from);
        if (fabs(a[1]) > 90 - POLE_EPS_DEG && fabs(b[1]) > 90 - POLE_EPS_DEG && a[1] * b[1] > 0) {
            a[1] = b[1] = copysign(90, a[1]);
            p->flag[i] |= PATH_HIDDEN;
        } else if (fabs(a[0] - b[0]) < 2 * CUT_EPS_DEG && near_cut(a[0]) && near_cut(b[0])) {
            a[0] = b[0] = 180 * round(a[0] / 180);
            p->flag[i] |= PATH_HIDDEN;
        }
    }
}

static void add_planar_ring(const struct origin *o, const double *xy, size_t n, bool closed,
                            struct paths *ret, struct paths *scratch)
{
    struct box b = box_around(xy, n);
    if (!meets_window(o->window_deg, b))
        return;

    paths_open(ret);
    size_t from = ret->n;
    double *room = paths_room(ret, n);
    memcpy(room, xy, n * 2 * sizeof *xy);
    paths_clear(scratch, false);
    transform_degrees(o, room, n,
                      transform_is_identity(o->to_base) ? NULL : paths_room(scratch, n));

    if (closed && (b.x0 <= -180 + CUT_EPS_DEG || b.x1 >= 180 - CUT_EPS_DEG ||
                   b.y0 <= -90 + POLE_EPS_DEG || b.y1 >= 90 - POLE_EPS_DEG))
        mark_artificial(ret, from);
}

/* An edge of a source whose edges are not straight in longitude and latitude: both ends in the
 * source's system and in base degrees. */
struct edge {
    double a[2], b[2], a_deg[2], b_deg[2];
};

/* The longitude within half a turn of `near_deg`. */
static double unwrap(double lon_deg, double near_deg)
{
    return lon_deg + 360 * round((near_deg - lon_deg) / 360);
}

/* The middle of the edge as the source means it; `ret` is not set for a geographic source. */
static bool middle_of(const struct origin *o, const struct edge *e, double *ret, double *ret_deg)
{
    if (o->geographic) {
        struct geod_geodesicline line;
        geod_inverseline(&line, &o->geod, e->a_deg[1], e->a_deg[0], e->b_deg[1], e->b_deg[0], 0);
        geod_position(&line, line.s13 / 2, &ret_deg[1], &ret_deg[0], NULL);
    } else {
        ret[0] = ret_deg[0] = (e->a[0] + e->b[0]) / 2;
        ret[1] = ret_deg[1] = (e->a[1] + e->b[1]) / 2;
        transform_points(o->to_base, ret_deg, 1);
    }

    ret_deg[0] = unwrap(ret_deg[0], e->a_deg[0]);
    return isfinite(ret_deg[0]);
}

/* Add the vertices that the edge needs between its ends, by halving it until its middle and that of
 * its plate carree chord are within the tolerance on the ground, at 111 km a degree. */
static void refine_edge(const struct origin *o, const struct edge *e, int depth, struct paths *ret)
{
    double mid[2], mid_deg[2];
    double dlon = fabs(e->b_deg[0] - e->a_deg[0]), dlat = fabs(e->b_deg[1] - e->a_deg[1]);
    double low = fmin(fabs(e->a_deg[1]), fabs(e->b_deg[1]));
    double high = fmin(low + dlat, 89.7);
    double length_m = 111e3 * (dlat + dlon * cos(radians(low)));

    /* A geodesic strays from its chord by at most L^2 tan(lat) / 8R. */
    if (depth > 24 ||
        length_m * length_m * tan(radians(high)) < 8 * 6.4e6 * o->tol_m * (o->geographic ? 1 : 0.1))
        return;
    if (!middle_of(o, e, mid, mid_deg))
        return;

    double off_lat = mid_deg[1] - (e->a_deg[1] + e->b_deg[1]) / 2;
    double middle_lon = (e->a_deg[0] + unwrap(e->b_deg[0], e->a_deg[0])) / 2;
    double off_lon = (mid_deg[0] - middle_lon) * cos(radians(mid_deg[1]));
    if (dlon < 10 && dlat < 10 && 111e3 * hypot(off_lat, off_lon) < o->tol_m)
        return;

    struct edge first = *e, second = *e;
    memcpy(first.b, mid, sizeof mid);
    memcpy(first.b_deg, mid_deg, sizeof mid);
    memcpy(second.a, mid, sizeof mid);
    memcpy(second.a_deg, mid_deg, sizeof mid);
    second.b_deg[0] = unwrap(e->b_deg[0], mid_deg[0]);

    refine_edge(o, &first, depth + 1, ret);
    paths_add(ret, mid_deg[0], mid_deg[1], 0);
    refine_edge(o, &second, depth + 1, ret);
}

/* The latitude of the pole that the ring goes round: found in the source's own plane where the pole
 * has a place there, else by the side of the equator on which the ring lies. */
static double pole_of(const struct origin *o, const struct paths *source, const struct paths *p,
                      size_t from)
{
    double sum = 0;
    for (int sign = 1; !o->geographic && sign >= -1; sign -= 2) {
        double at[2] = {0, 90.0 * sign};
        transform_inverse(o->to_base, at, 1);
        if (isfinite(at[0]) && fabs(at[0]) < 1e9 && fabs(at[1]) < 1e9 &&
            paths_hold(source, at[0], at[1]))
            return 90.0 * sign;
    }

    for (size_t i = from; i < p->n; i++)
        sum += lonlat_at(p->xy, i).lat_deg;
    return sum >= 0 ? 90 : -90;
}

/* Close a ring that goes round a pole along it, by hidden edges. */
static void close_at_pole(const struct origin *o, const struct paths *source, size_t from,
                          struct paths *ret)
{
    size_t last = ret->n - 1;
    struct lonlat first = lonlat_at(ret->xy, from);
    double first_lon = first.lon_deg, first_lat = first.lat_deg;
    double end_lon = unwrap(first_lon, lonlat_at(ret->xy, last).lon_deg);
    if (fabs(end_lon - first_lon) < 1)
        return;

    double pole = pole_of(o, source, ret, from);
    paths_add(ret, end_lon, first_lat, PATH_HIDDEN);
    paths_add(ret, end_lon, pole, PATH_HIDDEN);
    paths_add(ret, first_lon, pole, PATH_HIDDEN);
}

static void add_curved_ring(const struct origin *o, const double *xy, size_t n, bool closed,
                            struct paths *ret, struct paths *scratch)
{
    /* Scratch has the ring in the source's own coordinates, and after its n vertices the same in
     * base degrees. */
    paths_clear(scratch, closed);
    paths_open(scratch);
    memcpy(paths_room(scratch, n), xy, n * 2 * sizeof *xy);
    memcpy(paths_room(scratch, n), xy, n * 2 * sizeof *xy);
    double *deg = scratch->xy + 2 * n;
    scratch->n = n; /* the ring alone, for pole_of */
    transform_points(o->to_base, deg, n);

    paths_open(ret);
    size_t from = ret->n;
    struct edge e = {0};
    bool begun = false;
    for (size_t k = 0; k < n + (closed ? 1 : 0); k++) {
        size_t i = k % n;
        if (!isfinite(deg[2 * i]) || !isfinite(deg[2 * i + 1]))
            continue;

        memcpy(e.b, xy + 2 * i, sizeof e.b);
        e.b_deg[0] = begun ? unwrap(deg[2 * i], e.a_deg[0]) : deg[2 * i];
        e.b_deg[1] = deg[2 * i + 1];

        if (begun)
            refine_edge(o, &e, 0, ret);
        if (begun && ret->n > from)
            e.b_deg[0] = unwrap(e.b_deg[0], ret->xy[2 * ret->n - 2]);
        if (k < n)
            paths_add(ret, e.b_deg[0], e.b_deg[1], 0);

        memcpy(e.a, e.b, sizeof e.a);
        memcpy(e.a_deg, e.b_deg, sizeof e.a_deg);
        begun = true;
    }

    if (closed && ret->n > from)
        close_at_pole(o, scratch, from, ret);
}

void origin_part(const struct origin *o, const struct geometry *g, size_t part, bool closed,
                 struct paths *ret, struct paths *scratch)
{
    paths_clear(ret, closed);
    struct range rings = geometry_part_rings(g, part);
    for (size_t r = rings.from; r < rings.end; r++) {
        struct ring ring = geometry_ring(g, r);
        size_t n = ring.n - (closed && ring_is_closed(ring));
        if (!n)
            continue;
        if (o->planar_degrees)
            add_planar_ring(o, ring.xy, n, closed, ret, scratch);
        else
            add_curved_ring(o, ring.xy, n, closed, ret, scratch);
    }
    paths_end_last(ret);
}
