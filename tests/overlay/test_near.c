#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "brute_distance.h"
#include "overlay/near.h"
#include "project/edge.h"
#include "project/geodesic.h"

/* Nearest places held against brute_distance.h. */

static const struct geod_geodesic *geod;

static double brute(struct lonlat p, struct lonlat a, struct lonlat b, bool geodesic, int samples)
{
    struct brute_edge e;
    brute_edge_init(&e, a, b, geodesic);
    return brute_distance_m(&e, p, 0, 1, samples);
}

static void features_of(struct arena *a, enum geom_kind kind, const double *xy, size_t n,
                        bool geodesic, struct features *ret)
{
    struct geom_builder b = {0};
    *ret = (struct features){.crs = STR("EPSG:4326"),
                             .edges = geodesic ? EDGES_GEODESIC : EDGES_PLANAR};
    geom_feature(&b, kind);
    geom_part(&b);
    geom_ring(&b);
    for (size_t i = 0; i < n; i++)
        geom_xy(&b, xy[2 * i], xy[2 * i + 1]);
    geom_finish(a, &b, &ret->table.geom);
    ret->table.n = 1;
}

/* ---- single edges, 100,000 of them */

static double any(GRand *r, double lo, double hi)
{
    return g_rand_double_range(r, lo, hi);
}

static double log_uniform(GRand *r, double lo, double hi)
{
    return exp(any(r, log(lo), log(hi)));
}

static struct lonlat any_place(GRand *r)
{
    static const double lats[] = {0, 90, -90, 89.9999, -89.9999, 45, 1e-9};
    double lat = g_rand_int_range(r, 0, 8) ? asin(any(r, -1, 1)) * 180 / G_PI
                                           : lats[g_rand_int_range(r, 0, G_N_ELEMENTS(lats))];
    double lon = g_rand_int_range(r, 0, 6) ? any(r, -180, 180)
                                           : (g_rand_boolean(r) ? 180 : -180) - any(r, -0.01, 0.01);
    return (struct lonlat){remainder(lon, 360), lat};
}

static struct lonlat go(struct lonlat p, double azimuth_deg, double m)
{
    return geodesic_direct_by(geod, p, azimuth_deg, m, NULL);
}

/* The other end, up to 5000 km away; beside or beyond a pole, over the antimeridian, as it falls.
 */
static struct lonlat other_end(GRand *r, struct lonlat a, bool geodesic)
{
    double azimuth = g_rand_int_range(r, 0, 5) ? any(r, 0, 360) : 90.0 * g_rand_int_range(r, 0, 4);
    struct lonlat b = go(a, azimuth, log_uniform(r, 0.01, 5e6));
    if (!geodesic) /* straight in degrees: the short way more often than round the earth */
        b.lon_deg = g_rand_int_range(r, 0, 20) ? a.lon_deg + remainder(b.lon_deg - a.lon_deg, 360)
                                               : b.lon_deg;
    return b;
}

static struct lonlat some_place(GRand *r, struct lonlat a, struct lonlat b, bool geodesic)
{
    struct brute_edge e;
    brute_edge_init(&e, a, b, geodesic);
    struct lonlat on = brute_along(&e, any(r, 0, 1));
    struct lonlat opposite = {remainder(on.lon_deg + 180, 360), -on.lat_deg};
    switch (g_rand_int_range(r, 0, 6)) {
    case 0:
        return on;
    case 1: /* beyond an end */
        return go(a, any(r, 0, 360), log_uniform(r, 0.001, 1e5));
    case 2: /* nearly antipodal */
        return go(opposite, any(r, 0, 360), log_uniform(r, 1, 2e6));
    case 3: /* a quarter round the earth */
        return go(on, any(r, 0, 360), any(r, 9.8e6, 10.2e6));
    case 4:
        return any_place(r);
    default:
        return go(on, any(r, 0, 360), log_uniform(r, 0.001, 5e6));
    }
}

static void check_edges(bool geodesic, int n, guint32 seed)
{
    GRand *r = g_rand_new_with_seed(seed);
    double worst = 0;
    for (int i = 0; i < n; i++) {
        struct arena a;
        struct features line, point;
        struct near_index *index;
        struct lode_err err = {0};
        arena_init(&a, 1 << 26);
        struct lonlat p, q = any_place(r), to = other_end(r, q, geodesic);
        p = some_place(r, q, to, geodesic);
        p.lat_deg = fmin(fmax(p.lat_deg, -90), 90);
        double xy[] = {q.lon_deg, q.lat_deg, to.lon_deg, to.lat_deg}, at[] = {p.lon_deg, p.lat_deg};
        features_of(&a, GEOM_LINE, xy, 2, geodesic, &line);
        features_of(&a, GEOM_POINT, at, 1, true, &point);
        g_assert_true(near_index_make(&a, &line, (struct lode_span){0}, &index, &err));
        struct near_finder *f = near_finder_create(index, &point);
        struct near_hit hit;
        g_assert_cmpuint(near_find(f, 0, &(struct near_want){.skip_row = NEAR_NO_ROW}, &hit), ==,
                         1);
        double expected = brute(p, q, to, geodesic, geodesic ? 24 : 100);
        double foot = geodesic_inverse_by(geod, p, hit.to, NULL, NULL);
        if (fabs(hit.m - expected) > 1e-3 || fabs(foot - hit.m) > 1e-4)
            g_test_message("case %d: %.12f %.12f - %.12f %.12f from %.12f %.12f: %.6f, not %.6f; "
                           "foot %.6f",
                           i, q.lon_deg, q.lat_deg, to.lon_deg, to.lat_deg, p.lon_deg, p.lat_deg,
                           hit.m, expected, foot);
        /* Brute force may itself stop above the minimum, never below it. */
        g_assert_cmpfloat(hit.m - expected, <, 1e-3);
        g_assert_cmpfloat(fabs(foot - hit.m), <, 1e-4);
        worst = fmax(worst, hit.m - expected);
        near_finder_destroy(f);
        arena_finish(&a);
    }
    g_test_message("%d edges: at most %.2g mm above brute force", n, worst * 1e3);
    g_rand_free(r);
}

static void test_geodesic_edges(void)
{
    check_edges(true, 60000, 1);
}

static void test_planar_edges(void)
{
    check_edges(false, 40000, 2);
}

/* ---- lines and areas: both sides, against all pairs of samples */

enum { CORNERS_MOST = 8 };

struct shape {
    enum geom_kind kind;
    double xy[2 * CORNERS_MOST + 2];
    size_t n;
    struct features features;
};

/* A point, a line, or an area round `at` without crossings. */
static void any_shape(GRand *r, struct arena *a, struct lonlat at, double size_m, bool geodesic,
                      struct shape *ret)
{
    size_t n = (size_t)g_rand_int_range(r, 3, CORNERS_MOST);
    *ret =
        (struct shape){.kind = (enum geom_kind)g_rand_int_range(r, GEOM_POINT, GEOM_POLYGON + 1)};
    ret->n = ret->kind == GEOM_POINT ? 1 : ret->kind == GEOM_LINE ? n - 1 : n;
    for (size_t i = 0; i < ret->n; i++) {
        double azimuth = ret->kind == GEOM_POLYGON ? 360.0 * (double)i / (double)n : any(r, 0, 360);
        struct lonlat p = go(at, azimuth, size_m * any(r, 0.3, 1));
        ret->xy[2 * i] = at.lon_deg + remainder(p.lon_deg - at.lon_deg, 360);
        ret->xy[2 * i + 1] = p.lat_deg;
    }
    if (ret->kind == GEOM_POLYGON) {
        ret->xy[2 * n] = ret->xy[0];
        ret->xy[2 * n + 1] = ret->xy[1];
        ret->n++;
    }
    features_of(a, ret->kind, ret->xy, ret->n, geodesic, &ret->features);
}

/* Samples of its edges; close together, so that planes will do to find what crosses. */
enum { SAMPLES = 40 };

static size_t sample(const struct shape *s, bool geodesic, struct lonlat *ret)
{
    size_t n = 0;
    if (s->n == 1)
        ret[n++] = (struct lonlat){s->xy[0], s->xy[1]};
    for (size_t i = 0; i + 1 < s->n; i++) {
        struct lonlat a = {s->xy[2 * i], s->xy[2 * i + 1]};
        struct lonlat b = {s->xy[2 * i + 2], s->xy[2 * i + 3]};
        struct brute_edge e;
        brute_edge_init(&e, a, b, geodesic);
        for (int k = 0; k <= SAMPLES; k++)
            ret[n++] = brute_along(&e, (double)k / SAMPLES);
    }
    return n;
}

/* On the plane that touches the earth at `origin`, azimuth and distance kept; good for crossings of
 * what is small. */
static void flatten(struct lonlat origin, const struct lonlat *v, size_t n, double *ret)
{
    for (size_t i = 0; i < n; i++) {
        double azimuth_deg, m = geodesic_inverse_by(geod, origin, v[i], &azimuth_deg, NULL);
        ret[2 * i] = m * sin(azimuth_deg * G_PI / 180);
        ret[2 * i + 1] = m * cos(azimuth_deg * G_PI / 180);
    }
}

static double side_of(const double *a, const double *b, const double *p)
{
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
}

static bool meet(const double *p, size_t n, const double *q, size_t m)
{
    for (size_t i = 0; i + 1 < n; i++) {
        for (size_t k = 0; k + 1 < m; k++) {
            const double *a = p + 2 * i, *b = a + 2, *c = q + 2 * k, *d = c + 2;
            if (side_of(a, b, c) * side_of(a, b, d) < 0 && side_of(c, d, a) * side_of(c, d, b) < 0)
                return true;
        }
    }
    return false;
}

static bool inside(const double *ring, size_t n, const double *p)
{
    bool in = false;
    for (size_t i = 0; i + 1 < n; i++) {
        const double *a = ring + 2 * i, *b = a + 2;
        if ((a[1] > p[1]) != (b[1] > p[1]) &&
            p[0] < a[0] + (p[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
            in = !in;
    }
    return in;
}

/* From the samples of one to the edges of the other, and the other way. */
static double brute_shapes(const struct shape *s, const struct shape *t, bool geodesic)
{
    struct lonlat v[CORNERS_MOST * (SAMPLES + 1)], w[CORNERS_MOST * (SAMPLES + 1)];
    double p[2 * G_N_ELEMENTS(v)], q[2 * G_N_ELEMENTS(w)], best = INFINITY;
    size_t n = sample(s, geodesic, v), m = sample(t, geodesic, w);
    flatten(v[0], v, n, p);
    flatten(v[0], w, m, q);
    if (meet(p, n, q, m) || (s->kind == GEOM_POLYGON && inside(p, n, q)) ||
        (t->kind == GEOM_POLYGON && inside(q, m, p)))
        return 0;
    size_t i0 = 0, k0 = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < m; k++) {
            double d = hypot(p[2 * i] - q[2 * k], p[2 * i + 1] - q[2 * k + 1]);
            if (d < best) {
                best = d;
                i0 = i;
                k0 = k;
            }
        }
    }
    best = geodesic_inverse_by(geod, v[i0], w[k0], NULL, NULL);
    return best;
}

static void check_shapes(bool geodesic, int n, guint32 seed)
{
    GRand *r = g_rand_new_with_seed(seed);
    int n_zero = 0;
    for (int i = 0; i < n; i++) {
        struct arena a;
        struct shape s, t;
        struct near_index *index;
        struct lode_err err = {0};
        arena_init(&a, 1 << 26);
        struct lonlat at = any_place(r);
        at.lat_deg = fmin(fmax(at.lat_deg, -75), 75);
        double size_m = log_uniform(r, 1, 2e5);
        any_shape(r, &a, at, size_m, geodesic, &s);
        any_shape(r, &a, go(at, any(r, 0, 360), size_m * any(r, 0, 3)), size_m * any(r, 0.1, 1),
                  geodesic, &t);
        /* planar edges mean the same only where the longitudes are of one turn */
        for (size_t k = 0; k < t.n; k++)
            t.xy[2 * k] = at.lon_deg + remainder(t.xy[2 * k] - at.lon_deg, 360);
        features_of(&a, t.kind, t.xy, t.n, geodesic, &t.features);
        g_assert_true(near_index_make(&a, &t.features, (struct lode_span){0}, &index, &err));
        struct near_finder *f = near_finder_create(index, &s.features);
        double got = near_distance_m(f, 0), expected = brute_shapes(&s, &t, geodesic);
        near_finder_destroy(f);
        /* The other way round it is as far. */
        g_assert_true(near_index_make(&a, &s.features, (struct lode_span){0}, &index, &err));
        f = near_finder_create(index, &t.features);
        double back = near_distance_m(f, 0);
        near_finder_destroy(f);
        /* Samples lie up to 2 % of an edge away from the nearest place. */
        double coarse = 0.03 * 2 * size_m;
        if (fabs(back - got) > 1e-4 || got > expected + 1e-3 || got < expected - coarse)
            g_test_message("case %d: kinds %d and %d at %g %g, size %g: %.6f, back %.6f, not %.6f",
                           i, s.kind, t.kind, at.lon_deg, at.lat_deg, size_m, got, back, expected);
        g_assert_cmpfloat(fabs(back - got), <, 1e-4);
        g_assert_cmpfloat(got, <, expected + 1e-3);
        g_assert_cmpfloat(got, >, expected - coarse);
        n_zero += got == 0;
        arena_finish(&a);
    }
    g_test_message("%d pairs, %d of them meet", n, n_zero);
    g_assert_cmpint(n_zero, >, n / 10);
    g_assert_cmpint(n_zero, <, n / 2);
    g_rand_free(r);
}

static void test_geodesic_shapes(void)
{
    check_shapes(true, 3000, 3);
}

static void test_planar_shapes(void)
{
    check_shapes(false, 3000, 4);
}

/* ---- areas as such */

static void box_features(struct arena *a, double west, double south, double east, double north,
                         bool geodesic, struct features *ret)
{
    double xy[] = {west, south, east, south, east, north, west, north, west, south};
    features_of(a, GEOM_POLYGON, xy, 5, geodesic, ret);
}

static double distance_to(struct arena *a, const struct features *to, double lon, double lat)
{
    double xy[] = {lon, lat};
    struct features point;
    struct near_index *index;
    struct lode_err err = {0};
    features_of(a, GEOM_POINT, xy, 1, false, &point);
    g_assert_true(near_index_make(a, to, (struct lode_span){0}, &index, &err));
    struct near_finder *f = near_finder_create(index, &point);
    double m = near_distance_m(f, 0);
    near_finder_destroy(f);
    return m;
}

static void test_areas_round_the_world(void)
{
    struct arena a;
    struct features box;
    arena_init(&a, 1 << 28);
    /* over the antimeridian: geodesic edges go the short way, planar ones as the numbers say */
    box_features(&a, 170, -10, -170, 10, true, &box);
    g_assert_cmpfloat(distance_to(&a, &box, 180, 0), ==, 0);
    g_assert_cmpfloat(distance_to(&a, &box, -175, 5), ==, 0);
    g_assert_cmpfloat(distance_to(&a, &box, 0, 0), >, 1e7);
    box_features(&a, 170, -10, 190, 10, false, &box);
    g_assert_cmpfloat(distance_to(&a, &box, -175, 5), ==, 0);
    g_assert_cmpfloat(distance_to(&a, &box, 175, 5), ==, 0);
    g_assert_cmpfloat(distance_to(&a, &box, -165, 5), >, 5e5);
    /* round the poles */
    double north[] = {0, 70, 90, 70, 180, 70, -90, 70, 0, 70};
    features_of(&a, GEOM_POLYGON, north, 5, true, &box);
    g_assert_cmpfloat(distance_to(&a, &box, 12, 90), ==, 0);
    g_assert_cmpfloat(distance_to(&a, &box, 135, 80), ==, 0);
    g_assert_cmpfloat(distance_to(&a, &box, 135, 60), >, 1e6);
    g_assert_cmpfloat(distance_to(&a, &box, 135, -90), >, 1e7);
    double south[] = {0, -70, 90, -70, 180, -70, -90, -70, 0, -70};
    features_of(&a, GEOM_POLYGON, south, 5, true, &box);
    g_assert_cmpfloat(distance_to(&a, &box, 12, -90), ==, 0);
    g_assert_cmpfloat(distance_to(&a, &box, 12, 90), >, 1e7);
    box_features(&a, -180, 60, 180, 90, false, &box);
    g_assert_cmpfloat(distance_to(&a, &box, 77, 89), ==, 0);
    g_assert_cmpfloat(fabs(distance_to(&a, &box, 77, 59) -
                           geodesic_inverse_by(geod, (struct lonlat){77, 59},
                                               (struct lonlat){77, 60}, NULL, NULL)),
                      <, 1e-3);
    arena_finish(&a);
}

/* A ring of 5000 vertices has strips; the same answers as by looking at each edge. */
static void test_long_rings(void)
{
    struct arena a;
    enum { N = 5000 };
    double *xy = g_new(double, 2 * N + 2);
    GRand *r = g_rand_new_with_seed(9);
    arena_init(&a, 1 << 28);
    for (int geodesic = 0; geodesic < 2; geodesic++) {
        struct features area;
        struct near_index *index;
        struct lode_err err = {0};
        for (int i = 0; i < N; i++) {
            double turn = 2 * G_PI * i / N, far = 5 + 2 * sin(40 * turn) + any(r, -0.1, 0.1);
            xy[2 * i] = 20 + far * cos(turn);
            xy[2 * i + 1] = 50 + far * sin(turn);
        }
        xy[2 * N] = xy[0];
        xy[2 * N + 1] = xy[1];
        features_of(&a, GEOM_POLYGON, xy, N + 1, geodesic, &area);
        g_assert_true(near_index_make(&a, &area, (struct lode_span){0}, &index, &err));
        for (int i = 0; i < 2000; i++) {
            double p[] = {any(r, 12, 28), any(r, 42, 58)};
            struct features point;
            features_of(&a, GEOM_POINT, p, 1, true, &point);
            struct near_finder *f = near_finder_create(index, &point);
            double m = near_distance_m(f, 0);
            if (m == 0 || m > 20) /* geodesics of 1 km leave the straight line by centimetres */
                g_assert_true((m == 0) == inside(xy, N + 1, p));
            near_finder_destroy(f);
        }
    }
    g_rand_free(r);
    g_free(xy);
    arena_finish(&a);
}

/* ---- many features */

static void random_layer(GRand *r, struct arena *a, size_t n, bool lines, struct features *ret)
{
    struct geom_builder b = {0};
    *ret = (struct features){.crs = STR("EPSG:4326"), .edges = EDGES_GEODESIC};
    for (size_t i = 0; i < n; i++) {
        struct lonlat p = {any(r, 60, 66), any(r, 30, 36)};
        geom_feature(&b, i % 17 == 5 ? GEOM_NONE : lines ? GEOM_LINE : GEOM_POINT);
        if (i % 17 == 5)
            continue;
        geom_part(&b);
        geom_ring(&b);
        geom_xy(&b, p.lon_deg, p.lat_deg);
        for (int k = 0; lines && k < 20; k++) {
            p = go(p, any(r, 0, 360), 3000);
            geom_xy(&b, p.lon_deg, p.lat_deg);
        }
    }
    geom_finish(a, &b, &ret->table.geom);
    ret->table.n = n;
}

static bool stop_at_once(void *ctx, size_t done, size_t total)
{
    *(size_t *)ctx = done;
    return done > total; /* never true */
}

static void test_all_at_once(void)
{
    struct arena a;
    GRand *r = g_rand_new_with_seed(5);
    struct features points, lines;
    struct near_index *index;
    struct near_table one, four;
    struct lode_err err = {0};
    arena_init(&a, 1 << 28);
    random_layer(r, &a, 3000, false, &points);
    random_layer(r, &a, 500, true, &lines);
    g_assert_true(near_index_make(&a, &lines, (struct lode_span){0}, &index, &err));
    struct near_params p = {
        .from = &points, .index = index, .k = 4, .within_m = 40e3, .n_threads = 1};
    g_assert_true(near_all(&p, &one, &err));
    p.n_threads = 4;
    g_assert_true(near_all(&p, &four, &err));
    g_assert_cmpmem(one.first, (one.n + 1) * sizeof *one.first, four.first,
                    (four.n + 1) * sizeof *four.first);
    for (size_t i = 0; i < one.first[one.n]; i++) {
        g_assert_cmpfloat(one.v[i].m, ==, four.v[i].m);
        g_assert_cmpuint(one.v[i].row, ==, four.v[i].row);
        g_assert_cmpuint(one.v[i].vertex, ==, four.v[i].vertex);
        g_assert_cmpfloat(one.v[i].t, ==, four.v[i].t);
    }
    /* each line by itself */
    for (size_t i = 0; i < 80; i++) {
        struct near_hit all[500];
        size_t n = 0;
        for (size_t k = 0; k < lines.table.n; k++) {
            const struct geometry *g = &lines.table.geom;
            double best = INFINITY;
            if (g->kind[k] == GEOM_NONE || points.table.geom.kind[i] == GEOM_NONE)
                continue;
            const double *at =
                points.table.geom.xy +
                2 * points.table.geom.at[points.table.geom.ring[points.table.geom.part[i]]];
            struct lonlat from = {at[0], at[1]};
            size_t first = g->at[g->ring[g->part[k]]];
            const double *v = g->xy + 2 * first;
            if (geodesic_inverse_by(geod, from, (struct lonlat){v[0], v[1]}, NULL, NULL) > 101e3)
                continue;
            for (size_t j = 0; j < 20; j++)
                best = fmin(best, brute(from, (struct lonlat){v[2 * j], v[2 * j + 1]},
                                        (struct lonlat){v[2 * j + 2], v[2 * j + 3]}, true, 1));
            if (best <= 40e3)
                all[n++] = (struct near_hit){.m = best, .row = (uint32_t)k};
        }
        for (size_t x = 0; x < n; x++) {
            for (size_t y = x + 1; y < n; y++) {
                if (all[y].m < all[x].m) {
                    struct near_hit swap = all[x];
                    all[x] = all[y];
                    all[y] = swap;
                }
            }
        }
        g_assert_cmpuint(one.first[i + 1] - one.first[i], ==, n < 4 ? n : 4);
        for (size_t x = 0; x < n && x < 4; x++) {
            g_assert_cmpuint(one.v[one.first[i] + x].row, ==, all[x].row);
            g_assert_cmpfloat(fabs(one.v[one.first[i] + x].m - all[x].m), <, 1e-3);
        }
    }
    near_table_finish(&one);
    near_table_finish(&four);
    size_t done = 0;
    p.progress = stop_at_once;
    p.ctx = &done;
    g_assert_false(near_all(&p, &one, &err));
    g_assert_cmpuint(done, >, 0);
    g_assert_cmpstr(strstr(err.message, "interrupted"), ==, err.message);
    g_rand_free(r);
    arena_finish(&a);
}

/* Points at the same place, one of them the feature itself; lines that meet where the foot is. */
static void test_ties_in_the_order_of_the_file(void)
{
    struct arena a;
    struct geom_builder b = {0};
    struct features lines = {.edges = EDGES_GEODESIC};
    struct near_index *index;
    struct lode_err err = {0};
    static const double ends[][2] = {{11, 1}, {12, 0}, {11, -1}, {10, 0.0001}};
    arena_init(&a, 1 << 26);
    for (int i = 0; i < 4; i++) {
        geom_feature(&b, GEOM_LINE);
        geom_part(&b);
        geom_ring(&b);
        geom_xy(&b, i % 2 ? 10 : ends[i][0], i % 2 ? 0 : ends[i][1]); /* from and to the node */
        geom_xy(&b, i % 2 ? ends[i][0] : 10, i % 2 ? ends[i][1] : 0);
    }
    geom_finish(&a, &b, &lines.table.geom);
    lines.table.n = 4;
    g_assert_true(near_index_make(&a, &lines, (struct lode_span){0}, &index, &err));
    struct near_hit hit[4];
    double at[] = {9, 0};
    struct features point;
    features_of(&a, GEOM_POINT, at, 1, true, &point);
    struct near_finder *f = near_finder_create(index, &point);
    g_assert_cmpuint(near_find(f, 0, &(struct near_want){.k = 4, .skip_row = NEAR_NO_ROW}, hit), ==,
                     4);
    for (uint32_t i = 0; i < 4; i++) {
        g_assert_cmpuint(hit[i].row, ==, i);
        g_assert_cmpfloat(hit[i].m, ==, hit[0].m);
        g_assert_cmpfloat(hit[i].to.lon_deg, ==, 10);
    }
    g_assert_cmpuint(near_find(f, 0, &(struct near_want){.k = 4, .skip_row = 1}, hit), ==, 3);
    g_assert_cmpuint(hit[1].row, ==, 2);
    g_assert_cmpuint(
        near_find(f, 0, &(struct near_want){.k = 4, .within_m = 1000, .skip_row = NEAR_NO_ROW},
                  hit),
        ==, 0);
    near_finder_destroy(f);
    /* crossing lines are at 0 */
    double cross[] = {10.5, -3, 10.5, 3};
    features_of(&a, GEOM_LINE, cross, 2, true, &point);
    f = near_finder_create(index, &point);
    g_assert_cmpuint(near_find(f, 0, &(struct near_want){.k = 4, .skip_row = NEAR_NO_ROW}, hit), ==,
                     4);
    for (uint32_t i = 0; i < 3; i++) {
        g_assert_cmpuint(hit[i].row, ==, i);
        g_assert_cmpfloat(hit[i].m, ==, 0);
    }
    g_assert_true(isnan(near_azimuth_deg(index, &hit[0])));
    near_finder_destroy(f);
    arena_finish(&a);
}

static void test_along(void)
{
    struct arena a;
    struct features line, point;
    struct near_index *index;
    struct lode_err err = {0};
    struct near_hit hit;
    double along_m, xy[] = {60, 30, 61, 31, 61, 31, 62, 30.5, 70, 45}, at[] = {62, 31};
    arena_init(&a, 1 << 26);
    features_of(&a, GEOM_LINE, xy, 5, true, &line);
    features_of(&a, GEOM_POINT, at, 1, true, &point);
    g_assert_true(near_index_make(&a, &line, (struct lode_span){0}, &index, &err));
    struct near_finder *f = near_finder_create(index, &point);
    g_assert_cmpuint(near_find(f, 0, &(struct near_want){.skip_row = NEAR_NO_ROW}, &hit), ==, 1);
    near_finder_destroy(f);
    near_along(index, &hit, 1, &along_m);
    double to_foot = geodesic_inverse_by(geod, (struct lonlat){62, 30.5}, hit.to, NULL, NULL);
    double before =
        geodesic_inverse_by(geod, (struct lonlat){60, 30}, (struct lonlat){61, 31}, NULL, NULL) +
        geodesic_inverse_by(geod, (struct lonlat){61, 31}, (struct lonlat){62, 30.5}, NULL, NULL);
    g_assert_cmpfloat(to_foot, >, 1000);
    g_assert_cmpfloat(fabs(along_m - before - to_foot), <, 1e-4);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    struct arena a;
    g_test_init(&argc, &argv, NULL);
    arena_init(&a, 1 << 20);
    geod = geodesic_prepare(&a, &WGS84);
    g_test_add_func("/near/edges/geodesic", test_geodesic_edges);
    g_test_add_func("/near/edges/planar", test_planar_edges);
    g_test_add_func("/near/shapes/geodesic", test_geodesic_shapes);
    g_test_add_func("/near/shapes/planar", test_planar_shapes);
    g_test_add_func("/near/areas/world", test_areas_round_the_world);
    g_test_add_func("/near/areas/long-rings", test_long_rings);
    g_test_add_func("/near/all", test_all_at_once);
    g_test_add_func("/near/ties", test_ties_in_the_order_of_the_file);
    g_test_add_func("/near/along", test_along);
    int status = g_test_run();
    arena_finish(&a);
    return status;
}
