#include "fixture.h"

/* Two layers over the same eight rows, `first` below `second`; the look of `second`, or of `first`,
 * is left in f->out. */
static void style_two(struct fixture *f, const char *first, const char *second, size_t which)
{
    struct doc_layer *layers = arena_array(&f->a, struct doc_layer, 2);
    struct style_peer *peers = arena_array(&f->a, struct style_peer, 2);
    for (size_t i = 0; i < 2; i++) {
        layers[i] =
            (struct doc_layer){.kind = LAYER_MARKER, .props = fixture_yaml(f, i ? second : first)};
        peers[i] = (struct style_peer){&layers[i], &f->features, NULL};
    }
    struct style_params p = {.doc = &f->doc,
                             .layer = &layers[which],
                             .features = &f->features,
                             .peers = peers,
                             .n_peers = 2};
    g_assert_true(style_layer(&f->a, &p, &f->out, &f->err));
}

/* count: 0 1 2 3 | 5 8 13 21; the legend lists what its own layer shows. */
static void test_classes_are_those_of_all_layers(void)
{
    static const char low[] = "filter: count < 4\ncolor: {by: count, scale: equal, classes: 3}",
                      high[] = "color: {classes: 3, by: count, scale: equal}\nfilter: count > 4",
                      other[] = "color: {by: count, scale: equal, classes: 3, title: Other}\n"
                                "filter: count > 4";
    struct fixture f;
    fixture_init(&f);
    style_two(&f, low, high, 0);
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 0 – 7");
    style_two(&f, low, high, 1);
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 0 – 7, 8 – 14, 15 – 21");
    g_assert_cmpuint(f.out.n, ==, 4);
    style_two(&f, low, other, 0);
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 0 – 1, 2, 3");
    fixture_finish(&f);
}

/* copper is met three times, gold twice; zinc alone is above the filter. */
static void test_categories_have_one_look_in_all_layers(void)
{
    static const char many[] = "color: {by: kind, top: 2}\nfilter: count < 10",
                      one[] = "stroke: {color: red}\ncolor: {by: kind, top: 2}\nfilter: count = 8";
    struct fixture f;
    fixture_init(&f);
    style_two(&f, many, one, 0);
    g_assert_cmpstr(fixture_legend(&f), ==, "[Kind] copper, gold, Other");
    uint32_t gold = fixture_hex(f.out.symbols[f.out.symbol_of[2]].fill);
    style_two(&f, many, one, 1);
    g_assert_cmpstr(fixture_legend(&f), ==, "[Kind] gold");
    g_assert_cmphex(fixture_hex(f.out.symbols[0].fill), ==, gold);
    fixture_finish(&f);
}

static void test_what_is_wrong_is_told_once(void)
{
    static const char look[] = "color: {by: count, breaks: [2, 10]}";
    struct fixture f;
    fixture_init(&f);
    style_two(&f, look, look, 0);
    style_two(&f, look, look, 1);
    g_assert_cmpstr(f.log->str, ==,
                    "no-class: 4 of 16 features lie above the last break of 'count' and are not "
                    "drawn\n");
    fixture_finish(&f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scale-shared/classes", test_classes_are_those_of_all_layers);
    g_test_add_func("/scale-shared/categories", test_categories_have_one_look_in_all_layers);
    g_test_add_func("/scale-shared/told-once", test_what_is_wrong_is_told_once);
    return g_test_run();
}
