/* Moves a line sideways, for strokes with an offset. */
#include <math.h>

#include "draw/shapes.h"

/* Times the offset: a corner that goes further out is cut off (taste). */
static const double miter_max = 2;

/* Unit vector to the right of p -> q where y points down; false where they coincide. */
static bool right_of(const double *p, const double *q, double ret[2])
{
    double dx = q[0] - p[0], dy = q[1] - p[1], len = hypot(dx, dy);
    if (!(len > 0) || !isfinite(len))
        return false;
    ret[0] = -dy / len;
    ret[1] = dx / len;
    return true;
}

/* Where a corner with the normals `a` and `b` is moved to: along their bisector, by 1 / cos(half
 * the turn); false where that is too far, or where the line turns back. */
static bool corner_normal(const double a[2], const double b[2], double ret[2])
{
    double sx = a[0] + b[0], sy = a[1] + b[1];
    double square = sx * sx + sy * sy; /* 2 + 2 cos(turn) = 4 cos^2(half) */
    if (!(square * miter_max * miter_max >= 4))
        return false;
    ret[0] = sx * 2 / square;
    ret[1] = sy * 2 / square;
    return true;
}

/* The normals of the edge that arrives at vertex k and of the one that leaves it; vertices that
 * coincide are passed over. */
static bool normals_at(const double *xy, size_t n, bool closed, size_t k, double a[2], double b[2])
{
    bool has_a = false, has_b = false;
    size_t edges = n - 1;
    for (size_t s = 1; s <= edges && !has_a && (closed || s <= k); s++) {
        size_t e = (k + edges - s) % edges;
        has_a = right_of(xy + 2 * e, xy + 2 * e + 2, a);
    }

    for (size_t s = 0; s < edges && !has_b && (closed || k + s < edges); s++) {
        size_t e = (k + s) % edges;
        has_b = right_of(xy + 2 * e, xy + 2 * e + 2, b);
    }

    if (!has_a && !has_b)
        return false;
    if (!has_a)
        a[0] = b[0], a[1] = b[1];
    if (!has_b)
        b[0] = a[0], b[1] = a[1];
    return true;
}

/* A line to p, moved; or a move, for the first point. */
static void move_or_line(struct canvas *c, bool *begun, const double *p, const double by[2],
                         double offset_pt)
{
    (*begun ? c->impl->line : c->impl->move)(c, p[0] + by[0] * offset_pt, p[1] + by[1] * offset_pt);
    *begun = true;
}

void parallel_path(struct canvas *c, const double *xy, size_t n, bool closed, double offset_pt)
{
    bool begun = false;
    for (size_t k = 0; k + closed < n; k++) {
        double a[2], b[2], by[2];
        const double *p = xy + 2 * k;
        if (!isfinite(p[0]) || !isfinite(p[1]) || !normals_at(xy, n, closed, k, a, b))
            continue;

        if (corner_normal(a, b, by)) {
            move_or_line(c, &begun, p, by, offset_pt);
        } else { /* the ends of both sides */
            move_or_line(c, &begun, p, a, offset_pt);
            move_or_line(c, &begun, p, b, offset_pt);
        }
    }
    if (closed && begun)
        c->impl->close(c);
}
