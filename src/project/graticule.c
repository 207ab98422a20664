#include <math.h>

#include "base/arena.h"
#include "project/shape.h"

static void add_line(struct geom_builder *b, bool meridian, double deg, struct box w)
{
    /* A degree apart, so that neither pole nor cap is stepped over; the rest is the resampling's.
     */
    double from = meridian ? w.y0 : w.x0, to = meridian ? w.y1 : w.x1;
    int n = (int)ceil(to - from);
    geom_feature(b, GEOM_LINE);
    geom_part(b);
    geom_ring(b);
    for (int i = 0; i <= n; i++) {
        double t = i == n ? to : from + (to - from) * i / n;
        geom_xy(b, meridian ? deg : t, meridian ? t : deg);
    }
}

bool graticule_lines(struct arena *a, const struct view *v, double every_lon_deg,
                     double every_lat_deg, struct geometry *ret, struct graticule_line **ret_lines,
                     struct lode_err *err)
{
    struct geom_builder b = {0};
    struct box w = v->window_deg;
    ARRAY(struct graticule_line) lines = {0};
    if (every_lon_deg > 0) {
        double first = ceil(w.x0 / every_lon_deg - 1e-9), last = floor(w.x1 / every_lon_deg + 1e-9);
        for (double k = first; k <= last && lines.n < 2000; k++) {
            if (k * every_lon_deg >= w.x0 + 360 - 1e-9)
                break; /* the first one again */
            add_line(&b, true, k * every_lon_deg, w);
            double deg = k * every_lon_deg;
            *array_add(a, &lines) = (struct graticule_line){true, deg > 180 ? deg - 360 : deg};
        }
    }
    if (every_lat_deg > 0) {
        double first = ceil(w.y0 / every_lat_deg - 1e-9), last = floor(w.y1 / every_lat_deg + 1e-9);
        for (double k = first; k <= last && lines.n < 4000; k++) {
            if (fabs(k * every_lat_deg) > 90 - 1e-9)
                continue;
            add_line(&b, false, k * every_lat_deg, w);
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
