/* How large a GEOS geometry is on the ground: square metres and metres on the ellipsoid. */
#include "base/arena.h"
#include "overlay/step.h"
#include "project/straight.h"

static double measure_path(struct step *s, const GEOSGeometry *path,
                           double (*measure)(const struct ellipsoid *, const double *, size_t))
{
    struct arena scratch = *s->arena;
    const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(s->geos->handle, path);
    unsigned n = 0;

    GEOSCoordSeq_getSize_r(s->geos->handle, seq, &n);
    double *xy = arena_array(&scratch, double, 2 * (size_t)n);
    if (!n || !GEOSCoordSeq_copyToBuffer_r(s->geos->handle, seq, xy, 0, 0))
        return 0;

    return measure(&WGS84, xy, n);
}

static double polygon_m2(struct step *s, const GEOSGeometry *polygon)
{
    GEOSContextHandle_t h = s->geos->handle;
    if (GEOSisEmpty_r(h, polygon) == 1)
        return 0;

    double sum = measure_path(s, GEOSGetExteriorRing_r(h, polygon), straight_ring_m2);
    for (int k = 0; k < GEOSGetNumInteriorRings_r(h, polygon); k++)
        sum -= measure_path(s, GEOSGetInteriorRingN_r(h, polygon, k), straight_ring_m2);
    return sum;
}

static double sum_of(struct step *s, const GEOSGeometry *one,
                     double (*measure)(struct step *, const GEOSGeometry *))
{
    double sum = 0;
    for (int k = 0; k < GEOSGetNumGeometries_r(s->geos->handle, one); k++)
        sum += measure(s, GEOSGetGeometryN_r(s->geos->handle, one, k));
    return sum;
}

double area_m2(struct step *s, const GEOSGeometry *one)
{
    int type = GEOSGeomTypeId_r(s->geos->handle, one);
    return type >= GEOS_MULTIPOINT ? sum_of(s, one, area_m2)
           : type == GEOS_POLYGON  ? polygon_m2(s, one)
                                   : 0;
}

double length_m(struct step *s, const GEOSGeometry *one)
{
    int type = GEOSGeomTypeId_r(s->geos->handle, one);
    return type >= GEOS_MULTIPOINT ? sum_of(s, one, length_m)
           : type == GEOS_LINESTRING || type == GEOS_LINEARRING
               ? measure_path(s, one, straight_path_m)
               : 0;
}
