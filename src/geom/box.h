/* Places, boxes and affine maps. Many places lie interleaved: x, y, x, y, ... A box is closed on
 * all sides; {0, 0, 0, 0} is a point, BOX_EMPTY holds nothing. */
#ifndef LODE_GEOM_BOX_H
#define LODE_GEOM_BOX_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Coordinate spaces are types, so the compiler catches the mix-up that maps are famous for. */
struct lonlat {
    double lon_deg, lat_deg;
};
struct mapxy {
    double x_m, y_m; /* y up */
};
struct pagexy {
    double x_pt, y_pt; /* y down, origin at the top left of the page */
};
/* A place in whatever system the coordinates are. */
struct xy {
    double x, y;
};

/* Place `k` of interleaved coordinates. */
static inline struct xy xy_at(const double *xy, size_t k)
{
    return (struct xy){xy[2 * k], xy[2 * k + 1]};
}
static inline struct lonlat lonlat_at(const double *deg, size_t k)
{
    return (struct lonlat){deg[2 * k], deg[2 * k + 1]};
}
static inline struct pagexy pagexy_at(const double *pt, size_t k)
{
    return (struct pagexy){pt[2 * k], pt[2 * k + 1]};
}
static inline void xy_set(double *xy, size_t k, double x, double y)
{
    xy[2 * k] = x;
    xy[2 * k + 1] = y;
}

struct box {
    double x0, y0, x1, y1;
};
#define BOX_EMPTY ((struct box){INFINITY, INFINITY, -INFINITY, -INFINITY})

static inline bool box_is_empty(struct box b)
{
    return !(b.x0 <= b.x1 && b.y0 <= b.y1);
}
static inline bool box_meets(struct box a, struct box b)
{
    return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}
/* As box_meets, for boxes in degrees of longitude and latitude: the right side of either may lie
 * beyond 180, so `b` is also tried one turn to the west and one to the east. */
static inline bool box_meets_turned(struct box b, struct box window)
{
    for (int turn = -360; turn <= 360; turn += 360) {
        if (box_meets((struct box){b.x0 + turn, b.y0, b.x1 + turn, b.y1}, window))
            return true;
    }
    return false;
}
static inline bool box_holds(struct box outer, struct box inner)
{
    return outer.x0 <= inner.x0 && inner.x1 <= outer.x1 && outer.y0 <= inner.y0 &&
           inner.y1 <= outer.y1;
}
static inline struct box box_add(struct box b, double x, double y)
{
    return (struct box){fmin(b.x0, x), fmin(b.y0, y), fmax(b.x1, x), fmax(b.y1, y)};
}
/* The box around `n` interleaved places. */
static inline struct box box_around(const double *xy, size_t n)
{
    struct box b = BOX_EMPTY;
    for (size_t k = 0; k < n; k++) {
        double x = xy[2 * k], y = xy[2 * k + 1];
        /* Not fmin, which is a call: this is done for each vertex. */
        b.x0 = x < b.x0 ? x : b.x0;
        b.x1 = x > b.x1 ? x : b.x1;
        b.y0 = y < b.y0 ? y : b.y0;
        b.y1 = y > b.y1 ? y : b.y1;
    }
    return b;
}
static inline struct box box_join(struct box a, struct box b)
{
    return (struct box){fmin(a.x0, b.x0), fmin(a.y0, b.y0), fmax(a.x1, b.x1), fmax(a.y1, b.y1)};
}
static inline struct box box_grow(struct box b, double by)
{
    return (struct box){b.x0 - by, b.y0 - by, b.x1 + by, b.y1 + by};
}
static inline double box_width(struct box b)
{
    return b.x1 - b.x0;
}
static inline double box_height(struct box b)
{
    return b.y1 - b.y0;
}

/* An affine map: x' = xx x + xy y + x0, y' = yx x + yy y + y0 */
struct affine {
    double xx, xy, yx, yy, x0, y0;
};

#endif
