/* How findings about the datum of a layer are told: several operations, or none that is exact. */
#include "project/way.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/num.h"

static void report_operations(struct arena *a, const struct way *w, double x, double y)
{
    const struct features *f = w->f;
    bool by_place;
    size_t n = transform_operations(w->transform, &by_place);
    if (n < 2)
        return;

    struct str name = transform_operation(a, w->transform, x, y);
    struct str accuracy = num_text(a, transform_accuracy_m(w->transform, x, y));
    if (by_place)
        log_once(
            LODE_NOTE, f->crs_at, "crs-operations",
            "PROJ knows %zu ways from '%.*s' for parts of '%.*s', and each place was moved by that "
            "of its region: where two meet, places may lie some metres apart",
            n, STR_FMT(w->from->name), STR_FMT(f->table.name));
    else
        log_once(LODE_NOTE, f->crs_at, "crs-operations",
                 "PROJ knows %zu ways from '%.*s' for parts of '%.*s': all of it was moved by one, "
                 "'%.*s', accurate to %.*s m",
                 n, STR_FMT(w->from->name), STR_FMT(f->table.name), STR_FMT(name),
                 STR_FMT(accuracy));
}

/* A map's own system may have a datum of its own: then the way to WGS 84 tells. */
static bool is_way_known(struct arena *a, const struct way *w, struct box area)
{
    double x = (area.x0 + area.x1) / 2, y = (area.y0 + area.y1) / 2;
    struct transform *t;
    struct lode_err ignored = {0}; /* no way is not a known way */
    if (!transform_is_ballpark(w->transform, x, y))
        return true;
    if (!w->lonlat || !transform_create(a, w->from, w->lonlat, w->f->crs_at, &t, &ignored))
        return false;

    transform_settle(a, t, area, geometry_is_points(&w->f->table.geom));
    return !transform_is_ballpark(t, x, y);
}

void way_report(struct arena *a, const struct way *w)
{
    struct box area = geometry_box(&w->f->table.geom);
    if (transform_is_identity(w->transform) || box_is_empty(area))
        return;

    report_operations(a, w, (area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2);
    if (!is_way_known(a, w, area))
        log_once(LODE_WARNING, w->f->crs_at, "crs-ballpark",
                 "PROJ knows no exact transformation from '%.*s' to WGS 84: '%.*s', and distances "
                 "to it, may be off by a hundred metres",
                 STR_FMT(w->from->name), STR_FMT(w->f->table.name));
}
