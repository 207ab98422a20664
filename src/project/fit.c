/* How the view is fitted: the extent, the reference system and the frame give one affine map. */
#include "project/fit.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/num.h"
#include "base/units.h"
#include "project/choose.h"
#include "project/domain.h"
#include "project/geodesic.h"
#include "project/link.h"
#include "project/origin.h"

#define M_PER_DEG       111e3 /* a degree of latitude, roughly */
#define SMALLEST_SIDE_M 20e3  /* for an extent of one point: taste */

static struct lode_span crs_place(const struct doc_map *map)
{
    return map->crs.at.line ? map->crs.at : map->extent.at;
}

/* Narrow a box to the shortest run of longitudes that holds all of the geometry, in half degrees:
 * data that crosses 180 is cut there, and its box is as wide as the world. So is that of data from
 * 0 to 360 degrees which crosses Greenwich. */
static void tighten_longitudes(const struct geometry *g, struct box *b)
{
    enum { BINS = 720 };
    bool taken[BINS] = {false};
    for (size_t k = 0; k < geometry_rings(g); k++) {
        struct ring ring = geometry_ring(g, k);
        for (size_t i = 0; i < ring.n; i++) {
            const double *to = ring.xy + 2 * i, *from = i ? to - 2 : to;

            /* An edge along a pole has no length: only its end counts. */
            double a = fabs(to[1]) > 89.9 ? to[0] : from[0];
            int lo = (int)floor(2 * fmin(a, to[0])), hi = (int)floor(2 * fmax(a, to[0]));
            for (int bin = lo; bin <= hi && bin < lo + BINS; bin++)
                taken[((bin % BINS) + BINS) % BINS] = true;
        }
    }

    int best = 0, best_end = 0;
    for (int end = 0, run = 0; end < 2 * BINS; end++) {
        run = taken[end % BINS] ? 0 : run + 1;
        if (run > best && run <= BINS)
            best = run, best_end = end;
    }

    if (best < 20) /* a gap of less than 10 degrees: it is the world */
        return;

    double x0 = (best_end + 1) / 2.0, width = (BINS - best) / 2.0;
    x0 -= 360 * floor((x0 + 180) / 360);

    if (width < box_width(*b)) {
        b->x0 = x0;
        b->x1 = x0 + width;
    }
}

bool fit_extent_deg(const struct view_params *p, struct box *ret, struct lode_err *err)
{
    const struct doc_extent *e = &p->map->extent;
    struct box b = p->extent_deg;

    if (e->kind == EXTENT_CENTRE)
        b = (struct box){e->lon, e->lat, e->lon, e->lat};
    if (e->kind == EXTENT_BOX)
        b = (struct box){e->west, e->south, e->west > e->east ? e->east + 360 : e->east, e->north};

    if (e->kind == EXTENT_BOX && e->south > e->north) {
        lode_fail(err, LODE_SCHEMA, e->at, "the south of the extent is greater than its north");
        return lode_hint(err, "write [west, south, east, north]");
    }

    if (box_is_empty(b) || !isfinite(b.x0 + b.x1 + b.y0 + b.y1)) {
        lode_fail(err, LODE_DATA, e->at, "the extent is empty: there is nothing in it to show");
        return lode_hint(err, "state [west, south, east, north]");
    }

    if (b.y0 < -90.0001 || b.y1 > 90.0001 || b.x0 < -540 || b.x1 > 540) {
        lode_fail(err, e->kind == EXTENT_BOX || e->kind == EXTENT_CENTRE ? LODE_SCHEMA : LODE_DATA,
                  e->at, "the extent %g, %g, %g, %g is not in longitude and latitude", b.x0, b.y0,
                  b.x1, b.y1);
        return lode_hint(err, "are the axes swapped? write [west, south, east, north] in degrees");
    }

    if (p->extent_geom && box_width(b) > 180 && (e->kind == EXTENT_LAYER || e->kind == EXTENT_ALL))
        tighten_longitudes(p->extent_geom, &b);
    if (e->pad.kind == LENGTH_ANGLE && e->kind != EXTENT_CENTRE)
        b = box_grow(b, e->pad.value);

    b.y0 = fmax(-90, b.y0);
    b.y1 = fmin(90, b.y1);
    if (box_width(b) > 360)
        b.x0 = (b.x0 + b.x1) / 2 - 180, b.x1 = b.x0 + 360;
    *ret = b;
    return true;
}

/* Rings or lines that are straight in longitude and latitude, with vertices at least every
 * degree. */
static void refine_paths(const struct paths *in, struct paths *ret)
{
    paths_clear(ret, in->closed);
    for (size_t p = 0; p < in->n_paths; p++) {
        size_t from = in->start[p], end = paths_end(in, p);
        paths_open(ret);
        for (size_t i = from; i < end; i++) {
            const double *a = in->xy + 2 * i, *b = in->xy + 2 * (i + 1 < end ? i + 1 : from);
            paths_add(ret, a[0], a[1], in->flag[i]);
            if ((in->flag[i] & PATH_EXACT) || (!in->closed && i + 1 == end))
                continue;

            int n = (int)ceil(fmax(fabs(b[0] - a[0]), fabs(b[1] - a[1])));
            for (int k = 1; k < n; k++)
                paths_add(ret, a[0] + (b[0] - a[0]) * k / n, a[1] + (b[1] - a[1]) * k / n,
                          in->flag[i]);
        }
    }

    paths_end_last(ret);
}

/* The box, in the system's coordinates, of what the domain shows of `p`. */
static struct box box_of_paths(const struct domain *d, struct cutter *c, struct paths *p,
                               struct paths *spare)
{
    struct box b = BOX_EMPTY;
    domain_cut(d, c, p, spare);
    refine_paths(p, spare); /* after the cut, which adds edges along the boundary */
    domain_project(d, spare->xy, spare->n);

    for (size_t i = 0; i < spare->n; i++) {
        struct xy v = xy_at(spare->xy, i);
        if (isfinite(v.x))
            b = box_add(b, v.x, v.y);
    }
    return b;
}

/* Add an edge in `pieces`, without its end. */
static void add_edge(struct paths *p, struct xy from, struct xy to, int pieces)
{
    for (int k = 0; k < pieces; k++)
        paths_add(p, from.x + (to.x - from.x) * k / pieces, from.y + (to.y - from.y) * k / pieces,
                  0);
}

/* The same of a box in degrees: a ring, or without width or height a line or a point. Its sides may
 * bend: each is looked at in so many pieces at least. */
static struct box box_of_degrees(const struct domain *d, struct cutter *c, struct box deg,
                                 int pieces)
{
    struct paths p = {0}, spare = {0};
    bool area = box_width(deg) > 0 && box_height(deg) > 0;
    struct xy sw = {deg.x0, deg.y0}, se = {deg.x1, deg.y0}, ne = {deg.x1, deg.y1},
              nw = {deg.x0, deg.y1};

    paths_clear(&p, area);
    paths_open(&p);
    if (area) {
        add_edge(&p, sw, se, pieces);
        add_edge(&p, se, ne, pieces);
        add_edge(&p, ne, nw, pieces);
        add_edge(&p, nw, sw, pieces);
    } else {
        paths_add(&p, sw.x, sw.y, 0);
        paths_add(&p, ne.x, ne.y, 0);
    }

    struct box b = box_of_paths(d, c, &p, &spare);
    paths_finish(&p);
    paths_finish(&spare);
    return b;
}

/* Drop vertices within `step_deg` of the last one kept: they cannot matter to the box. */
static void thin_paths(struct paths *p, double step_deg)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_paths; i++) {
        size_t from = p->start[i], end = paths_end(p, i), first = n;
        for (size_t k = from; k < end; k++) {
            struct xy v = xy_at(p->xy, k), last = n ? xy_at(p->xy, n - 1) : (struct xy){0, 0};
            double step = fabs(v.x - last.x) + fabs(v.y - last.y);
            if (k > from + 2 && k + 1 < end && !p->flag[k] && step < step_deg)
                continue;

            xy_set(p->xy, n, v.x, v.y);
            p->flag[n++] = p->flag[k];
        }
        p->start[i] = first;
    }
    p->n = n;
}

/* The same of all features of a layer. */
static struct box box_of_geometry(const struct view *v, const struct origin *o, struct cutter *c,
                                  const struct geometry *g)
{
    struct paths p = {0}, spare = {0};
    struct box all = geometry_box(g);
    /* A fifth of a point on a page 800 pt wide. */
    double step_deg = fmax(box_width(all), box_height(all)) / 4000;
    struct box b = BOX_EMPTY;

    for (size_t i = 0; i < g->n; i++) {
        struct range parts = geometry_parts_of(g, i);
        for (size_t part = parts.from; part < parts.end; part++) {
            if (g->kind[i] == GEOM_POINT) {
                const double *from = geometry_outer(g, part).xy;
                double xy[2] = {from[0], from[1]};
                origin_points(o, xy, 1);
                domain_project_places(v->domain, xy, 1);
                if (isfinite(xy[0]))
                    b = box_add(b, xy[0], xy[1]);
            } else if (g->kind[i] != GEOM_NONE) {
                origin_part(o, g, part, g->kind[i] == GEOM_POLYGON, &p, &spare);
                thin_paths(&p, step_deg);
                b = box_join(b, box_of_paths(v->domain, c, &p, &spare));
            }
        }
    }

    paths_finish(&p);
    paths_finish(&spare);
    return b;
}

double fit_m_per_unit(const struct view *v, double x, double y)
{
    /* About 100 m to either side: far above rounding, far below any change of scale. */
    double h = v->crs.geographic ? 1e-3 : 100 / v->crs.m_per_unit;
    double xy[4] = {x - h, y, x + h, y};
    transform_inverse(v->domain->project, xy, 2);
    if (!isfinite(xy[0]) || !isfinite(xy[2]))
        return 0;

    struct ellipsoid e = {v->crs.semi_major_m, v->crs.flattening};
    return geodesic_distance_m(&e, (struct lonlat){xy[0], xy[1]}, (struct lonlat){xy[2], xy[3]}) /
           (2 * h);
}

/* Grow a box, in the system's coordinates, by the padding of the extent. */
static struct box pad_box(const struct view *v, const struct doc_extent *e, struct box b)
{
    double m_per_unit = fit_m_per_unit(v, (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2);
    if (!(m_per_unit > 0))
        m_per_unit = v->crs.m_per_unit;

    /* One point, or several in one place, get a piece of ground around them. */
    double side = fmax(box_width(b), box_height(b));
    if (side * m_per_unit < 1)
        b = box_grow(b, SMALLEST_SIDE_M / 2 / m_per_unit);

    if (e->pad.kind == LENGTH_PERCENT) {
        double dx = box_width(b) * e->pad.value, dy = box_height(b) * e->pad.value;
        return (struct box){b.x0 - dx, b.y0 - dy, b.x1 + dx, b.y1 + dy};
    }
    if (e->pad.kind == LENGTH_GROUND)
        return box_grow(b, e->pad.value / m_per_unit);
    if (e->pad.kind == LENGTH_ANGLE && e->kind != EXTENT_BOX)
        return box_grow(b, e->pad.value * M_PER_DEG / m_per_unit);
    return b;
}

bool fit_box(struct arena *a, const struct view_params *p, const struct view *v,
             struct box extent_deg, struct box *ret, struct lode_err *err)
{
    const struct doc_extent *e = &p->map->extent;
    struct cutter *c = cutter_create();
    struct box b = BOX_EMPTY;
    struct origin origin;
    bool tight =
        p->extent_geom && p->extent_geom->n && (e->kind == EXTENT_LAYER || e->kind == EXTENT_ALL);

    if (tight) {
        struct origin_params from = {
            .crs = STR("EPSG:4326"), .at = e->at, .area = BOX_EMPTY, .window_deg = BOX_EMPTY};
        if (!origin_create(a, v->domain, &from, &origin, err)) {
            cutter_destroy(c);
            return false;
        }
        b = box_of_geometry(v, &origin, c, p->extent_geom);
    } else {
        /* A stated box is wholly in the frame, to a hundredth of a pixel. */
        b = box_of_degrees(v->domain, c, extent_deg, e->kind == EXTENT_BOX ? 64 : 1);
    }

    cutter_destroy(c);
    if (box_is_empty(b)) {
        lode_fail(err, LODE_CRS, crs_place(p->map),
                  "'%.*s' cannot show any of the extent %g, %g, %g, %g", STR_FMT(v->crs.name),
                  extent_deg.x0, extent_deg.y0, extent_deg.x1, extent_deg.y1);
        return lode_hint(err, "write `crs: auto`, or a system that is made for this region");
    }

    *ret = pad_box(v, e, b);
    return true;
}

/* Set the affine map that puts `map` in the middle of the frame, as large as it fits. */
static void set_frame(struct view *v, struct box map)
{
    struct box f = v->frame_pt;
    double scale = fmin(box_width(f) / box_width(map), box_height(f) / box_height(map));
    if (box_width(map) <= 0)
        scale = box_height(f) / box_height(map);
    if (box_height(map) <= 0)
        scale = box_width(f) / box_width(map);

    double x = (map.x0 + map.x1) / 2, y = (map.y0 + map.y1) / 2;
    double w = box_width(f) / scale / 2, h = box_height(f) / scale / 2;
    v->frame_map = (struct box){x - w, y - h, x + w, y + h};
    v->to_page = (struct affine){.xx = scale,
                                 .yy = -scale,
                                 .x0 = (f.x0 + f.x1) / 2 - scale * x,
                                 .y0 = (f.y0 + f.y1) / 2 + scale * y};
}

static bool frame_about_centre(struct view *v, const struct doc_extent *e, struct lode_err *err)
{
    double at[2] = {e->lon, e->lat};
    transform_points(v->base_from_lonlat, at, 1);
    domain_project_places(v->domain, at, 1);
    double m_per_unit = isfinite(at[0]) ? fit_m_per_unit(v, at[0], at[1]) : 0;
    if (!(m_per_unit > 0)) {
        lode_fail(err, LODE_CRS, e->at, "'%.*s' cannot show %g, %g", STR_FMT(v->crs.name), e->lon,
                  e->lat);
        return lode_hint(err, "write `crs: auto`, or a system that is made for this region");
    }

    double units_per_pt = metres_of_pt(e->scale_denominator) / m_per_unit;
    double w = box_width(v->frame_pt) * units_per_pt / 2,
           h = box_height(v->frame_pt) * units_per_pt / 2;
    set_frame(v, (struct box){at[0] - w, at[1] - h, at[0] + w, at[1] + h});
    return true;
}

/* Roughly what the frame will show of the globe, for the choice of a projection. */
static struct box seen_extent(const struct view_params *p, struct box extent_deg)
{
    const struct doc_extent *e = &p->map->extent;
    if (e->kind != EXTENT_CENTRE)
        return extent_deg;

    double deg_per_pt = metres_of_pt(e->scale_denominator) / M_PER_DEG;
    double h = fmin(180, box_height(p->frame_pt) * deg_per_pt);
    double w = box_width(p->frame_pt) * deg_per_pt / fmax(0.05, cos(radians(e->lat)));
    w = fmin(360, w);
    return (struct box){e->lon - w / 2, fmax(-90, e->lat - h / 2), e->lon + w / 2,
                        fmin(90, e->lat + h / 2)};
}

/* Does the view `like` already have the system that `text` means, for this place? */
static bool same_system(const struct view *like, struct str text, struct lonlat near)
{
    const struct domain *d = like ? like->domain : NULL;
    return d && str_eq(like->crs.definition, str_trim(text)) &&
           (!d->by_place || (near.lon_deg == d->near.lon_deg && near.lat_deg == d->near.lat_deg));
}

static bool read_system(struct arena *a, const struct view_params *p, struct box extent_deg,
                        struct view *v, struct lode_err *err)
{
    struct str text = str_trim(p->map->crs.s);
    v->at = crs_place(p->map);
    struct str wish;
    v->automatic = choose_asked(text, &wish) || !text.len;
    if (v->automatic && !choose_projection(a, wish, seen_extent(p, extent_deg), v->at, &text, err))
        return false;

    struct domain *domain;
    struct lonlat near = {(extent_deg.x0 + extent_deg.x1) / 2, (extent_deg.y0 + extent_deg.y1) / 2};
    if (same_system(p->like, text, near)) {
        v->crs = p->like->crs;
        v->domain = p->like->domain;
        v->from_lonlat = p->like->from_lonlat;
        v->base_from_lonlat = p->like->base_from_lonlat;
        return true;
    }

    if (!crs_parse(a, text, v->at, &v->crs, err))
        return false;
    crs_set_upright(a, &v->crs);

    /* Plate carree keeps Greenwich in the middle unless that would cut the extent. */
    if (v->crs.geographic && extent_deg.x0 >= -180 && extent_deg.x1 <= 180)
        near.lon_deg = 0;
    if (!domain_create(a, &v->crs, near, v->at, &domain, err) ||
        !transform_create(a, &domain->lonlat, &v->crs, v->at, &v->from_lonlat, err))
        return false;
    v->base_from_lonlat = domain->base_from_lonlat;
    v->domain = domain;
    return true;
}

/* Does the extent, a region and not the world, lie on both sides of the meridian at which the
 * projection cuts the globe? */
static bool crosses_seam(const struct domain *d, struct box deg)
{
    double seam = d->lon0_deg + 180;
    seam += 360 * ceil((deg.x0 - seam) / 360);
    return d->kind == DOMAIN_STRIP && box_width(deg) < 180 && seam > deg.x0 + 1e-6 &&
           seam < deg.x1 - 1e-6;
}

static void report_fit(struct arena *a, const struct view *v, struct box extent_deg)
{
    if (crosses_seam(v->domain, extent_deg))
        log_warn(v->at, "crs-seam",
                 "'%.*s' cuts the globe at %.*s degrees, through the extent: it is shown in two "
                 "pieces; choose another +lon_0, or 'auto'",
                 STR_FMT(v->crs.name),
                 STR_FMT(num_text(a, remainder(v->domain->lon0_deg + 180, 360))));

    double ignored;
    if (v->domain->probed && !domain_holds_box(v->domain, extent_deg, &ignored))
        log_warn(v->at, "crs-part",
                 "'%.*s' shows only what lies within %.*s degrees of the middle of the extent",
                 STR_FMT(v->crs.name), STR_FMT(num_text(a, v->domain->cap.radius_deg)));

    struct str scale = num_fixed(a, 100 * v->max_scale_error, 1);
    if (v->automatic)
        log_note(
            v->at, "crs-chosen",
            "projection chosen: %.*s; largest distortion in the frame: scale %.*s%%, area %.*s%%, "
            "angle %.*s degrees",
            STR_FMT(v->crs.proj), STR_FMT(scale), STR_FMT(num_fixed(a, 100 * v->max_area_error, 1)),
            STR_FMT(num_fixed(a, v->max_angle_deg, 1)));
    else if (v->max_scale_error > 0.25 && box_width(v->window_deg) < 120)
        log_warn(
            v->at, "crs-far",
            "'%.*s' is made for another region: it changes lengths by up to %.*s%% in this frame; "
            "'auto' would choose a better projection",
            STR_FMT(v->crs.name), STR_FMT(num_fixed(a, 100 * v->max_scale_error, 0)));
}

bool view_fit(struct arena *a, const struct view_params *p, struct view *ret, struct lode_err *err)
{
    struct view v = {.frame_pt = p->frame_pt, .window_only = p->window_only};
    struct box extent_deg, map;
    if (!(box_width(p->frame_pt) > 0) || !(box_height(p->frame_pt) > 0))
        return lode_fail(err, LODE_LIMIT, p->map->extent.at, "the page leaves no room for the map");
    if (!fit_extent_deg(p, &extent_deg, err) || !read_system(a, p, extent_deg, &v, err))
        return false;
    v.asked_deg = seen_extent(p, extent_deg);

    if (p->map->extent.kind == EXTENT_CENTRE) {
        if (!frame_about_centre(&v, &p->map->extent, err))
            return false;
    } else {
        if (!fit_box(a, p, &v, extent_deg, &map, err))
            return false;
        set_frame(&v, map);
    }

    if (!fit_describe(&v, err))
        return false;
    if (!p->window_only)
        report_fit(a, &v, extent_deg);
    *ret = v;
    return true;
}

bool view_rescale(const struct view *from, double denominator, struct view *ret,
                  struct lode_err *err)
{
    struct view v = *from;
    double factor = denominator / v.scale_denominator;
    struct box f = v.frame_map;
    double x = (f.x0 + f.x1) / 2, y = (f.y0 + f.y1) / 2;
    double w = box_width(f) / 2 * factor, h = box_height(f) / 2 * factor;
    set_frame(&v, (struct box){x - w, y - h, x + w, y + h});

    v.max_scale_error = v.max_area_error = v.max_angle_deg = v.bend_pt = 0;
    if (!fit_describe(&v, err))
        return false;
    *ret = v;
    return true;
}
