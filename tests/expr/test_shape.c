#include <math.h>

#include "fixture.h"

/* Hooks that only look at the first coordinate: what matters here is what they are asked. */
struct calls {
    int n;
    size_t last_n; /* features of the second shape */
    const struct geometry *b;
};

static int relate(void *ctx, enum expr_relation what, struct expr_shape a, struct expr_shape b)
{
    struct calls *calls = ctx;
    calls->n++;
    calls->last_n = b.n;
    calls->b = b.g;
    g_assert_cmpuint(a.n, >, 0);
    return what == EXPR_INTERSECTS;
}

static double measure(void *ctx, const struct geometry *g, size_t i, char kind)
{
    (void)ctx;
    return kind == 'a' ? box_width(g->box[i]) * box_height(g->box[i]) : box_width(g->box[i]);
}

static bool twice(void *ctx, struct arena *a, const struct geometry *lonlat, struct lode_span at,
                  struct geometry *ret, struct lode_err *err)
{
    (void)ctx, (void)at, (void)err;
    struct geom_builder b = {0};
    geom_copy(&b, lonlat, 0);
    for (size_t k = 0; k < 2 * b.coords; k++)
        b.xy[k] *= 2;
    geom_finish(a, &b, ret);
    return true;
}

static void test_relations_ask_the_hook_only_when_boxes_meet(void)
{
    struct calls calls = {0};
    const struct expr_env env = {.relate = relate, .relate_ctx = &calls};
    check_text(rows_of("S_INTERSECTS(geom, POLYGON((0 0, 20 0, 20 20, 0 20, 0 0)))", &cities, &env),
               "3");
    g_assert_cmpint(calls.n, ==, 1);
    calls.n = 0;
    check_text(rows_of("S_DISJOINT(geom, POINT(69.2 34.5))", &cities, &env), "1 3 4");
    g_assert_cmpint(calls.n, ==, 1);
    check_text(rows_of("S_INTERSECTS(geom, POINT(1 2)) IS NULL", &cities, &env), "2");
    check_text(rows_of("NOT S_INTERSECTS(the_geom, BBOX(-10, -10, 80, 60))", &cities, &env), "");
    check_text(rows_of("S_WITHIN(geometry, BBOX(60.5, 30, 80, 60))", &cities, &env), "");
}

static void test_rows_that_are_decided_are_not_asked_about(void)
{
    struct calls calls = {0};
    const struct expr_env env = {.relate = relate, .relate_ctx = &calls};
    check_text(rows_of("id = 4 AND S_INTERSECTS(geom, BBOX(-180, -90, 180, 90))", &cities, &env),
               "3");
    g_assert_cmpint(calls.n, ==, 1);
    check_text(rows_of("id < 5 OR S_INTERSECTS(geom, BBOX(-180, -90, 180, 90))", &cities, &env),
               "0 1 2 3 4");
    g_assert_cmpint(calls.n, ==, 2);
}

static void test_literals(void)
{
    struct calls calls = {0};
    const struct expr_env env = {.relate = relate, .relate_ctx = &calls};
    static const struct literal {
        const char *text;
        size_t features;
    } cases[] = {
        {"POINT(1 2)", 1},
        {"point z (1 2 3)", 1},
        {"POINT(1 2 3 4)", 1},
        {"LINESTRING(-1.5e0 2, +3 .5)", 1},
        {"POLYGON((0 0, 9 0, 9 9, 0 0), (1 .5, 2 .5, 2 1, 1 .5))", 1},
        {"MULTIPOINT(1 2, 3 4)", 1},
        {"MULTIPOINT((1 2), (3 4))", 1},
        {"MULTILINESTRING((0 0, 1 1), (2 2, 3 3))", 1},
        {"MULTIPOLYGON(((0 0, 9 0, 9 9, 0 0)), ((20 0, 29 0, 29 9, 20 0)))", 1},
        {"GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1))", 2},
        {"BBOX(0, 0, 10, 10)", 1},
        {"BBOX(0, 0, -5, 10, 10, 5)", 1},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = g_strdup_printf("id = 4 AND S_INTERSECTS(geom, %s)", cases[i].text);
        check_text(rows_of(text, &cities, &env), "3");
        g_assert_cmpuint(calls.last_n, ==, cases[i].features);
        g_free(text);
    }
    check_text(rows_of("S_INTERSECTS(geom, POINT EMPTY) IS NULL", &cities, &env), "0 1 2 3 4");
    /* west of the antimeridian to east of it: not the whole way round */
    calls.n = 0;
    check_text(rows_of("S_INTERSECTS(geom, BBOX(170, -90, -170, 90)) AND id = 4", &cities, &env),
               "3");
    check_text(value_of("area(BBOX(1, 2, 3, 4)) > 0"),
               "error: 'area' of a geometry cannot be used here");
}

static void test_literals_are_brought_into_the_layers_system(void)
{
    struct calls calls = {0};
    const struct expr_env env = {.relate = relate, .relate_ctx = &calls, .place = twice};
    check_text(rows_of("S_INTERSECTS(geom, POINT(34.6 17.25))", &cities, &env), "0");
}

static void test_measures(void)
{
    const struct expr_env env = {.measure = measure};
    check_text(values_of("area(geom)", &cities, &env), "0.0|0.0|NULL|100.0|0.0");
    check_text(values_of("length()", &cities, &env), "0.0|2.0|NULL|10.0|0.0");
    check_text(values_of("length(name)", &cities, &env), "5|8|NULL|5|13");
    check_text(values_of("perimeter(geom)", &cities, &env), "0.0|2.0|NULL|10.0|0.0");
    check_text(values_of("geom IS NULL", &cities, &env), "false|false|true|false|false");
}

static void test_places(void)
{
    check_text(values_of("lon(geom)", &cities, NULL), "69.2|61.0|NULL|5.0|-5.0");
    check_text(values_of("lat()", &cities, NULL), "34.5|40.0|NULL|5.0|5.0");
    /* a horseshoe, whose middle is outside, and a ring round a hole */
    check_text(value_of("lon(POLYGON((0 0, 10 0, 10 10, 8 10, 8 1, 1 1, 1 10, 0 10, 0 0)))"),
               "9.0");
    check_text(value_of("lon(POLYGON((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 7 1, 7 9, 1 9, 1 1)))"),
               "8.5");
    check_text(value_of("lat(LINESTRING(0 0, 0 10, 0 10))"), "5.0");
    check_text(
        value_of("lon(MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((20 0, 30 0, 30 10, 20 10, 20 0))))"),
        "25.0");
}

static void test_words_of_geometry_are_names_too(void)
{
    static const int64_t v[1] = {7};
    static const struct column columns[] = {
        {.name = {"point", 5}, .type = COL_INT, .n = 1, .v.i = v},
        {.name = {"date", 4}, .type = COL_INT, .n = 1, .v.i = v},
        {.name = {"polygon", 7}, .type = COL_INT, .n = 1, .v.i = v},
    };
    const struct table t = {.n = 1, .columns = columns, .n_columns = 3};
    check_text(values_of("point + date * polygon", &t, NULL), "56");
    check_text(values_of("point", &t, NULL), "7");
}

static bool uses_geometry(const char *text)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct expr *e;
    arena_init(&a, 1 << 20);
    g_assert_true(expr_parse(&a, str_of(text), (struct lode_span){0}, &e, &err));
    bool ret = expr_uses_geometry(e, STR("wkb"));
    arena_finish(&a);
    return ret;
}

static void test_who_looks_at_shapes(void)
{
    g_assert_true(uses_geometry("geom IS NULL"));
    g_assert_true(uses_geometry("pop > 1 OR area() > 5"));
    g_assert_true(uses_geometry("lon(wkb) > 5"));
    g_assert_true(uses_geometry("length() > 5"));
    g_assert_false(uses_geometry("length(name) > 5 AND geomancy = 1 AND name = 'geom'"));
    g_assert_false(uses_geometry("area(POLYGON((0 0, 1 0, 1 1, 0 0))) > 5"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/shape/boxes", test_relations_ask_the_hook_only_when_boxes_meet);
    g_test_add_func("/shape/decided", test_rows_that_are_decided_are_not_asked_about);
    g_test_add_func("/shape/literals", test_literals);
    g_test_add_func("/shape/placed", test_literals_are_brought_into_the_layers_system);
    g_test_add_func("/shape/measures", test_measures);
    g_test_add_func("/shape/places", test_places);
    g_test_add_func("/shape/who-looks", test_who_looks_at_shapes);
    g_test_add_func("/shape/names", test_words_of_geometry_are_names_too);
    return g_test_run();
}
