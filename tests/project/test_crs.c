#include <glib.h>
#include <math.h>

#include "base/arena.h"
#include "project/crs.h"
#include "project/link.h"

static const struct lode_span HERE = {"map.yaml", 7, 8, 9};

static struct crs parse(struct arena *a, const char *text)
{
    struct crs crs = {0};
    struct lode_err err = {0};
    bool ok = crs_parse(a, str_of(text), HERE, &crs, &err);
    g_assert_cmpstr(err.message, ==, "");
    g_assert_true(ok);
    return crs;
}

/* Made with pyproj 3.4 on PROJ 9.1, always_xy=True. */
static const struct {
    const char *from, *to;
    double in[2], out[2];
} TABLE[] = {
    {"EPSG:4326", "EPSG:32642", {69.17, 34.53}, {515600.9673, 3820936.9880}},
    {"EPSG:4326", "EPSG:32642", {66.9, 39.65}, {319825.2156, 4391019.2514}},
    {"EPSG:4326", "EPSG:32642", {75, 30}, {1079218.6536, 3333984.3714}},
    {"EPSG:4326", "EPSG:3035", {-9.1, 38.7}, {2668283.4406, 1943501.0236}},
    {"EPSG:4326", "EPSG:3035", {30, 60}, {5422492.7750, 4256803.1845}},
    {"EPSG:4326", "EPSG:3857", {69.17, 34.53}, {7699969.1782, 4100192.0434}},
    {"EPSG:4326", "+proj=eqearth +lon_0=150", {-170, 10}, {3804392.9698, 1281605.5101}},
    {"EPSG:4326", "+proj=eqearth +lon_0=150", {0, -45}, {-12327062.2908, -5466867.7602}},
    {"EPSG:4326",
     "+proj=lcc +lat_1=15 +lat_2=65 +lon_0=95 +datum=WGS84",
     {120, 60},
     {1319052.1119, 6613631.4064}},
    {"EPSG:28412", "EPSG:32642", {12500000, 4000000}, {499938.6338, 3998336.7684}},
    {"EPSG:4326", "EPSG:3995", {45, 70}, {1551741.7638, -1551741.7638}},
};

static void test_points_land_where_pyproj_puts_them(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(TABLE); i++) {
        struct crs from = parse(&a, TABLE[i].from), to = parse(&a, TABLE[i].to);
        struct transform *t;
        struct lode_err err = {0};
        g_assert_true(transform_create(&a, &from, &to, HERE, &t, &err));
        double xy[] = {TABLE[i].in[0], TABLE[i].in[1], NAN, 4, TABLE[i].in[0], TABLE[i].in[1]};
        transform_points(t, xy, 3);
        g_assert_cmpfloat_with_epsilon(xy[0], TABLE[i].out[0], 1e-3);
        g_assert_cmpfloat_with_epsilon(xy[1], TABLE[i].out[1], 1e-3);
        g_assert_true(isnan(xy[2]) && isnan(xy[3])); /* and the one after it is not disturbed */
        g_assert_cmpfloat(xy[4], ==, xy[0]);
        transform_inverse(t, xy, 1);
        double tol = fabs(TABLE[i].in[0]) > 180 ? 1e-3 : 1e-7;
        g_assert_cmpfloat_with_epsilon(xy[0], TABLE[i].in[0], tol);
        g_assert_cmpfloat_with_epsilon(xy[1], TABLE[i].in[1], tol);
    }
    arena_finish(&a);
}

static void test_a_system_is_described(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct crs utm = parse(&a, " EPSG:32642 ");
    g_assert_true(str_is(utm.name, "WGS 84 / UTM zone 42N"));
    g_assert_true(str_is(utm.proj, "+proj=utm +zone=42 +datum=WGS84 +units=m +no_defs"));
    g_assert_false(utm.geographic);
    g_assert_cmpfloat_with_epsilon(1 / utm.flattening, 298.257223563, 1e-9);

    struct crs feet = parse(&a, "EPSG:2263"); /* New York, US survey feet */
    g_assert_cmpfloat_with_epsilon(feet.m_per_unit, 1200.0 / 3937.0, 1e-12);
    struct crs wgs = parse(&a, "EPSG:4326");
    g_assert_true(wgs.geographic);
    struct crs own = parse(&a, "+proj=laea +lat_0=50 +lon_0=70");
    g_assert_true(str_is(own.name, "Lambert Azimuthal Equal Area"));
    struct crs sphere = parse(&a, "+proj=robin +R=6371000");
    g_assert_cmpfloat(sphere.semi_major_m, ==, 6371000);
    g_assert_cmpfloat(sphere.flattening, ==, 0);
    struct crs compound = parse(&a, "EPSG:32642+5773");
    g_assert_true(str_is(compound.name, "WGS 84 / UTM zone 42N"));
    arena_finish(&a);
}

static void test_the_same_system_costs_nothing(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct crs epsg = parse(&a, "EPSG:4326");
    struct crs esri =
        parse(&a, "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\","
                  "6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],"
                  "UNIT[\"Degree\",0.0174532925199433]]");
    struct transform *t;
    struct lode_err err = {0};
    g_assert_true(transform_create(&a, &esri, &epsg, HERE, &t, &err));
    g_assert_true(transform_is_identity(t));
    arena_finish(&a);
}

static void test_what_is_no_system_is_refused_at_its_place(void)
{
    static const struct {
        const char *text, *message, *hint;
    } bad[] = {
        {"4326", "'4326' is not a reference system", "did you mean 'EPSG:4326'?"},
        {"webmercator", "'webmercator' is not a reference system", "write EPSG:n*"},
        {"EPSG:999999", "cannot read the reference system 'EPSG:999999'*", "look the code up*"},
        {"+proj=nonsense", "cannot read the reference system '+proj=nonsense'*", "*projinfo*"},
        {"+proj=utm", "cannot read the reference system '+proj=utm'*", "*"},
        {"EPSG:4978", "'EPSG:4978' is not a projected or geographic reference system",
         "*"}, /* geocentric */
        {"EPSG:5773", "'EPSG:5773' is not a projected or geographic reference system",
         "*"}, /* heights */
        {"", "'' is not a reference system", "*"},
        {"no-such-file.prj", "*no-such-file.prj*", "*"},
    };
    struct arena a = {0};
    arena_init(&a, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        struct crs crs;
        struct lode_err err = {0};
        g_assert_false(crs_parse(&a, str_of(bad[i].text), HERE, &crs, &err));
        g_assert_true(g_pattern_match_simple(bad[i].message, err.message));
        g_assert_true(g_pattern_match_simple(bad[i].hint, err.hint));
        g_assert_cmpint(err.at.line, ==, HERE.line);
    }
    arena_finish(&a);
}

/* PROJ's own way from `from` to `to`, as it is. */
static PJ *whole_operation(struct arena *a, const struct crs *from, const struct crs *to)
{
    PJ_CONTEXT *ctx = link_of(to)->ctx;
    PJ *raw = proj_create_crs_to_crs_from_pj(ctx, link_of(from)->crs, link_of(to)->crs, NULL, NULL);
    PJ *pj = proj_normalize_for_visualization(ctx, raw);
    link_keep(a, raw);
    link_keep(a, pj);
    g_assert_nonnull(pj);
    return pj;
}

static void assert_same_numbers(const double *xy, PJ *pj, PJ_DIRECTION direction, double *whole)
{
    proj_trans_generic(pj, direction, whole, 16, 1, whole + 1, 16, 1, NULL, 0, 0, NULL, 0, 0);
    if (isfinite(whole[0]) && isfinite(whole[1])) {
        g_assert_cmpfloat(xy[0], ==, whole[0]);
        g_assert_cmpfloat(xy[1], ==, whole[1]);
    } else {
        g_assert_true(isnan(xy[0]) && isnan(xy[1]));
    }
}

/* Where a transform leaves out steps of PROJ's, it gives the same numbers to the last bit. */
static void test_no_number_differs_from_the_whole_operation(void)
{
    static const char *const systems[] = {
        "EPSG:32642",
        "EPSG:3035",
        "EPSG:3857",
        "EPSG:2263",  /* feet */
        "EPSG:27572", /* from Paris */
        "EPSG:2193",
        "EPSG:3995",
        "EPSG:28412",
        "+proj=eqearth +lon_0=150",
        "+proj=lcc +lat_1=31 +lat_2=37 +lat_0=34 +lon_0=66 +datum=WGS84",
        "+proj=laea +lat_0=34 +lon_0=66 +datum=WGS84 +units=km",
        "+proj=ortho +lat_0=40 +lon_0=70",
        "+proj=tmerc +lon_0=63 +ellps=krass +towgs84=23.92,-141.27,-80.9,0,-0.35,-0.82,-0.12",
        "+proj=merc +lon_0=150 +over +datum=WGS84",
        "+proj=robin +R=6371000",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(systems); i++) {
        struct arena a = {0};
        struct transform *t;
        struct lode_err err = {0};
        arena_init(&a, 0);
        struct crs from = parse(&a, "EPSG:4326"), to = parse(&a, systems[i]);
        g_assert_true(transform_create(&a, &from, &to, HERE, &t, &err));
        PJ *pj = whole_operation(&a, &from, &to);
        for (int k = 0; k < 73 * 39; k++) {
            double xy[2] = {-200 + 400.0 * (k % 73) / 72, -95 + 190.0 * (k / 73) / 38};
            double whole[2] = {xy[0], xy[1]};
            transform_points(t, xy, 1);
            assert_same_numbers(xy, pj, PJ_FWD, whole);
            if (isnan(xy[0]))
                continue;
            transform_inverse(t, xy, 1);
            assert_same_numbers(xy, pj, PJ_INV, whole);
        }
        arena_finish(&a);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/crs/points", test_points_land_where_pyproj_puts_them);
    g_test_add_func("/crs/whole", test_no_number_differs_from_the_whole_operation);
    g_test_add_func("/crs/described", test_a_system_is_described);
    g_test_add_func("/crs/same", test_the_same_system_costs_nothing);
    g_test_add_func("/crs/refused", test_what_is_no_system_is_refused_at_its_place);
    return g_test_run();
}
