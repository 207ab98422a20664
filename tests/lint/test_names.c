/* Names that nothing uses, and ids that two layers have. */
#include "fixture.h"

static void assert_names(const char *document, const char *found)
{
    struct bench b;
    bench_init(&b, document);
    lint_names(b.doc, &b.found);
    ASSERT_FOUND(&b, found);
    bench_finish(&b);
}

static void test_sources_and_steps(void)
{
    assert_names("data: {a: a.shp, b: b.shp, c: c.shp}\n"
                 "steps: [{near: {select: a, filter: x > 1}}, {far: {select: c, filter: x > 1}}]\n"
                 "layers: [{marker: near}]\n",
                 "unused-data line 2: nothing uses the source 'b'\n"
                 "unused-step line 3: nothing uses the step 'far'\n");
}

/* Tables, the extent and the locator use layers too. */
static void test_what_counts_as_use(void)
{
    assert_names("data: {a: a.shp, b: b.shp, c: c.shp, d: d.shp}\n"
                 "layers: [{marker: a}]\n"
                 "map: {extent: {of: b}}\n"
                 "tables: {t.csv: {of: c}}\n"
                 "page: {table: {of: d, columns: [x]}}\n",
                 "");
}

static void test_looks_and_palettes(void)
{
    assert_names("data: {a: a.shp}\n"
                 "palettes: {mine: [red, blue], yours: [red, blue]}\n"
                 "looks: {spot: {color: red}, dot: {use: spot, color: {by: v, palette: Mine}}, "
                 "line: {width: 1 mm}}\n"
                 "layers: [{marker: a, use: dot}]\n",
                 "unused-look line 4: nothing uses the look 'line'\n"
                 "unused-palette line 3: nothing uses the palette 'yours'\n");
}

static void test_an_id_twice(void)
{
    assert_names("data: {a: a.shp}\n"
                 "layers:\n"
                 "- {marker: a, id: x}\n"
                 "- {marker: a, id: y}\n"
                 "- {marker: a, id: x}\n",
                 "duplicate-id line 6: two layers have the id 'x'\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/names/sources-and-steps", test_sources_and_steps);
    g_test_add_func("/names/what-counts-as-use", test_what_counts_as_use);
    g_test_add_func("/names/looks-and-palettes", test_looks_and_palettes);
    g_test_add_func("/names/an-id-twice", test_an_id_twice);
    return g_test_run();
}
