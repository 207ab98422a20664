/* How edges that bend under a projection get vertices, until the page cannot tell the
 * difference. */
#include "project/resample.h"

#include <math.h>
#include <string.h>

static void to_page(const struct affine *m, double *xy)
{
    double x = xy[0], y = xy[1];
    xy[0] = m->xx * x + m->xy * y + m->x0;
    xy[1] = m->yx * x + m->yy * y + m->y0;
}

static double distance_to_segment(const double *p, const double *a, const double *b)
{
    double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2 : 0;
    t = fmax(0, fmin(1, t));
    return hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/* Do all three lie beyond the same side of the clip? */
static bool off_the_page(struct box c, const double *a, const double *m, const double *b)
{
    return (a[0] < c.x0 && m[0] < c.x0 && b[0] < c.x0) ||
           (a[0] > c.x1 && m[0] > c.x1 && b[0] > c.x1) ||
           (a[1] < c.y0 && m[1] < c.y0 && b[1] < c.y0) ||
           (a[1] > c.y1 && m[1] > c.y1 && b[1] > c.y1);
}

/* An end of an edge, in base degrees and on the page. */
struct end {
    double deg[2], pt[2];
};

/* Put the end on the page; false when it cannot be shown. */
static bool project_end(const struct resample *r, struct end *e)
{
    memcpy(e->pt, e->deg, sizeof e->pt);
    domain_project(r->domain, e->pt, 1);
    to_page(&r->to_page, e->pt);
    return isfinite(e->pt[0]) && isfinite(e->pt[1]);
}

/* Longer edges are halved without a test, since the middle of an S lies on its chord. Taste. */
#define TEST_BELOW_DEG 3
#define TEST_BELOW_PT  50

/* Add vertices between a and b by halving, until the middle lies within the tolerance of the
 * chord. */
static void split_edge(const struct resample *r, const struct end *a, const struct end *b,
                       uint8_t flag, int depth, struct paths *ret)
{
    double length_deg = fabs(b->deg[0] - a->deg[0]) + fabs(b->deg[1] - a->deg[1]);
    if (length_deg <= r->straight_deg || depth > 22)
        return;

    struct end m = {{(a->deg[0] + b->deg[0]) / 2, (a->deg[1] + b->deg[1]) / 2}, {0}};
    if (!project_end(r, &m))
        return;
    if (length_deg < 10 && off_the_page(r->clip_pt, a->pt, m.pt, b->pt))
        return;

    double length_pt = hypot(b->pt[0] - a->pt[0], b->pt[1] - a->pt[1]);
    if (length_deg < TEST_BELOW_DEG && (length_pt < TEST_BELOW_PT || depth > 8) &&
        distance_to_segment(m.pt, a->pt, b->pt) <= r->tol_pt)
        return;

    split_edge(r, a, &m, flag, depth + 1, ret);
    paths_add(ret, m.pt[0], m.pt[1], flag);
    split_edge(r, &m, b, flag, depth + 1, ret);
}

/* The two pieces of a country that was cut along a meridian share a hidden edge: both get the same
 * vertices, so that no hairline shows between them. */
static void step_along_meridian(const struct resample *r, const struct end *a, const struct end *b,
                                struct paths *ret)
{
    double step = r->seam_step_deg, from = a->deg[1], to = b->deg[1];
    double lo = fmax(fmin(from, to), r->window_deg.y0 - step);
    double hi = fmin(fmax(from, to), r->window_deg.y1 + step);
    double first = floor(lo / step) + 1, last = ceil(hi / step) - 1;

    for (double k = first; k <= last; k++) {
        struct end m = {{a->deg[0], (from < to ? k : first + last - k) * step}, {0}};
        if (project_end(r, &m))
            paths_add(ret, m.pt[0], m.pt[1], PATH_HIDDEN | PATH_EXACT);
    }
}

static void resample_edge(const struct resample *r, const struct paths *in, size_t i, size_t j,
                          const double *at, struct paths *ret)
{
    uint8_t flag = in->flag[i];
    const double *from = in->xy + 2 * i, *to = in->xy + 2 * j;
    double length_deg = fabs(to[0] - from[0]) + fabs(to[1] - from[1]);
    if (length_deg <= r->straight_deg || (flag & PATH_EXACT))
        return;

    struct end a = {{from[0], from[1]}, {at[2 * i], at[2 * i + 1]}};
    struct end b = {{to[0], to[1]}, {at[2 * j], at[2 * j + 1]}};
    if (!isfinite(b.pt[0]))
        return;

    if ((flag & PATH_HIDDEN) && from[0] == to[0])
        step_along_meridian(r, &a, &b, ret);
    else
        split_edge(r, &a, &b, flag, 0, ret);
}

void resample_paths(const struct resample *r, const struct paths *in, struct paths *scratch,
                    struct paths *ret)
{
    paths_clear(ret, in->closed);
    paths_clear(scratch, in->closed);
    if (!in->n)
        return;

    double *at = paths_room(scratch, in->n);
    memcpy(at, in->xy, in->n * 2 * sizeof *at);
    domain_project(r->domain, at, in->n);
    for (size_t i = 0; i < in->n; i++)
        to_page(&r->to_page, at + 2 * i);

    for (size_t p = 0; p < in->n_paths; p++) {
        size_t from = in->start[p], end = paths_end(in, p);
        paths_open(ret);
        for (size_t i = from; i < end; i++) {
            if (!isfinite(at[2 * i]) || !isfinite(at[2 * i + 1]))
                continue;
            paths_add(ret, at[2 * i], at[2 * i + 1], in->flag[i]);
            if (in->closed || i + 1 < end)
                resample_edge(r, in, i, i + 1 < end ? i + 1 : from, at, ret);
        }
    }

    paths_end_last(ret);
}
