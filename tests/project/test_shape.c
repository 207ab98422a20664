#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "project/geodesic.h"
#include "project/shape.h"

static const struct box FRAME = {0, 0, 8000, 6000};

struct fixture {
    struct arena arena;
    struct geom_builder b;
    struct features f;
    struct view view;
    struct geometry page;
};

static void start(struct fixture *f, const char *map_crs, double west, double south, double east,
                  double north)
{
    struct lode_err err = {0};
    *f = (struct fixture){0};
    arena_init(&f->arena, 0);
    struct doc_map map = {
        .crs = {.s = str_of(map_crs)},
        .extent = {.kind = EXTENT_BOX, .west = west, .south = south, .east = east, .north = north}};
    struct view_params params = {.map = &map, .frame_pt = FRAME};
    view_fit(&f->arena, &params, &f->view, &err);
    g_assert_cmpstr(err.message, ==, "");
    f->f.crs = STR("EPSG:4326");
}

static void add(struct fixture *f, enum geom_kind kind, const double *xy, size_t n)
{
    geom_feature(&f->b, kind);
    geom_part(&f->b);
    geom_ring(&f->b);
    memcpy(geom_room(&f->b, n), xy, n * 2 * sizeof *xy);
}

#define ADD(f, kind, ...)                                                                          \
    add((f), (kind), (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / 16)

static void shape(struct fixture *f)
{
    struct lode_err err = {0};
    geom_finish(&f->arena, &f->b, &f->f.table.geom);
    f->f.table.n = f->f.table.geom.n;
    /* Finer than drawn: areas are compared to 1e-4. */
    struct shape_params params = {.tol_pt = 0.02};
    bool ok = shape_to_page(&f->arena, &f->view, &f->f, &params, &f->page, &err);
    g_assert_cmpstr(err.message, ==, "");
    g_assert_true(ok);
    for (size_t k = 0; k < geometry_coords(&f->page); k++)
        g_assert_true(isfinite(f->page.xy[2 * k]) && isfinite(f->page.xy[2 * k + 1]));
}

static double area_m2(const struct fixture *f, size_t i)
{
    const struct geometry *g = &f->page;
    double sum = 0, m_per_pt = f->view.crs.m_per_unit / f->view.to_page.xx;
    for (size_t p = g->part[i]; p < g->part[i + 1]; p++) {
        for (size_t r = g->ring[p]; r < g->ring[p + 1]; r++) {
            double ring = 0;
            for (size_t k = g->at[r]; k + 1 < g->at[r + 1]; k++)
                ring += g->xy[2 * k] * g->xy[2 * k + 3] - g->xy[2 * k + 2] * g->xy[2 * k + 1];
            sum += r == g->ring[p] ? fabs(ring) / 2 : -fabs(ring) / 2;
        }
    }
    return sum * m_per_pt * m_per_pt;
}

static double stroked_pt(const struct fixture *f, size_t i)
{
    const struct geometry *g = &f->page;
    double sum = 0;
    for (size_t r = g->ring[g->part[i]]; r < g->ring[g->part[i + 1]]; r++) {
        for (size_t k = g->at[r]; k + 1 < g->at[r + 1]; k++) {
            if (!g->hidden || !g->hidden[k])
                sum += hypot(g->xy[2 * k + 2] - g->xy[2 * k], g->xy[2 * k + 3] - g->xy[2 * k + 1]);
        }
    }
    return sum;
}

/* The surface of WGS 84, by pyproj. */
#define WORLD_M2 510065621724088.5 /* of the ellipsoid, Geod('WGS84') */

static void test_a_square_that_crosses_180_is_drawn_once_whole_or_in_two(void)
{
    static const char *const crs[] = {"+proj=eqearth", "+proj=eqearth +lon_0=180",
                                      "+proj=laea +lat_0=90", "+proj=laea +lat_0=50 +lon_0=-160",
                                      "+proj=cea +lon_0=100"};
    for (size_t i = 0; i < G_N_ELEMENTS(crs); i++) {
        struct fixture f;
        start(&f, crs[i], -180, -90, 180, 90);
        ADD(&f, GEOM_POLYGON, 170, 40, 190, 40, 190, 60, 170, 60, 170, 40);      /* past 180 */
        ADD(&f, GEOM_POLYGON, -190, 40, -170, 40, -170, 60, -190, 60, -190, 40); /* the same */
        ADD(&f, GEOM_POLYGON, 70, 40, 90, 40, 90, 60, 70, 60, 70, 40);           /* as large */
        shape(&f);
        double expected = 3.172e12; /* a^2 dlon (sin 60 - sin 40), near enough */
        g_assert_cmpfloat_with_epsilon(area_m2(&f, 2) / expected, 1, 0.01);
        g_assert_cmpfloat_with_epsilon(area_m2(&f, 0) / area_m2(&f, 2), 1, 1e-4);
        g_assert_cmpfloat_with_epsilon(area_m2(&f, 1) / area_m2(&f, 2), 1, 1e-4);
        bool cut = i == 0;
        g_assert_cmpuint(f.page.part[1] - f.page.part[0], ==, cut ? 2 : 1);
        arena_finish(&f.arena);
    }
}

static void test_cut_edges_are_hidden(void)
{
    struct fixture f;
    start(&f, "+proj=eqc +R=6378137", -180, -90, 180, 90); /* 8000 pt: 22.222 a degree */
    ADD(&f, GEOM_POLYGON, 170, 40, 190, 40, 190, 60, 170, 60, 170, 40);
    /* Cut by its maker, as world data is; half a country. */
    ADD(&f, GEOM_POLYGON, 170, 40, 180, 40, 180, 60, 170, 60, 170, 40);
    /* Closed along the pole. */
    ADD(&f, GEOM_POLYGON, -180, -90, 180, -90, 180, -70, -180, -70, -180, -90);
    shape(&f);
    g_assert_cmpfloat_with_epsilon(stroked_pt(&f, 0), 80 * 8000 / 360.0, 0.1);
    g_assert_cmpfloat_with_epsilon(stroked_pt(&f, 1), 40 * 8000 / 360.0, 0.1);
    g_assert_cmpfloat_with_epsilon(stroked_pt(&f, 2), 8000, 0.1);
    arena_finish(&f.arena);
}

static void test_the_whole_world_has_its_area(void)
{
    static const struct {
        const char *crs;
        double share;
    } table[] = {{"+proj=eqearth", 1},
                 {"+proj=eqearth +lon_0=77", 1},
                 {"+proj=laea +lat_0=90", 1},
                 {"+proj=laea", 1},
                 {"+proj=laea +lat_0=45 +lon_0=180", 1},
                 {"+proj=laea +lat_0=-33 +lon_0=20", 1}};
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        struct fixture f;
        struct lode_err err = {0};
        start(&f, table[i].crs, -180, -90, 180, 90);
        ADD(&f, GEOM_POLYGON, -180, -90, 180, -90, 180, 90, -180, 90, -180, -90);
        ADD(&f, GEOM_POLYGON, 0, -90, 360, -90, 360, 90, 0, 90, 0, -90);
        ADD(&f, GEOM_POLYGON, -180, 0, 180, 0, 180, 90, -180, 90, -180, 0); /* north half */
        shape(&f);
        g_assert_cmpfloat_with_epsilon(area_m2(&f, 0) / WORLD_M2, 1, 2e-5);
        g_assert_cmpfloat_with_epsilon(area_m2(&f, 1) / WORLD_M2, 1, 2e-5);
        g_assert_cmpfloat_with_epsilon(area_m2(&f, 2) / WORLD_M2, 0.5, 2e-5);
        g_assert_cmpfloat(stroked_pt(&f, 0), <, 1);
        g_assert_true(view_outline(&f.arena, &f.view, &f.page, &err));
        g_assert_cmpfloat_with_epsilon(area_m2(&f, 0) / WORLD_M2, 1, 2e-5);
        arena_finish(&f.arena);
    }
}

static void test_holes_stay_holes(void)
{
    static const double outer[] = {-100, -60, 100, -60, 100, 60, -100, 60, -100, -60};
    static const double hole[] = {-10, -10, 10, -10, 10, 10, -10, 10, -10, -10};
    static const char *const crs[] = {"+proj=cea", "+proj=cea +lon_0=180", "+proj=cea +lon_0=150",
                                      "+proj=laea +lat_0=20 +lon_0=30", "+proj=laea +lon_0=180"};
    double first = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(crs); i++) {
        struct fixture f;
        start(&f, crs[i], -180, -90, 180, 90);
        ADD(&f, GEOM_POLYGON, -100, -60, 100, -60, 100, 60, -100, 60, -100, -60);
        geom_ring(&f.b);
        memcpy(geom_room(&f.b, 5), hole, sizeof hole);
        add(&f, GEOM_POLYGON, outer, 5);
        add(&f, GEOM_POLYGON, hole, 5);
        shape(&f);
        /* laea about 180 lacks a tenth of a degree in the hole's middle; that is 390 km2. */
        g_assert_cmpfloat_with_epsilon((area_m2(&f, 1) - area_m2(&f, 2)) / area_m2(&f, 0), 1, 1e-4);
        if (i == 0)
            first = area_m2(&f, 0);
        g_assert_cmpfloat_with_epsilon(area_m2(&f, 0) / first, 1, 2e-4);
        arena_finish(&f.arena);
    }
}

static void test_lines_are_cut_not_closed(void)
{
    struct fixture f;
    start(&f, "+proj=eqearth", -180, -90, 180, 90);
    ADD(&f, GEOM_LINE, 150, 10, 210, 10); /* over the seam */
    ADD(&f, GEOM_LINE, 0, -80, 0, 80);
    shape(&f);
    g_assert_cmpuint(f.page.part[1] - f.page.part[0], ==, 2);
    g_assert_cmpuint(f.page.part[2] - f.page.part[1], ==, 1);
    for (size_t r = 0; r < 2; r++) {
        size_t n = f.page.at[r + 1] - f.page.at[r];
        const double *xy = f.page.xy + 2 * f.page.at[r];
        g_assert_cmpfloat(fabs(xy[2 * n - 2] - xy[0]), <, 800); /* 30 degrees of 8000 pt */
    }
    arena_finish(&f.arena);

    start(&f, "+proj=ortho +lat_0=30 +lon_0=0", -180, -90, 180, 90);
    ADD(&f, GEOM_LINE, -180, 0, 180, 0);    /* the equator: half of it shows */
    ADD(&f, GEOM_LINE, 170, -30, 190, -30); /* behind the globe */
    ADD(&f, GEOM_POINT, 180, -30);
    ADD(&f, GEOM_POINT, 0, 30);
    shape(&f);
    g_assert_cmpuint(f.page.part[1] - f.page.part[0], ==, 1);
    g_assert_cmpfloat_with_epsilon(box_width(f.page.box[0]), 6000,
                                   25); /* the globe is 20 pt wider than high */
    g_assert_cmpint(f.page.kind[1], ==, GEOM_NONE);
    g_assert_cmpint(f.page.kind[2], ==, GEOM_NONE);
    g_assert_cmpfloat_with_epsilon(f.page.xy[2 * f.page.at[f.page.ring[f.page.part[3]]]], 4000,
                                   0.01);
    arena_finish(&f.arena);
}

/* Every page vertex of a resampled edge lies on the true curve, and between two of them the chord
 * is within the tolerance of it. */
static void check_on_parallel(const struct fixture *f, size_t i, double lat)
{
    const struct geometry *g = &f->page;
    size_t r = g->ring[g->part[i]];
    for (size_t k = g->at[r]; k + 1 < g->at[r + 1]; k++) {
        struct pagexy a = {g->xy[2 * k], g->xy[2 * k + 1]};
        struct pagexy m = {(a.x_pt + g->xy[2 * k + 2]) / 2, (a.y_pt + g->xy[2 * k + 3]) / 2}, there;
        struct lonlat at;
        g_assert_true(view_lonlat(&f->view, m, &at));
        g_assert_true(view_point(&f->view, (struct lonlat){at.lon_deg, lat}, &there));
        g_assert_cmpfloat(hypot(there.x_pt - m.x_pt, there.y_pt - m.y_pt), <, 0.025);
    }
}

static void test_long_edges_follow_the_curve(void)
{
    static const char *const crs[] = {"+proj=lcc +lat_1=30 +lat_2=60 +lon_0=70",
                                      "+proj=laea +lat_0=40 +lon_0=60", "EPSG:32642",
                                      "+proj=ortho +lat_0=45 +lon_0=70"};
    for (size_t i = 0; i < G_N_ELEMENTS(crs); i++) {
        struct fixture f;
        start(&f, crs[i], 44, 23, 90, 56);
        ADD(&f, GEOM_LINE, 50, 30, 85, 30);
        ADD(&f, GEOM_LINE, 50, 45, 85, 45);
        shape(&f);
        check_on_parallel(&f, 0, 30);
        check_on_parallel(&f, 1, 45);
        arena_finish(&f.arena);
    }
}

static void test_geodesic_edges_follow_the_geodesic(void)
{
    static const struct lonlat kabul = {69.17, 34.53}, anchorage = {-149.9, 61.2};
    struct fixture f;
    double azimuth, length = geodesic_inverse(&WGS84, kabul, anchorage, &azimuth, NULL);
    start(&f, "+proj=laea +lat_0=70 +lon_0=110", -180, 20, 180, 90);
    f.f.edges = EDGES_GEODESIC;
    ADD(&f, GEOM_LINE, 69.17, 34.53, -149.9, 61.2);
    shape(&f);
    const struct geometry *g = &f.page;
    g_assert_cmpuint(g->part[1] - g->part[0], ==, 1);
    for (size_t k = 0; k < geometry_coords(g); k++) {
        struct lonlat at, on;
        g_assert_true(view_lonlat(&f.view, (struct pagexy){g->xy[2 * k], g->xy[2 * k + 1]}, &at));
        double m = geodesic_distance_m(&WGS84, kabul, at);
        on = geodesic_direct(&WGS84, kabul, azimuth, m, NULL);
        double off_m = geodesic_distance_m(&WGS84, at, on);
        g_assert_cmpfloat(off_m * view_pt_per_km(&f.view, (struct pagexy){4000, 3000}) / 1000, <,
                          0.05);
    }
    struct lonlat end;
    size_t last = geometry_coords(g) - 1;
    g_assert_true(
        view_lonlat(&f.view, (struct pagexy){g->xy[2 * last], g->xy[2 * last + 1]}, &end));
    g_assert_cmpfloat_with_epsilon(geodesic_distance_m(&WGS84, kabul, end) / length, 1, 1e-6);
    arena_finish(&f.arena);
}

/* A square about the pole, drawn in the polar plane, is the same on an equal-area world map. */
static void test_projected_sources_go_round_poles_and_the_antimeridian(void)
{
    static const struct {
        const char *source, *map;
        double half_m, x_m, y_m;
    } table[] = {
        {"+proj=laea +lat_0=90", "+proj=eqearth +lon_0=150", 1e6, 0, 0},
        {"+proj=laea +lat_0=-90", "+proj=eqearth", 1e6, 1e5, -2e5},
        {"+proj=laea +lat_0=90", "+proj=laea +lat_0=-90", 1e6, 0, 0},
        {"+proj=laea +lat_0=90", "+proj=laea +lat_0=20 +lon_0=40", 1e6, 0, 0},
        {"+proj=laea +lat_0=10 +lon_0=180", "+proj=eqearth", 1e6, 0, 0},
        {"+proj=laea +lat_0=10 +lon_0=180", "+proj=laea +lat_0=10 +lon_0=180", 1e6, 0,
         0}, /* direct */
        {"+proj=laea +lat_0=80 +lon_0=-100", "+proj=cea", 2e6, 0, 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        struct fixture f;
        double h = table[i].half_m, x = table[i].x_m, y = table[i].y_m;
        start(&f, table[i].map, -180, -90, 180, 90);
        f.f.crs = str_of(table[i].source);
        ADD(&f, GEOM_POLYGON, x - h, y - h, x + h, y - h, x + h, y + h, x - h, y + h, x - h, y - h);
        shape(&f);
        g_assert_cmpfloat_with_epsilon(area_m2(&f, 0) / (4 * h * h), 1, 1e-3);
        arena_finish(&f.arena);
    }
}

static void test_datums_are_respected(void)
{
    /* Pulkovo 1942 to WGS 84 moves Kabul by some 100 m; pyproj has where to. */
    struct fixture f;
    start(&f, "EPSG:32642", 69, 34, 70, 35);
    f.f.crs = STR("EPSG:28412");
    ADD(&f, GEOM_POINT, 12500000, 3830000);
    shape(&f);
    double x = (f.page.xy[0] - f.view.to_page.x0) / f.view.to_page.xx;
    double y = (f.page.xy[1] - f.view.to_page.y0) / f.view.to_page.yy;
    struct crs from, to;
    struct transform *t;
    struct lode_err err = {0};
    double xy[2] = {12500000, 3830000};
    g_assert_true(crs_parse(&f.arena, STR("EPSG:28412"), (struct lode_span){0}, &from, &err));
    g_assert_true(crs_parse(&f.arena, STR("EPSG:32642"), (struct lode_span){0}, &to, &err));
    g_assert_true(transform_create(&f.arena, &from, &to, (struct lode_span){0}, &t, &err));
    transform_points(t, xy, 1);
    g_assert_cmpfloat_with_epsilon(x, xy[0], 0.01);
    g_assert_cmpfloat_with_epsilon(y, xy[1], 0.01);
    g_assert_cmpfloat(fabs(x - 500000), >, 20);
    arena_finish(&f.arena);
}

static void test_graticules(void)
{
    struct fixture f;
    struct graticule_line *lines;
    struct lode_err err = {0};
    start(&f, "EPSG:32642", 60, 29, 75, 39);
    g_assert_true(graticule_lines(&f.arena, &f.view, 5, 2, &f.page, &lines, &err));
    size_t seen = 0;
    for (size_t i = 0; i < f.page.n; i++) {
        if (!f.page.kind[i])
            continue;
        seen++;
        for (size_t k = f.page.at[f.page.ring[f.page.part[i]]];
             k < f.page.at[f.page.ring[f.page.part[i + 1]]]; k++) {
            struct lonlat at;
            g_assert_true(
                view_lonlat(&f.view, (struct pagexy){f.page.xy[2 * k], f.page.xy[2 * k + 1]}, &at));
            g_assert_cmpfloat_with_epsilon(lines[i].meridian ? at.lon_deg : at.lat_deg,
                                           lines[i].deg, 1e-4);
        }
    }
    g_assert_cmpuint(seen, >=, 4 + 5);
    arena_finish(&f.arena);

    start(&f, "+proj=eqearth +lon_0=150", -180, -90, 180, 90);
    g_assert_true(graticule_lines(&f.arena, &f.view, 30, 30, &f.page, &lines, &err));
    g_assert_cmpuint(f.page.n, ==, 12 + 5);
    for (size_t i = 0; i < f.page.n; i++)
        g_assert_true(lines[i].deg > -180 - 1e-9 && lines[i].deg <= 180);
    arena_finish(&f.arena);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/shape/antimeridian",
                    test_a_square_that_crosses_180_is_drawn_once_whole_or_in_two);
    g_test_add_func("/shape/hidden", test_cut_edges_are_hidden);
    g_test_add_func("/shape/world", test_the_whole_world_has_its_area);
    g_test_add_func("/shape/holes", test_holes_stay_holes);
    g_test_add_func("/shape/lines", test_lines_are_cut_not_closed);
    g_test_add_func("/shape/curves", test_long_edges_follow_the_curve);
    g_test_add_func("/shape/geodesic", test_geodesic_edges_follow_the_geodesic);
    g_test_add_func("/shape/projected", test_projected_sources_go_round_poles_and_the_antimeridian);
    g_test_add_func("/shape/datum", test_datums_are_respected);
    g_test_add_func("/shape/graticule", test_graticules);
    return g_test_run();
}
