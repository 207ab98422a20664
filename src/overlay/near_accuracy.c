#include "overlay/near_accuracy.h"

#include "base/arena.h"
#include "base/log.h"
#include "project/crs.h"

double near_accuracy_m(struct arena *a, const struct features *f)
{
    struct crs from, to;
    struct transform *t;
    struct lode_err ignored = {0}; /* the layer was moved this way before */
    if (str_is(f->crs, "EPSG:4326") || !crs_parse(a, f->crs, f->crs_at, &from, &ignored) ||
        !crs_parse(a, STR("EPSG:4326"), f->crs_at, &to, &ignored) ||
        !transform_create(a, &from, &to, f->crs_at, &t, &ignored))
        return 0;
    struct box all = geometry_box(&f->table.geom);
    if (box_is_empty(all))
        return 0;
    double m = transform_accuracy_m(t, (all.x0 + all.x1) / 2, (all.y0 + all.y1) / 2);
    if (m >= 0)
        return m;
    log_warn(f->crs_at, "crs-ballpark",
             "PROJ has no sure way from '%.*s' to WGS 84: places of '%.*s', and distances to them, "
             "may be off by a hundred metres",
             STR_FMT(from.name), STR_FMT(f->table.name));
    return 0;
}
