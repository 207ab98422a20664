/* Classes that no feature has, and classes that look alike. */
#include "fixture.h"

static const char *const names[] = {"Copper", "Iron", "Gold"};
static const double v[] = {1, 2, 30};

static void assert_classes(const char *look, const char *found)
{
    struct bench b;
    char text[600];
    snprintf(text, sizeof text,
             "data: {sites: s.shp}\nlayers:\n- {marker: sites, size: 3 mm, %s}\n", look);
    bench_init(&b, text);
    bench_rows(&b, names, v, 3);
    bench_lint_layers(&b);
    ASSERT_FOUND(&b, found);
    bench_finish(&b);
}

static void test_a_value_that_no_feature_has(void)
{
    assert_classes(
        "color: {by: name, map: {Coper: '#000000', Iron: '#0000ff', Gold: '#ffff00'}, other: "
        "'#808080'}",
        "class-without-feature line 4: no feature of 'sites' has the value 'Coper' of 'name'\n");
}

static void test_a_class_that_is_empty(void)
{
    assert_classes(
        "color: {by: v, breaks: [5, 10, 40], range: ['#ffffff', '#00ff00', '#000000']}",
        "class-without-feature line 4: no feature of 'sites' lies in the class up to 10\n");
}

/* CIEDE2000 of #cc0000 and #cd0000 is below 1. */
static void test_colours_that_are_hardly_different(void)
{
    assert_classes("color: {by: name, map: {Copper: '#cc0000', Iron: '#cd0000', Gold: '#0000ff'}}",
                   "alike-classes line 4: the classes 'Copper' and 'Iron' look almost the same\n");
}

/* The same colour twice is meant, and shapes beside colours tell the classes apart. */
static void test_what_is_meant(void)
{
    assert_classes("color: {by: name, map: {Copper: '#cc0000', Iron: '#cc0000', Gold: '#0000ff'}}",
                   "");
    assert_classes("color: {by: name, map: {Copper: '#cc0000', Iron: '#cd0000', Gold: '#0000ff'}}, "
                   "shape: {by: name, map: {Copper: circle, Iron: square, Gold: star}}",
                   "");
}

/* Black, mid grey and white keep apart for every reader; blue and red of one lightness do not in
 * grey. */
static void test_readers_who_see_no_colours(void)
{
    assert_classes("color: {by: name, map: {Copper: '#000000', Iron: '#808080', Gold: '#ffffff'}}",
                   "");
    assert_classes("color: {by: name, map: {Copper: '#0072b2', Iron: '#b25c00', Gold: '#ffffff'}}",
                   "alike-in-grey line 4: the classes 'Copper' and 'Iron' look the same in grey\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/classes/a-value-that-no-feature-has", test_a_value_that_no_feature_has);
    g_test_add_func("/classes/a-class-that-is-empty", test_a_class_that_is_empty);
    g_test_add_func("/classes/colours-that-are-hardly-different",
                    test_colours_that_are_hardly_different);
    g_test_add_func("/classes/what-is-meant", test_what_is_meant);
    g_test_add_func("/classes/readers-who-see-no-colours", test_readers_who_see_no_colours);
    return g_test_run();
}
