/* How vertices are dropped from a line in one pass, with a sector of directions that narrows. */
#include "geom/simplify.h"

#include <math.h>

/* Directions from the key vertex whose ray passes within tol of all vertices since, between two
 * unit vectors, lo clockwise of hi; at most half a turn. */
struct sector {
    double lo[2], hi[2];
    double reach; /* distance to the furthest vertex since the key */
    bool open;    /* no vertex has narrowed it yet */
};

static double cross(const double *a, const double *b)
{
    return a[0] * b[1] - a[1] * b[0];
}

static double dot(const double *a, const double *b)
{
    return a[0] * b[0] + a[1] * b[1];
}

/* Can the kept line end at key + d, at distance r? */
static bool admits(const struct sector *s, const double *d, double r)
{
    if (s->open)
        return true;
    return r >= s->reach && cross(s->lo, d) >= 0 && cross(d, s->hi) >= 0;
}

/* Leave those directions that pass within `tol` of the vertex at key + d, too. */
static void narrow(struct sector *s, const double *d, double r, double tol)
{
    if (r <= tol)
        return;

    double u[2] = {d[0] / r, d[1] / r};
    double sin_a = tol / r, cos_a = sqrt(1 - sin_a * sin_a);
    double lo[2] = {u[0] * cos_a + u[1] * sin_a, u[1] * cos_a - u[0] * sin_a};
    double hi[2] = {u[0] * cos_a - u[1] * sin_a, u[1] * cos_a + u[0] * sin_a};

    if (s->open || cross(s->lo, lo) > 0) {
        s->lo[0] = lo[0];
        s->lo[1] = lo[1];
    }
    if (s->open || cross(hi, s->hi) > 0) {
        s->hi[0] = hi[0];
        s->hi[1] = hi[1];
    }
    s->open = false;
    s->reach = r;
}

static void difference(const double *xy, size_t from, size_t to, double *ret)
{
    struct xy a = xy_at(xy, from), b = xy_at(xy, to);
    ret[0] = b.x - a.x;
    ret[1] = b.y - a.y;
}

static bool must_stay(const uint8_t *flag, size_t i)
{
    return flag && (flag[i] != flag[i - 1] || (flag[i] & PATH_EXACT));
}

/* For a ring of which all vertices would be dropped: the vertex furthest from the first, and the
 * one furthest from the line between these two, still show it. */
static size_t keep_three(const double *xy, size_t n, uint32_t *keep)
{
    size_t far = 1, side = 0;
    double best = -1;
    for (size_t i = 1; i < n; i++) {
        double d[2];
        difference(xy, 0, i, d);
        if (hypot(d[0], d[1]) > best)
            best = hypot(d[0], d[1]), far = i;
    }

    best = -1;
    double to_far[2];
    difference(xy, 0, far, to_far);
    for (size_t i = 1; i < n; i++) {
        double d[2];
        difference(xy, 0, i, d);
        if (i != far && fabs(cross(to_far, d)) > best)
            best = fabs(cross(to_far, d)), side = i;
    }

    keep[0] = 0;
    keep[1] = (uint32_t)(far < side ? far : side);
    keep[2] = (uint32_t)(far < side ? side : far);
    return 3;
}

size_t simplify_path(const double *xy, const uint8_t *flag, size_t n, bool closed, double tol,
                     uint32_t *ret_keep)
{
    if (n <= (closed ? 3 : 2) || !(tol > 0)) {
        for (size_t i = 0; i < n; i++)
            ret_keep[i] = (uint32_t)i;
        return n;
    }

    size_t kept = 0, key = 0, last = closed ? n : n - 1;
    struct sector s = {.open = true};
    ret_keep[kept++] = 0;
    for (size_t i = 1; i <= last; i++) {
        size_t v = i % n;
        double d[2];
        difference(xy, key, v, d);
        double r = sqrt(dot(d, d));

        bool forced = i - 1 > key && must_stay(flag, i - 1);
        if (forced || !admits(&s, d, r)) {
            key = i - 1;
            ret_keep[kept++] = (uint32_t)key;
            s = (struct sector){.open = true};
            difference(xy, key, v, d);
            r = sqrt(dot(d, d));
        }
        narrow(&s, d, r, tol);
    }

    if (!closed)
        ret_keep[kept++] = (uint32_t)(n - 1);
    if (closed && kept < 3)
        return keep_three(xy, n, ret_keep);
    return kept;
}
