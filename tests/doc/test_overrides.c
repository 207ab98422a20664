/* `--set KEY=VALUE` in place of what the document says. */
#include "fixture.h"

#include "run/run.h"

static const struct map_doc *set(const char *key, const char *value, struct diags *faults)
{
    struct map_doc *doc = NULL;
    struct doc_set one = {str_of(key), str_of(value)};
    const struct doc_params params = {.rows = &run_schema_rows, .sets = &one, .n_sets = 1};
    diags_init(faults, fixture_arena());
    doc_read_text(fixture_arena(),
                  STR("lode: 1\ntitle: Old\ndata: {a: a.shp}\nlayers: [{fill: a, color: red}]\n"),
                  "t.yaml", &params, &doc, faults);
    return doc;
}

static void assert_refused(const char *key, const char *value, const char *message)
{
    struct diags faults;
    set(key, value, &faults);
    g_assert_cmpuint(faults.n_errors, >, 0);
    g_assert_cmpstr(faults.v[0].message, ==, message);
    g_assert_true(g_str_has_prefix(faults.v[0].at.file, "--set "));
}

static void test_values_are_replaced_or_added(void)
{
    struct diags faults;
    assert_str(set("title", "New", &faults)->title.s, "New");
    g_assert_cmpfloat(set("dpi", "72", &faults)->dpi, ==, 72);
    g_assert_cmpfloat_with_epsilon(set("page.margin", "1 cm", &faults)->page.margin_pt, 28.3465,
                                   1e-4);
    const struct map_doc *doc = set("layers.0.color", "blue", &faults);
    assert_str(node_lookup(doc->layers[0].props, "color")->text, "blue");
    doc = set("map.extent", "[1, 2, 3, 4]", &faults);
    g_assert_cmpfloat(doc->map.extent.east, ==, 3);
    g_assert_cmpuint(faults.n_errors, ==, 0);
}

static void test_an_empty_value_is_an_empty_text(void)
{
    struct diags faults;
    const struct map_doc *doc = set("title", "", &faults);
    g_assert_cmpuint(doc->title.s.len, ==, 0);
    g_assert_nonnull(doc->title.s.p);
}

static void test_what_is_refused(void)
{
    assert_refused("layers.1.color", "blue", "no item '1' in the list (it has 1)");
    assert_refused("layers.x.color", "blue", "no item 'x' in the list (it has 1)");
    assert_refused("page..size", "A5", "not a key: 'page..size'");
    assert_refused("", "A5", "a setting without a key");
    assert_refused("titel", "x", "unknown key 'titel' in a map document");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/overrides/values-are-replaced-or-added", test_values_are_replaced_or_added);
    g_test_add_func("/overrides/an-empty-value-is-an-empty-text",
                    test_an_empty_value_is_an_empty_text);
    g_test_add_func("/overrides/what-is-refused", test_what_is_refused);
    return g_test_run();
}
