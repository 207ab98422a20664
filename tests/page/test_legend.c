#include "page_fixture.h"

static const char document[] =
    "lode: 1\nlanguage: %s\ndata: {x: x.shp}\nlayers: [{fill: x, color: red}]\n"
    "map: {crs: 'EPSG:32642', extent: [60, 29, 75, 39]}\n"
    "page: {size: [200 mm, 150 mm], legend: {at: %s}}\n";

static const struct doc_layer areas = {.kind = LAYER_FILL}, points = {.kind = LAYER_MARKER};
static const struct legend_entry area_entries[] = {{.text = {"low", 3}}, {.text = {"high", 4}}};
static const struct legend_entry point_entry = {.text = {"mine", 4}, .sample = SAMPLE_MARKER};

static void make(struct fixture *f, const char *language, const char *at, int point_order)
{
    static struct legend_group groups[2];
    static struct styled_layer layers[2];
    groups[0] = (struct legend_group){.title = STR("Areas"), .entries = area_entries, .n = 2};
    groups[1] = (struct legend_group){.entries = &point_entry, .n = 1, .order = point_order};
    layers[0] =
        (struct styled_layer){.doc = &areas, .opacity = 1, .legend = &groups[0], .n_legend = 1};
    layers[1] =
        (struct styled_layer){.doc = &points, .opacity = 1, .legend = &groups[1], .n_legend = 1};
    char *text = g_strdup_printf(document, language, at);
    fixture_init(f, text, layers, 2);
    g_free(text);
    if (!fixture_make(f))
        g_error("%s", f->err.message);
}

/* The texts of the scene in drawing order, joined. */
static char *texts(const struct fixture *f, struct box *ret_first)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < f->scene.n_ops; i++) {
        const struct scene_op *op = &f->scene.ops[i];
        if (op->kind != SCENE_TEXT ||
            !box_holds(box_grow(fixture_item(f, &legend_item)->box_pt, 0.1),
                       (struct box){op->text.at.x_pt, op->text.at.y_pt, op->text.at.x_pt,
                                    op->text.at.y_pt}))
            continue;
        if (!s->len)
            *ret_first = (struct box){op->text.at.x_pt, op->text.at.y_pt,
                                      op->text.at.x_pt + op->text.block->width_pt,
                                      op->text.at.y_pt + op->text.block->height_pt};
        g_string_append_printf(s, "%.*s|", STR_FMT(op->text.block->text));
    }
    return g_string_free(s, FALSE);
}

static void assert_texts(int point_order, const char *expected)
{
    struct fixture f;
    struct box first;
    make(&f, "en", "right", point_order);
    char *got = texts(&f, &first);
    g_assert_cmpstr(got, ==, expected);
    g_free(got);
    fixture_finish(&f);
}

static void test_topmost_layers_come_first_and_order_goes_before_that(void)
{
    assert_texts(0, "mine|Areas|low|high|");
    assert_texts(1, "Areas|low|high|mine|");
}

static void test_a_right_to_left_page_has_samples_at_the_right(void)
{
    static const char *const at[] = {"left", "bottom right"};
    for (int i = 0; i < 2; i++) {
        struct fixture f;
        struct box first;
        make(&f, "fa", at[i], 0);
        g_free(texts(&f, &first));
        struct box legend = item_content(fixture_item(&f, &legend_item));
        g_assert_cmpfloat(first.x1, <, legend.x1 - 5);
        fixture_finish(&f);
        make(&f, "en", at[i], 0);
        g_free(texts(&f, &first));
        legend = item_content(fixture_item(&f, &legend_item));
        g_assert_cmpfloat(first.x0, >, legend.x0 + 5);
        fixture_finish(&f);
    }
}

static void test_labels_keep_clear_of_a_legend_on_the_map(void)
{
    struct fixture f;
    const struct box *taken;
    size_t n;
    make(&f, "en", "bottom right", 0);
    page_taken(f.layout, NULL, &f.a, &taken, &n);
    g_assert_cmpuint(n, ==, 2); /* and the scale bar, which went to the other corner */
    g_assert_true(box_holds(taken[0], fixture_item(&f, &legend_item)->box_pt));
    g_assert_cmpint(fixture_item(&f, &scale_bar_item)->at, ==, AT_BOTTOM_LEFT);
    fixture_finish(&f);
    make(&f, "en", "right", 0);
    page_taken(f.layout, NULL, &f.a, &taken, &n);
    g_assert_cmpuint(n, ==, 1);
    fixture_finish(&f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/legend/order", test_topmost_layers_come_first_and_order_goes_before_that);
    g_test_add_func("/legend/mirrored", test_a_right_to_left_page_has_samples_at_the_right);
    g_test_add_func("/legend/taken", test_labels_keep_clear_of_a_legend_on_the_map);
    return g_test_run();
}
