/* How distances, directions, lengths and areas on an ellipsoid are asked of PROJ's geodesic.h. */
#include "project/geodesic.h"

#include <geodesic.h>
#include <math.h>

#include "base/arena.h"

const struct ellipsoid WGS84 = {6378137.0, 1 / 298.257223563};

static struct geod_geodesic geod_of(const struct ellipsoid *e)
{
    struct geod_geodesic g;
    geod_init(&g, e->semi_major_m, e->flattening);
    return g;
}

const struct geod_geodesic *geodesic_prepare(struct arena *a, const struct ellipsoid *e)
{
    struct geod_geodesic *g = arena_new(a, struct geod_geodesic);
    *g = geod_of(e);
    return g;
}

double geodesic_inverse_by(const struct geod_geodesic *g, struct lonlat a, struct lonlat b,
                           double *ret_azimuth_a_deg, double *ret_azimuth_b_deg)
{
    double distance_m;
    geod_inverse(g, a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, &distance_m, ret_azimuth_a_deg,
                 ret_azimuth_b_deg);
    return distance_m;
}

struct lonlat geodesic_direct_by(const struct geod_geodesic *g, struct lonlat from,
                                 double azimuth_deg, double distance_m, double *ret_azimuth_deg)
{
    struct lonlat to;
    geod_direct(g, from.lat_deg, from.lon_deg, azimuth_deg, distance_m, &to.lat_deg, &to.lon_deg,
                ret_azimuth_deg);
    return to;
}

double geodesic_inverse(const struct ellipsoid *e, struct lonlat a, struct lonlat b,
                        double *ret_azimuth_a_deg, double *ret_azimuth_b_deg)
{
    struct geod_geodesic g = geod_of(e);
    return geodesic_inverse_by(&g, a, b, ret_azimuth_a_deg, ret_azimuth_b_deg);
}

double geodesic_distance_m(const struct ellipsoid *e, struct lonlat a, struct lonlat b)
{
    return geodesic_inverse(e, a, b, NULL, NULL);
}

struct lonlat geodesic_direct(const struct ellipsoid *e, struct lonlat from, double azimuth_deg,
                              double distance_m, double *ret_azimuth_deg)
{
    struct geod_geodesic g = geod_of(e);
    return geodesic_direct_by(&g, from, azimuth_deg, distance_m, ret_azimuth_deg);
}

/* The area and the perimeter of one ring, or the length of an open line. The area is that of the
 * smaller side, whichever way the ring winds. */
static double measure_ring(const struct geod_geodesic *g, struct ring ring, bool line,
                           double *ret_length_m)
{
    struct geod_polygon p;
    double area = 0;
    geod_polygon_init(&p, line);
    size_t n = ring.n - (!line && ring_is_closed(ring));
    for (size_t k = 0; k < n; k++) {
        struct lonlat at = lonlat_at(ring.xy, k);
        geod_polygon_addpoint(g, &p, at.lat_deg, at.lon_deg);
    }

    geod_polygon_compute(g, &p, false, true, &area, ret_length_m);
    return fabs(area);
}

double geodesic_length_m(const struct ellipsoid *e, const struct geometry *g, size_t i)
{
    struct geod_geodesic geod = geod_of(e);
    double sum = 0, length_m;
    if (g->kind[i] != GEOM_LINE && g->kind[i] != GEOM_POLYGON)
        return 0;

    struct range rings = geometry_rings_of(g, i);
    for (size_t r = rings.from; r < rings.end; r++) {
        measure_ring(&geod, geometry_ring(g, r), g->kind[i] == GEOM_LINE, &length_m);
        sum += length_m;
    }
    return sum;
}

double geodesic_area_m2(const struct ellipsoid *e, const struct geometry *g, size_t i)
{
    struct geod_geodesic geod = geod_of(e);
    double sum = 0, length_m;
    if (g->kind[i] != GEOM_POLYGON)
        return 0;

    struct range parts = geometry_parts_of(g, i);
    for (size_t p = parts.from; p < parts.end; p++) {
        struct range rings = geometry_part_rings(g, p);
        for (size_t r = rings.from; r < rings.end; r++) {
            double area = measure_ring(&geod, geometry_ring(g, r), false, &length_m);
            sum += r == rings.from ? area : -area;
        }
    }
    return sum;
}
