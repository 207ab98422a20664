/* The section atlas: what makes its pages. */
#include "fixture.h"

static const struct doc_atlas *atlas_of(const char *atlas)
{
    struct str text = str_format(fixture_arena(), "layers: [{fill: a}]\natlas: %s\n", atlas);
    return &fixture_read(str_c(fixture_arena(), text))->atlas;
}

static void test_pages_over_features(void)
{
    const struct doc_atlas *at = atlas_of("{over: a, key: code, extent: {min-scale: '1:2 000 000', "
                                          "max-scale: 100000}, output: 'out/{page.key}.png'}");
    g_assert_cmpint(at->kind, ==, OVER_LAYER);
    assert_str(at->over.s, "a");
    assert_str(at->key.s, "code");
    g_assert_cmpfloat(at->scales.min, ==, 2e6);
    g_assert_cmpfloat(at->scales.max, ==, 1e5);
    g_assert_cmpuint(at->n_output, ==, 1);
}

static void test_a_grid(void)
{
    const struct doc_atlas *at =
        atlas_of("{over: {grid: [3, 2], of: a, overlap: 10%, empty: true}}");
    g_assert_cmpint(at->kind, ==, OVER_GRID);
    g_assert_cmpuint(at->n_cols, ==, 3);
    g_assert_cmpuint(at->n_rows, ==, 2);
    g_assert_cmpfloat_with_epsilon(at->overlap, 0.1, 1e-12);
    g_assert_true(at->empty);
}

static void test_there_is_none(void)
{
    g_assert_null(fixture_read("layers: [{fill: a}]\n")->atlas.node);
}

static void test_what_is_refused(void)
{
    ASSERT_HINTS("layers: [{fill: a}]\natlas: {over: a}\n",
                 "4:15 an atlas over a layer needs a 'key' | for example a column of codes: 'key: "
                 "iso_3166_2'\n");
    ASSERT_FAULTS("layers: [{fill: a}]\natlas: {over: c, key: x}\n", "4:15 no layer 'c'\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/atlas-doc/pages-over-features", test_pages_over_features);
    g_test_add_func("/atlas-doc/a-grid", test_a_grid);
    g_test_add_func("/atlas-doc/there-is-none", test_there_is_none);
    g_test_add_func("/atlas-doc/what-is-refused", test_what_is_refused);
    return g_test_run();
}
