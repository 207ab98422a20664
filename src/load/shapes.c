/* How a geometry of OGR, of whatever type, becomes points, lines or polygons of ours. */
#include "load/shapes.h"

#include <math.h>

/* OGR nests collections, and a hostile file nests them deeply. Taste: real ones have two or three
 * levels. */
enum { DEPTH_MAX = 32 };

static void count_feature(size_t *n, int64_t *first, int64_t fid)
{
    if (!(*n)++)
        *first = fid;
}

bool shape_is_finite(const double *v, size_t n)
{
    /* x * 0 is 0 for finite x and NaN otherwise; one sum, no branch in the loop. */
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += v[i] * 0;
    return sum == 0;
}

struct shape_mark shape_mark(const struct geom_builder *b)
{
    return (struct shape_mark){b->parts, b->rings, b->coords};
}

void shape_take_back(struct geom_builder *b, struct shape_mark mark)
{
    b->parts = mark.parts;
    b->rings = mark.rings;
    b->coords = mark.coords;
}

void shape_settle(struct geom_builder *b, struct shape_mark before, int64_t fid,
                  struct shape_tally *tally)
{
    if (b->coords == before.coords) {
        count_feature(&tally->empty, &tally->first_empty, fid);
    } else if (!shape_is_finite(b->xy + 2 * before.coords, 2 * (b->coords - before.coords))) {
        shape_take_back(b, before);
        count_feature(&tally->not_finite, &tally->first_not_finite, fid);
    }
}

/* The kind of the highest dimension in `g`. Sets `mixed` where there are several. */
static enum geom_kind highest_kind(OGRGeometryH g, int depth, bool *mixed)
{
    switch (wkbFlatten(OGR_G_GetGeometryType(g))) {
    case wkbPoint:
    case wkbMultiPoint:
        return GEOM_POINT;
    case wkbLineString:
    case wkbLinearRing:
    case wkbMultiLineString:
        return GEOM_LINE;
    case wkbPolygon:
    case wkbMultiPolygon:
    case wkbTriangle:
    case wkbTIN:
    case wkbPolyhedralSurface:
        return GEOM_POLYGON;
    default:
        break;
    }

    enum geom_kind kind = GEOM_NONE;
    for (int i = 0, n = OGR_G_GetGeometryCount(g); i < n && depth < DEPTH_MAX; i++) {
        enum geom_kind k = highest_kind(OGR_G_GetGeometryRef(g, i), depth + 1, mixed);
        *mixed |= kind && k && k != kind;
        kind = k > kind ? k : kind;
    }
    return kind;
}

/* A feature while it is copied: only what is of `kind`. */
struct shape_copy {
    struct geom_builder *b;
    enum geom_kind kind;
    bool swapped, degenerate;
};

static void swap_axes(double *xy, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct xy v = xy_at(xy, i);
        xy_set(xy, i, v.y, v.x);
    }
}

/* The coordinates of one OGR curve as one ring of ours. */
static size_t add_ring(struct shape_copy *c, OGRGeometryH curve)
{
    int n = OGR_G_GetPointCount(curve);
    geom_ring(c->b);
    if (n <= 0)
        return 0;

    double *xy = geom_room(c->b, (size_t)n);
    OGR_G_GetPoints(curve, xy, 2 * sizeof(double), xy + 1, 2 * sizeof(double), NULL, 0);
    if (c->swapped)
        swap_axes(xy, (size_t)n);
    return (size_t)n;
}

static void add_point(struct shape_copy *c, OGRGeometryH point)
{
    if (OGR_G_IsEmpty(point))
        return;

    geom_part(c->b);
    geom_ring(c->b);
    double x = OGR_G_GetX(point, 0), y = OGR_G_GetY(point, 0);
    geom_xy(c->b, c->swapped ? y : x, c->swapped ? x : y);
}

static void add_line(struct shape_copy *c, OGRGeometryH line)
{
    geom_part(c->b);
    size_t n = add_ring(c, line);
    if (n == 1) {
        c->b->coords--;
        c->degenerate = true;
    }
}

/* False: it has too few points and was left out. A ring that the source left open is closed. */
static bool add_polygon_ring(struct shape_copy *c, OGRGeometryH ring)
{
    size_t n = add_ring(c, ring);
    if (!n)
        return false;

    size_t from = c->b->coords - n;
    double *xy = c->b->xy + 2 * from;
    if (n > 1 && !ring_is_closed((struct ring){xy, n})) {
        geom_xy(c->b, xy[0], xy[1]);
        n++;
    }
    if (n >= 4)
        return true;

    c->b->coords = from;
    c->degenerate = true;
    return false;
}

static void add_polygon(struct shape_copy *c, OGRGeometryH polygon)
{
    geom_part(c->b);
    for (int i = 0, n = OGR_G_GetGeometryCount(polygon); i < n; i++) {
        if (!add_polygon_ring(c, OGR_G_GetGeometryRef(polygon, i)) && i == 0)
            return; /* without an outer ring there is nothing to have holes */
    }
}

/* Add what is of the kind to be copied in `g`. */
static void add_geometry(struct shape_copy *c, OGRGeometryH g, int depth)
{
    switch (wkbFlatten(OGR_G_GetGeometryType(g))) {
    case wkbPoint:
        if (c->kind == GEOM_POINT)
            add_point(c, g);
        return;
    case wkbLineString:
    case wkbLinearRing:
        if (c->kind == GEOM_LINE)
            add_line(c, g);
        return;
    case wkbPolygon:
    case wkbTriangle:
        if (c->kind == GEOM_POLYGON)
            add_polygon(c, g);
        return;
    default:
        break;
    }

    bool mixed = false;
    if (highest_kind(g, depth, &mixed) < c->kind)
        return;
    for (int i = 0, n = OGR_G_GetGeometryCount(g); i < n && depth < DEPTH_MAX; i++)
        add_geometry(c, OGR_G_GetGeometryRef(g, i), depth + 1);
}

void shape_add(struct geom_builder *b, OGRGeometryH shape, int64_t fid, bool swapped,
               struct shape_tally *tally)
{
    OGRGeometryH linear = shape && OGR_G_HasCurveGeometry(shape, TRUE)
                              ? OGR_G_GetLinearGeometry(shape, 0, NULL)
                              : NULL;
    if (linear)
        shape = linear;

    bool mixed = false;
    struct shape_copy c = {.b = b, .swapped = swapped};
    c.kind = shape ? highest_kind(shape, 0, &mixed) : GEOM_NONE;
    geom_feature(b, c.kind);

    struct shape_mark before = shape_mark(b);
    if (c.kind)
        add_geometry(&c, shape, 0);

    if (mixed)
        count_feature(&tally->collections, &tally->first_collection, fid);
    if (c.degenerate)
        count_feature(&tally->degenerate, &tally->first_degenerate, fid);
    shape_settle(b, before, fid, tally);
    OGR_G_DestroyGeometry(linear);
}
