/* How short edges on the ellipsoid are cut and measured, and the nearest place on one is found. */
#include "project/edge.h"

#include "base/units.h"
#include "project/geodesic.h"

#define SAG_MOST_M 16.0 /* of a geodesic of 28 km */
#define EARTH_M    6371000.0
/* The chord of the ground distance pi / 2 * RADIUS_MIN_M, less an edge: up to there the distance
 * along a geodesic has one minimum. */
#define CONVEX_CHORD_M 8.9e6
#define POLAR_DEG      80.0 /* beyond it planar edges bend more: shorter parts, a search; taste */
#define ROUNDS_MOST    60   /* a bound that no search should reach */

static struct lonlat mix(struct lonlat a, struct lonlat b, double t)
{
    return (struct lonlat){a.lon_deg + t * (b.lon_deg - a.lon_deg),
                           a.lat_deg + t * (b.lat_deg - a.lat_deg)};
}

struct vertex vertex_of(struct lonlat p)
{
    return (struct vertex){space_of(p), p};
}

static bool is_after(struct lonlat a, struct lonlat b)
{
    return a.lon_deg != b.lon_deg ? a.lon_deg > b.lon_deg : a.lat_deg > b.lat_deg;
}

/* ---- cutting */

/* A curve with second derivative X'' is within |X''| / 8 of its chord, when longitude and latitude
 * change evenly. The ellipsoid adds less than 1 %, hence 1.01. */
static double planar_sag_m(struct lonlat a, struct lonlat b)
{
    double dlon = radians(fabs(b.lon_deg - a.lon_deg)), dlat = radians(fabs(b.lat_deg - a.lat_deg));
    double lo = fmin(fabs(a.lat_deg), fabs(b.lat_deg)), hi = fmax(fabs(a.lat_deg), fabs(b.lat_deg));
    double widest = a.lat_deg * b.lat_deg <= 0 ? 1 : cos(radians(lo));
    double bend = widest * dlon * dlon + 2 * sin(radians(hi)) * dlon * dlat + dlat * dlat;
    return 1.01 * EARTH_M * bend / 8;
}

static double arc_sag_m(double chord_m)
{
    return 1.01 * chord_m * chord_m / (8 * RADIUS_MIN_M);
}

size_t edge_parts(const struct edge *e)
{
    struct lonlat a = e->a.place, b = e->b.place;
    double sag_m, turn = 0;

    if (e->planar) {
        double most_rad = fmax(fabs(a.lat_deg), fabs(b.lat_deg)) > POLAR_DEG ? 0.02 : 0.1;
        bool one_place = a.lat_deg == b.lat_deg && fabs(a.lat_deg) == 90;
        sag_m = planar_sag_m(a, b);
        turn = one_place ? 0 : ceil(radians(fabs(b.lon_deg - a.lon_deg)) / most_rad);
    } else {
        double chord_m = sqrt(space_distance2(e->a.at, e->b.at));
        double half = fmin(chord_m / (2 * RADIUS_MIN_M), 1);
        sag_m = arc_sag_m(half < 1e-3 ? 1.01 * chord_m : 1.01 * 2 * EARTH_M * asin(half));
    }

    return (size_t)fmax(fmax(ceil(sqrt(sag_m / SAG_MOST_M)), turn), 1);
}

void edge_cut(const struct geod_geodesic *g, struct lonlat a, struct lonlat b, bool planar,
              size_t parts, struct vertex *ret)
{
    bool backwards = is_after(a, b);
    struct lonlat from = backwards ? b : a, to = backwards ? a : b;
    double azimuth_deg = 0, length_m = 0;
    if (!planar)
        length_m = geodesic_inverse_by(g, from, to, &azimuth_deg, NULL);

    for (size_t i = 1; i < parts; i++) {
        double t = (double)i / (double)parts;
        struct lonlat p = planar ? mix(from, to, t)
                                 : geodesic_direct_by(g, from, azimuth_deg, length_m * t, NULL);
        ret[backwards ? parts - 1 - i : i - 1] = vertex_of(p);
    }
}

double edge_sag_m(const struct edge *e)
{
    return e->planar ? planar_sag_m(e->a.place, e->b.place)
                     : arc_sag_m(sqrt(space_distance2(e->a.at, e->b.at)));
}

/* ---- along an edge */

/* A place of the edge, and its direction there. */
struct edge_place {
    struct vertex at;
    struct space along; /* unit, level */
    double speed_m;     /* per t */
    bool placed;        /* at.place is known */
};

/* Unit vectors to the east and to the north. */
static void compass(struct lonlat p, struct space *ret_east, struct space *ret_north)
{
    double sin_lon = sin(radians(p.lon_deg)), cos_lon = cos(radians(p.lon_deg));
    double sin_lat = sin(radians(p.lat_deg)), cos_lat = cos(radians(p.lat_deg));
    *ret_east = (struct space){-sin_lon, cos_lon, 0};
    *ret_north = (struct space){-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat};
}

static void look_planar(const struct edge *e, double t, struct edge_place *ret)
{
    double f = WGS84.flattening, e2 = f * (2 - f);
    struct lonlat p = mix(e->a.place, e->b.place, t);
    double sin_lon = sin(radians(p.lon_deg)), cos_lon = cos(radians(p.lon_deg));
    double sin_lat = sin(radians(p.lat_deg)), cos_lat = cos(radians(p.lat_deg));

    double w2 = 1 - e2 * sin_lat * sin_lat, normal = WGS84.semi_major_m / sqrt(w2);
    double east_m = radians(e->b.place.lon_deg - e->a.place.lon_deg) * normal * cos_lat;
    double north_m = radians(e->b.place.lat_deg - e->a.place.lat_deg) * normal * (1 - e2) / w2;

    ret->at = (struct vertex){
        {normal * cos_lat * cos_lon, normal * cos_lat * sin_lon, normal * (1 - e2) * sin_lat}, p};
    ret->along = (struct space){-sin_lon * east_m - sin_lat * cos_lon * north_m,
                                cos_lon * east_m - sin_lat * sin_lon * north_m, cos_lat * north_m};
    ret->placed = true;
}

/* A geodesic of 28 km and the plane through its chord and the normals part by micrometres. */
static void look_geodesic(const struct edge *e, double t, struct edge_place *ret)
{
    struct space chord = space_minus(e->b.at, e->a.at), up;
    ret->at.at = space_to_ground(space_plus(e->a.at, t, chord), &up);
    ret->along = space_plus(chord, -space_dot(chord, up), up);
    ret->placed = false;
}

static void look_at(const struct edge *e, double t, struct edge_place *ret)
{
    (e->planar ? look_planar : look_geodesic)(e, t, ret);
    if (t == 0 || t == 1) {
        ret->at = t == 0 ? e->a : e->b;
        ret->placed = true;
    }

    ret->speed_m = sqrt(space_dot(ret->along, ret->along));
    if (ret->speed_m > 0)
        ret->along = (struct space){ret->along.x / ret->speed_m, ret->along.y / ret->speed_m,
                                    ret->along.z / ret->speed_m};
}

static void find_place(struct edge_place *l)
{
    if (!l->placed)
        l->at.place = space_place(l->at.at);
    l->placed = true;
}

struct vertex edge_at(const struct edge *e, double t, double *ret_azimuth_deg)
{
    struct edge_place l;
    struct space east, north;
    look_at(e, t, &l);
    find_place(&l);

    if (ret_azimuth_deg) {
        compass(l.at.place, &east, &north);
        *ret_azimuth_deg = degrees(atan2(space_dot(l.along, east), space_dot(l.along, north)));
    }
    return l.at;
}

double edge_length_m(const struct edge *e)
{
    if (!e->planar)
        return space_short_way_m(e->a.at, e->b.at);

    /* Gauss and Legendre's rule with three points. */
    static const double at[] = {0.5 - 0.3872983346207417, 0.5, 0.5 + 0.3872983346207417};
    static const double weight[] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        struct edge_place l;
        look_at(e, at[i], &l);
        sum += weight[i] * l.speed_m;
    }
    return sum;
}

/* ---- the nearest place */

double vertex_distance_m(const struct geod_geodesic *g, const struct vertex *p,
                         const struct vertex *q)
{
    if (space_distance2(p->at, q->at) < SHORT_WAY_M * SHORT_WAY_M)
        return space_short_way_m(p->at, q->at);
    return geodesic_inverse_by(g, p->place, q->place, NULL, NULL);
}

/* The distance from a place of the edge to `from`, and how far along the edge the foot of `from`
 * lies on a sphere. */
static double measure_from(const struct geod_geodesic *g, struct edge_place *l,
                           const struct vertex *from, double *ret_ahead_m, double *ret_cos)
{
    struct space way = space_minus(from->at, l->at.at), east, north;
    double along_m = space_dot(way, l->along), chord2 = space_dot(way, way), azimuth_deg;

    if (chord2 < SHORT_WAY_M * SHORT_WAY_M) {
        *ret_ahead_m = along_m;
        *ret_cos = chord2 > 0 ? along_m / sqrt(chord2) : 0;
        return space_short_way_m(from->at, l->at.at);
    }

    find_place(l);
    double m = geodesic_inverse_by(g, l->at.place, from->place, &azimuth_deg, NULL);
    compass(l->at.place, &east, &north);
    *ret_cos = sin(radians(azimuth_deg)) * space_dot(l->along, east) +
               cos(radians(azimuth_deg)) * space_dot(l->along, north);
    *ret_ahead_m = EARTH_M * atan2(sin(m / EARTH_M) * *ret_cos, cos(m / EARTH_M));
    return m;
}

struct search {
    const struct geod_geodesic *geod;
    const struct edge *edge;
    const struct vertex *from;
    struct foot best;
};

/* A place that was looked at; by its slope, the distance falls to one side of it. */
struct side {
    double t, slope;
    bool known;
};

/* Look at t, and keep it when it is the nearest so far. Returns the t to look at next. */
static double try_at(struct search *s, double t, struct side *ret, bool *ret_done)
{
    struct edge_place l;
    double ahead_m, cosine;
    look_at(s->edge, t, &l);
    double m = measure_from(s->geod, &l, s->from, &ahead_m, &cosine);
    *ret = (struct side){t, -cosine, true};

    if (m < s->best.m)
        s->best = (struct foot){m, t, -cosine};

    /* A foot that is off by x lengthens the distance by x^2 / 2m. */
    *ret_done = !(l.speed_m > 0) || ahead_m * ahead_m < 1e-8 * fmax(m, 0.01);
    return l.speed_m > 0 ? t + ahead_m / l.speed_m : t;
}

/* Between two places on either side of the minimum: where a line through their slopes is 0, or
 * half-way. */
static double split_between(const struct side *lo, const struct side *hi, bool half)
{
    if (half || !lo->known || !hi->known || !(lo->slope < 0) || !(hi->slope > 0))
        return (lo->t + hi->t) / 2;
    return lo->t + (hi->t - lo->t) * lo->slope / (lo->slope - hi->slope);
}

/* Follow the distance down from t, inside [from, to], where it has one minimum. */
static void descend(struct search *s, double t, double from, double to)
{
    struct side lo = {.t = from}, hi = {.t = to}, at;

    for (int i = 0; i < ROUNDS_MOST && hi.t > lo.t; i++) {
        bool done;
        double next = try_at(s, t, &at, &done);
        if (done || (next > t && t >= hi.t) || (next < t && t <= lo.t))
            return;

        *(next > t ? &lo : &hi) = at;
        bool inside = next > lo.t && next < hi.t;
        if (inside && i < 8)
            t = next;
        else if (!inside && next >= hi.t && !hi.known)
            t = hi.t;
        else if (!inside && next <= lo.t && !lo.known)
            t = lo.t;
        else
            t = split_between(&lo, &hi, i % 3 == 0);
        if (t == at.t)
            return;
    }
}

/* Where the distance may have more than one minimum: look everywhere, then descend from the
 * best. */
static void scan_edge(struct search *s)
{
    enum { PARTS = 8 };
    bool done;
    struct side ignored;
    for (int i = 0; i <= PARTS; i++)
        try_at(s, (double)i / PARTS, &ignored, &done);

    double t = s->best.t;
    descend(s, t, fmax(t - 1.0 / PARTS, 0), fmin(t + 1.0 / PARTS, 1));
}

/* A foot within AT_END_M of an end that is not nearer than the end by more than EQUAL_M, which is
 * rounding, becomes the end: all edges that meet there then have the same foot to the bit. */
#define AT_END_M 0.1
#define EQUAL_M  1e-8

static void snap_to_end(struct search *s)
{
    double length_m = sqrt(space_distance2(s->edge->a.at, s->edge->b.at)), t = s->best.t;
    double end = t < 0.5 ? 0 : 1, found_m = s->best.m;
    struct side ignored;
    bool done;
    if (t == end || fabs(t - end) * length_m > AT_END_M)
        return;

    s->best.m = INFINITY;
    try_at(s, end, &ignored, &done);
    if (s->best.m > found_m + EQUAL_M)
        try_at(s, t, &ignored, &done); /* back again: it is the nearer one */
}

/* Has the distance one minimum along the edge? Along a geodesic it has up to a quarter round the
 * earth. A parallel bends by tan(latitude) / R, and may have several at distances of that
 * radius. */
static bool has_one_minimum(const struct edge *e, double chord_m)
{
    double lat = fmax(fabs(e->a.place.lat_deg), fabs(e->b.place.lat_deg));
    if (chord_m > CONVEX_CHORD_M)
        return false;
    return !e->planar || (lat < POLAR_DEG && chord_m * tan(radians(lat)) < EARTH_M / 2);
}

struct foot edge_nearest(const struct geod_geodesic *g, const struct edge *e,
                         const struct vertex *from)
{
    struct edge reverse = {e->b, e->a, e->planar};
    bool backwards = is_after(e->a.place, e->b.place);
    struct search s = {g, backwards ? &reverse : e, from, {INFINITY, 0, 0}};
    struct space chord = space_minus(s.edge->b.at, s.edge->a.at);
    struct space way = space_minus(from->at, s.edge->a.at);
    double chord2 = space_dot(chord, chord);

    if (has_one_minimum(e, sqrt(space_dot(way, way))))
        descend(&s, chord2 > 0 ? fmin(fmax(space_dot(way, chord) / chord2, 0), 1) : 0, 0, 1);
    else
        scan_edge(&s);
    snap_to_end(&s);
    if (backwards)
        s.best = (struct foot){s.best.m, 1 - s.best.t, -s.best.slope};
    return s.best;
}
