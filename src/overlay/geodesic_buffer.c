/* How the area within a distance is made of the curve at that distance: the curve is cut into lines
 * of the lon/lat plane, the lines are polygonized, and the faces inside the distance are united. */
#include "overlay/geodesic_buffer.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/units.h"
#include "geom/inside.h"
#include "overlay/face_union.h"
#include "overlay/offset_curve.h"
#include "project/geodesic.h"

/* Two curves that draw the same stretch of outline lie at most this far apart: an arc may lie
 * ARC_SAGITTA_M inside the true one, and DRAWN_M more where lines straight in lon/lat bend inwards,
 * as they do north of land at high latitudes. A face that is nowhere wider is a sliver between two
 * such curves. (With 0.5 m, stretches of outline 500 km north of Russia counted as its inside.) */
#define SLIVER_M 0.7

struct buffer {
    struct arena *arena;
    struct geos *geos;
    const struct net_params *params;
    struct net net;
    struct reach_tree *reach;
    bool framed;  /* the curve meets the antimeridian or goes round a pole */
    bool has_gap; /* a ring was lost, and `gap` is a place of it */
    struct lonlat gap;
};

struct list {
    GEOSGeometry **v;
    size_t n, cap;
};

/* ---- the curve as lines in the plane of lon/lat */

static void add_line(struct buffer *b, struct list *lines, const double *xy, size_t n)
{
    GEOSContextHandle_t h = b->geos->handle;
    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(h, xy, (unsigned)n, 0, 0);
    GEOSGeometry *line = seq ? GEOSGeom_createLineString_r(h, seq) : NULL;
    if (line)
        *array_add(b->arena, lines) = line;
}

/* Add a run of the curve, and where it leaves [-180, 180] the same run again on the other side.
 * Whole turns are counted and multiplied, not summed up, so that equal places stay equal to the
 * bit. */
static void add_run(struct buffer *b, struct list *lines, const struct curve_place *v, size_t n)
{
    double *xy = malloc(2 * n * sizeof *xy);
    int *turns = malloc(n * sizeof *turns), lowest = 0, highest = 0;
    double west = INFINITY, east = -INFINITY;

    for (size_t i = 0; xy && turns && i < n; i++) {
        double step = i ? v[i].at.lon_deg - v[i - 1].at.lon_deg : 0;
        turns[i] = i ? turns[i - 1] + (step < -180) - (step > 180) : 0;
        west = fmin(west, v[i].at.lon_deg + 360 * turns[i]);
        east = fmax(east, v[i].at.lon_deg + 360 * turns[i]);
    }

    while (west + 360 * lowest > -180)
        lowest--;
    while (east + 360 * highest < 180)
        highest++;

    for (int k = lowest; xy && turns && k <= highest; k++) {
        if (east + 360 * k < -180 || west + 360 * k > 180)
            continue;
        for (size_t i = 0; i < n; i++) {
            xy_set(xy, i, v[i].at.lon_deg + 360 * (turns[i] + k), v[i].at.lat_deg);
        }
        add_line(b, lines, xy, n);
    }

    b->framed = b->framed || west <= -180 || east >= 180;
    free(turns);
    free(xy);
}

/* The place half-way along a line. */
static bool middle_of(struct buffer *b, const GEOSGeometry *line, struct lonlat *ret)
{
    GEOSContextHandle_t h = b->geos->handle;
    GEOSGeometry *point = GEOSInterpolateNormalized_r(h, line, 0.5);
    bool ok = point && GEOSGeomGetX_r(h, point, &ret->lon_deg) == 1 &&
              GEOSGeomGetY_r(h, point, &ret->lat_deg) == 1;
    GEOSGeom_destroy_r(h, point);
    return ok;
}

/* The curve as lines, with a frame round the world where it reaches the frame. */
static GEOSGeometry *curve_lines(struct buffer *b, const struct offset_curve *curve)
{
    static const double frame[] = {-180, -90, 180, -90, 180, 90, -180, 90, -180, -90};
    struct list lines = {0};

    b->framed = net_reaches_a_pole(&b->net);
    for (size_t i = 0, next; i < curve->n; i = next) {
        for (next = i + 1; next < curve->n && !curve->v[next].starts;)
            next++;
        add_run(b, &lines, curve->v + i, next - i);
    }
    if (b->framed)
        add_line(b, &lines, frame, 5);

    return GEOSGeom_createCollection_r(b->geos->handle, GEOS_MULTILINESTRING, lines.v,
                                       (unsigned)lines.n);
}

/* ---- faces */

static bool in_source_area(const struct buffer *b, struct lonlat p)
{
    const struct geometry *g = &b->params->features->table.geom;
    for (size_t i = 0; b->params->inside && i < b->params->n_rows; i++) {
        size_t row = b->params->rows ? b->params->rows[i] : i;
        if (geometry_holds(g, row, p.lon_deg, p.lat_deg))
            return true;
    }
    return false;
}

/* Whether the face belongs to the buffer, decided at one place inside it. */
static bool is_face_inside(struct buffer *b, const GEOSGeometry *face)
{
    GEOSContextHandle_t h = b->geos->handle;
    GEOSGeometry *point = GEOSPointOnSurface_r(h, face);
    struct lonlat p = {0, 0};
    bool known = point && GEOSGeomGetX_r(h, point, &p.lon_deg) == 1 &&
                 GEOSGeomGetY_r(h, point, &p.lat_deg) == 1;
    GEOSGeom_destroy_r(h, point);
    if (!known) /* too thin to have a place inside: a hole would be the greater harm */
        return true;
    if (fabs(p.lon_deg) > 180 || fabs(p.lat_deg) > 90)
        return false;

    double most = b->net.distance_m + SLIVER_M;
    return reach_distance_m(b->reach, p, most) < most || in_source_area(b, p);
}

/* Whether a part is no more than a sliver: two curves that draw the same stretch of outline may
 * also part on the outer side, and leave a spike that touches the area in one place. */
static bool is_spike(struct buffer *b, const GEOSGeometry *part)
{
    double area_deg2 = 0, y0 = 0, y1 = 0, m_per_deg = radians(EARTH_M);

    GEOSArea_r(b->geos->handle, part, &area_deg2);
    GEOSGeom_getYMin_r(b->geos->handle, part, &y0);
    GEOSGeom_getYMax_r(b->geos->handle, part, &y1);
    double area_m2 = area_deg2 * m_per_deg * m_per_deg * cos(radians((y0 + y1) / 2));
    return area_m2 < SLIVER_M * SLIVER_M && b->net.distance_m > SLIVER_M;
}

static GEOSGeometry *without_spikes(struct buffer *b, GEOSGeometry *area)
{
    GEOSContextHandle_t h = b->geos->handle;
    struct list kept = {0};
    int n = GEOSGetNumGeometries_r(h, area);

    for (int i = 0; i < n; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(h, area, i);
        if (!is_spike(b, part))
            *array_add(b->arena, &kept) = GEOSGeom_clone_r(h, part);
    }

    GEOSGeom_destroy_r(h, area);
    return GEOSGeom_createCollection_r(h, GEOS_MULTIPOLYGON, kept.v, (unsigned)kept.n);
}

static GEOSGeometry *faces_inside(struct buffer *b, const GEOSGeometry *faces)
{
    GEOSContextHandle_t h = b->geos->handle;
    ARRAY(const GEOSGeometry *) kept = {0};
    int n = faces ? GEOSGetNumGeometries_r(h, faces) : 0;

    for (int i = 0; i < n; i++) {
        const GEOSGeometry *face = GEOSGetGeometryN_r(h, faces, i);
        if (is_face_inside(b, face))
            *array_add(b->arena, &kept) = face;
    }

    if (!kept.n)
        return GEOSGeom_createEmptyPolygon_r(h);
    GEOSGeometry *ret = face_union(b->arena, b->geos, kept.v, kept.n);
    return ret ? without_spikes(b, ret) : NULL;
}

/* ---- proof that no ring was lost */

/* Whether the area is wrong about a place: it holds one that is clearly farther than the distance, or
 * leaves out one that is clearly nearer. */
static bool is_wrong_at(struct buffer *b, const GEOSPreparedGeometry *area, struct lonlat p)
{
    GEOSContextHandle_t h = b->geos->handle;
    double nearer = b->net.distance_m - SLIVER_M, farther = b->net.distance_m + SLIVER_M;
    double m = in_source_area(b, p) ? 0 : reach_distance_m(b->reach, p, farther);
    if (m > nearer && m < farther)
        return false;

    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(h, p.lon_deg, p.lat_deg);
    bool held = point && GEOSPreparedIntersects_r(h, area, point) == 1;
    GEOSGeom_destroy_r(h, point);
    return held != (m <= nearer);
}

/* Whether a line that bounds no face shows that the curve had a gap. Such lines end inside the
 * buffer. One that lies at the distance may be of a ring that was lost, and then the area is wrong
 * on one side of it. It need not be: in the middle of a strait the shores may be half a metre less
 * than the distance away, so that two curves all but touch. */
static bool is_lost(struct buffer *b, const GEOSPreparedGeometry *area, const GEOSGeometry *line)
{
    enum { ROUND = 8 };
    struct lonlat p;
    double inner = b->net.distance_m - SLIVER_M;
    if (!middle_of(b, line, &p) || fabs(p.lon_deg) > 180 ||
        (inner > 0 && reach_distance_m(b->reach, p, inner) < inner) || in_source_area(b, p))
        return false;

    for (int k = 0; k < ROUND; k++) {
        struct lonlat beside = geodesic_direct(&WGS84, p, 360.0 * k / ROUND, 4 * SLIVER_M, NULL);
        if (is_wrong_at(b, area, beside)) {
            b->has_gap = true;
            b->gap = p;
            return true;
        }
    }
    return false;
}

static bool loses_nothing(struct buffer *b, const GEOSGeometry *area, GEOSGeometry *const *loose,
                          size_t n)
{
    GEOSContextHandle_t h = b->geos->handle;
    const GEOSPreparedGeometry *prepared = GEOSPrepare_r(h, area);
    bool ok = prepared;

    for (size_t i = 0; i < n; i++) {
        int lines = ok && loose[i] ? GEOSGetNumGeometries_r(h, loose[i]) : 0;
        for (int k = 0; ok && k < lines; k++)
            ok = !is_lost(b, prepared, GEOSGetGeometryN_r(h, loose[i], k));
    }

    GEOSPreparedGeom_destroy_r(h, prepared);
    return ok;
}

/* ---- all together */

/* The edges without those that divide inside from inside. No edge crosses the outline, so an edge
 * whose middle is far from the outline is no part of it. Left in, thousands of loops inside the
 * area, each a hole to be assigned, would cost more than all the rest. */
static GEOSGeometry *edges_at_the_distance(struct buffer *b, const GEOSGeometry *noded)
{
    GEOSContextHandle_t h = b->geos->handle;
    struct list kept = {0};
    double inner = b->net.distance_m - SLIVER_M;
    int n = noded ? GEOSGetNumGeometries_r(h, noded) : 0;

    for (int i = 0; i < n; i++) {
        const GEOSGeometry *edge = GEOSGetGeometryN_r(h, noded, i);
        struct lonlat p;
        bool keep = !middle_of(b, edge, &p) || fabs(p.lon_deg) >= 180 - GEOS_GRID_DEG ||
                    fabs(p.lat_deg) >= 90 - GEOS_GRID_DEG || inner <= 0 ||
                    reach_distance_m(b->reach, p, inner) >= inner;
        if (keep)
            *array_add(b->arena, &kept) = GEOSGeom_clone_r(h, edge);
    }

    return noded ? GEOSGeom_createCollection_r(h, GEOS_MULTILINESTRING, kept.v, (unsigned)kept.n)
                 : NULL;
}

/* The area whose outline is in `lines`; NULL when GEOS fails or a ring was lost. `grid_deg` 0: in
 * full precision. */
static GEOSGeometry *area_from_lines(struct buffer *b, const GEOSGeometry *lines, double grid_deg)
{
    GEOSContextHandle_t h = b->geos->handle;
    GEOSGeometry *noded =
        grid_deg > 0 ? GEOSUnaryUnionPrec_r(h, lines, grid_deg) : GEOSUnaryUnion_r(h, lines);
    GEOSGeometry *loose[3] = {NULL, NULL, NULL};
    GEOSGeometry *edges = edges_at_the_distance(b, noded);
    GEOSGeometry *faces =
        edges ? GEOSPolygonize_full_r(h, edges, &loose[0], &loose[1], &loose[2]) : NULL;
    GEOSGeometry *ret = faces ? faces_inside(b, faces) : NULL;

    if (ret && !loses_nothing(b, ret, loose, 3)) {
        GEOSGeom_destroy_r(h, ret);
        ret = NULL;
    }

    for (int i = 0; i < 3; i++)
        GEOSGeom_destroy_r(h, loose[i]);
    GEOSGeom_destroy_r(h, faces);
    GEOSGeom_destroy_r(h, edges);
    GEOSGeom_destroy_r(h, noded);
    return ret;
}

/* The area at `distance_m`; NULL when GEOS fails or a ring was lost. */
static GEOSGeometry *area_at(struct buffer *b, double distance_m)
{
    struct arena scratch = *b->arena;
    struct net_params params = *b->params;
    struct buffer at = *b;
    struct offset_curve curve;

    params.distance_m = distance_m;
    at.arena = &scratch;
    at.params = &params;
    net_make(&scratch, &params, &at.net);
    at.reach = reach_tree_make(&scratch, &at.net);
    offset_curve_make(&scratch, &at.net, at.reach, &curve);

    GEOSGeometry *lines = curve_lines(&at, &curve);
    GEOSGeometry *ret = lines ? area_from_lines(&at, lines, 0) : NULL;
    if (lines && !ret)
        ret = area_from_lines(&at, lines, GEOS_GRID_DEG);
    GEOSGeom_destroy_r(b->geos->handle, lines);

    b->has_gap = at.has_gap;
    b->gap = at.gap;
    return ret;
}

/* Where the curve all but touches itself, rounding decides whether it does. A little more or less of
 * distance, a tenth of what the outline may be off, settles the matter. */
static GEOSGeometry *make_area(struct buffer *b)
{
    static const double change_m[] = {0, 0.1, -0.1};
    GEOSGeometry *ret = NULL;
    for (size_t i = 0; !ret && i < sizeof change_m / sizeof *change_m; i++) {
        double d = b->params->distance_m + change_m[i];
        ret = d > 0 ? area_at(b, d) : NULL;
    }
    return ret;
}

/* GEOS says why it failed; where a ring was lost, GEOS has nothing to say. */
static void fail(const struct buffer *b, struct lode_span at, struct lode_err *err)
{
    if (!b->has_gap) {
        geos_fail(b->geos, "make the buffer", at, err);
        return;
    }

    lode_fail(err, LODE_GEOM, at, "cannot make the buffer: its outline has a gap near %.4f, %.4f",
              b->gap.lon_deg, b->gap.lat_deg);
    lode_hint(err, "try a distance that is some metres longer or shorter");
}

static bool has_areas(const struct net_params *p)
{
    for (size_t i = 0; i < p->n_rows; i++) {
        if (p->features->table.geom.kind[p->rows ? p->rows[i] : i] == GEOM_POLYGON)
            return true;
    }
    return false;
}

GEOSGeometry *geodesic_buffer(struct arena *a, struct geos *g, const struct features *f,
                              const uint32_t *rows, size_t n, double distance_m, bool inside,
                              struct lode_span at, struct lode_err *err)
{
    struct arena scratch = *a, straightened = {0};
    struct features planar;
    struct net_params params = {f, rows, n, distance_m, inside, SIDES_BOTH};

    if (inside && f->edges == EDGES_GEODESIC && has_areas(&params)) {
        arena_init(&straightened, 0); /* its shapes are freed with it: a copy cannot do that */
        net_straighten(&straightened, &params, &planar);
        params.features = &planar;
        params.rows = NULL;
    }

    struct buffer b = {.arena = &scratch, .geos = g, .params = &params};
    if (distance_m > BUFFER_MAX_M) {
        lode_fail(err, LODE_GEOM, at, "a distance of %.0f km is too large", distance_m / 1000);
        lode_hint(err, "distances up to %.0f km are possible", BUFFER_MAX_M / 1000);
        arena_finish(&straightened);
        return NULL;
    }

    GEOSGeometry *ret = make_area(&b);
    if (!ret)
        fail(&b, at, err);
    arena_finish(&straightened);
    return ret;
}
