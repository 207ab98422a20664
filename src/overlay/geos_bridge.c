/* How geometries go to GEOS and come back, and how its failures become ours. */
#include "overlay/geos_bridge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "overlay/overlay.h"

static void keep_message(const char *message, void *ctx)
{
    struct geos *g = ctx;
    snprintf(g->message, sizeof g->message, "%s", message);
}

static void finish_context(void *ctx)
{
    GEOS_finish_r(((struct geos *)ctx)->handle);
}

struct geos *geos_create(struct arena *a)
{
    struct geos *g = arena_new(a, struct geos);
    g->handle = GEOS_init_r();
    GEOSContext_setErrorMessageHandler_r(g->handle, keep_message, g);
    arena_defer(a, finish_context, g);
    return g;
}

/* GEOS's message without the name of its C++ exception: of "TopologyException: side location
 * conflict" the words after the colon. */
static const char *reason_in(const char *message)
{
    const char *colon = strstr(message, "Exception: ");
    return colon ? colon + strlen("Exception: ") : message;
}

bool geos_fail(struct geos *g, const char *doing, struct lode_span at, struct lode_err *err)
{
    if (strstr(g->message, "bad_alloc"))
        return lode_fail(err, LODE_GEOM, at, "cannot %s: there is not enough memory", doing);
    return lode_fail(err, LODE_GEOM, at, "cannot %s: %s", doing,
                     g->message[0] ? reason_in(g->message) : "GEOS gives no reason");
}

const char *geos_library_version(void)
{
    return GEOSversion();
}

/* ---- to GEOS */

static GEOSGeometry *ring_from(struct geos *g, const struct geometry *from, size_t ring,
                               bool closed)
{
    struct ring r = geometry_ring(from, ring);
    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(g->handle, r.xy, (unsigned)r.n, 0, 0);
    if (!seq)
        return NULL;

    return closed ? GEOSGeom_createLinearRing_r(g->handle, seq)
                  : GEOSGeom_createLineString_r(g->handle, seq);
}

static GEOSGeometry *polygon_from(struct geos *g, const struct geometry *from, size_t part)
{
    struct range rings = geometry_part_rings(from, part);
    unsigned holes = 0;
    GEOSGeometry *shell = ring_from(g, from, rings.from, true);
    if (!shell)
        return NULL;

    GEOSGeometry **hole = malloc(range_length(rings) * sizeof *hole);
    for (size_t r = rings.from + 1; hole && r < rings.end; r++) {
        GEOSGeometry *h = ring_from(g, from, r, true);
        if (h)
            hole[holes++] = h;
    }

    GEOSGeometry *polygon = GEOSGeom_createPolygon_r(g->handle, shell, hole, holes);
    free(hole);
    return polygon;
}

static GEOSGeometry *part_from(struct geos *g, const struct geometry *from, size_t part,
                               enum geom_kind kind)
{
    const double *xy = geometry_outer(from, part).xy;
    switch (kind) {
    case GEOM_POINT:
        return GEOSGeom_createPointFromXY_r(g->handle, xy[0], xy[1]);
    case GEOM_LINE:
        return ring_from(g, from, geometry_part_rings(from, part).from, false);
    default:
        return polygon_from(g, from, part);
    }
}

GEOSGeometry *geos_from(struct geos *g, const struct geometry *from, size_t i)
{
    static const int multi[] = {0, GEOS_MULTIPOINT, GEOS_MULTILINESTRING, GEOS_MULTIPOLYGON};
    enum geom_kind kind = from->kind[i];
    struct range range = geometry_parts_of(from, i);
    size_t n = range_length(range), made = 0;

    if (kind == GEOM_NONE || !n)
        return NULL;
    if (n == 1)
        return part_from(g, from, range.from, kind);

    GEOSGeometry **parts = malloc(n * sizeof *parts);
    for (size_t p = 0; parts && p < n; p++) {
        GEOSGeometry *one = part_from(g, from, range.from + p, kind);
        if (one)
            parts[made++] = one;
    }

    GEOSGeometry *all =
        made ? GEOSGeom_createCollection_r(g->handle, multi[kind], parts, (unsigned)made) : NULL;
    free(parts);
    return all;
}

/* ---- from GEOS */

/* The degree itself, or the end of the world when it lies beyond by less than the grid: an overlay
 * on the grid may move 180 to 180.00000000000003. */
static double no_farther(double deg, double end_deg)
{
    return fabs(deg) > end_deg && fabs(deg) < end_deg + GEOS_GRID_DEG ? copysign(end_deg, deg)
                                                                      : deg;
}

static void append_ring(struct geos *g, const GEOSGeometry *ring, struct geom_builder *to)
{
    const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(g->handle, ring);
    unsigned n = 0;

    GEOSCoordSeq_getSize_r(g->handle, seq, &n);
    geom_ring(to);
    double *xy = geom_room(to, n);
    GEOSCoordSeq_copyToBuffer_r(g->handle, seq, xy, 0, 0);
    for (unsigned i = 0; i < n; i++) {
        struct xy v = xy_at(xy, i);
        xy_set(xy, i, no_farther(v.x, 180), no_farther(v.y, 90));
    }
}

/* Twice the area over the perimeter: the width of a long and narrow ring. */
static double ring_width(struct geos *g, const GEOSGeometry *ring)
{
    const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(g->handle, ring);
    double x0 = 0, y0 = 0, x = 0, y = 0, area2 = 0, length = 0;
    unsigned n = 0;

    GEOSCoordSeq_getSize_r(g->handle, seq, &n);
    for (unsigned i = 0; i < n; i++) {
        double px = x, py = y, cx, cy;
        GEOSCoordSeq_getXY_r(g->handle, seq, i, &cx, &cy);
        if (i == 0) {
            x0 = cx;
            y0 = cy;
        }
        x = cx - x0; /* against the first place, to keep all digits */
        y = cy - y0;
        area2 += px * y - x * py;
        length += hypot(x - px, y - py);
    }

    return length > 0 ? fabs(area2) / length : 0;
}

static void append_polygon(struct geos *g, const GEOSGeometry *polygon, struct geom_builder *to)
{
    if (GEOSisEmpty_r(g->handle, polygon) == 1)
        return;
    const GEOSGeometry *shell = GEOSGetExteriorRing_r(g->handle, polygon);
    if (ring_width(g, shell) < GEOS_GRID_DEG)
        return;

    geom_part(to);
    append_ring(g, shell, to);
    int holes = GEOSGetNumInteriorRings_r(g->handle, polygon);
    for (int i = 0; i < holes; i++) {
        const GEOSGeometry *hole = GEOSGetInteriorRingN_r(g->handle, polygon, i);
        if (ring_width(g, hole) >= GEOS_GRID_DEG)
            append_ring(g, hole, to);
    }
}

void geos_append(struct geos *g, const GEOSGeometry *from, enum geom_kind kind,
                 struct geom_builder *to)
{
    int type = GEOSGeomTypeId_r(g->handle, from);

    if (type >= GEOS_MULTIPOINT) {
        int n = GEOSGetNumGeometries_r(g->handle, from);
        for (int i = 0; i < n; i++)
            geos_append(g, GEOSGetGeometryN_r(g->handle, from, i), kind, to);
    } else if (type == GEOS_POLYGON && kind == GEOM_POLYGON) {
        append_polygon(g, from, to);
    } else if (((type == GEOS_LINESTRING || type == GEOS_LINEARRING) && kind == GEOM_LINE) ||
               (type == GEOS_POINT && kind == GEOM_POINT)) {
        if (GEOSisEmpty_r(g->handle, from) == 1)
            return;
        geom_part(to);
        append_ring(g, from, to);
    }
}

/* ---- overlays */

static GEOSGeometry *overlay_once(struct geos *g, const GEOSGeometry *a, const GEOSGeometry *b,
                                  enum geos_cut cut, double grid)
{
    switch (cut) {
    case GEOS_INTERSECTION:
        return GEOSIntersectionPrec_r(g->handle, a, b, grid);
    case GEOS_DIFFERENCE:
        return GEOSDifferencePrec_r(g->handle, a, b, grid);
    default:
        return GEOSUnionPrec_r(g->handle, a, b, grid);
    }
}

GEOSGeometry *geos_overlay(struct geos *g, const GEOSGeometry *a, const GEOSGeometry *b,
                           enum geos_cut cut)
{
    GEOSGeometry *ret = overlay_once(g, a, b, cut, 0);
    if (!ret && (ret = overlay_once(g, a, b, cut, GEOS_GRID_DEG)))
        g->n_on_grid++;
    return ret;
}

GEOSGeometry *geos_union_all(struct geos *g, GEOSGeometry **parts, size_t n)
{
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(g->handle, GEOS_GEOMETRYCOLLECTION, parts, (unsigned)n);
    if (!all)
        return NULL;

    GEOSGeometry *ret =
        n ? GEOSUnaryUnion_r(g->handle, all) : GEOSGeom_createEmptyPolygon_r(g->handle);
    if (!ret && (ret = GEOSUnaryUnionPrec_r(g->handle, all, GEOS_GRID_DEG)))
        g->n_on_grid++;
    GEOSGeom_destroy_r(g->handle, all);
    return ret;
}
