/* Lengths on paper and angles, from one unit to another. Page lengths are kept in points (1/72 in),
 * angles of documents and places in degrees. */
#ifndef LODE_BASE_UNITS_H
#define LODE_BASE_UNITS_H

#include <math.h>

#define PT_PER_IN 72.0
#define PT_PER_MM (PT_PER_IN / 25.4)

static inline double pt_of_metres(double m)
{
    return m * 72 / 0.0254;
}

static inline double metres_of_pt(double pt)
{
    return pt * 0.0254 / 72;
}

/* For what is done to each vertex: `radians` divides, which takes five times as long. */
#define RAD_PER_DEG 0.017453292519943295

static inline double radians(double deg)
{
    return deg * M_PI / 180;
}

static inline double degrees(double rad)
{
    return rad * 180 / M_PI;
}

/* A latitude up to so much beyond a pole (about 100 m) is the pole: single precision, or a change of
 * datum, leaves poles there. */
#define BEYOND_POLE_DEG 1e-3

#endif
