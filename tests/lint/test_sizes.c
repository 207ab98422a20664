/* Texts below 6 pt and lines below 0.1 mm, on both sides of the bounds. */
#include "fixture.h"

static void assert_layer(const char *look, const char *found)
{
    struct bench b;
    char text[400];
    snprintf(text, sizeof text, "data: {s: s.shp}\nlayers:\n- {%s}\n", look);
    bench_init(&b, text);
    bench_lint_layers(&b);
    ASSERT_FOUND(&b, found);
    bench_finish(&b);
}

static void test_lines(void)
{
    assert_layer("line: s, color: black, width: 0.1 mm", "");
    assert_layer("line: s, color: black, width: 0.09 mm",
                 "thin-line line 4: a line of 0.09 mm is too thin to be printed\n");
    assert_layer("line: s, color: black, width: 1 mm, casing: {color: white, width: 0.05 mm}",
                 "thin-line line 4: a line of 0.05 mm is too thin to be printed\n");
    assert_layer("line: s, color: black, width: 0 mm", ""); /* none at all is meant */
}

static void test_every_width_of_a_scale(void)
{
    assert_layer("line: s, color: black, width: {by: v, scale: linear, range: [0.02 mm, 1 mm]}",
                 "thin-line line 4: a line of 0.02 mm is too thin to be printed\n");
    assert_layer(
        "line: s, color: black, width: {by: name, map: {a: 1 mm, b: 0.03 mm}, other: 0.04 mm}",
        "thin-line line 4: a line of 0.03 mm is too thin to be printed\n"
        "thin-line line 4: a line of 0.04 mm is too thin to be printed\n");
}

static void test_labels(void)
{
    assert_layer("marker: s, label: {text: '{name}', size: 6 pt}", "");
    assert_layer("marker: s, label: {text: '{name}', size: 5.5 pt}",
                 "small-text line 4: text of 5.5 pt is too small to be read\n");
}

static void test_the_page(void)
{
    struct bench b;
    bench_init(&b, "data: {s: s.shp}\nlayers: [{marker: s}]\n"
                   "page:\n  title: {text: T, size: 5 pt}\n  frame: {width: 0.05 mm}\n"
                   "  legend: {size: 7 pt}\n  text: [{at: top, text: x, size: 4 pt}]\n");
    lint_page(&b.a, b.doc, &b.found);
    ASSERT_FOUND(&b, "small-text line 5: text of 5 pt is too small to be read\n"
                     "small-text line 8: text of 4 pt is too small to be read\n"
                     "thin-line line 6: a line of 0.05 mm is too thin to be printed\n");
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sizes/lines", test_lines);
    g_test_add_func("/sizes/every-width-of-a-scale", test_every_width_of_a_scale);
    g_test_add_func("/sizes/labels", test_labels);
    g_test_add_func("/sizes/the-page", test_the_page);
    return g_test_run();
}
