#include <gdal.h>
#include <ogr_api.h>
#include <string.h>

#include "layer.h"
#include "load/export.h"

static const char layer_json[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"id\":3,\"properties\":{\"n\":9007199254740993,\"share\":0.1,"
    "\"name of the deposit\":\"Айнак, \\\"Aynak\\\"\",\"d\":\"2024-02-29\","
    "\"t\":\"1969-12-31T23:59:59.5Z\",\"b\":true},\"geometry\":{\"type\":\"Polygon\","
    "\"coordinates\":[[[0,0],[0,10],[10,10],[10,0],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]}},"
    "{\"type\":\"Feature\",\"id\":5,\"properties\":{\"n\":null,\"share\":25,"
    "\"name of the deposit\":\"\",\"d\":null,\"t\":null,\"b\":null},\"geometry\":null},"
    "{\"type\":\"Feature\",\"id\":8,\"properties\":{\"n\":-1,\"share\":-1e-7,"
    "\"name of the deposit\":null,\"d\":\"0001-01-01\",\"t\":null,\"b\":false},\"geometry\":"
    "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[20,0],[30,0],[30.123456789,10],[20,0]]],"
    "[[[40,0],[50,0],[50,10],[40,0]]]]}}]}";

static const char points_json[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"a\":1,\"b\":\"x;y\"},\"geometry\":"
    "{\"type\":\"Point\",\"coordinates\":[69.25,34.5]}},"
    "{\"type\":\"Feature\",\"properties\":{\"a\":2,\"b\":\"two\\nlines\"},\"geometry\":null},"
    "{\"type\":\"Feature\",\"properties\":{\"a\":3,\"b\":null},\"geometry\":"
    "{\"type\":\"Point\",\"coordinates\":[-0.00000001,-1e-3]}}]}";

static void read_json(struct fixture *t, const char *json)
{
    struct doc_source source = source_of(put(t, "in.geojson", json, -1));
    g_assert_true(read_source(t, &source));
}

static void write_to(struct fixture *t, const char *name)
{
    struct lode_err err = {0};
    if (!export_features(&t->arena, &t->f, &(struct export_target){.path = path_of(t, name)}, &err))
        g_error("%s: %s", name, err.message);
}

static struct str contents(struct fixture *t, const char *name)
{
    char *bytes;
    gsize n;
    g_assert_true(g_file_get_contents(path_of(t, name).p, &bytes, &n, NULL));
    struct str ret = str_copy(&t->arena, (struct str){bytes, n});
    g_free(bytes);
    return ret;
}

static size_t files_in(const struct fixture *t)
{
    GDir *dir = g_dir_open(t->folder, 0, NULL);
    size_t n = 0;
    while (g_dir_read_name(dir))
        n++;
    g_dir_close(dir);
    return n;
}

static const struct column *column_at(const struct fixture *t, size_t i)
{
    g_assert_cmpuint(i, <, t->f.table.n_columns);
    return &t->f.table.columns[i];
}

static void test_what_is_written_reads_back(struct fixture *t, gconstpointer data)
{
    (void)data;
    const char *const names[] = {"out.gpkg", "out.geojson"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        read_json(t, layer_json);
        struct features before = t->f;
        write_to(t, names[i]);
        struct doc_source source = source_of(path_of(t, names[i]));
        if (!read_source(t, &source))
            g_error("%s: %s", names[i], t->err.message);
        assert_str(t->f.crs, "EPSG:4326");
        g_assert_cmpuint(t->f.table.n, ==, 3);
        g_assert_cmpuint(t->f.table.n_columns, ==, 6);
        for (size_t c = 0; c < 6; c++) {
            const struct column *was = &before.table.columns[c], *is = column_at(t, c);
            g_assert_true(str_eq(is->name, was->name));
            g_assert_cmpint(is->type, ==, was->type);
            for (size_t k = 0; k < 3; k++)
                g_assert_cmpint(column_is_null(is, k), ==, column_is_null(was, k));
        }
        g_assert_cmpint(column_at(t, 0)->v.i[0], ==, 9007199254740993);
        g_assert_cmpfloat(column_at(t, 1)->v.d[2], ==, -1e-7);
        assert_str(column_at(t, 2)->v.s[0], "Айнак, \"Aynak\"");
        g_assert_cmpint(column_at(t, 3)->v.i[2], ==, -719162);
        g_assert_cmpint(column_at(t, 4)->v.i[0], ==, -500000);
        g_assert_cmpint(column_at(t, 5)->v.b[0], ==, 1);
        g_assert_cmpuint(geometry_rings(&t->f.table.geom), ==, 4);
        g_assert_cmpint(t->f.table.geom.kind[1], ==, GEOM_NONE);
        g_assert_cmpuint(t->f.table.geom.part[3] - t->f.table.geom.part[2], ==, 2);
        double x = t->f.table.geom.xy[2 * (5 + 4 + 2)];
        g_assert_cmpfloat_with_epsilon(x, 30.123456789, i == 1 ? 5e-8 : 1e-14);
    }
}

static void test_flatgeobuf_has_no_place_for_empty_ones(struct fixture *t, gconstpointer data)
{
    (void)data;
    read_json(t, layer_json);
    write_to(t, "out.fgb");
    assert_holds(t->told->str, "empty-geometry: ");
    assert_holds(t->told->str, "1 of 3 were left out");
    struct doc_source source = source_of(path_of(t, "out.fgb"));
    g_assert_true(read_source(t, &source));
    g_assert_cmpuint(t->f.table.n, ==, 2);
    assert_str(column_at(t, 2)->v.s[0], "Айнак, \"Aynak\"");
}

static void test_the_same_bytes_on_every_run(struct fixture *t, gconstpointer data)
{
    (void)data;
    const char *const names[] = {"a.gpkg", "a.fgb", "a.geojson", "a.csv", "a.shp"};
    read_json(t, layer_json);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        write_to(t, names[i]);
        struct str first = contents(t, names[i]);
        struct str table = i == 4 ? contents(t, "a.dbf") : (struct str){0};
        g_usleep(i == 0 ? 1100000 : 1000); /* a clock in seconds would show */
        write_to(t, names[i]);
        g_assert_true(str_eq(first, contents(t, names[i])));
        if (i == 4)
            g_assert_true(str_eq(table, contents(t, "a.dbf")));
    }
    g_assert_cmpuint(files_in(t), ==,
                     1 + 4 + 5); /* in.geojson; .shp .shx .dbf .prj .cpg; nothing else */
}

static void test_a_shapefile_tells_its_limits(struct fixture *t, gconstpointer data)
{
    (void)data;
    read_json(t, layer_json);
    write_to(t, "out.shp");
    assert_holds(t->told->str, "cut-name: ");
    struct doc_source source = source_of(path_of(t, "out.shp"));
    g_assert_true(read_source(t, &source));
    assert_str(column_at(t, 2)->name, "name of th");
    assert_str(column_at(t, 2)->v.s[0], "Айнак, \"Aynak\"");
    g_assert_cmpint(column_at(t, 0)->v.i[0], ==, 9007199254740993);
    g_assert_cmpuint(geometry_rings(&t->f.table.geom), ==, 4);
    assert_str(column_at(t, 4)->v.s[0], "1969-12-31T23:59:59.5Z");
}

static void test_points_are_two_columns_of_csv(struct fixture *t, gconstpointer data)
{
    (void)data;
    read_json(t, points_json);
    write_to(t, "out.csv");
    assert_str(contents(t, "out.csv"),
               "a,b,lon,lat\r\n1,x;y,69.25,34.5\r\n2,\"two\nlines\",,\r\n3,,0,-0.001\r\n");
}

static void test_other_shapes_are_wkt(struct fixture *t, gconstpointer data)
{
    (void)data;
    read_json(t, layer_json);
    t->f.table.n_columns = 2;
    write_to(t, "out.csv");
    assert_str(
        contents(t, "out.csv"),
        "n,share,WKT\r\n9007199254740993,0.1,\"POLYGON ((0 0,10 0,10 10,0 10,0 0),(1 1,2 2,2 1,1 "
        "1))\"\r\n,25,\r\n-1,-1e-07,\"MULTIPOLYGON (((20 0,30 0,30.1234568 10,20 0)),((40 0,50 "
        "0,50 10,40 0)))\"\r\n");
}

static void test_text_for_people_and_programs(struct fixture *t, gconstpointer data)
{
    (void)data;
    read_json(t, layer_json);
    assert_str(
        export_text(&t->arena, &t->f, TABLE_CSV),
        "n,share,name of the deposit,d,t,b\n"
        "9007199254740993,0.1,\"Айнак, \"\"Aynak\"\"\",2024-02-29,1969-12-31T23:59:59.5Z,true\n"
        ",25,\"\",,,\n"
        "-1,-1e-07,,0001-01-01,,false\n");
    t->f.table.n_columns = 3;
    assert_str(export_text(&t->arena, &t->f, TABLE_JSON),
               "[\n{\"n\":9007199254740993,\"share\":0.1,\"name of the deposit\":\"Айнак, "
               "\\\"Aynak\\\"\"},\n{\"n\":null,\"share\":25,\"name of the deposit\":\"\"},\n"
               "{\"n\":-1,\"share\":-1e-07,\"name of the deposit\":null}\n]\n");
    read_json(t, points_json);
    t->f.table.n_columns = 1;
    assert_str(
        export_text(&t->arena, &t->f, TABLE_GEOJSON),
        "{\"type\":\"FeatureCollection\",\n\"features\":[\n"
        "{\"type\":\"Feature\",\"id\":0,\"properties\":{\"a\":1},\"geometry\":{\"type\":\"Point\","
        "\"coordinates\":[69.25,34.5]}},\n"
        "{\"type\":\"Feature\",\"id\":1,\"properties\":{\"a\":2},\"geometry\":null},\n"
        "{\"type\":\"Feature\",\"id\":2,\"properties\":{\"a\":3},\"geometry\":{\"type\":\"Point\","
        "\"coordinates\":[0,-0.001]}}\n]}\n");
}

static void test_a_failure_leaves_what_was_there(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct lode_err err = {0};
    read_json(t, layer_json);
    g_assert_false(export_features(&t->arena, &t->f,
                                   &(struct export_target){.path = path_of(t, "out.xyz")}, &err));
    g_assert_cmpint(err.code, ==, LODE_USAGE);
    err = (struct lode_err){0};
    g_assert_false(
        export_features(&t->arena, &t->f,
                        &(struct export_target){.path = path_of(t, "no/such/folder.gpkg")}, &err));
    g_assert_cmpint(err.code, ==, LODE_IO);
    err = (struct lode_err){0};
    g_assert_false(export_features(
        &t->arena, &t->f, &(struct export_target){.path = STR("/dev/full/out.shp")}, &err));
    g_assert_cmpint(err.code, ==, LODE_IO);
    g_assert_cmpuint(files_in(t), ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    load_init(false);
    test_add("/export/reads-back", test_what_is_written_reads_back);
    test_add("/export/flatgeobuf", test_flatgeobuf_has_no_place_for_empty_ones);
    test_add("/export/same-bytes", test_the_same_bytes_on_every_run);
    test_add("/export/shapefile", test_a_shapefile_tells_its_limits);
    test_add("/export/csv-points", test_points_are_two_columns_of_csv);
    test_add("/export/csv-wkt", test_other_shapes_are_wkt);
    test_add("/export/text", test_text_for_people_and_programs);
    test_add("/export/failure", test_a_failure_leaves_what_was_there);
    return g_test_run();
}
