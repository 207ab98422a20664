/* How a shape of ours becomes a geometry of OGR. */
#include "load/to_ogr.h"

static OGRGeometryH make_curve(struct ring ring, OGRwkbGeometryType type)
{
    OGRGeometryH ret = OGR_G_CreateGeometry(type);
    enum { STEP = 2 * sizeof(double) };
    OGR_G_SetPoints(ret, (int)ring.n, (void *)ring.xy, STEP, (void *)(ring.xy + 1), STEP, NULL, 0);
    return ret;
}

static OGRGeometryH make_part(const struct geometry *g, size_t p, enum geom_kind kind)
{
    if (kind == GEOM_POINT) {
        OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
        const double *xy = geometry_outer(g, p).xy;
        OGR_G_SetPoint_2D(point, 0, xy[0], xy[1]);
        return point;
    }
    if (kind == GEOM_LINE)
        return make_curve(geometry_outer(g, p), wkbLineString);

    OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
    struct range rings = geometry_part_rings(g, p);
    for (size_t r = rings.from; r < rings.end; r++)
        OGR_G_AddGeometryDirectly(polygon, make_curve(geometry_ring(g, r), wkbLinearRing));
    return polygon;
}

OGRGeometryH ogr_geometry_of(const struct geometry *g, size_t i, bool multi)
{
    static const OGRwkbGeometryType many[] = {
        [GEOM_POINT] = wkbMultiPoint,
        [GEOM_LINE] = wkbMultiLineString,
        [GEOM_POLYGON] = wkbMultiPolygon,
    };

    enum geom_kind kind = g->kind[i];
    struct range parts = geometry_parts_of(g, i);
    if (kind == GEOM_NONE || !range_length(parts))
        return NULL;
    if (!multi && range_length(parts) == 1)
        return make_part(g, parts.from, kind);

    OGRGeometryH ret = OGR_G_CreateGeometry(many[kind]);
    for (size_t p = parts.from; p < parts.end; p++)
        OGR_G_AddGeometryDirectly(ret, make_part(g, p, kind));
    return ret;
}
