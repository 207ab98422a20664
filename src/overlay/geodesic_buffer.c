#include "overlay/geodesic_buffer.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "project/geodesic.h"

#define RADIUS_M       6371000.0
#define DROP_M         0.2 /* vertices this near to the line are dropped */
#define ARC_SAGITTA_M  0.3
#define EDGE_SAGITTA_M 0.1

struct segment {
    struct lonlat a, b;
    double azimuth_a_deg, azimuth_b_deg; /* along the segment, at both ends */
};

/* An end of a segment, or a point: where it lies and in which direction its segment leaves. */
struct end {
    struct lonlat at;
    double azimuth_deg;
    bool alone; /* a point: no segment */
};

struct net {
    struct arena *a;
    double distance_m;
    bool geodesic_edges;
    struct {
        struct segment *v;
        size_t n, cap;
    } segments;
    struct {
        struct end *v;
        size_t n, cap;
    } ends;
};

/* ---- the net */

static double radians(double deg)
{
    return deg * M_PI / 180;
}

/* Metres from p to the chord a-b, in the plane that touches the earth at a; the pieces are short.
 */
static double off_chord_m(const double *a, const double *b, const double *p)
{
    double k = radians(RADIUS_M), c = cos(radians(a[1]));
    double bx = (b[0] - a[0]) * k * c, by = (b[1] - a[1]) * k;
    double px = (p[0] - a[0]) * k * c, py = (p[1] - a[1]) * k;
    double length2 = bx * bx + by * by, t = length2 > 0 ? (px * bx + py * by) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypot(px - t * bx, py - t * by);
}

enum { LOOK_AHEAD = 64 };

/* The last vertex that can follow `from` with all between within DROP_M of the line. */
static size_t next_vertex(const double *xy, size_t from, size_t n)
{
    size_t best = from + 1;
    for (size_t to = from + 2; to < n && to - from < LOOK_AHEAD; to++) {
        for (size_t k = from + 1; k < to; k++) {
            if (off_chord_m(xy + 2 * from, xy + 2 * to, xy + 2 * k) > DROP_M)
                return best;
        }
        best = to;
    }
    return best;
}

static void add_piece(struct net *net, struct lonlat a, struct lonlat b)
{
    struct segment s = {.a = a, .b = b};
    if (geodesic_inverse(&WGS84, a, b, &s.azimuth_a_deg, &s.azimuth_b_deg) <= 0)
        return;
    *array_add(net->a, &net->segments) = s;
    *array_add(net->a, &net->ends) = (struct end){a, s.azimuth_a_deg, false};
    *array_add(net->a, &net->ends) = (struct end){b, s.azimuth_b_deg + 180, false};
}

/* How long a piece may be so that neither its own straightness nor that of its offset is seen. */
static double longest_piece_m(const struct net *net, double lat_deg)
{
    double bend = fabs(tan(radians(fmin(fabs(lat_deg) + 0.5, 89)))) + 1e-6;
    double by_edge = sqrt(EDGE_SAGITTA_M * 8 * RADIUS_M / bend);
    double by_offset = sqrt(EDGE_SAGITTA_M * 8 * RADIUS_M * RADIUS_M / net->distance_m);
    return fmin(by_edge, by_offset);
}

static void add_edge(struct net *net, const double *from, const double *to)
{
    struct lonlat a = {from[0], from[1]}, b = {to[0], to[1]};
    double azimuth_deg, length = geodesic_inverse(&WGS84, a, b, &azimuth_deg, NULL);
    double lat = fabs(a.lat_deg) > fabs(b.lat_deg) ? a.lat_deg : b.lat_deg;
    size_t n = (size_t)ceil(length / longest_piece_m(net, lat));
    struct lonlat last = a;
    for (size_t i = 1; i <= n; i++) {
        double t = (double)i / (double)n;
        struct lonlat p = b;
        if (i < n && net->geodesic_edges)
            p = geodesic_direct(&WGS84, a, azimuth_deg, length * t, NULL);
        else if (i < n)
            p = (struct lonlat){a.lon_deg + t * (b.lon_deg - a.lon_deg),
                                a.lat_deg + t * (b.lat_deg - a.lat_deg)};
        add_piece(net, last, p);
        last = p;
    }
}

/* An edge along the antimeridian or a pole is where a polygon was cut, not its outline. */
static bool is_seam(const double *a, const double *b)
{
    return (fabs(a[0]) == 180 && a[0] == b[0]) || (fabs(a[1]) >= 90 - 1e-9 && a[1] == b[1]);
}

static void add_line(struct net *net, const double *xy, size_t n, bool closed)
{
    for (size_t i = 0, next; i + 1 < n; i = next) {
        next = next_vertex(xy, i, n);
        if (!(closed && is_seam(xy + 2 * i, xy + 2 * next)))
            add_edge(net, xy + 2 * i, xy + 2 * next);
    }
}

static void add_feature(struct net *net, const struct geometry *g, size_t i)
{
    size_t first = g->ring[g->part[i]], last = g->ring[g->part[i + 1]];
    for (size_t r = first; r < last; r++) {
        const double *xy = g->xy + 2 * g->at[r];
        size_t n = g->at[r + 1] - g->at[r];
        if (g->kind[i] == GEOM_POINT)
            *array_add(net->a, &net->ends) = (struct end){{xy[0], xy[1]}, 0, true};
        else
            add_line(net, xy, n, g->kind[i] == GEOM_POLYGON);
    }
}

/* ---- bands and sectors */

struct outline {
    double *xy;
    size_t n, cap;
    double lon0; /* longitudes are kept within 180 of it, so that no outline jumps */
};

static void outline_add(struct arena *a, struct outline *o, struct lonlat p)
{
    if (o->n == o->cap) {
        o->xy = arena_grow(a, o->xy, 2 * sizeof(double), o->cap, o->cap ? 2 * o->cap : 16);
        o->cap = o->cap ? 2 * o->cap : 16;
    }
    o->xy[2 * o->n] = o->lon0 + remainder(p.lon_deg - o->lon0, 360);
    o->xy[2 * o->n++ + 1] = p.lat_deg;
}

static GEOSGeometry *outline_close(struct geos *g, struct arena *a, struct outline *o)
{
    outline_add(a, o, (struct lonlat){o->xy[0], o->xy[1]});
    o->xy[2 * o->n - 2] = o->xy[0];
    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(g->handle, o->xy, (unsigned)o->n, 0, 0);
    GEOSGeometry *ring = seq ? GEOSGeom_createLinearRing_r(g->handle, seq) : NULL;
    return ring ? GEOSGeom_createPolygon_r(g->handle, ring, NULL, 0) : NULL;
}

static struct lonlat reach(struct lonlat from, double azimuth_deg, double distance_m)
{
    return geodesic_direct(&WGS84, from, azimuth_deg, distance_m, NULL);
}

static GEOSGeometry *band(struct geos *g, struct arena *a, const struct segment *s, double d)
{
    struct arena scratch = *a;
    struct outline o = {.lon0 = s->a.lon_deg};
    outline_add(&scratch, &o, reach(s->a, s->azimuth_a_deg - 90, d));
    outline_add(&scratch, &o, reach(s->b, s->azimuth_b_deg - 90, d));
    outline_add(&scratch, &o, s->b);
    outline_add(&scratch, &o, reach(s->b, s->azimuth_b_deg + 90, d));
    outline_add(&scratch, &o, reach(s->a, s->azimuth_a_deg + 90, d));
    outline_add(&scratch, &o, s->a);
    return outline_close(g, &scratch, &o);
}

/* The part of the disc round `at` from azimuth `from` clockwise to `to`; the whole disc for 360. */
static GEOSGeometry *sector(struct geos *g, struct arena *a, struct lonlat at, double from,
                            double to, double d)
{
    struct arena scratch = *a;
    struct outline o = {.lon0 = at.lon_deg};
    double step = 2 * sqrt(2 * ARC_SAGITTA_M / d) * 180 / M_PI;
    size_t n = (size_t)ceil((to - from) / fmin(step, 15));
    bool whole = to - from >= 360;
    if (!whole)
        outline_add(&scratch, &o, at);
    for (size_t i = 0; i < n + !whole; i++)
        outline_add(&scratch, &o, reach(at, from + (to - from) * (double)i / (double)n, d));
    return outline_close(g, &scratch, &o);
}

static int by_place(const void *pa, const void *pb)
{
    const struct end *a = pa, *b = pb;
    if (a->at.lon_deg != b->at.lon_deg)
        return a->at.lon_deg < b->at.lon_deg ? -1 : 1;
    if (a->at.lat_deg != b->at.lat_deg)
        return a->at.lat_deg < b->at.lat_deg ? -1 : 1;
    return (a->azimuth_deg > b->azimuth_deg) - (a->azimuth_deg < b->azimuth_deg);
}

/* Sectors overlap the bands beside them by this much: corners that are computed from two sides
 * differ in their last digits, and a gash of 1e-9 m would stay open. Any sector is inside the
 * buffer, so it does no harm. */
#define OVERLAP_DEG 0.005

/* The directions that look away from all `n` segments of a node: [ret_from, ret_to] in degrees. */
static bool open_directions(const struct end *ends, size_t n, double *ret_from, double *ret_to)
{
    double from = 90, to = 270; /* against the first one */
    for (size_t i = 1; i < n; i++) {
        double turn = remainder(ends[i].azimuth_deg - ends[0].azimuth_deg, 360);
        if (turn >= 0)
            from = fmax(from, 90 + turn);
        else
            to = fmin(to, 270 + turn);
    }
    *ret_from = ends[0].azimuth_deg + from - OVERLAP_DEG;
    *ret_to = ends[0].azimuth_deg + to + OVERLAP_DEG;
    return *ret_to > *ret_from;
}

/* Two segments that go straight on: neither side is open, and both need the overlap. */
static bool is_straight(const struct end *ends, size_t n)
{
    return n == 2 &&
           fabs(remainder(ends[1].azimuth_deg - ends[0].azimuth_deg - 180, 360)) < OVERLAP_DEG;
}

struct pieces {
    GEOSGeometry **v;
    size_t n, cap;
};

static void add(struct net *net, struct pieces *pieces, GEOSGeometry *one)
{
    if (one)
        *array_add(net->a, pieces) = one;
}

static void add_sectors(struct net *net, struct geos *g, struct pieces *pieces)
{
    size_t n = net->ends.n;
    if (n)
        qsort(net->ends.v, n, sizeof *net->ends.v, by_place);
    for (size_t i = 0, next; i < n; i = next) {
        const struct end *e = &net->ends.v[i];
        bool alone = true;
        for (next = i; next < n && net->ends.v[next].at.lon_deg == e->at.lon_deg &&
                       net->ends.v[next].at.lat_deg == e->at.lat_deg;
             next++)
            alone = alone && net->ends.v[next].alone;
        double from = 0, to = 360;
        if (!alone && is_straight(e, next - i)) {
            for (int side = -1; side <= 1; side += 2) {
                double middle = e->azimuth_deg + 90 * side;
                add(net, pieces,
                    sector(g, net->a, e->at, middle - 2 * OVERLAP_DEG, middle + 2 * OVERLAP_DEG,
                           net->distance_m));
            }
        } else if (alone || open_directions(e, next - i, &from, &to)) {
            add(net, pieces, sector(g, net->a, e->at, from, to, net->distance_m));
        }
    }
}

/* ---- the antimeridian */

static GEOSGeometry *shift(struct geos *g, const GEOSGeometry *geom, double by_deg)
{
    struct geom_builder b = {0};
    struct geometry column;
    struct arena a = {0};
    arena_init(&a, 1 << 20);
    geom_feature(&b, GEOM_POLYGON);
    geos_append(g, geom, GEOM_POLYGON, &b);
    for (size_t k = 0; k < b.coords; k++)
        b.xy[2 * k] += by_deg;
    geom_finish(&a, &b, &column);
    GEOSGeometry *ret = geos_from(g, &column, 0);
    arena_finish(&a);
    return ret;
}

static GEOSGeometry *world_strip(struct geos *g, double west)
{
    return GEOSGeom_createRectangle_r(g->handle, west, -90, west + 360, 90);
}

/* What reaches over 180 degrees comes back on the other side. */
static GEOSGeometry *wrap(struct arena *a, struct geos *g, GEOSGeometry *all)
{
    double x0 = 0, x1 = 0;
    GEOSGeom_getXMin_r(g->handle, all, &x0);
    GEOSGeom_getXMax_r(g->handle, all, &x1);
    if (GEOSisEmpty_r(g->handle, all) == 1 || (x0 >= -180 && x1 <= 180))
        return all;
    GEOSGeometry **strips = arena_array(a, GEOSGeometry *, 3);
    size_t n = 0;
    for (int turn = -1; turn <= 1; turn++) {
        GEOSGeometry *strip = world_strip(g, -180 + 360.0 * turn);
        GEOSGeometry *cut = geos_overlay(g, all, strip, GEOS_INTERSECTION);
        GEOSGeometry *home =
            cut && GEOSisEmpty_r(g->handle, cut) == 0 ? shift(g, cut, -360.0 * turn) : NULL;
        if (home)
            strips[n++] = home;
        GEOSGeom_destroy_r(g->handle, cut);
        GEOSGeom_destroy_r(g->handle, strip);
    }
    GEOSGeom_destroy_r(g->handle, all);
    return geos_union_all(g, strips, n);
}

/* ---- all together */

static bool can_reach(const struct net *net, struct lode_span at, struct lode_err *err)
{
    if (net->distance_m > BUFFER_MAX_M) {
        lode_fail(err, LODE_GEOM, at, "a buffer of %.0f km is wider than this earth allows",
                  net->distance_m / 1000);
        return lode_hint(err, "up to 5000 km are possible");
    }
    /* A degree of latitude is 110.5 km or more. */
    double reach_deg = net->distance_m / 110500;
    for (size_t i = 0; i < net->ends.n; i++) {
        double lat = net->ends.v[i].at.lat_deg;
        if (fabs(lat) + reach_deg < 90)
            continue;
        lode_fail(err, LODE_GEOM, at,
                  "the buffer would reach over the %s pole (from latitude %.2f)",
                  lat < 0 ? "south" : "north", lat);
        return lode_hint(
            err, "an area round a pole cannot be written in lon/lat: select fewer features, "
                 "or a shorter distance");
    }
    return true;
}

GEOSGeometry *geodesic_buffer(struct arena *a, struct geos *g, const struct features *f,
                              const uint32_t *rows, size_t n, double distance_m, bool inside,
                              struct lode_span at, struct lode_err *err)
{
    struct pieces pieces = {0};
    struct net net = {
        .a = a, .distance_m = distance_m, .geodesic_edges = f->edges == EDGES_GEODESIC};
    for (size_t i = 0; i < n; i++) {
        size_t row = rows ? rows[i] : i;
        if (f->table.geom.kind[row] != GEOM_NONE)
            add_feature(&net, &f->table.geom, row);
    }
    if (!can_reach(&net, at, err))
        return NULL;
    for (size_t i = 0; i < net.segments.n; i++)
        add(&net, &pieces, band(g, a, &net.segments.v[i], distance_m));
    add_sectors(&net, g, &pieces);
    for (size_t i = 0; inside && i < n; i++) {
        size_t row = rows ? rows[i] : i;
        if (f->table.geom.kind[row] == GEOM_POLYGON)
            add(&net, &pieces, geos_from(g, &f->table.geom, row));
    }
    GEOSGeometry *all = geos_union_all(g, pieces.v, pieces.n);
    all = all ? wrap(a, g, all) : NULL;
    if (!all)
        geos_fail(g, "make the buffer", at, err);
    return all;
}
