#include <string.h>

#include "layer.h"
#include "load/describe.h"
#include "load/export.h"

static const char bowtie_json[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"a\",\"code\":\"12\",\"postcode\":\"007\"},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,10],[10,0],[0,10],[0,0]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"b\",\"code\":\"3.5\",\"postcode\":\"12\"},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],[0,0]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"a\",\"code\":null,\"postcode\":\"\"},"
    "\"geometry\":null}]}";

static struct layer_description *describe(struct fixture *t, struct str path)
{
    struct layer_description *layers;
    size_t n;
    struct lode_err err = {0};
    if (!describe_file(&t->arena, path.p, false, &layers, &n, &err))
        g_error("%s: %s", path.p, err.message);
    g_assert_cmpuint(n, ==, 1);
    return layers;
}

static bool is_broken(const struct layer_description *d, const char *part)
{
    for (size_t i = 0; i < d->n_broken; i++) {
        size_t at;
        if (str_find(d->broken[i], str_of(part), &at))
            return true;
    }
    return false;
}

static void test_a_layer_and_its_columns(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct layer_description *d = describe(t, put(t, "a.geojson", bowtie_json, -1));
    assert_str(d->driver, "GeoJSON");
    assert_str(d->geometry, "polygons");
    assert_str(d->crs, "EPSG:4326");
    assert_str(d->crs_name, "WGS 84");
    g_assert_cmpuint(d->count, ==, 3);
    g_assert_cmpfloat(d->extent.x1, ==, 10);
    g_assert_cmpuint(d->n_columns, ==, 3);
    assert_str(d->columns[0].type, "text");
    g_assert_cmpuint(d->columns[0].n_distinct, ==, 2);
    g_assert_cmpuint(d->columns[0].n_samples, ==, 2);
    assert_str(d->columns[0].samples[1], "b");
    g_assert_cmpuint(d->columns[1].n_null, ==, 1);
}

static void test_what_is_broken(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct layer_description *d = describe(t, put(t, "a.geojson", bowtie_json, -1));
    g_assert_true(is_broken(d, "1 polygon is invalid: feature 0: Self-intersection"));
    g_assert_true(is_broken(d, "1 feature has no geometry (first: feature 2)"));
    g_assert_true(is_broken(d, "column 'code' is text, but holds only numbers"));
    g_assert_false(is_broken(d, "column 'postcode'"));
    g_assert_cmpstr(t->told->str, ==, ""); /* told there, and not a second time in the log */
}

static void test_a_broken_shapefile_is_described_all_the_same(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct lode_err err = {0};
    struct doc_source source = source_of(put(t, "a.geojson", bowtie_json, -1));
    g_assert_true(read_source(t, &source));
    struct str path = path_of(t, "a.shp");
    g_assert_true(export_features(&t->arena, &t->f, &(struct export_target){.path = path}, &err));
    g_remove(path_of(t, "a.prj").p);
    g_remove(path_of(t, "a.cpg").p);
    g_remove(path_of(t, "a.shx").p);
    char *bytes;
    gsize n;
    g_assert_true(g_file_get_contents(path.p, &bytes, &n, NULL));
    put(t, "a.shp", bytes,
        100 + 8 + 128 + 40); /* the header, one shape and a piece of the second */
    g_free(bytes);
    struct layer_description *d = describe(t, path);
    g_assert_cmpuint(d->count, ==, 1);
    assert_str(d->crs_name, "not stated");
    g_assert_true(is_broken(d, "is cut short"));
    g_assert_true(is_broken(d, "has no .shx"));
    g_assert_true(is_broken(d, "has no coordinate reference system (CRS)"));
    g_assert_true(is_broken(d, "1 shapes, but 3 rows"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    load_init(false);
    test_add("/describe/columns", test_a_layer_and_its_columns);
    test_add("/describe/broken", test_what_is_broken);
    test_add("/describe/shapefile", test_a_broken_shapefile_is_described_all_the_same);
    return g_test_run();
}
