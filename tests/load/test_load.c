#include <string.h>

#include "layer.h"

static const char mixed_json[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"id\":7,\"properties\":{\"n\":1,\"x\":0.5,\"s\":\"Айнак\",\"d\":\"2024-"
    "02-29\","
    "\"t\":\"2024-02-29T12:30:15.250Z\",\"b\":true,\"l\":[\"a\",\"b\"]},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]],"
    "[[1,1],[1,2],[2,2],[1,1]]]}},"
    "{\"type\":\"Feature\",\"id\":8,\"properties\":{\"n\":null,\"x\":2,\"s\":\"\",\"d\":\"1969-12-"
    "31\","
    "\"t\":\"1970-01-01T00:00:00+04:30\",\"b\":false,\"l\":null},"
    "\"geometry\":{\"type\":\"GeometryCollection\",\"geometries\":["
    "{\"type\":\"Point\",\"coordinates\":[5,6,7]},"
    "{\"type\":\"LineString\",\"coordinates\":[[1,2,3],[3,4,5]]}]}},"
    "{\"type\":\"Feature\",\"id\":9,\"properties\":{\"n\":9007199254740993},\"geometry\":null}]}";

static const struct column *column(const struct fixture *t, const char *name)
{
    for (size_t i = 0; i < t->f.table.n_columns; i++) {
        if (str_is(t->f.table.columns[i].name, name))
            return &t->f.table.columns[i];
    }
    g_error("no column '%s'", name);
}

static void test_columns_keep_type_and_value(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(put(t, "mixed.geojson", mixed_json, -1));
    g_assert_true(read_source(t, &source));
    g_assert_cmpuint(t->f.table.n, ==, 3);
    assert_str(t->f.crs, "EPSG:4326");
    g_assert_cmpint(t->f.fid[0], ==, 7);

    const struct column *c = column(t, "n");
    g_assert_cmpint(c->type, ==, COL_INT);
    g_assert_cmpint(c->v.i[0], ==, 1);
    g_assert_true(column_is_null(c, 1));
    g_assert_cmpint(c->v.i[2], ==, 9007199254740993); /* 2^53 + 1: not through a double */
    c = column(t, "x");
    g_assert_cmpint(c->type, ==, COL_REAL);
    g_assert_cmpfloat(c->v.d[1], ==, 2);
    g_assert_true(column_is_null(c, 2));
    c = column(t, "s");
    assert_str(c->v.s[0], "Айнак");
    g_assert_false(column_is_null(c, 1));
    g_assert_cmpuint(c->v.s[1].len, ==, 0);
    c = column(t, "d");
    g_assert_cmpint(c->type, ==, COL_DATE);
    g_assert_cmpint(c->v.i[0], ==, 19782); /* date -u -d 2024-02-29 +%s / 86400 */
    g_assert_cmpint(c->v.i[1], ==, -1);
    c = column(t, "t");
    g_assert_cmpint(c->type, ==, COL_TIMESTAMP);
    g_assert_cmpint(c->v.i[0], ==, 1709209815250000);
    g_assert_cmpint(c->v.i[1], ==, -16200000000); /* 4:30 h before the epoch */
    c = column(t, "b");
    g_assert_cmpint(c->type, ==, COL_BOOL);
    g_assert_cmpint(c->v.b[0], ==, 1);
    assert_str(column(t, "l")->v.s[0], "[\"a\",\"b\"]");
}

static void test_geometries_become_one_column(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(put(t, "mixed.geojson", mixed_json, -1));
    g_assert_true(read_source(t, &source));
    const struct geometry *g = &t->f.table.geom;
    g_assert_cmpuint(g->n, ==, 3);
    g_assert_cmpint(g->kind[0], ==, GEOM_POLYGON);
    g_assert_cmpint(g->kind[1], ==, GEOM_LINE);
    g_assert_cmpint(g->kind[2], ==, GEOM_NONE);
    g_assert_cmpuint(geometry_parts(g), ==, 2);
    g_assert_cmpuint(geometry_rings(g), ==, 3);
    g_assert_cmpuint(geometry_coords(g), ==, 11);
    g_assert_cmpfloat(g->xy[2 * 9], ==, 1);
    g_assert_cmpfloat(g->xy[2 * 10 + 1], ==, 4);
    g_assert_cmpfloat(g->box[0].x1, ==, 10);
    assert_holds(t->told->str,
                 "empty-geometry: 'layer': 1 feature has no geometry (first: feature 9)");
    assert_holds(t->told->str, "mixed-collection: 'layer': 1 feature is a collection");
}

static void test_only_the_columns_that_are_named(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(put(t, "mixed.geojson", mixed_json, -1));
    struct str names[] = {STR("x"), STR("n")};
    struct load_params p = {.columns = names, .n_columns = 2};
    g_assert_true(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpuint(t->f.table.n_columns, ==, 2);
    assert_str(t->f.table.columns[0].name, "n"); /* the file's order */
    names[0] = STR("xx");
    g_assert_false(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpint(t->err.code, ==, LODE_SCHEMA);
    g_assert_cmpstr(t->err.message, ==, "no column 'xx' in 'layer'");
    assert_holds(t->err.hint, "did you mean 'x'?");
}

static void test_the_schema_alone(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(put(t, "mixed.geojson", mixed_json, -1));
    g_assert_true(load_source(&t->arena, &source, &(struct load_params){.schema_only = true}, &t->f,
                              &t->err));
    g_assert_cmpuint(t->f.table.n, ==, 0);
    g_assert_cmpuint(t->f.table.geom.n, ==, 0);
    g_assert_cmpuint(t->f.table.n_columns, ==, 7);
    assert_str(t->f.crs, "EPSG:4326");
}

static void test_a_window_leaves_out_the_rest(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(put(t, "mixed.geojson", mixed_json, -1));
    struct load_params p = {.has_window = true, .window = {8, 8, 20, 20}};
    g_assert_true(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpuint(t->f.table.n, ==, 1);
    g_assert_cmpint(t->f.fid[0], ==, 7);
    p.window = (struct box){50, 50, 60, 60};
    g_assert_true(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpuint(t->f.table.n, ==, 0);
}

static void test_only_the_rows_that_are_meant(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(put(t, "mixed.geojson", mixed_json, -1));
    struct load_params p = {.all_columns = true};
    const struct {
        const char *where;
        size_t n;
        int64_t first;
    } rows[] = {
        {"n = 1", 1, 7},       {"n IS NULL", 1, 8},
        {"s = 'Айнак'", 1, 7}, {"b = TRUE OR n > 5", 2, 7},
        {"NOT (n = 1)", 1, 9}, {"x > 100", 0, 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        source.where = (struct doc_text){str_of(rows[i].where), {"map.yaml", 3, 12, 5}};
        if (!load_source(&t->arena, &source, &p, &t->f, &t->err))
            g_error("%s: %s", rows[i].where, t->err.message);
        g_assert_cmpuint(t->f.table.n, ==, rows[i].n);
        g_assert_cmpuint(t->f.table.geom.n, ==, rows[i].n);
        if (rows[i].n)
            g_assert_cmpint(t->f.fid[0], ==, rows[i].first);
    }
    p = (struct load_params){0};
    source.where.s = STR("n = 1");
    g_assert_true(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpuint(t->f.table.n, ==, 1);
    g_assert_cmpuint(t->f.table.n_columns, ==, 0);
}

static void test_swapped_axes_are_an_error(struct fixture *t, gconstpointer data)
{
    (void)data;
    static const char swapped[] =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[34.5,169.2]}}]}";
    struct doc_source source = source_of(put(t, "swapped.geojson", swapped, -1));
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.code, ==, LODE_DATA);
    assert_holds(t->err.message, "feature 0 lies at (34.500000, 169.200000)");
    assert_holds(t->err.hint, "are the axes swapped?");
}

static void test_the_document_may_state_the_system(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(put(t, "mixed.geojson", mixed_json, -1));
    source.crs = (struct doc_text){STR("EPSG:4258"), {"map.yaml", 2, 30, 9}};
    g_assert_true(read_source(t, &source));
    assert_str(t->f.crs, "EPSG:4258");
    g_assert_cmpint(t->f.crs_at.col, ==, 30);
    assert_holds(t->told->str, "crs-overridden: ");
    source.crs.s = STR("EPSG:999999");
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.code, ==, LODE_CRS);
    g_assert_cmpint(t->err.at.col, ==, 30);
}

static void test_a_missing_file_is_named(struct fixture *t, gconstpointer data)
{
    (void)data;
    put(t, "mixed.geojson", mixed_json, -1);
    struct doc_source source = source_of(path_of(t, "mixd.geojson"));
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.code, ==, LODE_DATA);
    g_assert_cmpint(t->err.at.line, ==, 2);
    assert_holds(t->err.message, "No such file");
    g_assert_cmpstr(t->err.hint, ==, "did you mean 'mixed.geojson'?");
}

static void test_no_vector_data(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(put(t, "a.shp", "", 0));
    g_assert_false(read_source(t, &source));
    assert_holds(t->err.message, "is empty (0 bytes)");
    source.file.s = put(t, "b.geojson", "no json at all", -1);
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.code, ==, LODE_DATA);
    source.file.s = str_of(t->folder);
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.code, ==, LODE_DATA);
}

static void test_which_of_several_layers(struct fixture *t, gconstpointer data)
{
    (void)data;
    static const char gpx[] =
        "<gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\"><wpt lat=\"34.5\" "
        "lon=\"69.2\">"
        "<name>Kabul</name></wpt></gpx>";
    struct doc_source source = source_of(put(t, "a.gpx", gpx, -1));
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.code, ==, LODE_SCHEMA);
    assert_holds(t->err.message, "has 5 layers; say which with `layer:`");
    assert_holds(t->err.hint, "it has: waypoints, routes, tracks");
    source.layer = (struct doc_text){STR("waypoint"), {"map.yaml", 2, 40, 8}};
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.at.col, ==, 40);
    g_assert_cmpstr(t->err.message, ==,
                    str_format(&t->arena, "no layer 'waypoint' in '%s/a.gpx'", t->folder).p);
    assert_holds(t->err.hint, "did you mean 'waypoints'?");
    source.layer.s = STR("waypoints");
    g_assert_true(read_source(t, &source));
    g_assert_cmpuint(t->f.table.n, ==, 1);
    g_assert_cmpfloat(t->f.table.geom.xy[0], ==, 69.2);
}

static void test_curves_become_lines(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(
        put(t, "t.csv",
            "id,WKT\n1,\"CIRCULARSTRING (0 0,1 1,2 0)\"\n2,\"CURVEPOLYGON (CIRCULARSTRING (0 "
            "0,1 1,2 0,1 -1,0 0))\"\n3,\"TIN (((0 0,0 1,1 1,0 0)),((0 0,1 0,1 1,0 0)))\"\n",
            -1));
    source.crs.s = STR("EPSG:32642");
    g_assert_true(read_source(t, &source));
    const struct geometry *g = &t->f.table.geom;
    g_assert_cmpint(g->kind[0], ==, GEOM_LINE);
    g_assert_cmpint(g->kind[1], ==, GEOM_POLYGON);
    g_assert_cmpint(g->kind[2], ==, GEOM_POLYGON);
    g_assert_cmpuint(g->at[1], >, 20);
    g_assert_cmpfloat_with_epsilon(g->box[1].y0, -1, 1e-3);
    g_assert_cmpuint(g->part[3] - g->part[2], ==, 2);
}

static void test_the_network_is_off(struct fixture *t, gconstpointer data)
{
    (void)data;
    const char *const files[] = {"/vsicurl/http://localhost:1/a.shp", "http://localhost:1/a.json",
                                 "PG:host=example.org dbname=gis"};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        struct doc_source source = source_of(str_of(files[i]));
        g_assert_false(read_source(t, &source));
        g_assert_cmpint(t->err.code, ==, LODE_DATA);
        assert_holds(t->err.message, "is on the network, and network access is off");
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    load_init(false);
    test_add("/load/columns", test_columns_keep_type_and_value);
    test_add("/load/geometry", test_geometries_become_one_column);
    test_add("/load/chosen", test_only_the_columns_that_are_named);
    test_add("/load/schema", test_the_schema_alone);
    test_add("/load/window", test_a_window_leaves_out_the_rest);
    test_add("/load/where", test_only_the_rows_that_are_meant);
    test_add("/load/swapped", test_swapped_axes_are_an_error);
    test_add("/load/crs", test_the_document_may_state_the_system);
    test_add("/load/missing", test_a_missing_file_is_named);
    test_add("/load/no-vector", test_no_vector_data);
    test_add("/load/layers", test_which_of_several_layers);
    test_add("/load/curves", test_curves_become_lines);
    test_add("/load/network", test_the_network_is_off);
    return g_test_run();
}
