#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "project/geodesic.h"
#include "project/shape.h"

static const struct lode_span HERE = {"map.yaml", 3, 4, 5}, SOURCE_AT = {"map.yaml", 9, 1, 2};

struct fixture {
    struct arena arena;
    struct geom_builder b;
    struct features f, moved;
    struct lode_err err;
};

static void start(struct fixture *f, const char *crs)
{
    *f = (struct fixture){0};
    arena_init(&f->arena, 0);
    f->f.crs = str_of(crs);
    f->f.crs_at = SOURCE_AT;
    f->f.table.name = STR("sites");
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

static bool move(struct fixture *f, const char *to)
{
    geom_finish(&f->arena, &f->b, &f->f.table.geom);
    f->f.table.n = f->f.table.geom.n;
    return features_to_crs(&f->arena, &f->f, str_of(to), HERE, &f->moved, &f->err);
}

static void test_points(void)
{
    struct fixture f;
    start(&f, "EPSG:4326");
    ADD(&f, GEOM_POINT, 69.17, 34.53);
    geom_feature(&f.b, GEOM_NONE);
    ADD(&f, GEOM_POINT, 66.9, 39.65);
    g_assert_true(move(&f, "EPSG:32642"));
    const struct geometry *g = &f.moved.table.geom; /* pyproj */
    g_assert_cmpfloat_with_epsilon(g->xy[0], 515600.9673, 1e-3);
    g_assert_cmpfloat_with_epsilon(g->xy[1], 3820936.9880, 1e-3);
    g_assert_cmpint(g->kind[1], ==, GEOM_NONE);
    g_assert_cmpfloat_with_epsilon(g->xy[2], 319825.2156, 1e-3);
    g_assert_true(str_is(f.moved.crs, "EPSG:32642"));
    arena_finish(&f.arena);
}

static void test_the_same_system_is_not_copied(void)
{
    struct fixture f;
    start(&f, "EPSG:4326");
    ADD(&f, GEOM_LINE, 60, 30, 70, 40);
    f.f.edges = EDGES_GEODESIC;
    g_assert_true(move(&f, "EPSG:4326"));
    g_assert_true(f.moved.table.geom.xy == f.f.table.geom.xy);
    g_assert_cmpint(f.moved.edges, ==, EDGES_GEODESIC);
    arena_finish(&f.arena);
}

static void test_swapped_axes_are_suspected(void)
{
    struct fixture f;
    start(&f, "EPSG:4326");
    ADD(&f, GEOM_POINT, 34.53, 69.17);
    ADD(&f, GEOM_POINT, 34.53, 169.17);
    g_assert_false(move(&f, "EPSG:32642"));
    g_assert_cmpint(f.err.code, ==, LODE_DATA);
    g_assert_cmpint(f.err.at.line, ==, SOURCE_AT.line);
    g_assert_cmpstr(
        f.err.message, ==,
        "feature 1 of 'sites' lies at 34.53, 169.17, which is not a longitude and a latitude");
    g_assert_true(g_str_has_prefix(f.err.hint, "are the axes swapped"));
    arena_finish(&f.arena);

    start(&f, "EPSG:32642");
    ADD(&f, GEOM_POINT, 3.8e60, 5e5);
    g_assert_false(move(&f, "EPSG:4326"));
    g_assert_cmpint(f.err.code, ==, LODE_DATA);
    g_assert_true(strstr(f.err.message, "has no place in 'WGS 84'") != NULL);
    arena_finish(&f.arena);
}

/* A line of 300 km that is straight in the plane is not so in degrees: vertices keep it within 0.25
 * m. */
static void test_planar_edges_keep_their_course(void)
{
    struct fixture f;
    struct lode_err err = {0};
    struct crs from, to;
    struct transform *t;
    start(&f, "EPSG:32642");
    ADD(&f, GEOM_LINE, 400000, 5000000, 700000, 5000000);
    g_assert_true(move(&f, "EPSG:4326"));
    const struct geometry *g = &f.moved.table.geom;
    g_assert_cmpuint(geometry_coords(g), >, 10);
    g_assert_true(crs_parse(&f.arena, STR("EPSG:4326"), HERE, &from, &err));
    g_assert_true(crs_parse(&f.arena, STR("EPSG:32642"), HERE, &to, &err));
    g_assert_true(transform_create(&f.arena, &from, &to, HERE, &t, &err));
    for (size_t k = 0; k + 1 < geometry_coords(g); k++) {
        double mid[4] = {g->xy[2 * k], g->xy[2 * k + 1], (g->xy[2 * k] + g->xy[2 * k + 2]) / 2,
                         (g->xy[2 * k + 1] + g->xy[2 * k + 3]) / 2};
        transform_points(t, mid, 2);
        g_assert_cmpfloat_with_epsilon(mid[1], 5000000, 1e-3);
        g_assert_cmpfloat_with_epsilon(mid[3], 5000000, 0.26);
    }
    arena_finish(&f.arena);
}

/* Round the pole and over 180, as RFC 7946 wants it: cut, within -180 .. 180. */
static void test_polar_squares_are_cut_at_180(void)
{
    struct fixture f;
    start(&f, "+proj=laea +lat_0=90");
    ADD(&f, GEOM_POLYGON, -1e6, -1e6, 1e6, -1e6, 1e6, 1e6, -1e6, 1e6, -1e6, -1e6);
    ADD(&f, GEOM_POLYGON, -1e6, 1e6, 1e6, 1e6, 1e6, 3e6, -1e6, 3e6, -1e6,
        1e6); /* beyond the pole */
    g_assert_true(move(&f, "EPSG:4326"));
    const struct geometry *g = &f.moved.table.geom;
    for (size_t i = 0; i < g->n; i++) {
        g_assert_true(g->box[i].x0 >= -180 && g->box[i].x1 <= 180 && g->box[i].y1 <= 90);
        g_assert_cmpfloat_with_epsilon(geodesic_area_m2(&WGS84, g, i) / 4e12, 1, 1e-5);
    }
    g_assert_cmpfloat(g->box[0].y1, ==, 90);
    arena_finish(&f.arena);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reproject/points", test_points);
    g_test_add_func("/reproject/same", test_the_same_system_is_not_copied);
    g_test_add_func("/reproject/range", test_swapped_axes_are_suspected);
    g_test_add_func("/reproject/edges", test_planar_edges_keep_their_course);
    g_test_add_func("/reproject/polar", test_polar_squares_are_cut_at_180);
    return g_test_run();
}
