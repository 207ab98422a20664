/* Tables: points from two columns, WKT, encodings of CSV. */
#include "layer.h"

static const char sites[] = "name,east,north,lon,note\n"
                            "Айнак,69.3,34.27,1,a\n"
                            "\"Hajigak, iron\",68.1,34.65,2,\n"
                            "nowhere,,34,3,c\n"
                            "comma,\"69,5\",34,4,d\n"
                            "west,60,30,5,e\n";

static struct doc_source sites_of(struct fixture *t)
{
    struct doc_source source = source_of(put(t, "sites.csv", sites, -1));
    source.x = (struct doc_text){STR("east"), {"map.yaml", 2, 20, 4}};
    source.y = (struct doc_text){STR("north"), {"map.yaml", 2, 28, 5}};
    source.crs = (struct doc_text){STR("EPSG:4326"), {"map.yaml", 2, 40, 9}};
    return source;
}

static void test_two_columns_are_points(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = sites_of(t);
    struct str names[] = {STR("name")};
    struct load_params p = {.columns = names, .n_columns = 1};
    g_assert_true(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpuint(t->f.table.n, ==, 5);
    g_assert_cmpuint(t->f.table.n_columns, ==, 1);
    g_assert_cmpint(t->f.table.kind, ==, GEOM_POINT);
    g_assert_cmpfloat(t->f.table.geom.box[0].x0, ==, 69.3);
    g_assert_cmpfloat(t->f.table.geom.box[1].y0, ==, 34.65);
    g_assert_cmpint(t->f.table.geom.kind[2], ==, GEOM_NONE);
    g_assert_cmpfloat(t->f.table.geom.box[3].x0, ==, 69.5); /* a decimal comma */
    assert_holds(t->told->str,
                 "no-place: 'layer': 1 of 5 rows have no numbers in 'east' and 'north'");
    assert_str(t->f.table.columns[0].v.s[1], "Hajigak, iron");
}

static void test_where_and_window_hold_for_tables_too(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = sites_of(t);
    source.where = (struct doc_text){STR("note <> 'a'"), {"map.yaml", 3, 3, 10}};
    struct load_params p = {.has_window = true, .window = {55, 25, 69, 40}};
    g_assert_true(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpuint(t->f.table.n, ==, 1); /* west; the note of Hajigak is missing, so unknown */
    g_assert_cmpfloat(t->f.table.geom.xy[0], ==, 60);
    g_assert_cmpuint(t->f.table.n_columns, ==, 0);
}

static void test_unknown_columns_of_place(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = sites_of(t);
    source.x.s = STR("esat");
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.code, ==, LODE_SCHEMA);
    g_assert_cmpint(t->err.at.col, ==, 20);
    g_assert_cmpstr(t->err.message, ==, "no column 'esat' in 'layer'");
    assert_holds(t->err.hint, "did you mean 'east'?");
    source.x.s = (struct str){0};
    g_assert_false(read_source(t, &source));
    g_assert_cmpstr(t->err.message, ==, "`x:` is missing beside `y:`");
}

static void test_points_need_a_system(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = sites_of(t);
    source.crs.s = (struct str){0};
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.code, ==, LODE_DATA);
    assert_holds(t->err.message, "has no coordinate reference system (CRS)");
}

static void test_a_table_may_have_no_place(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(put(t, "t.csv", "a,b\n1,x\n007,y\n", -1));
    g_assert_true(read_source(t, &source));
    g_assert_cmpuint(t->f.table.n, ==, 2);
    g_assert_cmpuint(t->f.table.geom.n, ==, 0);
    g_assert_cmpint(t->f.table.kind, ==, GEOM_NONE);
    g_assert_cmpuint(t->f.crs.len, ==, 0);
}

static void test_wkt_is_geometry(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source =
        source_of(put(t, "t.csv", "id,WKT\n1,\"LINESTRING (0 0,1 1,2 0)\"\n2,POINT EMPTY\n", -1));
    source.crs = (struct doc_text){STR("EPSG:32642"), {0}};
    g_assert_true(read_source(t, &source));
    g_assert_cmpint(t->f.table.geom.kind[0], ==, GEOM_LINE);
    g_assert_cmpint(t->f.table.geom.kind[1], ==, GEOM_NONE);
    assert_holds(t->told->str, "crs-suspect: the coordinates of");
}

static void test_encodings_of_csv(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(put(t, "t.csv", "a,b\nZ\xfcrich,1\n\x80 5,2\n", -1));
    g_assert_true(read_source(t, &source));
    assert_str(t->f.table.columns[0].v.s[0], "Zürich");
    assert_str(t->f.table.columns[0].v.s[1], "€ 5");
    assert_holds(t->told->str, "encoding: 'layer': 2 different texts are not UTF-8");
    put(t, "t.csv", "a,b\n\xc0\xe9\xed\xe0\xea,1\n", -1);
    source.encoding = (struct doc_text){STR("windows-1251"), {0}};
    g_assert_true(read_source(t, &source));
    assert_str(t->f.table.columns[0].v.s[0], "Айнак");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    load_init(false);
    test_add("/table/points", test_two_columns_are_points);
    test_add("/table/where-and-window", test_where_and_window_hold_for_tables_too);
    test_add("/table/unknown", test_unknown_columns_of_place);
    test_add("/table/crs", test_points_need_a_system);
    test_add("/table/no-place", test_a_table_may_have_no_place);
    test_add("/table/wkt", test_wkt_is_geometry);
    test_add("/table/encoding", test_encodings_of_csv);
    return g_test_run();
}
