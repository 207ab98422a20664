/* Which part of the globe each projection can show, and how shapes are cut to it. */
#include "project/domain.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/units.h"
#include "project/link.h"
#include "project/proj_text.h"

/* How far longitudes are kept from the seam: 0.1 mm on the ground, and more than rounding. */
#define SEAM_EPS_DEG 1e-9

enum family { FAMILY_STRIP, FAMILY_AZIMUTHAL, FAMILY_TRANSVERSE, FAMILY_OTHER };

/* Where PROJ's projections can be used. Limits are taste: short of where the plane runs to
 * infinity, and far beyond what a map shows. `limit_deg` is a latitude (strip), or a distance from
 * the centre. */
static const struct {
    enum family family;
    double limit_deg;
    const char *names;
} FAMILIES[] = {
    {FAMILY_STRIP, 90,
     " longlat latlong lonlat aea leac eqdc bonne rpoly poly cc eqc cea mill gall comill patterson "
     "compact"
     " eqearth robin moll sinu natearth natearth2 aitoff hammer wintri wink1 wink2 vandg vandg2 "
     "vandg3 vandg4"
     " eck1 eck2 eck3 eck4 eck5 eck6 kav5 kav7 wag1 wag2 wag3 wag4 wag5 wag6 wag7 putp1 putp2 "
     "putp3 putp3p"
     " putp4p putp5 putp5p putp6 putp6p mbt_s mbt_fps mbtfpp mbtfpq mbtfps goode gn_sinu fahey "
     "fouc fouc_s"
     " hatano larr lask loxim nell nell_h collg crast denoy boggs weren urm5 urmfps times tobmerc "
     "qua_aut"
     " apian bacon ortel august gins8 lcca "},
    {FAMILY_STRIP, 89.9, " merc webmerc "},
    {FAMILY_STRIP, 89, " lcc "}, /* at the far pole only */
    {FAMILY_AZIMUTHAL, 179.9, " laea "},
    /* Shortest lines on the ellipsoid part ways up to 0.6 degrees before the point opposite. */
    {FAMILY_AZIMUTHAL, 179.2, " aeqd "},
    {FAMILY_AZIMUTHAL, 170, " stere ups "},
    {FAMILY_AZIMUTHAL, 120, " sterea "},
    {FAMILY_AZIMUTHAL, 87, " gnom "},
    {FAMILY_AZIMUTHAL, 90 - 1e-4, " ortho "},
    {FAMILY_AZIMUTHAL, 0, " nsper geos "}, /* the horizon, by height */
    /* PROJ's tmerc gives up at an easting of 150 degrees, 81.7 degrees from the central
     * meridian. */
    {FAMILY_TRANSVERSE, 81, " tmerc utm etmerc gstmerc "},
    {FAMILY_TRANSVERSE, 89, " tcea "},
};

/* `ret_limit_deg` is set for a known family only. */
static enum family family_of(struct str name, double *ret_limit_deg)
{
    char padded[32];
    if (name.len + 3 > sizeof padded)
        return FAMILY_OTHER;

    padded[0] = ' ';
    memcpy(padded + 1, name.p, name.len);
    memcpy(padded + 1 + name.len, " ", 2);

    for (size_t i = 0; i < sizeof FAMILIES / sizeof *FAMILIES; i++) {
        if (strstr(FAMILIES[i].names, padded)) {
            *ret_limit_deg = FAMILIES[i].limit_deg;
            return FAMILIES[i].family;
        }
    }
    return FAMILY_OTHER;
}

static void set_cap(struct domain *d, double lon_deg, double lat_deg, double radius_deg)
{
    d->kind = DOMAIN_CAP;
    d->centre = (struct lonlat){lon_deg, lat_deg};
    cap_init(&d->cap, lon_deg, lat_deg, radius_deg);
}

static void cut_latitudes(const struct domain *d, struct cutter *cutter, struct paths *p,
                          struct paths *spare)
{
    double min = INFINITY, max = -INFINITY;
    for (size_t i = 0; i < p->n; i++) {
        min = fmin(min, p->xy[2 * i + 1]);
        max = fmax(max, p->xy[2 * i + 1]);
    }

    if (min < d->lat_min_deg) {
        cut_at_line(cutter, p, CUT_Y_ABOVE, d->lat_min_deg, spare);
        paths_swap(p, spare);
    }
    if (max > d->lat_max_deg) {
        cut_at_line(cutter, p, CUT_Y_BELOW, d->lat_max_deg, spare);
        paths_swap(p, spare);
    }
}

/* Add all paths of `from`, with longitudes shifted. */
static void append_shifted(const struct paths *from, double shift, struct paths *to)
{
    for (size_t i = 0; i < from->n_paths; i++) {
        paths_open(to);
        for (size_t k = from->start[i]; k < paths_end(from, i); k++)
            paths_add(to, from->xy[2 * k] + shift, from->xy[2 * k + 1], from->flag[k]);
    }
    paths_end_last(to);
}

static void cut_to_strip(const struct domain *d, struct cutter *cutter, struct paths *p,
                         struct paths *spare)
{
    const double west = d->lon0_deg - 180, east = d->lon0_deg + 180, eps = 1e-7;
    double min = INFINITY, max = -INFINITY;
    for (size_t i = 0; i < p->n; i++) {
        min = fmin(min, p->xy[2 * i]);
        max = fmax(max, p->xy[2 * i]);
    }

    /* Turn k covers the longitudes that lie in the strip when 360 k is added. */
    int first = (int)ceil((west + eps - max) / 360), last = (int)floor((east - eps - min) / 360);
    if (first == last && min + 360 * first >= west - eps && max + 360 * first <= east + eps) {
        for (size_t i = 0; i < p->n; i++)
            p->xy[2 * i] += 360 * first;
        return;
    }

    struct paths turn = {0};
    paths_clear(spare, p->closed);
    for (int k = first; k <= last; k++) {
        struct paths half = {0};
        cut_at_line(cutter, p, CUT_X_ABOVE, west - 360 * k, &half);
        cut_at_line(cutter, &half, CUT_X_BELOW, east - 360 * k, &turn);
        append_shifted(&turn, 360.0 * k, spare);
        paths_finish(&half);
    }

    paths_finish(&turn);
    paths_swap(p, spare);
}

void domain_cut(const struct domain *d, struct cutter *cutter, struct paths *p, struct paths *spare)
{
    if (!p->n)
        return;
    if (d->kind == DOMAIN_CAP) {
        cap_cut(&d->cap, cutter, p, spare);
        return;
    }

    if (d->kind == DOMAIN_STRIP)
        cut_to_strip(d, cutter, p, spare);
    cut_latitudes(d, cutter, p, spare);
}

bool domain_holds(const struct domain *d, struct lonlat at)
{
    double xy[2] = {at.lon_deg, at.lat_deg};
    if (!isfinite(at.lon_deg) || !(fabs(at.lat_deg) <= 90))
        return false;
    if (d->kind == DOMAIN_CAP)
        return cap_depth(&d->cap, xy) >= 0;
    return at.lat_deg >= d->lat_min_deg && at.lat_deg <= d->lat_max_deg;
}

bool domain_holds_box(const struct domain *d, struct box deg, double *ret_shift_deg)
{
    *ret_shift_deg = 0;
    if (d->kind == DOMAIN_CAP) {
        double middle[2] = {(deg.x0 + deg.x1) / 2, (deg.y0 + deg.y1) / 2};
        double corner[2] = {deg.x0, deg.y0}, opposite[2] = {deg.x1, deg.y1};
        return cap_distance_deg(&d->cap, middle) + cap_edge_bound_deg(corner, opposite) / 2 <
               d->cap.radius_deg;
    }

    if (deg.y0 < d->lat_min_deg || deg.y1 > d->lat_max_deg)
        return false;
    if (d->kind == DOMAIN_POLAR)
        return true;

    double west = d->lon0_deg - 180, east = d->lon0_deg + 180;
    *ret_shift_deg = 360 * ceil((west - deg.x0) / 360);
    return deg.x0 + *ret_shift_deg > west && deg.x1 + *ret_shift_deg < east;
}

void domain_outline(const struct domain *d, struct paths *ret)
{
    paths_clear(ret, true);
    paths_open(ret);
    if (d->kind == DOMAIN_CAP) {
        cap_arc(&d->cap, -1e-9, 2 * M_PI - 1e-9, ret);
    } else if (d->kind == DOMAIN_POLAR) {
        double limit = d->centre.lat_deg > 0 ? d->lat_min_deg : d->lat_max_deg;
        for (int k = -720; k < 720; k++)
            paths_add(ret, k / 4.0, limit, PATH_EXACT);
    } else {
        double west = d->lon0_deg - 180, east = d->lon0_deg + 180;
        paths_add(ret, west, d->lat_min_deg, 0);
        paths_add(ret, east, d->lat_min_deg, 0);
        paths_add(ret, east, d->lat_max_deg, 0);
        paths_add(ret, west, d->lat_max_deg, 0);
    }

    for (size_t i = 0; i < ret->n; i++)
        ret->flag[i] &= (uint8_t)~PATH_HIDDEN;
}

void domain_project(const struct domain *d, double *xy, size_t n)
{
    if (d->kind == DOMAIN_STRIP) {
        double west = d->lon0_deg - 180 + SEAM_EPS_DEG, east = d->lon0_deg + 180 - SEAM_EPS_DEG;
        for (size_t i = 0; i < n; i++)
            xy[2 * i] = xy[2 * i] < west ? west : xy[2 * i] > east ? east : xy[2 * i];
    }
    transform_points(d->project, xy, n);
}

void domain_project_places(const struct domain *d, double *xy, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double *at = xy + 2 * i;
        if (!domain_holds(d, (struct lonlat){at[0], at[1]}))
            at[0] = at[1] = NAN;
        else if (d->kind == DOMAIN_STRIP)
            at[0] = d->lon0_deg + remainder(at[0] - d->lon0_deg, 360);
    }
    domain_project(d, xy, n);
}

/* Do all places of a circle project, come back, and lie beside their neighbours? Neighbours should
 * be as far apart as the speed of the projection at either leads to expect; across a seam they are
 * farther. */
static bool circle_works(const struct domain *d, double radius_deg)
{
    enum { N = 180 };
    const double step = 2 * M_PI / N, little = 1e-5;
    double from[4 * N], to[4 * N], back[4 * N], speed[N];
    for (int i = 0; i < 2 * N; i++) {
        struct lonlat at = cap_circle(&d->cap, step * (i / 2) + (i % 2 ? little : 0), radius_deg);
        xy_set(from, (size_t)i, at.lon_deg, at.lat_deg);
    }

    memcpy(to, from, sizeof to);
    transform_points(d->project, to, 2 * N);
    memcpy(back, to, sizeof back);
    transform_inverse(d->project, back, 2 * N);

    for (int i = 0; i < N; i++) {
        const double *p = to + 4 * i;
        if (!isfinite(p[0]) || !isfinite(p[2]) || !isfinite(back[4 * i]) ||
            cap_chord(from + 4 * i, back + 4 * i) > 1e-5)
            return false;
        speed[i] = hypot(p[2] - p[0], p[3] - p[1]) / little;
    }

    for (int i = 0; i < N; i++) {
        const double *p = to + 4 * i, *q = to + 4 * ((i + 1) % N);
        if (hypot(q[0] - p[0], q[1] - p[1]) > 2 * step * fmax(speed[i], speed[(i + 1) % N]))
            return false;
    }

    return true;
}

/* Find the largest circle about `near` in which an unknown projection works. */
static bool probe_cap(struct domain *d, struct lonlat near)
{
    static const double radii[] = {0.01, 0.1, 0.5, 1,  2,  3,  5,  7,  10, 15, 20, 25,
                                   30,   35,  40,  45, 50, 55, 60, 65, 70, 75, 80, 85};
    d->probed = true;
    set_cap(d, near.lon_deg, near.lat_deg, 0);
    double good = 0;
    for (size_t i = 0; i < sizeof radii / sizeof *radii; i++) {
        if (!circle_works(d, radii[i]))
            break;
        good = radii[i];
    }

    if (!(good > 0))
        return false;
    set_cap(d, near.lon_deg, near.lat_deg, good);
    return true;
}

/* How far an observer at the height +h sees, from the centre. */
static double horizon_deg(const struct crs *crs, struct str name)
{
    double h_m;
    if (!proj_text_number(crs->proj, "h", &h_m) || !(h_m > 0))
        return 60; /* as from a height of one radius of the earth: taste */

    /* The ellipsoid's limb is not quite a circle for geos, which asks for a little less. */
    double margin = str_is(name, "geos") ? 0.2 : 1e-4;
    return degrees(acos(crs->semi_major_m / (crs->semi_major_m + h_m))) - margin;
}

static void set_strip(struct domain *d, struct str name, double limit, const struct crs *crs,
                      double lon0)
{
    double lat1 = 0, lat2 = 0;
    d->kind = DOMAIN_STRIP;
    d->lon0_deg = lon0;
    d->lat_min_deg = -limit;
    d->lat_max_deg = limit;
    d->centre = (struct lonlat){lon0, 0};

    if (str_is(name, "lcc")) {
        if (!proj_text_number(crs->proj, "lat_1", &lat1))
            proj_text_number(crs->proj, "lat_0", &lat1);
        if (!proj_text_number(crs->proj, "lat_2", &lat2))
            lat2 = lat1;
        if (lat1 + lat2 > 0)
            d->lat_max_deg = 90;
        else
            d->lat_min_deg = -90;
    }
}

static void set_polar(struct domain *d, double lat0, double limit_deg, double lon0)
{
    d->kind = DOMAIN_POLAR;
    d->lat_min_deg = lat0 > 0 ? 90 - limit_deg : -90;
    d->lat_max_deg = lat0 > 0 ? 90 : limit_deg - 90;
    d->centre = (struct lonlat){lon0, lat0};
}

static bool fail_probe(const struct crs *crs, struct lonlat near, struct lode_span at,
                       struct lode_err *err)
{
    lode_fail(err, LODE_CRS, at, "'%.*s' cannot show the middle of the map, %.3f, %.3f",
              STR_FMT(crs->name), near.lon_deg, near.lat_deg);
    return lode_hint(err, "choose a system that is made for this region, or `crs: auto`");
}

bool domain_create(struct arena *a, const struct crs *crs, struct lonlat near, struct lode_span at,
                   struct domain **ret, struct lode_err *err)
{
    struct domain *d = arena_new(a, struct domain);
    struct str name = proj_text_name(crs->proj);
    double limit = 0, lon0 = 0, lat0 = 0, pm = 0;

    if (!crs_base(a, crs, at, &d->base, &pm, err) ||
        !transform_create(a, &d->base, crs, at, &d->project, err) ||
        !crs_parse_beside(a, crs, STR("EPSG:4326"), at, &d->lonlat, err) ||
        !transform_create(a, &d->lonlat, &d->base, at, &d->base_from_lonlat, err))
        return false;

    struct box there = {near.lon_deg, near.lat_deg, near.lon_deg, near.lat_deg};
    transform_settle(a, d->base_from_lonlat, there, false);
    transform_settle(a, d->project, there, false);

    *ret = d;
    d->near = near;
    d->by_place = true;
    if (crs->geographic) {
        set_strip(d, STR("longlat"), 90, crs, near.lon_deg);
        return true;
    }

    enum family family = family_of(name, &limit);
    proj_text_lon0(crs->proj, &lon0);
    proj_text_number(crs->proj, "lat_0", &lat0);
    lon0 += pm;

    if (family == FAMILY_STRIP) {
        d->by_place = false;
        set_strip(d, name, limit, crs, lon0);
        return true;
    }

    if (family == FAMILY_AZIMUTHAL) {
        d->by_place = false;
        if (!(limit > 0))
            limit = horizon_deg(crs, name);
        if (fabs(lat0) > 90 - 1e-9)
            set_polar(d, lat0, limit, lon0);
        else
            set_cap(d, lon0, lat0, limit);
        return true;
    }

    if (family == FAMILY_TRANSVERSE) {
        set_cap(d, lon0, near.lat_deg, limit);
        return true;
    }

    return probe_cap(d, near) || fail_probe(crs, near, at, err);
}
