/* Labels against what they stand on: WCAG 2.1, 1.4.3. */
#include "fixture.h"

#include "lint/parts.h"

static void assert_label(const char *layers, const char *found)
{
    struct bench b;
    char text[600];
    snprintf(text, sizeof text, "data: {s: s.shp}\nlayers: [%s]\n", layers);
    bench_init(&b, text);
    bench_lint_layers(&b);
    ASSERT_FOUND(&b, found);
    bench_finish(&b);
}

/* #767676 is the lightest grey that may stand on white, 4.54 to 1; #777777 has 4.48. Both are the
 * published examples: https://webaim.org/articles/contrast/ */
static void test_the_bound_on_white(void)
{
    assert_label("{marker: s, label: {text: '{name}', color: '#767676', size: 8 pt, halo: none}}",
                 "");
    assert_label(
        "{marker: s, label: {text: '{name}', color: '#777777', size: 8 pt, halo: none}}",
        "low-contrast line 3: the text has a contrast of 4.4 to 1 with the background; 4.5 is "
        "the least\n");
}

/* 18 pt, or 14 pt in bold, need 3 to 1: #949494 has 3.03, #959595 2.99. */
static void test_large_text(void)
{
    assert_label("{marker: s, label: {text: '{name}', color: '#949494', size: 18 pt, halo: none}}",
                 "");
    assert_label("{marker: s, label: {text: '{name}', color: '#949494', size: 14 pt, weight: 700, "
                 "halo: none}}",
                 "");
    assert_label(
        "{marker: s, label: {text: '{name}', color: '#959595', size: 18 pt, halo: none}}",
        "low-contrast line 3: the text has a contrast of 2.9 to 1 with the background; 3 is "
        "the least\n");
}

static void test_a_halo_is_what_it_stands_on(void)
{
    assert_label("{marker: s, label: {text: '{name}', color: '#eeeeee', halo: {color: black, "
                 "width: 0.5 mm}}}",
                 "");
    assert_label(
        "{marker: s, label: {text: '{name}', color: '#222222', halo: {color: black, width: 0.5 "
        "mm}}}",
        "low-contrast line 3: the text has a contrast of 1.3 to 1 with its halo; 4.5 is the "
        "least\n");
}

static void test_areas_below(void)
{
    assert_label(
        "{fill: s, color: '#333333'}, {marker: s, label: {text: '{name}', color: black, halo: "
        "none}}",
        "low-contrast line 3: the text has a contrast of 1.6 to 1 with the fill of 's'; 4.5 is "
        "the least\n");
    /* a thin tint hardly changes the paper */
    assert_label("{fill: s, color: '#333333', opacity: 20%}, {marker: s, label: {text: '{name}', "
                 "color: black, halo: none}}",
                 "");
}

static void test_the_background_of_the_map(void)
{
    struct bench b;
    bench_init(&b, "data: {s: s.shp}\nlayers: [{marker: s}]\nmap: {background: '#102030'}\n");
    struct rgba c = lint_background(b.doc);
    g_assert_cmpint(c.r, ==, 0x10);
    g_assert_cmpint(c.g, ==, 0x20);
    g_assert_cmpint(c.b, ==, 0x30);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contrast/the-bound-on-white", test_the_bound_on_white);
    g_test_add_func("/contrast/large-text", test_large_text);
    g_test_add_func("/contrast/a-halo-is-what-it-stands-on", test_a_halo_is_what_it_stands_on);
    g_test_add_func("/contrast/areas-below", test_areas_below);
    g_test_add_func("/contrast/the-background-of-the-map", test_the_background_of_the_map);
    return g_test_run();
}
