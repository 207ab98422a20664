/* The world's countries in many projections. In an equal-area projection what is drawn of a country
 * must have its area on the ellipsoid: a streak, a hole, a piece that is missing or drawn twice, a
 * pole that is not closed, all show in it. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "load/load.h"
#include "project/geodesic.h"
#include "project/shape.h"

/* A sheet so large that even the smallest countries have an area on it. */
static const struct box SHEET = {100, 50, 20100, 10050};

/* Read and measured once for all tests; `arena` is the test's own. */
struct world {
    struct arena arena;
    struct features countries;
    /* of the edges as the file means them: straight in degrees */
    const double *area_m2, *perimeter_m;
};

static struct world earth;

static void add_edge(struct geom_builder *b, const double *from, const double *to)
{
    int n = (int)ceil(10 * fmax(fabs(to[0] - from[0]), fabs(to[1] - from[1])));
    for (int k = 0; k < n; k++)
        geom_xy(b, from[0] + (to[0] - from[0]) * k / n, from[1] + (to[1] - from[1]) * k / n);
}

static void measure(struct world *w, const struct ellipsoid *e)
{
    const struct geometry *g = &w->countries.table.geom;
    struct geometry fine;
    struct geom_builder b = {0};
    for (size_t i = 0; i < g->n; i++) {
        geom_feature(&b, g->kind[i]);
        for (size_t p = g->part[i]; p < g->part[i + 1]; p++) {
            geom_part(&b);
            for (size_t r = g->ring[p]; r < g->ring[p + 1]; r++) {
                geom_ring(&b);
                for (size_t k = g->at[r]; k + 1 < g->at[r + 1]; k++)
                    add_edge(&b, g->xy + 2 * k, g->xy + 2 * k + 2);
                geom_xy(&b, g->xy[2 * g->at[r]], g->xy[2 * g->at[r] + 1]);
            }
        }
    }
    geom_finish(&w->arena, &b, &fine);
    double *area_m2 = arena_array(&w->arena, double, g->n);
    double *perimeter_m = arena_array(&w->arena, double, g->n);
    for (size_t i = 0; i < g->n; i++) {
        area_m2[i] = geodesic_area_m2(e, &fine, i);
        perimeter_m[i] = geodesic_length_m(e, &fine, i);
    }
    w->area_m2 = area_m2;
    w->perimeter_m = perimeter_m;
}

static void read_world(struct world *w)
{
    struct lode_err err = {0};
    arena_init(&w->arena, 0);
    load_init(false);
    char *path =
        g_build_filename(g_getenv("MESON_SOURCE_ROOT"), "layers", "countries_world.shp", NULL);
    struct doc_source source = {.name = STR("countries"), .file = {.s = str_of(path)}};
    bool ok = load_source(&w->arena, &source, &(struct load_params){0}, &w->countries, &err);
    g_assert_cmpstr(err.message, ==, "");
    g_assert_true(ok);
    g_assert_cmpuint(w->countries.table.n, ==, 242);
    measure(w, &WGS84);
    g_free(path);
}

static void open_world(struct world *ret)
{
    *ret = earth;
    ret->arena = (struct arena){0};
    arena_init(&ret->arena, 0);
}

static void fit(struct world *w, const char *crs, struct view *ret)
{
    struct lode_err err = {0};
    struct doc_map map = {.crs = {.s = str_of(crs)}, .extent = {.kind = EXTENT_LAYER}};
    struct view_params params = {.map = &map,
                                 .extent_geom = &w->countries.table.geom,
                                 .extent_deg = geometry_box(&w->countries.table.geom),
                                 .frame_pt = SHEET};
    bool ok = view_fit(&w->arena, &params, ret, &err);
    g_assert_cmpstr(err.message, ==, "");
    g_assert_true(ok);
}

static void shape(struct world *w, const struct view *v, struct geometry *ret)
{
    struct lode_err err = {0};
    struct shape_params params = {.reach_pt = 10};
    g_assert_true(shape_to_page(&w->arena, v, &w->countries, &params, ret, &err));
    g_assert_cmpuint(ret->n, ==, 242);
}

static double ring_area(const struct geometry *g, size_t r)
{
    double sum = 0;
    for (size_t k = g->at[r]; k + 1 < g->at[r + 1]; k++)
        sum += g->xy[2 * k] * g->xy[2 * k + 3] - g->xy[2 * k + 2] * g->xy[2 * k + 1];
    return fabs(sum) / 2;
}

/* Outer rings less holes, as the parts say. */
static double page_area(const struct geometry *g, size_t i)
{
    double sum = 0;
    for (size_t p = g->part[i]; p < g->part[i + 1]; p++) {
        for (size_t r = g->ring[p]; r < g->ring[p + 1]; r++)
            sum += r == g->ring[p] ? ring_area(g, r) : -ring_area(g, r);
    }
    return sum;
}

static void check_vertices(const struct geometry *g, struct box clip)
{
    for (size_t k = 0; k < geometry_coords(g); k++) {
        g_assert_true(isfinite(g->xy[2 * k]) && isfinite(g->xy[2 * k + 1]));
        g_assert_true(g->xy[2 * k] >= clip.x0 && g->xy[2 * k] <= clip.x1);
        g_assert_true(g->xy[2 * k + 1] >= clip.y0 && g->xy[2 * k + 1] <= clip.y1);
    }
    for (size_t r = 0; r < geometry_rings(g); r++) {
        size_t a = g->at[r], b = g->at[r + 1] - 1;
        g_assert_cmpuint(b - a, >=, 3);
        g_assert_true(g->xy[2 * a] == g->xy[2 * b] && g->xy[2 * a + 1] == g->xy[2 * b + 1]);
    }
}

/* Nothing that is stroked runs along the meridian of 180 degrees: no border does. */
static void check_no_stroke_on_180(const struct view *v, const struct geometry *g)
{
    for (size_t r = 0; r < geometry_rings(g); r++) {
        for (size_t k = g->at[r]; k + 1 < g->at[r + 1]; k++) {
            struct pagexy middle = {(g->xy[2 * k] + g->xy[2 * k + 2]) / 2,
                                    (g->xy[2 * k + 1] + g->xy[2 * k + 3]) / 2};
            struct lonlat at;
            double length =
                hypot(g->xy[2 * k + 2] - g->xy[2 * k], g->xy[2 * k + 3] - g->xy[2 * k + 1]);
            if ((g->hidden && g->hidden[k]) || length < 3 || !view_lonlat(v, middle, &at))
                continue;
            g_assert_cmpfloat(180 - fabs(at.lon_deg), >, 1e-5);
        }
    }
}

static void check_areas(struct world *w, const struct view *v, const struct geometry *g)
{
    double m_per_pt = v->crs.m_per_unit / v->to_page.xx, total = 0, wanted = 0;
    /* Resampling and simplifying may move the outline by the tolerance, 0.02 pt. */
    for (size_t i = 0; i < g->n; i++) {
        double area = page_area(g, i) * m_per_pt * m_per_pt;
        double slack = 1e-3 * w->area_m2[i] + 0.02 * m_per_pt * w->perimeter_m[i];
        if (!(fabs(area - w->area_m2[i]) <= slack))
            g_test_message("%.*s: country %zu", STR_FMT(v->crs.proj), i);
        g_assert_cmpfloat_with_epsilon(area, w->area_m2[i], slack);
        total += area;
        wanted += w->area_m2[i];
    }
    g_assert_cmpfloat_with_epsilon(total / wanted, 1, 1e-4);
}

/* PROJ knows some of these for the sphere only: then the earth is one, and areas are taken on it.
 */
static const struct {
    const char *crs;
    bool sphere; /* these last */
} EQUAL_AREA[] = {
    {"+proj=eqearth", false},
    {"+proj=eqearth +lon_0=150", false},
    {"+proj=eqearth +lon_0=-100", false},
    {"+proj=eqearth +lon_0=180", false},
    {"+proj=cea +lon_0=60 +lat_ts=30", false},
    {"+proj=sinu +lon_0=-170", false},
    {"+proj=aea +lat_1=20 +lat_2=60 +lon_0=70", false},
    {"+proj=aea +lat_1=-10 +lat_2=-50 +lon_0=-150", false},
    {"+proj=moll +lon_0=11 +R=6371000", true},
    {"+proj=hammer +lon_0=90 +R=6371000", true},
    {"+proj=eck4 +lon_0=-169 +R=6371000", true},
};

static void test_countries_keep_their_areas(void)
{
    static const struct ellipsoid sphere = {6371000, 0};
    struct world w;
    open_world(&w);
    for (size_t i = 0; i < G_N_ELEMENTS(EQUAL_AREA); i++) {
        struct view v;
        struct geometry g;
        fit(&w, EQUAL_AREA[i].crs, &v);
        shape(&w, &v, &g);
        check_vertices(&g, box_grow(SHEET, 11));
        if (EQUAL_AREA[i].sphere && !EQUAL_AREA[i - 1].sphere)
            measure(&w, &sphere);
        check_areas(&w, &v, &g);
        check_no_stroke_on_180(&v, &g);
    }
    arena_finish(&w.arena);
}

/* The whole sphere but for a tenth of a degree about the point opposite; where that lies on land
 * the country there lacks the 390 km2 of that disc. */
static void test_azimuthal_countries_keep_their_areas(void)
{
    static const struct {
        const char *crs;
        double missing_m2;
    } table[] = {
        {"+proj=laea +lat_0=90", 0.4e9}, /* opposite: the South Pole, in Antarctica */
        {"+proj=laea +lat_0=-90", 0},
        {"+proj=laea +lat_0=10 +lon_0=-160", 0},
        {"+proj=laea +lat_0=52 +lon_0=10", 0},
        {"+proj=laea +lat_0=-30 +lon_0=100", 0},
        {"+proj=laea +lat_0=0 +lon_0=0", 0},
        {"+proj=laea +lat_0=-62 +lon_0=-80", 0.4e9}, /* opposite: Siberia */
    };
    struct world w;
    open_world(&w);
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        struct view v;
        struct geometry g;
        fit(&w, table[i].crs, &v);
        shape(&w, &v, &g);
        check_vertices(&g, box_grow(SHEET, 11));
        double m_per_pt = 1 / v.to_page.xx;
        for (size_t k = 0; k < g.n; k++) {
            double area = page_area(&g, k) * m_per_pt * m_per_pt;
            /* Near the rim lengths across are squeezed and those along it stretched: 50 times. */
            double slack =
                1e-3 * w.area_m2[k] + 0.2 * m_per_pt * w.perimeter_m[k] + table[i].missing_m2;
            if (!(fabs(area - w.area_m2[k]) <= slack))
                g_test_message("%s: country %zu", table[i].crs, k);
            g_assert_cmpfloat_with_epsilon(area, w.area_m2[k], slack);
        }
        check_no_stroke_on_180(&v, &g);
    }
    arena_finish(&w.arena);
}

static bool ring_holds(const double *xy, size_t n, double x, double y)
{
    bool in = false;
    for (size_t j = n - 1, k = 0; k < n; j = k++) {
        const double *a = xy + 2 * j, *b = xy + 2 * k;
        if ((a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0])
            in = !in;
    }
    return in;
}

/* The feature that holds the place, even-odd; SIZE_MAX: none. */
static size_t feature_at(const struct geometry *g, double x, double y)
{
    for (size_t i = 0; i < g->n; i++) {
        struct box b = g->box[i];
        bool in = false;
        if (!(x >= b.x0 && x <= b.x1 && y >= b.y0 && y <= b.y1))
            continue;
        for (size_t r = g->ring[g->part[i]]; r < g->ring[g->part[i + 1]]; r++)
            in ^= ring_holds(g->xy + 2 * g->at[r], g->at[r + 1] - g->at[r], x, y);
        if (in)
            return i;
    }
    return SIZE_MAX;
}

/* Places all over the sheet show the country that is there; those beside a border are not asked. */
static void check_places(struct world *w, const struct view *v, const struct geometry *g,
                         const char *name)
{
    static const double around[4][2] = {{0, 4}, {0, -4}, {4, 0}, {-4, 0}};
    size_t asked = 0, land = 0;
    for (double y = SHEET.y0 + 111; y < SHEET.y1; y += 223) {
        for (double x = SHEET.x0 + 97; x < SHEET.x1; x += 223) {
            struct lonlat at;
            if (!view_lonlat(v, (struct pagexy){x, y}, &at) || at.lat_deg < -89.99)
                continue;
            size_t here = feature_at(g, x, y);
            size_t wanted = feature_at(&w->countries.table.geom, at.lon_deg, at.lat_deg);
            bool border = false;
            for (int k = 0; here != wanted && k < 4; k++)
                border |= feature_at(g, x + around[k][0], y + around[k][1]) != here;
            if (border)
                continue;
            if (here != wanted)
                g_test_message("%s: at %.4f, %.4f (page %.1f, %.1f)", name, at.lon_deg, at.lat_deg,
                               x, y);
            g_assert_cmpuint(here, ==, wanted);
            asked++;
            land += here != SIZE_MAX;
        }
    }
    g_assert_cmpuint(asked, >, 300);
    g_assert_cmpuint(land, >, 20);
}

/* No projection fails, lets anything off the sheet, leaves a hole in a country or paints the sea.
 */
static void test_other_projections_stay_on_the_sheet(void)
{
    static const struct {
        const char *crs;
        double west, south, east, north;
    } table[] = {
        {"+proj=robin +lon_0=150", -180, -90, 180, 90},
        {"+proj=wintri +lon_0=-90", -180, -90, 180, 90},
        {"+proj=natearth", -180, -90, 180, 90},
        {"+proj=aeqd +lat_0=34 +lon_0=69", -180, -90, 180, 90},
        {"+proj=merc +lon_0=150", -180, -60, 180, 75},
        {"EPSG:3857", -180, -85, 180, 85},
        {"EPSG:4326", -180, -90, 180, 90},
        {"EPSG:4326", 150, -50, -70, 50},
        {"+proj=ortho +lat_0=40 +lon_0=70", -180, -90, 180, 90},
        {"+proj=ortho +lat_0=-90", -180, -90, 180, 90},
        {"+proj=ortho +lon_0=180", -180, -90, 180, 90},
        {"+proj=nsper +h=3000000 +lat_0=20 +lon_0=80", -180, -90, 180, 90},
        {"+proj=geos +h=35785831 +lon_0=60 +sweep=y", -180, -90, 180, 90},
        {"+proj=gnom +lat_0=50 +lon_0=20", -20, 30, 60, 70},
        {"+proj=stere +lat_0=90 +lat_ts=71", -180, 60, 180, 90},
        {"EPSG:3995", -180, 60, 180, 90},
        {"EPSG:3031", -180, -90, 180, -60},
        {"+proj=lcc +lat_1=43 +lat_2=62 +lon_0=10", -12, 34, 45, 70},
        {"EPSG:32642", 60, 29, 75, 39},
        {"EPSG:3035", -12, 34, 45, 70},
        {"EPSG:27572", -5, 41, 10, 51}, /* from Paris, in grads */
        {"EPSG:5513", 12, 47, 19, 52},  /* Krovak */
        {"EPSG:2056", 5, 45, 11, 48},   /* oblique Mercator */
        {"EPSG:2193", 165, -48, 179, -34},
        {"EPSG:3832", 120, -50, -120, 50}, /* Mercator about 150 E */
        {"+proj=igh", 0, 10, 40, 60},      /* interrupted: a lobe of it */
        {"+proj=ob_tran +o_proj=moll +o_lon_p=40 +o_lat_p=50 +lon_0=60 +R=6371000", 0, 10, 40, 60},
    };
    struct world w;
    open_world(&w);
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        struct view v;
        struct geometry g, outline;
        struct lode_err err = {0};
        struct doc_map map = {.crs = {.s = str_of(table[i].crs)},
                              .extent = {.kind = EXTENT_BOX,
                                         .west = table[i].west,
                                         .south = table[i].south,
                                         .east = table[i].east,
                                         .north = table[i].north}};
        struct view_params params = {.map = &map, .frame_pt = SHEET};
        view_fit(&w.arena, &params, &v, &err);
        g_assert_cmpstr(err.message, ==, "");
        shape(&w, &v, &g);
        check_vertices(&g, box_grow(SHEET, 11));
        g_assert_true(view_outline(&w.arena, &v, &outline, &err));
        check_vertices(&outline, SHEET);
        check_places(&w, &v, &g, table[i].crs);
    }
    arena_finish(&w.arena);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    read_world(&earth);
    g_test_add_func("/world/areas", test_countries_keep_their_areas);
    g_test_add_func("/world/azimuthal", test_azimuthal_countries_keep_their_areas);
    g_test_add_func("/world/others", test_other_projections_stay_on_the_sheet);
    int status = g_test_run();
    arena_finish(&earth.arena);
    return status;
}
