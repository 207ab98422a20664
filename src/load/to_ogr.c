#include "load/to_ogr.h"

static OGRGeometryH curve(const struct geometry *g, size_t ring, OGRwkbGeometryType type)
{
    OGRGeometryH ret = OGR_G_CreateGeometry(type);
    size_t from = g->at[ring], n = g->at[ring + 1] - from;
    enum { STEP = 2 * sizeof(double) };
    OGR_G_SetPoints(ret, (int)n, (void *)(g->xy + 2 * from), STEP, (void *)(g->xy + 2 * from + 1),
                    STEP, NULL, 0);
    return ret;
}

static OGRGeometryH part(const struct geometry *g, size_t p, enum geom_kind kind)
{
    if (kind == GEOM_POINT) {
        OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
        const double *xy = g->xy + 2 * (size_t)g->at[g->ring[p]];
        OGR_G_SetPoint_2D(point, 0, xy[0], xy[1]);
        return point;
    }
    if (kind == GEOM_LINE)
        return curve(g, g->ring[p], wkbLineString);
    OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
    for (size_t r = g->ring[p]; r < g->ring[p + 1]; r++)
        OGR_G_AddGeometryDirectly(polygon, curve(g, r, wkbLinearRing));
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
    size_t from = g->part[i], to = g->part[i + 1];
    if (kind == GEOM_NONE || from == to)
        return NULL;
    if (!multi && to - from == 1)
        return part(g, from, kind);
    OGRGeometryH ret = OGR_G_CreateGeometry(many[kind]);
    for (size_t p = from; p < to; p++)
        OGR_G_AddGeometryDirectly(ret, part(g, p, kind));
    return ret;
}
