/* How the lines of a graticule are made inside the frame. */
#include <math.h>

#include "base/arena.h"
#include "project/domain.h"
#include "project/shape.h"

/* A meridian at `deg`, or a parallel, with a vertex every degree, so that neither a pole nor a cap
 * is stepped over; resampling adds the rest. */
static void add_line(struct geom_builder *b, bool meridian, double deg, double from, double to)
{
    int n = (int)fmax(1, ceil(to - from));
    geom_feature(b, GEOM_LINE);
    geom_part(b);
    geom_ring(b);

    for (int i = 0; i <= n; i++) {
        double t = i == n ? to : from + (to - from) * i / n;
        geom_xy(b, meridian ? deg : t, meridian ? t : deg);
    }
}

/* Is the pole one point on the page? */
static bool pole_is_point(const struct view *v, int sign)
{
    struct pagexy a, b;
    double lon0 = v->domain->centre.lon_deg;
    return view_point(v, (struct lonlat){lon0 - 90, 90.0 * sign}, &a) &&
           view_point(v, (struct lonlat){lon0 + 90, 90.0 * sign}, &b) &&
           hypot(a.x_pt - b.x_pt, a.y_pt - b.y_pt) < 0.1;
}

/* Where all meridians meet in a point they make a blot: only those of every 90 degrees run into it,
 * the others end at the last parallel, as on printed maps. */
static void trim_at_poles(const struct view *v, double every_lat_deg, double *south, double *north)
{
    double last = every_lat_deg > 0 ? every_lat_deg * (ceil(90 / every_lat_deg - 1e-9) - 1) : 85;
    if (*north > last && pole_is_point(v, 1))
        *north = last;
    if (*south < -last && pole_is_point(v, -1))
        *south = -last;
}

bool graticule_lines(struct arena *a, const struct view *v, double every_lon_deg,
                     double every_lat_deg, struct geometry *ret, struct graticule_line **ret_lines,
                     struct lode_err *err)
{
    struct geom_builder b = {0};
    struct box w = v->window_deg;
    ARRAY(struct graticule_line) lines = {0};
    double south = w.y0, north = w.y1;
    trim_at_poles(v, every_lat_deg, &south, &north);

    if (every_lon_deg > 0) {
        double first = ceil(w.x0 / every_lon_deg - 1e-9), last = floor(w.x1 / every_lon_deg + 1e-9);
        for (double k = first; k <= last && lines.n < 2000; k++) {
            if (k * every_lon_deg >= w.x0 + 360 - 1e-9)
                break; /* the first meridian again */

            double deg = k * every_lon_deg;
            bool main = fabs(remainder(deg, 90)) < 1e-9;
            if (!main && !(south < north))
                continue;

            add_line(&b, true, deg, main ? w.y0 : south, main ? w.y1 : north);
            *array_add(a, &lines) = (struct graticule_line){true, deg > 180 ? deg - 360 : deg};
        }
    }

    if (every_lat_deg > 0) {
        double first = ceil(w.y0 / every_lat_deg - 1e-9), last = floor(w.y1 / every_lat_deg + 1e-9);
        for (double k = first; k <= last && lines.n < 4000; k++) {
            if (fabs(k * every_lat_deg) > 90 - 1e-9)
                continue;
            add_line(&b, false, k * every_lat_deg, w.x0, w.x1);
            *array_add(a, &lines) = (struct graticule_line){false, k * every_lat_deg};
        }
    }

    struct features f = {.crs = STR("EPSG:4326"), .crs_at = v->at};
    geom_finish(a, &b, &f.table.geom);
    f.table.n = f.table.geom.n;
    f.table.name = STR("graticule");

    *ret_lines = lines.v;
    return shape_to_page(a, v, &f, &(struct shape_params){0}, ret, err);
}
