/* How positions go from the globe to the page and back, in a view that is fitted. */
#include "project/view.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "project/domain.h"
#include "project/geodesic.h"

static void to_page(const struct affine *m, const double *xy, struct pagexy *ret)
{
    ret->x_pt = m->xx * xy[0] + m->xy * xy[1] + m->x0;
    ret->y_pt = m->yx * xy[0] + m->yy * xy[1] + m->y0;
}

static void to_map(const struct affine *m, struct pagexy at, double *ret)
{
    ret[0] = (at.x_pt - m->x0) / m->xx; /* the view has no rotation */
    ret[1] = (at.y_pt - m->y0) / m->yy;
}

enum { AT_ONCE = 256 }; /* places in storage on the stack */

/* Turn at most AT_ONCE page points into base degrees, in place; NAN where there is no such
 * place. */
static void to_base(const struct view *v, double *xy, size_t n)
{
    double page[2 * AT_ONCE], again[2 * AT_ONCE];
    memcpy(page, xy, n * 2 * sizeof *xy);
    for (size_t i = 0; i < n; i++)
        to_map(&v->to_page, pagexy_at(page, i), xy + 2 * i);
    transform_inverse(v->domain->project, xy, n);

    /* Beyond the world's edge PROJ gives some answer too, which does not project to where it is
     * from. */
    memcpy(again, xy, n * 2 * sizeof *xy);
    domain_project_places(v->domain, again, n);
    for (size_t i = 0; i < n; i++) {
        struct pagexy back;
        to_page(&v->to_page, again + 2 * i, &back);
        if (!(hypot(back.x_pt - page[2 * i], back.y_pt - page[2 * i + 1]) < 0.01))
            xy[2 * i] = xy[2 * i + 1] = NAN;
    }
}

static bool base_of(const struct view *v, struct pagexy at, double *ret)
{
    ret[0] = at.x_pt;
    ret[1] = at.y_pt;
    to_base(v, ret, 1);
    return isfinite(ret[0]);
}

bool view_point(const struct view *v, struct lonlat at, struct pagexy *ret)
{
    double xy[2] = {at.lon_deg, at.lat_deg};
    transform_points(v->base_from_lonlat, xy, 1);
    domain_project_places(v->domain, xy, 1);
    if (!isfinite(xy[0]))
        return false;
    to_page(&v->to_page, xy, ret);
    return true;
}

void view_lonlats(const struct view *v, double *xy, size_t n)
{
    while (n) {
        size_t some = n < AT_ONCE ? n : AT_ONCE;
        to_base(v, xy, some);
        transform_inverse(v->base_from_lonlat, xy, some);
        for (size_t i = 0; i < some; i++)
            xy[2 * i] = remainder(xy[2 * i], 360);
        xy += 2 * some;
        n -= some;
    }
}

bool view_lonlat(const struct view *v, struct pagexy at, struct lonlat *ret)
{
    double xy[2] = {at.x_pt, at.y_pt};
    view_lonlats(v, xy, 1);
    if (!isfinite(xy[0]))
        return false;
    *ret = (struct lonlat){xy[0], xy[1]};
    return true;
}

double view_pt_per_km(const struct view *v, struct pagexy at)
{
    /* The difference is central, or one-sided at the world's edge. */
    static const double sides[][2] = {{-1, 1}, {0, 1}, {-1, 0}};
    struct ellipsoid e = {v->crs.semi_major_m, v->crs.flattening};

    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        double a[2], b[2];
        if (base_of(v, (struct pagexy){at.x_pt + sides[i][0], at.y_pt}, a) &&
            base_of(v, (struct pagexy){at.x_pt + sides[i][1], at.y_pt}, b)) {
            double m =
                geodesic_distance_m(&e, (struct lonlat){a[0], a[1]}, (struct lonlat){b[0], b[1]});
            if (m > 0)
                return (sides[i][1] - sides[i][0]) / m * 1000;
        }
    }
    return pt_of_metres(1000) / v->scale_denominator;
}

double view_north(const struct view *v, struct pagexy at)
{
    double from[2];
    if (!base_of(v, at, from))
        return 0;

    double step = from[1] > 89 ? -1e-4 : 1e-4;
    double to[2] = {from[0], from[1] + step};
    domain_project_places(v->domain, from, 1);
    domain_project_places(v->domain, to, 1);

    struct pagexy a, b;
    to_page(&v->to_page, from, &a);
    to_page(&v->to_page, to, &b);
    double dx = (b.x_pt - a.x_pt) / step, dy = (b.y_pt - a.y_pt) / step;
    return isfinite(dx) && isfinite(dy) ? atan2(dx, -dy) : 0;
}
