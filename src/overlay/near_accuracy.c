/* How well PROJ's transformation of a layer to WGS 84 is known, from PROJ's own statement. */
#include "overlay/near_accuracy.h"

#include <math.h>

#include "base/arena.h"
#include "project/crs.h"

/* The transformation of a layer to WGS 84, and a place in the middle of the layer. False where
 * there is none: the layer is on WGS 84, or is empty. */
static bool transformation_of(struct arena *a, const struct features *f, struct crs *ret_from,
                              struct transform **ret, double *ret_x, double *ret_y)
{
    struct crs to;
    struct lode_err ignored = {0}; /* the layer was moved this way before */
    struct box all = geometry_box(&f->table.geom);

    *ret_x = (all.x0 + all.x1) / 2;
    *ret_y = (all.y0 + all.y1) / 2;
    if (str_is(f->crs, "EPSG:4326") || box_is_empty(all) ||
        !crs_parse(a, f->crs, f->crs_at, ret_from, &ignored) ||
        !crs_parse(a, STR("EPSG:4326"), f->crs_at, &to, &ignored) ||
        !transform_create(a, ret_from, &to, f->crs_at, ret, &ignored))
        return false;

    transform_settle(a, *ret, all, geometry_is_points(&f->table.geom));
    return true;
}

double near_accuracy_m(struct arena *a, const struct features *f)
{
    struct crs from;
    struct transform *t;
    double x, y;
    if (!transformation_of(a, f, &from, &t, &x, &y))
        return 0;

    return fmax(0, transform_accuracy_m(t, x, y));
}

double near_accuracy_between_m(struct arena *a, const struct features *f,
                               const struct features *other)
{
    return near_accuracy_m(a, f) + (other == f ? 0 : near_accuracy_m(a, other)) + f->accuracy_m +
           other->accuracy_m;
}

static struct str way_to_wgs84(struct arena *a, const struct features *f)
{
    struct crs from;
    struct transform *t;
    double x, y;
    if (!transformation_of(a, f, &from, &t, &x, &y))
        return STR("on WGS 84 as they are");

    double m = transform_accuracy_m(t, x, y);
    struct str operation = transform_operation(a, t, x, y);
    return m < 0 ? str_format(a, "to WGS 84 by '%.*s', whose accuracy PROJ does not state",
                              STR_FMT(operation))
                 : str_format(a, "to WGS 84 by '%.*s', accurate to %g m", STR_FMT(operation), m);
}

struct str near_way(struct arena *a, const struct features *f)
{
    struct str way = way_to_wgs84(a, f);
    return f->accuracy_m > 0 ? str_format(a, "%.*s; the document states an accuracy of %g m",
                                          STR_FMT(way), f->accuracy_m)
                             : way;
}
