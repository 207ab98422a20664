#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "project/choose.h"
#include "project/fit.h"
#include "project/geodesic.h"
#include "project/view.h"

static const struct lode_span CRS_AT = {"map.yaml", 40, 8, 4}, EXTENT_AT = {"map.yaml", 41, 11, 20};
static const struct box FRAME = {0, 0, 800, 600};

struct fixture {
    struct arena arena;
    struct lode_err err;
    struct doc_map map;
    struct view view;
};

static char told[4][500];
static size_t n_told;

static void listen(void *ctx, const struct lode_err *what)
{
    (void)ctx;
    if (n_told < G_N_ELEMENTS(told))
        g_snprintf(told[n_told++], sizeof *told, "%s: %s", what->rule, what->message);
}

static void start(struct fixture *f, const char *crs)
{
    *f = (struct fixture){0};
    arena_init(&f->arena, 0);
    f->map.crs = (struct doc_text){str_of(crs), CRS_AT};
    f->map.extent.at = EXTENT_AT;
    n_told = 0;
    log_set_sink(listen, NULL);
}

static bool fit(struct fixture *f)
{
    struct view_params params = {.map = &f->map, .frame_pt = FRAME, .extent_deg = BOX_EMPTY};
    return view_fit(&f->arena, &params, &f->view, &f->err);
}

static void fit_box_deg(struct fixture *f, const char *crs, double west, double south, double east,
                        double north)
{
    start(f, crs);
    f->map.extent = (struct doc_extent){.kind = EXTENT_BOX,
                                        .at = EXTENT_AT,
                                        .west = west,
                                        .south = south,
                                        .east = east,
                                        .north = north};
    bool ok = fit(f);
    g_assert_cmpstr(f->err.message, ==, "");
    g_assert_true(ok);
}

static void fit_centre(struct fixture *f, const char *crs, double lon, double lat,
                       double denominator)
{
    start(f, crs);
    f->map.extent = (struct doc_extent){.kind = EXTENT_CENTRE,
                                        .at = EXTENT_AT,
                                        .lon = lon,
                                        .lat = lat,
                                        .scale_denominator = denominator};
    bool ok = fit(f);
    g_assert_cmpstr(f->err.message, ==, "");
    g_assert_true(ok);
}

/* Page points from pyproj: UTM 42N about 68.5 E 35 N at 1:2 000 000, its scale factor there taken
 * out. */
static void test_cities_lie_where_pyproj_puts_them(void)
{
    static const struct {
        struct lonlat at;
        struct pagexy page;
    } table[] = {
        {{69.17, 34.53}, {486.8109, 374.0407}},  /* Kabul */
        {{67.11, 36.71}, {225.3431, 28.8923}},   /* Mazar-i-Sharif */
        {{62.20, 34.35}, {-422.7639, 372.5607}}, /* Herat */
        {{66.96, 39.65}, {216.5290, -434.0841}}, /* Samarkand */
    };
    struct fixture f;
    fit_centre(&f, "EPSG:32642", 68.5, 35, 2e6);
    g_assert_cmpfloat_with_epsilon(f.view.scale_denominator, 2e6, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        struct pagexy at;
        struct lonlat back;
        g_assert_true(view_point(&f.view, table[i].at, &at));
        g_assert_cmpfloat_with_epsilon(at.x_pt, table[i].page.x_pt, 0.001);
        g_assert_cmpfloat_with_epsilon(at.y_pt, table[i].page.y_pt, 0.001);
        g_assert_true(view_lonlat(&f.view, at, &back));
        g_assert_cmpfloat_with_epsilon(back.lon_deg, table[i].at.lon_deg, 1e-7);
        g_assert_cmpfloat_with_epsilon(back.lat_deg, table[i].at.lat_deg, 1e-7);
    }
    g_assert_cmpuint(n_told, ==, 0);
    arena_finish(&f.arena);
}

/* Whatever the projection, a kilometre at the centre is a kilometre. */
static void test_scale_is_true_at_the_centre(void)
{
    static const char *const crs[] = {
        "EPSG:32642",     "EPSG:3857", "EPSG:4326", "auto",
        "auto conformal", "EPSG:3031", "EPSG:2263", "+proj=ortho +lat_0=30 +lon_0=60"};
    static const struct lonlat at[] = {{69, 35},   {69, 60},      {69, 35},  {69, 35},
                                       {179, -17}, {30.0, -70.0}, {-74, 41}, {69, 35}};
    for (size_t i = 0; i < G_N_ELEMENTS(crs); i++) {
        struct fixture f;
        struct lonlat a, b;
        fit_centre(&f, crs[i], at[i].lon_deg, at[i].lat_deg, 1e6);
        g_assert_cmpfloat_with_epsilon(f.view.scale_denominator, 1e6, 10);
        g_assert_true(view_lonlat(&f.view, (struct pagexy){390, 300}, &a));
        g_assert_true(view_lonlat(&f.view, (struct pagexy){410, 300}, &b));
        double m = geodesic_distance_m(&WGS84, a, b);
        g_assert_cmpfloat_with_epsilon(m / (20 * 0.0254 / 72 * 1e6), 1, 1e-4);
        double per_km = view_pt_per_km(&f.view, (struct pagexy){400, 300});
        g_assert_cmpfloat_with_epsilon(per_km, 1000 / (0.0254 / 72 * 1e6), 1e-3);
        arena_finish(&f.arena);
    }
}

/* Against Proj.get_factors(): true north leans against the meridian's convergence. */
static void test_north(void)
{
    static const struct {
        const char *crs;
        double lon, lat, convergence_deg;
    } table[] = {
        {"EPSG:32642", 75, 38, 3.7024753859},
        {"EPSG:3035", 30, 60, 16.9941800471},
        {"+proj=laea +lat_0=90", 45, 70, 45},
        {"+proj=lcc +lat_1=43 +lat_2=62 +lon_0=10", -10, 40, -15.9422077137},
        {"EPSG:3857", 170, -40, 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        struct fixture f;
        fit_centre(&f, table[i].crs, table[i].lon, table[i].lat, 1e6);
        double north_deg = view_north(&f.view, (struct pagexy){400, 300}) * 180 / M_PI;
        g_assert_cmpfloat_with_epsilon(north_deg, -table[i].convergence_deg, 1e-3);
        arena_finish(&f.arena);
    }
}

static void test_the_box_fills_the_frame_in_one_direction(void)
{
    struct fixture f;
    struct pagexy p;
    fit_box_deg(&f, "EPSG:32642", 60, 29, 75, 39);
    struct box seen = BOX_EMPTY;
    for (int i = 0; i <= 1000; i++) {
        double t = i / 1000.0;
        const struct lonlat edge[4] = {
            {60, 29 + 10 * t}, {75, 29 + 10 * t}, {60 + 15 * t, 29}, {60 + 15 * t, 39}};
        for (int k = 0; k < 4; k++) {
            g_assert_true(view_point(&f.view, edge[k], &p));
            seen = box_add(seen, p.x_pt, p.y_pt);
        }
    }
    /* Its top and bottom bend; both directions are centred, and the height is what binds. */
    g_assert_cmpfloat_with_epsilon(seen.y0, 0, 0.05);
    g_assert_cmpfloat_with_epsilon(seen.y1, 600, 0.05);
    g_assert_cmpfloat_with_epsilon(seen.x0 + seen.x1, 800, 0.1);
    g_assert_cmpfloat(seen.x0, >, 0);
    arena_finish(&f.arena);
}

static void test_padding(void)
{
    static const struct {
        struct length pad;
        double left_pt; /* of the box's west edge */
    } table[] = {
        {{LENGTH_PERCENT, 0.1}, 800 * 0.1 / 1.2},
        {{LENGTH_ANGLE, 1}, 800 * 1 / 12.0},
        {{LENGTH_GROUND, 111319.49}, 800 * 1 / 12.0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        struct fixture f;
        struct pagexy p;
        start(&f, "+proj=eqc +R=6378137");
        f.map.extent = (struct doc_extent){.kind = EXTENT_BOX,
                                           .pad = table[i].pad,
                                           .west = 10,
                                           .east = 20,
                                           .south = -2.5,
                                           .north = 2.5};
        g_assert_true(fit(&f));
        g_assert_true(view_point(&f.view, (struct lonlat){10, 0}, &p));
        g_assert_cmpfloat_with_epsilon(p.x_pt, table[i].left_pt, 0.05);
        arena_finish(&f.arena);
    }
}

static void test_windows_hold_poles_and_the_antimeridian(void)
{
    struct fixture f;
    fit_box_deg(&f, "EPSG:4326", 170, -25, -170, -10); /* Fiji */
    struct box w = f.view.window_deg;
    g_assert_true(w.x0 > 150 && w.x0 < 170 && w.x1 > 190 && w.x1 < 210);
    arena_finish(&f.arena);

    fit_box_deg(&f, "EPSG:3995", -180, 60, 180, 90); /* the Arctic */
    w = f.view.window_deg;
    g_assert_true(w.x0 == -180 && w.x1 == 180 && w.y1 == 90 && w.y0 > 20 && w.y0 < 60);
    arena_finish(&f.arena);

    fit_box_deg(&f, "+proj=eqearth +lon_0=150", -180, -90, 180, 90);
    w = f.view.window_deg;
    g_assert_true(w.x0 == -180 && w.x1 == 180 && w.y0 == -90 && w.y1 == 90);
    arena_finish(&f.arena);

    fit_box_deg(&f, "EPSG:32642", 60, 29, 75, 39); /* every place in the frame is in the window */
    w = f.view.window_deg;
    for (double y = 0; y <= 600; y += 10) {
        for (double x = 0; x <= 800; x += 10) {
            struct lonlat at;
            g_assert_true(view_lonlat(&f.view, (struct pagexy){x, y}, &at));
            g_assert_true(at.lon_deg > w.x0 && at.lon_deg < w.x1);
            g_assert_true(at.lat_deg > w.y0 && at.lat_deg < w.y1);
        }
    }
    g_assert_cmpfloat(box_width(w), <, 25); /* and it is not much larger */
    arena_finish(&f.arena);
}

/* Small frames are looked at through few samples: what these say holds between them. */
static void test_small_frames(void)
{
    static const struct {
        const char *crs;
        double west, south, east, north;
    } table[] = {
        {"+proj=lcc +lat_1=31 +lat_2=37 +lat_0=34 +lon_0=66 +datum=WGS84", 62, 31, 67, 37},
        {"+proj=tmerc +lon_0=63 +datum=WGS84", 66, 33, 66.4, 33.3},
        {"EPSG:4326", 60, 29, 66, 35},
        {"+proj=stere +lat_0=90 +lon_0=20 +datum=WGS84", 120, 70, 128, 73},
        {"EPSG:4326", 177, -20, 181, -16},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        struct fixture f;
        struct box seen = BOX_EMPTY;
        const double h = 0.02;
        fit_box_deg(&f, table[i].crs, table[i].west, table[i].south, table[i].east, table[i].north);
        const struct view *v = &f.view;
        struct box w = v->window_deg;
        double middle = (w.x0 + w.x1) / 2, least_pt_m = INFINITY, most_pt_m = 0, bend = 0;
        for (int k = 0; k < 61 * 61; k++) {
            struct pagexy at = {800.0 * (k % 61) / 60, 600.0 * (k / 61) / 60}, p[3];
            struct lonlat deg;
            g_assert_true(view_lonlat(v, at, &deg));
            seen = box_add(seen, middle + remainder(deg.lon_deg - middle, 360), deg.lat_deg);
            double pt_per_m = view_pt_per_km(v, at) / 1000;
            least_pt_m = fmin(least_pt_m, pt_per_m);
            most_pt_m = fmax(most_pt_m, pt_per_m);
            for (int along = 0; along < 2; along++) {
                for (int d = -1; d <= 1; d++) {
                    double by[2] = {along ? 0 : d * h, along ? d * h : 0};
                    view_point(v, (struct lonlat){deg.lon_deg + by[0], deg.lat_deg + by[1]},
                               &p[d + 1]);
                }
                bend = fmax(bend, hypot(p[0].x_pt - 2 * p[1].x_pt + p[2].x_pt,
                                        p[0].y_pt - 2 * p[1].y_pt + p[2].y_pt) /
                                      (h * h));
            }
        }
        g_assert_true(box_holds(w, seen));
        g_assert_cmpfloat(box_width(w), <, 1.3 * box_width(seen));
        g_assert_cmpfloat(box_height(w), <, 1.3 * box_height(seen));
        g_assert_cmpfloat(bend, <=, v->bend_pt * 1.0001 + 1e-4);
        /* doubled, of mixed derivatives too, and a little beyond the frame */
        g_assert_cmpfloat(v->bend_pt, <, 8 * bend + 0.01);
        double unit = v->crs.geographic ? v->crs.semi_major_m * M_PI / 180 : 1;
        double most = most_pt_m * unit / v->to_page.xx, least = least_pt_m * unit / v->to_page.xx;
        double error = fmax(fabs(most - 1), fabs(least - 1));
        g_assert_cmpfloat_with_epsilon(v->max_scale_error, error, 4e-4);
        arena_finish(&f.arena);
    }
}

static void test_what_the_projection_cannot_show(void)
{
    struct fixture f;
    struct pagexy p;
    struct lonlat at;
    fit_box_deg(&f, "+proj=ortho +lat_0=40 +lon_0=70", -180, -90, 180, 90);
    g_assert_true(view_point(&f.view, (struct lonlat){70, 40}, &p));
    g_assert_false(view_point(&f.view, (struct lonlat){-110, -40}, &p)); /* the far side */
    g_assert_false(view_lonlat(&f.view, (struct pagexy){5, 5}, &at));    /* beside the globe */
    arena_finish(&f.arena);

    fit_box_deg(&f, "+proj=eqearth", -180, -90, 180, 90);
    g_assert_false(
        view_lonlat(&f.view, (struct pagexy){5, 120}, &at)); /* beyond the rounded edge */
    g_assert_true(view_lonlat(&f.view, (struct pagexy){400, 300}, &at));
    arena_finish(&f.arena);
}

static void test_a_point_gets_some_ground_around_it(void)
{
    struct fixture f;
    fit_box_deg(&f, "auto", 69, 35, 69, 35);
    double across_m = 600 * 1000 / view_pt_per_km(&f.view, (struct pagexy){400, 300});
    g_assert_cmpfloat(across_m, >, 10e3);
    g_assert_cmpfloat(across_m, <, 40e3);
    arena_finish(&f.arena);
}

static void test_bad_extents_are_refused_at_their_place(void)
{
    static const struct {
        const char *crs;
        struct doc_extent extent;
        enum lode_code code;
        int line;
        const char *message, *hint;
    } bad[] = {
        {"auto",
         {.kind = EXTENT_BOX, .west = 35, .south = 120, .east = 40, .north = 130},
         LODE_SCHEMA,
         41,
         "the extent * is not in longitude and latitude",
         "are the axes swapped*"},
        {"auto",
         {.kind = EXTENT_BOX, .west = 60, .south = 40, .east = 70, .north = 30},
         LODE_SCHEMA,
         41,
         "*south*north*",
         "*"},
        {"auto", {.kind = EXTENT_ALL}, LODE_DATA, 41, "the extent is empty*", "*"},
        {"+proj=ortho +lat_0=40 +lon_0=70",
         {.kind = EXTENT_BOX, .west = -115, .south = -45, .east = -105, .north = -35},
         LODE_CRS,
         40,
         "'Orthographic' cannot show any of the extent *",
         "write `crs: auto`*"},
        {"+proj=ortho +lat_0=40 +lon_0=70",
         {.kind = EXTENT_CENTRE, .lon = -110, .lat = -40, .scale_denominator = 1e6},
         LODE_CRS,
         41,
         "'Orthographic' cannot show *",
         "*"},
        {"auto conformall",
         {.kind = EXTENT_BOX, .west = 60, .south = 29, .east = 75, .north = 39},
         LODE_CRS,
         40,
         "'auto' cannot choose for 'conformall'",
         "did you mean 'auto conformal'?"},
        {"EPSG:1",
         {.kind = EXTENT_BOX, .west = 60, .south = 29, .east = 75, .north = 39},
         LODE_CRS,
         40,
         "cannot read the reference system 'EPSG:1'*",
         "*"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        struct fixture f;
        start(&f, bad[i].crs);
        f.map.extent = bad[i].extent;
        f.map.extent.at = EXTENT_AT;
        g_assert_false(fit(&f));
        g_assert_cmpint(f.err.code, ==, bad[i].code);
        g_assert_cmpint(f.err.at.line, ==, bad[i].line);
        if (!g_pattern_match_simple(bad[i].message, f.err.message))
            g_assert_cmpstr(f.err.message, ==, bad[i].message);
        if (!g_pattern_match_simple(bad[i].hint, f.err.hint))
            g_assert_cmpstr(f.err.hint, ==, bad[i].hint);
        arena_finish(&f.arena);
    }
}

/* What projectionwizard.org gives for these extents; its coordinates rounded as ours are. */
static void test_auto_follows_the_wizard(void)
{
    static const struct {
        const char *wish;
        struct box extent;
        const char *proj;
    } table[] = {
        {"", {-180, -90, 180, 90}, "+proj=eqearth +lon_0=0"},
        {"", {-30, -90, 330, 90}, "+proj=eqearth +lon_0=150"},
        {"compromise", {-180, -60, 180, 80}, "+proj=natearth +lon_0=0"},
        {"", {20, -60, 160, 70}, "+proj=laea +lat_0=5 +lon_0=90"},
        {"", {-180, 60, 180, 90}, "+proj=laea +lat_0=90 +lon_0=0"},
        {"conformal", {-180, -90, 180, -60}, "+proj=stere +lat_0=-90 +lon_0=0"},
        {"", {-125, 25, -67, 49}, "+proj=aea +lat_1=29 +lat_2=45 +lat_0=37 +lon_0=-96"},
        {"conformal", {-125, 25, -67, 49}, "+proj=lcc +lat_1=29 +lat_2=45 +lat_0=37 +lon_0=-96"},
        {"", {60, 29, 75, 39}, "+proj=laea +lat_0=34 +lon_0=68"},
        {"", {95, -11, 141, 6}, "+proj=cea +lat_ts=6 +lon_0=118"},
        {"conformal", {95, -11, 141, 6}, "+proj=merc +lat_ts=6 +lon_0=118"},
        {"conformal", {-76, -56, -66, -17}, "+proj=tmerc +lon_0=-71"},
        {"", {170, -25, 190, -10}, "+proj=aea*lon_0=180"},
    };
    struct arena a = {0};
    arena_init(&a, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        struct str proj;
        struct lode_err err = {0};
        g_assert_true(
            choose_projection(&a, str_of(table[i].wish), table[i].extent, CRS_AT, &proj, &err));
        if (!g_pattern_match_simple(table[i].proj, str_c(&a, proj)))
            g_assert_cmpstr(str_c(&a, proj), ==, table[i].proj);
    }
    arena_finish(&a);
}

static void test_what_was_chosen_is_told_and_far_systems_are_warned_about(void)
{
    struct fixture f;
    fit_box_deg(&f, "auto", 60, 29, 75, 39);
    g_assert_cmpuint(n_told, ==, 1);
    g_assert_true(g_pattern_match_simple("crs-chosen: projection chosen: +proj=laea +lat_0=34 "
                                         "+lon_0=68 *; largest distortion in the frame: "
                                         "scale 0.*%, area 0.0%, angle 0.* degrees",
                                         told[0]));
    arena_finish(&f.arena);

    fit_box_deg(&f, "EPSG:32601", -150, 40, -120, 60); /* 40 degrees off its zone */
    g_assert_cmpuint(n_told, ==, 1);
    g_assert_true(g_str_has_prefix(told[0], "crs-far: 'WGS 84 / UTM zone 1N'"));
    arena_finish(&f.arena);

    fit_box_deg(&f, "EPSG:3857", 170, -25, -170, -10); /* Fiji, on a map cut there */
    g_assert_cmpuint(n_told, ==, 1);
    g_assert_true(
        g_str_has_prefix(told[0], "crs-seam: 'WGS 84 / Pseudo-Mercator' cuts the globe at 180"));
    arena_finish(&f.arena);

    fit_box_deg(&f, "+proj=igh", -180, -90, 180, 90); /* found by trying: a lobe of it */
    g_assert_true(g_str_has_prefix(told[0], "crs-part: 'Interrupted Goode Homolosine' shows only"));
    arena_finish(&f.arena);

    fit_box_deg(&f, "EPSG:3857", 10, 60, 30, 70);
    g_assert_cmpuint(n_told, ==, 1);
    g_assert_true(g_str_has_prefix(told[0], "crs-far: 'WGS 84 / Pseudo-Mercator'"));
    arena_finish(&f.arena);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/view/cities", test_cities_lie_where_pyproj_puts_them);
    g_test_add_func("/view/scale", test_scale_is_true_at_the_centre);
    g_test_add_func("/view/north", test_north);
    g_test_add_func("/view/box", test_the_box_fills_the_frame_in_one_direction);
    g_test_add_func("/view/padding", test_padding);
    g_test_add_func("/view/window", test_windows_hold_poles_and_the_antimeridian);
    g_test_add_func("/view/small-frames", test_small_frames);
    g_test_add_func("/view/domain", test_what_the_projection_cannot_show);
    g_test_add_func("/view/point", test_a_point_gets_some_ground_around_it);
    g_test_add_func("/view/refused", test_bad_extents_are_refused_at_their_place);
    g_test_add_func("/view/auto", test_auto_follows_the_wizard);
    g_test_add_func("/view/told", test_what_was_chosen_is_told_and_far_systems_are_warned_about);
    return g_test_run();
}
