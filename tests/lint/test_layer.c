/* A layer is looked at as far as it is known. */
#include "fixture.h"

static const char document[] = "data: {s: s.shp}\nlayers:\n- {marker: s, stroke: {width: 0.05 mm}, "
                               "color: {by: name, map: {x: red, y: blue}}}\n";

/* Widths are known from the document, classes only with rows. */
static void test_schema_only(void)
{
    struct bench b;
    bench_init(&b, document);
    bench_lint_layers(&b);
    ASSERT_FOUND(&b, "thin-line line 4: a line of 0.05 mm is too thin to be printed\n");
    bench_finish(&b);
}

static void test_with_rows(void)
{
    static const char *const names[] = {"x"};
    static const double v[] = {1};
    struct bench b;
    bench_init(&b, document);
    bench_rows(&b, names, v, 1);
    bench_lint_layers(&b);
    ASSERT_FOUND(&b,
                 "thin-line line 4: a line of 0.05 mm is too thin to be printed\n"
                 "class-without-feature line 4: no feature of 's' has the value 'y' of 'name'\n");
    bench_finish(&b);
}

static void test_a_source_that_failed_is_left_out(void)
{
    struct bench b;
    bench_init(&b, document);
    struct style_peer all = {&b.doc->layers[0], NULL, NULL};
    lint_layer(&b.a, &(struct lint_input){b.doc, &all, 0, false}, &b.found);
    ASSERT_FOUND(&b, "");
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/layer/schema-only", test_schema_only);
    g_test_add_func("/layer/with-rows", test_with_rows);
    g_test_add_func("/layer/a-source-that-failed-is-left-out",
                    test_a_source_that_failed_is_left_out);
    return g_test_run();
}
