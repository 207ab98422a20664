/* How areas with flat ends are made: a strip beside each piece of line, a round corner on the outer
 * side of each bend, and the union of all. */
#include "overlay/strip_buffer.h"

#include "base/arena.h"
#include "overlay/face_union.h"
#include "overlay/geodesic_buffer.h"
#include "project/geodesic.h"

struct strips {
    struct arena *arena;
    struct geos *geos;
    struct net net;
    ARRAY(struct lonlat) ring; /* of the strip or corner at hand */
    ARRAY(GEOSGeometry *) areas;
};

static void add_place(struct strips *s, struct lonlat p)
{
    *array_add(s->arena, &s->ring) = p;
}

/* ---- rings to areas in the plane of lon/lat */

static GEOSGeometry *make_polygon(struct strips *s, const double *xy, size_t n)
{
    GEOSContextHandle_t h = s->geos->handle;
    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(h, xy, (unsigned)n, 0, 0);
    GEOSGeometry *ring = seq ? GEOSGeom_createLinearRing_r(h, seq) : NULL;
    return ring ? GEOSGeom_createPolygon_r(h, ring, NULL, 0) : NULL;
}

/* Add the area of a ring; with `cut` only what of it lies in longitudes [-180, 180]. */
static void add_framed(struct strips *s, const double *xy, size_t n, bool cut)
{
    GEOSGeometry *area = make_polygon(s, xy, n);
    if (area && cut) {
        GEOSGeometry *part = GEOSClipByRect_r(s->geos->handle, area, -180, -90, 180, 90);
        GEOSGeom_destroy_r(s->geos->handle, area);
        area = part;
    }
    if (area)
        *array_add(s->arena, &s->areas) = area;
}

/* Close the ring at hand and add its area. The ring is short, so a step of more than half a turn
 * goes over the antimeridian. Whole turns are counted and multiplied, not summed up, so that equal
 * places stay equal to the bit. */
static void end_ring(struct strips *s)
{
    double west = INFINITY, east = -INFINITY, turns = 0;

    add_place(s, s->ring.v[0]);
    size_t n = s->ring.n;
    double *xy = arena_array(s->arena, double, 2 * n);

    for (size_t i = 0; i < n; i++) {
        double step = i ? s->ring.v[i].lon_deg - s->ring.v[i - 1].lon_deg : 0;
        turns += (step < -180) - (step > 180);
        double lon_deg = s->ring.v[i].lon_deg + 360 * turns;
        xy_set(xy, i, lon_deg, s->ring.v[i].lat_deg);
        west = fmin(west, lon_deg);
        east = fmax(east, lon_deg);
    }

    bool cut = west < -180 || east > 180;
    add_framed(s, xy, n, cut);
    for (size_t i = 0; cut && i < n; i++)
        xy[2 * i] += west < -180 ? 360 : -360;
    if (cut)
        add_framed(s, xy, n, true);
    s->ring.n = 0;
}

/* ---- strips and corners */

/* Add the line from `at` out to `far`, which lies at the distance, both included; or inwards. The
 * places between depend on these two only, so that a strip and the corner next to it have the same
 * edge. */
static void add_radius(struct strips *s, struct lonlat at, struct lonlat far, bool outward)
{
    double d = s->net.distance_m, n = lines_needed(at, far, d), azimuth_deg;
    geodesic_inverse(&WGS84, at, far, &azimuth_deg, NULL);

    for (double i = 0; i <= n; i++) {
        double k = outward ? i : n - i;
        add_place(s, k == 0   ? at
                     : k == n ? far
                              : geodesic_direct(&WGS84, at, azimuth_deg, d * k / n, NULL));
    }
}

/* The strip beside a piece. */
static void add_strip(struct strips *s, const struct piece *p, int side)
{
    struct lonlat far_a = side < 0 ? p->left_a : p->right_a;
    struct lonlat far_b = side < 0 ? p->left_b : p->right_b;
    double n = lines_needed(far_a, far_b, 1.1 * p->length_m);

    add_radius(s, p->a, far_a, true);
    for (double i = 1; i < n; i++)
        add_place(s, piece_beside(p, i / n, side, s->net.distance_m));
    add_radius(s, p->b, far_b, false);
    end_ring(s);
}

/* The round corner between two spokes that follow each other clockwise, where they leave a gap on
 * the outer side of a bend. */
static void add_corner(struct strips *s, const struct spoke *spoke, const struct spoke *next)
{
    double gap = next->azimuth_deg - spoke->azimuth_deg, d = s->net.distance_m;
    if (next <= spoke)
        gap += 360;

    double sweep = gap - 180;
    if (next == spoke || sweep <= 0 || spoke->inner_right || next->inner_left)
        return;

    double n = fmax(ceil(sweep / arc_step_deg(d)), 1);
    add_radius(s, spoke->at, spoke->right, true);
    for (double i = 1; i < n; i++)
        add_place(s, geodesic_direct(&WGS84, spoke->at, spoke->azimuth_deg + 90 + sweep * i / n, d,
                                     NULL));
    add_radius(s, spoke->at, next->left, false);
    s->ring.n--; /* the ring began there, and is closed by end_ring */
    end_ring(s);
}

static bool is_same_place(struct lonlat p, struct lonlat q)
{
    return p.lon_deg == q.lon_deg && p.lat_deg == q.lat_deg;
}

static void add_corners(struct strips *s)
{
    const struct spoke *v = s->net.spokes;
    for (size_t i = 0, next; i < s->net.n_spokes; i = next) {
        for (next = i + 1; next < s->net.n_spokes && is_same_place(v[next].at, v[i].at);)
            next++;
        for (size_t k = i; k < next; k++)
            add_corner(s, &v[k], &v[k + 1 < next ? k + 1 : i]);
    }
}

static void add_strips(struct strips *s)
{
    for (size_t i = 0; i < s->net.n; i++) {
        const struct piece *p = &s->net.pieces[i];
        if (p->length_m > 0 && !p->inner_left)
            add_strip(s, p, -1);
        if (p->length_m > 0 && !p->inner_right)
            add_strip(s, p, 1);
    }
}

/* ---- one side */

/* The square of the distance in space from q to the chord of a piece. */
static double chord_distance2(const struct piece *p, struct space q)
{
    struct space a = p->in_space_a, b = p->in_space_b;
    double bx = b.x - a.x, by = b.y - a.y, bz = b.z - a.z, length2 = bx * bx + by * by + bz * bz;
    double t = ((q.x - a.x) * bx + (q.y - a.y) * by + (q.z - a.z) * bz) / length2;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return space_distance2(q, (struct space){a.x + t * bx, a.y + t * by, a.z + t * bz});
}

/* How far q is to the left of the great circle along a piece, as a share of the earth's radius. */
static double leftness(const struct piece *p, struct space q)
{
    struct space a = p->in_space_a, b = p->in_space_b;
    double x = a.y * b.z - a.z * b.y, y = a.z * b.x - a.x * b.z, z = a.x * b.y - a.y * b.x;
    return (x * q.x + y * q.y + z * q.z) / (EARTH_M * sqrt(x * x + y * y + z * z));
}

/* Whether p lies on a side that was asked for, as seen from the piece nearest to it. Where two
 * pieces are equally near, since their common vertex is nearest, the one that p is more beside
 * decides. */
static bool is_on_side(const struct net *net, struct lonlat p)
{
    struct space q = space_of(p);
    double best2 = INFINITY, most = 0;
    bool ret = false;

    for (size_t i = 0; i < net->n; i++) {
        const struct piece *piece = &net->pieces[i];
        double d2 = piece->length_m > 0 ? chord_distance2(piece, q) : INFINITY;
        if (d2 > best2 * (1 + 1e-9))
            continue;

        double left = leftness(piece, q);
        if (d2 > best2 * (1 - 1e-9) && fabs(left) <= most)
            continue;

        best2 = d2;
        most = fabs(left);
        ret = left > 0 ? !piece->inner_left : !piece->inner_right;
    }

    return ret;
}

/* The pieces as lines. */
static GEOSGeometry *lines_of(struct strips *s)
{
    GEOSContextHandle_t h = s->geos->handle;
    ARRAY(GEOSGeometry *) lines = {0};

    for (size_t i = 0; i < s->net.n; i++) {
        const struct piece *p = &s->net.pieces[i];
        double xy[] = {p->a.lon_deg, p->a.lat_deg, p->b.lon_deg, p->b.lat_deg};
        if (fabs(xy[2] - xy[0]) > 180) /* crosses the antimeridian, where the area is cut anyway */
            continue;

        GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(h, xy, 2, 0, 0);
        GEOSGeometry *line = seq ? GEOSGeom_createLineString_r(h, seq) : NULL;
        if (line)
            *array_add(s->arena, &lines) = line;
    }

    return GEOSGeom_createCollection_r(h, GEOS_MULTILINESTRING, lines.v, (unsigned)lines.n);
}

/* The faces into which the lines cut the area. */
static GEOSGeometry *faces_of(struct strips *s, const GEOSGeometry *area)
{
    GEOSContextHandle_t h = s->geos->handle;
    GEOSGeometry *edges[] = {GEOSBoundary_r(h, area), lines_of(s)};
    GEOSGeometry *all = edges[0] && edges[1]
                            ? GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, edges, 2)
                            : NULL;
    GEOSGeometry *noded = all ? GEOSUnaryUnionPrec_r(h, all, GEOS_GRID_DEG) : NULL;
    const GEOSGeometry *input = noded;
    GEOSGeometry *ret = noded ? GEOSPolygonize_r(h, &input, 1) : NULL;
    GEOSGeom_destroy_r(h, noded);
    GEOSGeom_destroy_r(h, all);
    return ret;
}

/* Whether a face belongs to the area and to a side that was asked for. */
static bool is_wanted(struct strips *s, const GEOSPreparedGeometry *area, const GEOSGeometry *face)
{
    GEOSContextHandle_t h = s->geos->handle;
    struct lonlat p = {0, 0};
    GEOSGeometry *point = GEOSPointOnSurface_r(h, face);
    bool ret = point && GEOSGeomGetX_r(h, point, &p.lon_deg) == 1 &&
               GEOSGeomGetY_r(h, point, &p.lat_deg) == 1 &&
               GEOSPreparedIntersects_r(h, area, point) == 1 && is_on_side(&s->net, p);
    GEOSGeom_destroy_r(h, point);
    return ret;
}

/* The part of `area`, which it consumes, that lies on a side that was asked for. On the inner side
 * of a bend a strip reaches over the line; what it covers there is nearer to a part of the line
 * that has it on the other side. */
static GEOSGeometry *cut_to_side(struct strips *s, GEOSGeometry *area)
{
    GEOSContextHandle_t h = s->geos->handle;
    const GEOSPreparedGeometry *prepared = GEOSPrepare_r(h, area);
    GEOSGeometry *faces = faces_of(s, area), *ret = NULL;
    ARRAY(const GEOSGeometry *) kept = {0};
    int n = faces && prepared ? GEOSGetNumGeometries_r(h, faces) : 0;

    for (int i = 0; i < n; i++) {
        const GEOSGeometry *face = GEOSGetGeometryN_r(h, faces, i);
        if (is_wanted(s, prepared, face))
            *array_add(s->arena, &kept) = face;
    }

    if (n)
        ret = face_union(s->arena, s->geos, kept.v, kept.n);
    GEOSGeom_destroy_r(h, faces);
    GEOSPreparedGeom_destroy_r(h, prepared);
    GEOSGeom_destroy_r(h, area);
    return ret;
}

GEOSGeometry *strip_buffer(struct arena *a, struct geos *g, const struct features *f,
                           const uint32_t *rows, size_t n, double distance_m, enum line_side side,
                           struct lode_span at, struct lode_err *err)
{
    struct arena scratch = *a;
    struct strips s = {.arena = &scratch, .geos = g};
    struct net_params params = {f, rows, n, distance_m, true, side};

    net_make(&scratch, &params, &s.net);
    if (net_reaches_a_pole(&s.net)) {
        lode_fail(err, LODE_GEOM, at, "a buffer with flat ends would reach a pole here");
        lode_hint(err, "leave 'ends' and 'side' out: a buffer with round ends may reach a pole");
        return NULL;
    }

    add_strips(&s);
    add_corners(&s);

    GEOSGeometry *ret = geos_union_all(g, s.areas.v, s.areas.n);
    if (ret && side != SIDES_BOTH && !GEOSisEmpty_r(g->handle, ret))
        ret = cut_to_side(&s, ret);
    if (!ret)
        geos_fail(g, "make the buffer", at, err);
    return ret;
}
