/* How rings and lines are cut to a circle on the globe, and measured from its centre. */
#include "project/cap.h"

#include <math.h>

#include "base/units.h"

static void to_vector(double lon_deg, double lat_deg, double *ret)
{
    double c = cos(radians(lat_deg));
    ret[0] = c * cos(radians(lon_deg));
    ret[1] = c * sin(radians(lon_deg));
    ret[2] = sin(radians(lat_deg));
}

static double dot(const double *a, const double *b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

void cap_init(struct cap *ret, double lon_deg, double lat_deg, double radius_deg)
{
    struct cap *cap = ret;
    double l = radians(lon_deg), f = radians(lat_deg);

    cap->centre = (struct lonlat){lon_deg, lat_deg};
    cap->radius_deg = radius_deg;
    cap->cos_radius = cos(radians(radius_deg));
    to_vector(lon_deg, lat_deg, cap->axis);

    cap->east[0] = -sin(l);
    cap->east[1] = cos(l);
    cap->east[2] = 0;
    cap->north[0] = -sin(f) * cos(l);
    cap->north[1] = -sin(f) * sin(l);
    cap->north[2] = cos(f);
}

struct lonlat cap_circle(const struct cap *cap, double angle, double radius_deg)
{
    double s = sin(radians(radius_deg)), c = cos(radians(radius_deg)), p[3];
    for (int i = 0; i < 3; i++)
        p[i] = c * cap->axis[i] + s * (cos(angle) * cap->north[i] + sin(angle) * cap->east[i]);
    return (struct lonlat){degrees(atan2(p[1], p[0])), degrees(atan2(p[2], hypot(p[0], p[1])))};
}

double cap_depth(const struct cap *cap, const double *xy)
{
    double p[3];
    to_vector(xy[0], xy[1], p);
    return dot(cap->axis, p) - cap->cos_radius;
}

static double cap_along(const struct cap *cap, const double *xy)
{
    double p[3];
    to_vector(xy[0], xy[1], p);
    double angle = atan2(dot(cap->east, p), dot(cap->north, p));
    return angle < 0 ? angle + 2 * M_PI : angle;
}

/* Radians: a quarter of a degree. On a circle of 5000 pt the chord strays by 0.012 pt. */
#define ARC_STEP radians(0.25)

void cap_arc(const struct cap *cap, double from, double to, struct paths *ret)
{
    double lo = fmin(from, to), hi = fmax(from, to);

    /* At multiples of the step, so that two polygons that share the boundary share its vertices. */
    double first = floor(lo / ARC_STEP) + 1, last = ceil(hi / ARC_STEP) - 1;
    for (double k = first; k <= last; k++) {
        double angle = (from < to ? k : first + last - k) * ARC_STEP;
        struct lonlat at = cap_circle(cap, angle, cap->radius_deg);
        paths_add(ret, at.lon_deg, at.lat_deg, PATH_HIDDEN | PATH_EXACT);
    }
}

/* What the callbacks of the cutter need. */
struct cut_ctx {
    const struct cap *cap;
    const struct paths *rings;
};

static double cut_depth(const void *ctx, const double *xy)
{
    return cap_depth(((const struct cut_ctx *)ctx)->cap, xy);
}

static double cut_along(const void *ctx, const double *xy)
{
    return cap_along(((const struct cut_ctx *)ctx)->cap, xy);
}

static void cut_arc(const void *ctx, double from, double to, struct paths *ret)
{
    cap_arc(((const struct cut_ctx *)ctx)->cap, from, to, ret);
}

static bool cut_in_polygon(const void *ctx, double along)
{
    const struct cut_ctx *cut = ctx;
    struct lonlat at = cap_circle(cut->cap, along, cut->cap->radius_deg);
    bool in = false;
    for (int turn = -2; turn <= 2; turn++)
        in ^= paths_hold(cut->rings, at.lon_deg + 360 * turn, at.lat_deg);
    return in;
}

double cap_edge_bound_deg(const double *a, const double *b)
{
    double low = (a[1] < 0) != (b[1] < 0) ? 0 : fmin(fabs(a[1]), fabs(b[1]));
    return fabs(b[1] - a[1]) + fabs(b[0] - a[0]) * cos(radians(low));
}

double cap_distance_deg(const struct cap *cap, const double *xy)
{
    double p[3];
    to_vector(xy[0], xy[1], p);
    return degrees(acos(fmax(-1, fmin(1, dot(cap->axis, p)))));
}

/* Split the edges that come near the circle, so that each meets it at most once. */
static void refine_near_circle(const struct cap *cap, const struct paths *in, struct paths *ret)
{
    const double step_deg = 0.25; /* as fine as the circle's own vertices */

    paths_clear(ret, in->closed);
    for (size_t p = 0; p < in->n_paths; p++) {
        size_t from = in->start[p], end = paths_end(in, p);
        paths_open(ret);
        for (size_t i = from; i < end; i++) {
            const double *a = in->xy + 2 * i, *b = in->xy + 2 * (i + 1 < end ? i + 1 : from);
            paths_add(ret, a[0], a[1], in->flag[i]);
            if (!in->closed && i + 1 == end)
                break;

            double length = cap_edge_bound_deg(a, b);
            if (length <= step_deg)
                continue;

            double before = cap_distance_deg(cap, a) - cap->radius_deg;
            double after = cap_distance_deg(cap, b) - cap->radius_deg;
            if ((before > 0) == (after > 0) && fmin(fabs(before), fabs(after)) > length / 2)
                continue;

            int n = (int)ceil(length / step_deg);
            for (int k = 1; k < n; k++)
                paths_add(ret, a[0] + (b[0] - a[0]) * k / n, a[1] + (b[1] - a[1]) * k / n,
                          in->flag[i]);
        }
    }

    paths_end_last(ret);
}

double cap_chord(const double *a, const double *b)
{
    double p[3], q[3], off[3];
    to_vector(a[0], a[1], p);
    to_vector(b[0], b[1], q);
    for (int k = 0; k < 3; k++)
        off[k] = p[k] - q[k];
    return sqrt(dot(off, off));
}

void cap_cut(const struct cap *cap, struct cutter *cutter, struct paths *p, struct paths *spare)
{
    refine_near_circle(cap, p, spare);
    paths_swap(p, spare);
    struct cut_ctx ctx = {cap, p};
    struct cut_curve curve = {
        .ctx = &ctx,
        .period = 2 * M_PI,
        .depth = cut_depth,
        .along = cut_along,
        .arc = cut_arc,
        .in_polygon = cut_in_polygon,
    };
    cut_at_curve(cutter, p, &curve, spare);
    paths_swap(p, spare);
}
