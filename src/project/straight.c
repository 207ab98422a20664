/* How lengths and areas of edges that are straight in longitude and latitude are integrated. */
#include "project/straight.h"

#include <math.h>

#include "base/units.h"

/* Gauss-Legendre quadrature with five points is exact to 1e-13 while a piece spans no more than
 * this. */
static const double SPAN_RAD = 0.25;
static const double node[] = {0.046910077030668, 0.2307653449471585, 0.5, 0.7692346550528415,
                              0.953089922969332};
static const double weight[] = {0.11846344252809454, 0.23931433524968324, 0.28444444444444444,
                                0.23931433524968324, 0.11846344252809454};

/* 2 / b^2 times the area between the equator and a latitude, for each radian of longitude. */
static double zone(double ecc, double lat_rad)
{
    double s = sin(lat_rad), es = ecc * s;
    return s / (1 - es * es) + (ecc > 0 ? atanh(es) / ecc : s);
}

/* The mean of `zone` along an edge, less `base`: subtracted early, so that digits are left. */
static double mean_zone(double ecc, double from_rad, double to_rad, double base)
{
    int pieces = (int)ceil(fabs(to_rad - from_rad) / SPAN_RAD);
    double sum = 0;
    if (pieces < 1)
        return zone(ecc, from_rad) - base;

    for (int p = 0; p < pieces; p++) {
        for (int k = 0; k < 5; k++)
            sum += weight[k] *
                   (zone(ecc, from_rad + (to_rad - from_rad) * (p + node[k]) / pieces) - base);
    }
    return sum / pieces;
}

double straight_ring_m2(const struct ellipsoid *e, const double *xy, size_t n)
{
    double f = e->flattening, ecc = sqrt(f * (2 - f)), b = e->semi_major_m * (1 - f), sum = 0;
    double base = n ? zone(ecc, xy[1] * RAD_PER_DEG) : 0;
    for (size_t k = 0; k + 1 < n; k++) {
        const double *p = xy + 2 * k;
        if (p[0] != p[2])
            sum += (p[2] - p[0]) * mean_zone(ecc, p[1] * RAD_PER_DEG, p[3] * RAD_PER_DEG, base);
    }
    return fabs(sum) * RAD_PER_DEG * b * b / 2;
}

double straight_area_m2(const struct ellipsoid *e, const struct geometry *g, size_t i)
{
    double sum = 0;
    if (g->kind[i] != GEOM_POLYGON)
        return 0;

    struct range parts = geometry_parts_of(g, i);
    for (size_t p = parts.from; p < parts.end; p++) {
        struct range rings = geometry_part_rings(g, p);
        for (size_t r = rings.from; r < rings.end; r++) {
            struct ring ring = geometry_ring(g, r);
            double area = straight_ring_m2(e, ring.xy, ring.n);
            sum += r == rings.from ? area : -area;
        }
    }
    return sum;
}

/* Metres for each radian northward and eastward. */
static void find_radii(const struct ellipsoid *e, double lat_rad, double *ret_north,
                       double *ret_east)
{
    double s = sin(lat_rad), e2 = e->flattening * (2 - e->flattening), w = 1 - e2 * s * s;
    *ret_north = e->semi_major_m * (1 - e2) / (w * sqrt(w));
    *ret_east = e->semi_major_m * cos(lat_rad) / sqrt(w);
}

double straight_edge_m(const struct ellipsoid *e, struct lonlat a, struct lonlat b)
{
    double x = (b.lon_deg - a.lon_deg) * RAD_PER_DEG, y = (b.lat_deg - a.lat_deg) * RAD_PER_DEG,
           sum = 0;
    int pieces = (int)ceil(fmax(fabs(x), fabs(y)) / SPAN_RAD);

    for (int p = 0; p < pieces; p++) {
        for (int k = 0; k < 5; k++) {
            double north, east;
            find_radii(e, a.lat_deg * RAD_PER_DEG + y * (p + node[k]) / pieces, &north, &east);
            sum += weight[k] * hypot(north * y, east * x);
        }
    }
    return pieces ? sum / pieces : 0;
}

double straight_path_m(const struct ellipsoid *e, const double *xy, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k + 1 < n; k++)
        sum += straight_edge_m(e, lonlat_at(xy, k), lonlat_at(xy, k + 1));
    return sum;
}

double straight_length_m(const struct ellipsoid *e, const struct geometry *g, size_t i)
{
    double sum = 0;
    if (g->kind[i] != GEOM_LINE && g->kind[i] != GEOM_POLYGON)
        return 0;

    struct range rings = geometry_rings_of(g, i);
    for (size_t r = rings.from; r < rings.end; r++) {
        struct ring ring = geometry_ring(g, r);
        sum += straight_path_m(e, ring.xy, ring.n);
    }
    return sum;
}
