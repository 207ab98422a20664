/* How the source of a buffer becomes a net of short geodesic pieces: vertices that do not matter
 * are dropped, long edges are cut, and each piece is kept once and measured. */
#include "overlay/geodesic_net.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/units.h"
#include "project/geodesic.h"

/* No line shorter than this is split, even where meridians meet beside a pole. */
#define SHORTEST_M 0.5

struct piece_list {
    struct arena *arena;
    const struct net_params *params;
    bool geodesic_edges;
    ARRAY(struct piece) list;
};

/* ---- pieces */

/* The one spelling of a place (180 and not -180, longitude 0 at the poles), so that pieces that
 * meet there are found by comparing. */
static struct lonlat one_spelling(struct lonlat p)
{
    if (fabs(p.lat_deg) >= 90 - 1e-12)
        return (struct lonlat){0, p.lat_deg < 0 ? -90 : 90};

    if (p.lon_deg < -180 || p.lon_deg > 180)
        p.lon_deg = remainder(p.lon_deg, 360);
    return (struct lonlat){p.lon_deg == -180 ? 180 : p.lon_deg + 0.0, p.lat_deg + 0.0};
}

static int compare_places(struct lonlat a, struct lonlat b)
{
    if (a.lon_deg != b.lon_deg)
        return a.lon_deg < b.lon_deg ? -1 : 1;
    return (a.lat_deg > b.lat_deg) - (a.lat_deg < b.lat_deg);
}

static void swap_places(struct lonlat *a, struct lonlat *b)
{
    struct lonlat keep = *a;
    *a = *b;
    *b = keep;
}

/* Add the piece a-b. `inner`: the side of a-b on which an area lies, -1 left, 1 right, 0 none. */
static void add_piece(struct piece_list *l, struct lonlat a, struct lonlat b, int inner)
{
    a = one_spelling(a);
    b = one_spelling(b);
    if (compare_places(a, b) > 0) {
        swap_places(&a, &b);
        inner = -inner;
    }
    *array_add(l->arena, &l->list) =
        (struct piece){.a = a, .b = b, .inner_left = inner<0, .inner_right = inner> 0};
}

/* Metres from p to the chord a-b, in the plane that touches the earth at a; chords are short. */
static double off_chord_m(const double *a, const double *b, const double *p)
{
    double k = radians(EARTH_M), c = cos(radians(a[1]));
    double bx = (b[0] - a[0]) * k * c, by = (b[1] - a[1]) * k;
    double px = (p[0] - a[0]) * k * c, py = (p[1] - a[1]) * k;
    double length2 = bx * bx + by * by, t = length2 > 0 ? (px * bx + py * by) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypot(px - t * bx, py - t * by);
}

/* How long a line straight in lon/lat may be to stay within STRAIGHT_M of the geodesic between its
 * ends: they part by L^2 tan(lat) / 8 R. */
static double longest_straight_m(double lat_deg)
{
    double bend = fabs(tan(radians(fmin(fabs(lat_deg) + 0.1, 89.99)))) + 1e-6;
    return sqrt(STRAIGHT_M * 8 * EARTH_M / bend);
}

/* How long a piece may be: such that the curve beside it, which bends by tan(d / R) / R, is
 * straight to STRAIGHT_M, and that the piece leaves its chord in space by no more than a twentieth
 * of the distance. */
static double longest_piece_m(double distance_m)
{
    return fmin(sqrt(STRAIGHT_M * 8 * EARTH_M / tan(distance_m / EARTH_M)),
                sqrt(0.05 * distance_m * 8 * RADIUS_MIN_M));
}

/* Vertices that are tried in one piece. Taste: bounds the work on lines with very many vertices. */
enum { LOOK_AHEAD = 64 };

/* The last vertex to which a piece from `from` can go with all vertices between within DROP_M. */
static size_t next_vertex(const double *xy, size_t from, size_t n)
{
    double most_deg = longest_straight_m(xy[2 * from + 1]) / radians(EARTH_M);
    size_t best = from + 1;

    for (size_t to = from + 2; to < n && to - from < LOOK_AHEAD; to++) {
        if (hypot(xy[2 * to] - xy[2 * from], xy[2 * to + 1] - xy[2 * from + 1]) > most_deg)
            return best;
        for (size_t k = from + 1; k < to; k++) {
            if (off_chord_m(xy + 2 * from, xy + 2 * to, xy + 2 * k) > DROP_M)
                return best;
        }
        best = to;
    }

    return best;
}

/* An upper bound of the length of the line straight in lon/lat. */
static double planar_length_m(struct lonlat a, struct lonlat b)
{
    bool over_equator = a.lat_deg * b.lat_deg <= 0;
    double lat = over_equator ? 0 : fmin(fabs(a.lat_deg), fabs(b.lat_deg));
    double dx = (b.lon_deg - a.lon_deg) * cos(radians(lat));
    return 1.01 * radians(EARTH_M) * hypot(dx, b.lat_deg - a.lat_deg);
}

static void add_edge(struct piece_list *l, const double *from, const double *to, int inner)
{
    struct lonlat a = {from[0], from[1]}, b = {to[0], to[1]};
    if (compare_places(a, b) > 0) { /* the same pieces from both sides of a shared border */
        swap_places(&a, &b);
        inner = -inner;
    }

    double azimuth_deg, length = geodesic_inverse(&WGS84, a, b, &azimuth_deg, NULL);
    double lat = fabs(a.lat_deg) > fabs(b.lat_deg) ? a.lat_deg : b.lat_deg;
    double most = longest_piece_m(l->params->distance_m);
    if (!l->geodesic_edges) {
        most = fmin(most, longest_straight_m(lat));
        length = planar_length_m(a, b);
    }

    size_t n = length > 0 ? (size_t)ceil(length / most) : 0;
    struct lonlat last = a;
    for (size_t i = 1; i <= n; i++) {
        double t = (double)i / (double)n;
        struct lonlat p = b;
        if (i < n && l->geodesic_edges)
            p = geodesic_direct(&WGS84, a, azimuth_deg, length * t, NULL);
        else if (i < n)
            p = (struct lonlat){a.lon_deg + t * (b.lon_deg - a.lon_deg),
                                a.lat_deg + t * (b.lat_deg - a.lat_deg)};
        add_piece(l, last, p, inner);
        last = p;
    }
}

/* Degrees from the pole: an edge along a parallel that is as near closes an area round the pole and is
 * no border. Natural Earth's Antarctica of 1:50 million ends at -89.99893, 119 m from it. */
#define POLE_DEG 0.002

/* Whether the edge runs along the antimeridian or a pole, where an area was cut. */
static bool is_seam(const double *a, const double *b)
{
    return (fabs(a[0]) == 180 && a[0] == b[0]) || (fabs(a[1]) >= 90 - POLE_DEG && a[1] == b[1]);
}

static void add_line(struct piece_list *l, const double *xy, size_t n)
{
    size_t before = l->list.n;
    enum line_side side = l->params->side;
    int inner = side == SIDE_LEFT ? 1 : side == SIDE_RIGHT ? -1 : 0;

    for (size_t i = 0, next; i + 1 < n; i = next) {
        next = next_vertex(xy, i, n);
        add_edge(l, xy + 2 * i, xy + 2 * next, inner);
    }
    if (n && l->list.n == before) /* a point, or a line that goes nowhere */
        add_piece(l, (struct lonlat){xy[0], xy[1]}, (struct lonlat){xy[0], xy[1]}, 0);
}

/* The edges of a ring. No vertex is dropped, so that a border that two areas share comes out the
 * same from both. */
static void add_ring(struct piece_list *l, struct ring ring, bool hole)
{
    int inner = (ring_twice_area(ring) > 0) != hole ? -1 : 1;
    for (size_t k = 0; k + 1 < ring.n; k++) {
        const double *from = ring.xy + 2 * k, *to = from + 2;
        if (l->params->inside)
            add_edge(l, from, to, inner);
        else if (!is_seam(from, to))
            add_edge(l, from, to, 0);
    }
}

static void add_feature(struct piece_list *l, const struct geometry *g, size_t i)
{
    struct range parts = geometry_parts_of(g, i);
    for (size_t p = parts.from; p < parts.end; p++) {
        struct range rings = geometry_part_rings(g, p);
        for (size_t r = rings.from; r < rings.end; r++) {
            struct ring ring = geometry_ring(g, r);
            if (g->kind[i] == GEOM_POLYGON)
                add_ring(l, ring, r > rings.from);
            else
                add_line(l, ring.xy, ring.n);
        }
    }
}

static int by_ends(const void *pa, const void *pb)
{
    const struct piece *a = pa, *b = pb;
    int c = compare_places(a->a, b->a);
    return c ? c : compare_places(a->b, b->b);
}

static struct lonlat place_at(struct lonlat from, double azimuth_deg, double distance_m)
{
    return geodesic_direct(&WGS84, from, azimuth_deg, distance_m, NULL);
}

static void measure_piece(struct piece *p, double d)
{
    p->length_m = geodesic_inverse(&WGS84, p->a, p->b, &p->azimuth_a_deg, &p->azimuth_b_deg);
    p->in_space_a = space_of(p->a);
    p->in_space_b = space_of(p->b);
    p->sag_m = p->length_m * p->length_m / (8 * RADIUS_MIN_M);
    if (p->length_m <= 0)
        return;

    p->left_a = place_at(p->a, p->azimuth_a_deg - 90, d);
    p->left_b = place_at(p->b, p->azimuth_b_deg - 90, d);
    p->right_a = place_at(p->a, p->azimuth_a_deg + 90, d);
    p->right_b = place_at(p->b, p->azimuth_b_deg + 90, d);
}

/* Keep each piece once; returns how many there are. A piece that two areas share has an area on
 * either side; one that two lines share in opposite directions has both asked-for sides. */
static size_t keep_each_once(struct piece *v, size_t n, enum line_side side)
{
    size_t kept = 0;
    if (n)
        qsort(v, n, sizeof *v, by_ends);
    for (size_t i = 0; i < n; i++) {
        if (!kept || by_ends(&v[kept - 1], &v[i]) != 0) {
            v[kept++] = v[i];
            continue;
        }

        bool all = side == SIDES_BOTH;
        struct piece *same = &v[kept - 1];
        same->inner_left =
            all ? same->inner_left | v[i].inner_left : same->inner_left & v[i].inner_left;
        same->inner_right =
            all ? same->inner_right | v[i].inner_right : same->inner_right & v[i].inner_right;
    }

    return kept;
}

/* ---- spokes */

/* The same direction in [0, 360). */
static double wrap_azimuth(double azimuth_deg)
{
    double t = fmod(azimuth_deg, 360);
    t = t < 0 ? t + 360 : t;
    return t >= 360 ? 0 : t;
}

static int by_place(const void *pa, const void *pb)
{
    const struct spoke *a = pa, *b = pb;
    int c = compare_places(a->at, b->at);
    return c ? c : (a->azimuth_deg > b->azimuth_deg) - (a->azimuth_deg < b->azimuth_deg);
}

static void make_spokes(struct arena *a, struct net *net)
{
    net->spokes = arena_array(a, struct spoke, 2 * net->n);
    for (size_t i = 0; i < net->n; i++) {
        const struct piece *p = &net->pieces[i];
        if (p->length_m <= 0)
            continue;
        net->spokes[net->n_spokes++] = (struct spoke){p->a,          wrap_azimuth(p->azimuth_a_deg),
                                                      p->left_a,     p->right_a,
                                                      p->inner_left, p->inner_right};
        net->spokes[net->n_spokes++] =
            (struct spoke){p->b,           wrap_azimuth(p->azimuth_b_deg + 180),
                           p->right_b,     p->left_b,
                           p->inner_right, p->inner_left};
    }

    if (net->n_spokes)
        qsort(net->spokes, net->n_spokes, sizeof *net->spokes, by_place);
}

/* ---- for the users of a net */

struct lonlat piece_at(const struct piece *p, double t, double *ret_azimuth_deg)
{
    return geodesic_direct(&WGS84, p->a, p->azimuth_a_deg, p->length_m * t, ret_azimuth_deg);
}

struct lonlat piece_beside(const struct piece *p, double t, int side, double distance_m)
{
    double azimuth_deg;
    struct lonlat at = piece_at(p, t, &azimuth_deg);
    return place_at(at, azimuth_deg + 90 * side, distance_m);
}

/* In the middle, the line straight in lon/lat and the geodesic part by L^2 tan(lat) / 8 R. */
double lines_needed(struct lonlat p, struct lonlat q, double length_m)
{
    double lat = fmax(fabs(p.lat_deg), fabs(q.lat_deg)) + length_m / 110500;
    if (length_m < SHORTEST_M)
        return 1;
    if (lat >= 89.99)
        return 2;
    return fmax(ceil(length_m * sqrt(tan(radians(lat)) / (DRAWN_M * 8 * EARTH_M))), 1);
}

/* The sagitta of an arc of angle a and radius d is d (1 - cos(a / 2)), about d a^2 / 8. */
double arc_step_deg(double distance_m)
{
    return fmin(degrees(2 * sqrt(2 * ARC_SAGITTA_M / distance_m)), 10);
}

/* The foot is taken on the chord in space. Chord and piece are inclined by L / 2 R at most, so the
 * foot is off by d^2 L / 4 R^2 along the piece, which changes the distance in the second order
 * only. */
double piece_distance_m(const struct piece *p, struct lonlat from)
{
    struct space q = space_of(from), a = p->in_space_a, b = p->in_space_b;
    double bx = b.x - a.x, by = b.y - a.y, bz = b.z - a.z;
    double length2 = bx * bx + by * by + bz * bz;
    double t = length2 > 0 ? ((q.x - a.x) * bx + (q.y - a.y) * by + (q.z - a.z) * bz) / length2 : 0;
    struct lonlat foot = t <= 0 ? p->a : t >= 1 ? p->b : piece_at(p, t, NULL);
    return geodesic_distance_m(&WGS84, foot, from);
}

bool net_reaches_a_pole(const struct net *net)
{
    /* A degree of latitude has at least 110,574 m, at the equator. */
    const double degree_m = 110500;

    for (size_t i = 0; i < net->n; i++) {
        const struct piece *p = &net->pieces[i];
        double lat_deg = fmax(fabs(p->a.lat_deg), fabs(p->b.lat_deg));
        if (lat_deg + (net->distance_m + p->length_m) / degree_m >= 90)
            return true;
    }
    return false;
}

/* The edge from `from` to just before `to`. */
static void straighten_edge(struct geom_builder *b, const double *from, const double *to)
{
    struct lonlat a = {from[0], from[1]}, z = {to[0], to[1]};
    double azimuth_deg, length = geodesic_inverse(&WGS84, a, z, &azimuth_deg, NULL);
    double farthest = fmin(fmax(fabs(from[1]), fabs(to[1])) + length / 2 / 110500, 89);
    size_t n = length > 0 ? (size_t)ceil(length / longest_straight_m(farthest)) : 1;

    geom_xy(b, from[0], from[1]);
    for (size_t i = 1; i < n; i++) {
        struct lonlat p =
            geodesic_direct(&WGS84, a, azimuth_deg, length * (double)i / (double)n, NULL);
        geom_xy(b, from[0] + remainder(p.lon_deg - from[0], 360), p.lat_deg);
    }
}

static void straighten_ring(struct geom_builder *b, struct ring ring)
{
    for (size_t k = 0; k + 1 < ring.n; k++)
        straighten_edge(b, ring.xy + 2 * k, ring.xy + 2 * k + 2);
    struct xy last = xy_at(ring.xy, ring.n - 1);
    geom_xy(b, last.x, last.y);
}

void net_straighten(struct arena *a, const struct net_params *params, struct features *ret)
{
    const struct geometry *g = &params->features->table.geom;
    struct geom_builder b = {0};

    for (size_t i = 0; i < params->n_rows; i++) {
        size_t row = params->rows ? params->rows[i] : i;
        geom_feature(&b, g->kind[row]);
        struct range parts = geometry_parts_of(g, row);
        for (size_t p = parts.from; p < parts.end; p++) {
            geom_part(&b);
            struct range rings = geometry_part_rings(g, p);
            for (size_t r = rings.from; r < rings.end; r++) {
                geom_ring(&b);
                straighten_ring(&b, geometry_ring(g, r));
            }
        }
    }

    *ret = *params->features;
    ret->edges = EDGES_PLANAR;
    geom_finish(a, &b, &ret->table.geom);
}

void net_make(struct arena *a, const struct net_params *params, struct net *ret)
{
    const struct geometry *g = &params->features->table.geom;
    struct piece_list l = {
        .arena = a, .params = params, .geodesic_edges = params->features->edges == EDGES_GEODESIC};

    for (size_t i = 0; i < params->n_rows; i++) {
        size_t row = params->rows ? params->rows[i] : i;
        if (g->kind[row] != GEOM_NONE)
            add_feature(&l, g, row);
    }

    *ret = (struct net){.distance_m = params->distance_m,
                        .pieces = l.list.v,
                        .n = keep_each_once(l.list.v, l.list.n, params->side)};
    for (size_t i = 0; i < ret->n; i++)
        measure_piece(&ret->pieces[i], params->distance_m);
    make_spokes(a, ret);
}
