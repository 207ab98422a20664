/* How a layer's shapes get to the page: projected, cut, resampled, clipped and simplified. */
#include "project/shape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/units.h"
#include "geom/simplify.h"
#include "project/origin.h"
#include "project/resample.h"
#include "project/way.h"

/* A layer on its way to the page. */
struct shaper {
    const struct view *view;
    struct origin origin;
    bool same_system; /* the source is in the map's own system: no way by the globe is needed */
    struct resample resample;
    double tol_pt;
    struct box clip_pt;
    struct cutter *cutter;
    struct paths p, q, scratch;
    bool cut;       /* the part at hand lost something, or fell into pieces */
    uint32_t *keep; /* storage of emit_path and emit_rings */
    size_t *outer;
    size_t cap_keep, cap_outer;
    struct geom_builder out;
};

static void to_page(const struct affine *m, double *xy, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct xy v = xy_at(xy, i);
        xy_set(xy, i, m->xx * v.x + m->xy * v.y + m->x0, m->yx * v.x + m->yy * v.y + m->y0);
    }
}

static struct box box_of_all(const struct paths *p)
{
    struct box b = BOX_EMPTY;
    for (size_t i = 0; i < p->n_paths; i++)
        b = box_join(b, paths_box(p, i));
    return b;
}

static bool any_hidden(const struct paths *p)
{
    for (size_t i = 0; i < p->n; i++) {
        if (p->flag[i])
            return true;
    }
    return false;
}

static void shift_longitudes(struct paths *p, double by_deg)
{
    if (by_deg == 0)
        return;
    for (size_t i = 0; i < p->n; i++)
        p->xy[2 * i] += by_deg;
}

/* Drop what lies outside the window on the globe, which need not be projected. Edges that this
 * makes run outside the frame. Parts of less than 500 vertices are not worth it (taste). */
static void cut_to_window(struct shaper *s, struct box part)
{
    struct box w = s->view->window_deg;
    if (s->p.n < 500)
        return;
    double first = ceil((w.x0 - part.x1) / 360), last = floor((w.x1 - part.x0) / 360);
    if (first != last) /* the part comes into the window from both sides */
        return;

    w.x0 -= 360 * first;
    w.x1 -= 360 * first;
    if (box_holds(w, part))
        return;
    cut_to_box(s->cutter, &s->p, w);
    s->cut = true;
}

/* As project_part, where the map is in the system of the source. */
static bool place_part(struct shaper *s, const struct geometry *g, size_t part, bool closed)
{
    paths_clear(&s->p, closed);
    struct range rings = geometry_part_rings(g, part);
    for (size_t r = rings.from; r < rings.end; r++) {
        struct ring ring = geometry_ring(g, r);
        size_t n = ring.n - (closed && ring_is_closed(ring));
        paths_open(&s->p);
        memcpy(paths_room(&s->p, n), ring.xy, n * 2 * sizeof *ring.xy);
    }

    paths_end_last(&s->p);
    to_page(&s->view->to_page, s->p.xy, s->p.n);
    return s->p.n > 0;
}

/* Leave the part in s->p, in page points, not yet clipped. False when nothing of it can be
 * shown. */
static bool project_part(struct shaper *s, const struct geometry *g, size_t part, bool closed)
{
    if (s->same_system)
        return place_part(s, g, part, closed);

    origin_part(&s->origin, g, part, closed, &s->p, &s->scratch);
    if (!s->p.n)
        return false;

    double shift_deg;
    struct box box = box_of_all(&s->p);
    if (!any_hidden(&s->p) && domain_holds_box(s->view->domain, box, &shift_deg)) {
        cut_to_window(s, box);
        shift_longitudes(&s->p, shift_deg);
    } else {
        domain_cut(s->view->domain, s->cutter, &s->p, &s->q);
        s->cut = true;
    }

    resample_paths(&s->resample, &s->p, &s->scratch, &s->q);
    paths_swap(&s->p, &s->q);
    return s->p.n > 0;
}

/* Simplify a path and add it as a ring. */
static void emit_path(struct shaper *s, size_t path)
{
    size_t from = s->p.start[path], n = paths_end(&s->p, path) - from;
    const double *xy = s->p.xy + 2 * from;
    const uint8_t *flag = s->p.flag + from;

    if (s->cap_keep < n) {
        s->cap_keep = 2 * n;
        s->keep = memory_grow(s->keep, sizeof *s->keep, s->cap_keep);
    }

    size_t kept = simplify_path(xy, flag, n, s->p.closed, s->tol_pt / 2, s->keep);
    uint8_t hidden = 0;
    for (size_t k = 0; k < kept; k++)
        hidden |= flag[s->keep[k]];

    geom_ring(&s->out);
    if (s->p.closed && (hidden & PATH_HIDDEN)) {
        for (size_t k = 0; k < kept; k++) {
            size_t i = s->keep[k];
            geom_xy_hidden(&s->out, xy[2 * i], xy[2 * i + 1], flag[i] & PATH_HIDDEN);
        }
        geom_xy(&s->out, xy[0], xy[1]);
        return;
    }

    double *room = geom_room(&s->out, kept + (s->p.closed ? 1 : 0));
    for (size_t k = 0; k < kept; k++)
        memcpy(room + 2 * k, xy + 2 * s->keep[k], 2 * sizeof *room);
    if (s->p.closed)
        memcpy(room + 2 * kept, xy, 2 * sizeof *room);
}

/* Cutting may have made several outer rings of one: sort the rings into parts again. */
static void emit_rings(struct shaper *s)
{
    const struct paths *p = &s->p;
    if (s->cap_outer < p->n_paths) {
        s->cap_outer = 2 * p->n_paths;
        s->outer = memory_grow(s->outer, sizeof *s->outer, s->cap_outer);
    }

    /* Unless cutting has changed them, rings are one part, the outer ring first, as they came. */
    memset(s->outer, 0, p->n_paths * sizeof *s->outer);
    if (s->cut && p->n_paths > 1)
        paths_nest(p, s->outer);

    for (size_t i = 0; i < p->n_paths; i++) {
        if (s->outer[i] != i)
            continue;
        geom_part(&s->out);
        emit_path(s, i);
        for (size_t k = 0; k < p->n_paths; k++) {
            if (k != i && s->outer[k] == i)
                emit_path(s, k);
        }
    }
}

static void drop_unseen_rings(struct shaper *s)
{
    struct paths *p = &s->p;
    size_t kept = 0, n = 0;
    for (size_t i = 0; i < p->n_paths; i++) {
        size_t from = p->start[i], end = paths_end(p, i);
        if (!box_meets(paths_box(p, i), s->clip_pt))
            continue;

        memmove(p->xy + 2 * n, p->xy + 2 * from, (end - from) * 2 * sizeof *p->xy);
        memmove(p->flag + n, p->flag + from, end - from);
        p->start[kept++] = n;
        n += end - from;
    }
    p->n = n;
    p->n_paths = kept;
}

static void shape_part(struct shaper *s, const struct geometry *g, size_t part, bool closed)
{
    s->cut = false;
    if (!project_part(s, g, part, closed))
        return;

    drop_unseen_rings(s);
    s->cut |= !box_holds(s->clip_pt, box_of_all(&s->p));
    cut_to_box(s->cutter, &s->p, s->clip_pt);
    if (!s->p.n)
        return;

    if (closed) {
        emit_rings(s);
        return;
    }

    for (size_t i = 0; i < s->p.n_paths; i++) {
        geom_part(&s->out);
        emit_path(s, i);
    }
}

static void shape_point(struct shaper *s, const struct geometry *g, size_t part)
{
    const double *from = geometry_outer(g, part).xy;
    double xy[2] = {from[0], from[1]};
    if (!s->same_system) {
        origin_points(&s->origin, xy, 1);
        domain_project_places(s->view->domain, xy, 1);
    }

    to_page(&s->view->to_page, xy, 1);
    if (!(xy[0] >= s->clip_pt.x0 && xy[0] <= s->clip_pt.x1 && xy[1] >= s->clip_pt.y0 &&
          xy[1] <= s->clip_pt.y1))
        return;

    geom_part(&s->out);
    geom_ring(&s->out);
    geom_xy(&s->out, xy[0], xy[1]);
}

static void shape_feature(struct shaper *s, const struct geometry *g, size_t i)
{
    geom_feature(&s->out, g->kind[i]);
    struct range parts = geometry_parts_of(g, i);
    for (size_t part = parts.from; part < parts.end; part++) {
        if (g->kind[i] == GEOM_POINT)
            shape_point(s, g, part);
        else if (g->kind[i] != GEOM_NONE)
            shape_part(s, g, part, g->kind[i] == GEOM_POLYGON);
    }
}

static struct shaper shaper_of(const struct view *v, double reach_pt, double tol_pt)
{
    struct shaper s = {.view = v, .tol_pt = tol_pt > 0 ? tol_pt : SHAPE_TOL_PT};
    s.clip_pt = box_grow(v->frame_pt, reach_pt + 1);
    s.resample = (struct resample){
        .domain = v->domain,
        .to_page = v->to_page,
        .tol_pt = s.tol_pt / 2,
        .straight_deg = v->bend_pt > 0 ? fmin(2, sqrt(4 * s.tol_pt / v->bend_pt)) : 2,
        .clip_pt = s.clip_pt,
        .window_deg = v->window_deg,
    };

    /* Two points long on the page, as a power of two of a degree. */
    double step_deg = metres_of_pt(2) * v->scale_denominator / 111e3;
    s.resample.seam_step_deg = exp2(floor(log2(fmax(1e-6, fmin(step_deg, 1)))));
    return s;
}

static void shaper_finish(struct shaper *s)
{
    cutter_destroy(s->cutter);
    paths_finish(&s->p);
    paths_finish(&s->q);
    paths_finish(&s->scratch);
    free(s->keep);
    free(s->outer);
    geom_abandon(&s->out);
}

bool shape_to_page(struct arena *a, const struct view *v, const struct features *f,
                   const struct shape_params *params, struct geometry *ret, struct lode_err *err)
{
    struct shaper s = shaper_of(v, params->reach_pt, params->tol_pt);
    struct origin_params from = {
        .crs = f->crs,
        .at = f->crs_at,
        .edges = f->edges,
        .tol_m = metres_of_pt(s.tol_pt) * v->scale_denominator / 2,
        .area = geometry_box(&f->table.geom),
        .points = geometry_is_points(&f->table.geom),
        .window_deg = v->window_deg,
    };
    if (!origin_create(a, v->domain, &from, &s.origin, err))
        return lode_within(err, "layer '%.*s'", STR_FMT(f->table.name));

    if (s.origin.to_base != v->domain->base_from_lonlat)
        way_report(a, &(struct way){f, &s.origin.crs, s.origin.to_base, &v->domain->lonlat});
    s.same_system =
        f->edges == EDGES_PLANAR && !s.origin.geographic && crs_same(&s.origin.crs, &v->crs);
    s.cutter = cutter_create();

    const struct geometry *g = &f->table.geom;
    size_t n = params->rows ? params->n_rows : g->n;
    for (size_t i = 0; i < n; i++)
        shape_feature(&s, g, params->rows ? params->rows[i] : i);

    bool ok = !s.out.overflow ||
              lode_fail(err, LODE_GEOM, f->crs_at, "layer '%.*s' has too many vertices for one map",
                        STR_FMT(f->table.name));
    if (ok)
        geom_finish(a, &s.out, ret);
    shaper_finish(&s);
    return ok;
}

bool view_outline(struct arena *a, const struct view *v, struct geometry *ret, struct lode_err *err)
{
    struct shaper s = shaper_of(v, 0, 0);
    (void)err;
    s.clip_pt = v->frame_pt;
    s.cutter = cutter_create();

    domain_outline(v->domain, &s.q);
    resample_paths(&s.resample, &s.q, &s.scratch, &s.p);
    cut_to_box(s.cutter, &s.p, s.clip_pt);

    geom_feature(&s.out, GEOM_POLYGON);
    for (size_t i = 0; i < s.p.n_paths; i++) {
        geom_part(&s.out);
        emit_path(&s, i);
    }
    geom_finish(a, &s.out, ret);
    shaper_finish(&s);
    return true;
}
