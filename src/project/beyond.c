/* How the features are counted that a projection cannot show, or only in part. */
#include "project/beyond.h"

#include <math.h>

#include "base/units.h"
#include "project/origin.h"

/* How a feature, or a part of it, fares in the extent. */
struct fate {
    bool asked; /* some of it lies in the extent */
    bool shown;
    bool missed; /* some of it lies in the extent, and cannot be shown */
};

/* A layer while it is looked through. */
struct search {
    const struct view *view;
    struct origin origin;
    struct cutter *cutter;
    struct paths p, spare;
};

bool view_may_miss(const struct view *v)
{
    double ignored;
    const struct domain *d = v->domain;
    struct box asked = v->asked_deg;
    if (box_is_empty(asked))
        return false;
    if (d->kind == DOMAIN_CAP)
        return !domain_holds_box(d, asked, &ignored);
    return asked.y0 < d->lat_min_deg || asked.y1 > d->lat_max_deg;
}

static bool is_asked(const struct view *v, const double *deg)
{
    struct box at = {deg[0], deg[1], deg[0], deg[1]};
    return box_meets_turned(at, v->asked_deg);
}

static struct fate fate_of_point(struct search *s, const struct geometry *g, size_t part)
{
    const double *from = geometry_outer(g, part).xy;
    double xy[2] = {from[0], from[1]};
    struct fate ret = {0};

    origin_points(&s->origin, xy, 1);
    if (!isfinite(xy[0]) || !is_asked(s->view, xy))
        return ret;

    domain_project_places(s->view->domain, xy, 1);
    ret.asked = true;
    ret.shown = isfinite(xy[0]);
    ret.missed = !ret.shown;
    return ret;
}

static struct fate fate_of_part(struct search *s, const struct geometry *g, size_t part,
                                bool closed)
{
    struct fate ret = {0};
    origin_part(&s->origin, g, part, closed, &s->p, &s->spare);
    for (size_t k = 0; k < s->p.n; k++) {
        const double *deg = s->p.xy + 2 * k;
        if (!is_asked(s->view, deg))
            continue;
        ret.asked = true;
        ret.missed |= !domain_holds(s->view->domain, (struct lonlat){deg[0], deg[1]});
    }

    if (ret.missed) {
        domain_cut(s->view->domain, s->cutter, &s->p, &s->spare);
        ret.shown = s->p.n > 0;
    } else {
        ret.shown = ret.asked;
    }
    return ret;
}

static struct fate fate_of_feature(struct search *s, const struct geometry *g, size_t i)
{
    struct fate ret = {0};
    struct range parts = geometry_parts_of(g, i);
    if (s->origin.planar_degrees && !box_meets_turned(g->box[i], s->view->asked_deg))
        return ret;

    for (size_t part = parts.from; part < parts.end; part++) {
        struct fate one = g->kind[i] == GEOM_POINT
                              ? fate_of_point(s, g, part)
                              : fate_of_part(s, g, part, g->kind[i] == GEOM_POLYGON);
        ret.asked |= one.asked;
        ret.shown |= one.shown;
        ret.missed |= one.missed;
    }
    return ret;
}

static void count_feature(struct search *s, const struct geometry *g, size_t row,
                          struct beyond *ret)
{
    if (g->kind[row] == GEOM_NONE)
        return;

    struct fate fate = fate_of_feature(s, g, row);
    bool lost = fate.missed && !fate.shown, cut = fate.missed && fate.shown;
    ret->n += fate.asked;
    if ((lost && !ret->lost) || (cut && !ret->lost && !ret->cut))
        ret->first = row;
    ret->lost += lost;
    ret->cut += cut;
}

bool view_beyond(struct arena *a, const struct view *v, const struct features *f,
                 const uint32_t *rows, size_t n_rows, struct beyond *ret, struct lode_err *err)
{
    struct search s = {.view = v};
    struct origin_params from = {
        .crs = f->crs,
        .at = f->crs_at,
        .edges = f->edges,
        .tol_m = metres_of_pt(1) * v->scale_denominator, /* a point on the page */
        .window_deg = BOX_EMPTY,
    };

    *ret = (struct beyond){0};
    if (!f->table.geom.n || !view_may_miss(v))
        return true;
    if (!origin_create(a, v->domain, &from, &s.origin, err))
        return false;

    s.cutter = cutter_create();
    size_t n = rows ? n_rows : f->table.geom.n;
    for (size_t i = 0; i < n; i++)
        count_feature(&s, &f->table.geom, rows ? rows[i] : i, ret);

    cutter_destroy(s.cutter);
    paths_finish(&s.p);
    paths_finish(&s.spare);
    return true;
}
