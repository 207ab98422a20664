#include <glib.h>

#include "base/arena.h"
#include "label/label.h"

/* A page of markers with names; the tests read where the names went. */
struct page {
    struct arena a;
    struct text_context *text;
    struct doc_layer doc;
    struct styled_layer layer;
    struct label_style style;
    struct geometry shape;
    struct label_layer label;
    struct label_input in;
};

static void page_init(struct page *p, const double *xy, const struct str *names, size_t n)
{
    struct lode_err err = {0};
    struct geom_builder b = {0};
    *p = (struct page){0};
    arena_init(&p->a, 0);
    g_assert_true(text_context_create(&p->a, &p->text, &err));
    for (size_t i = 0; i < n; i++) {
        geom_feature(&b, GEOM_POINT);
        geom_part(&b);
        geom_ring(&b);
        geom_xy(&b, xy[2 * i], xy[2 * i + 1]);
    }
    geom_finish(&p->a, &b, &p->shape);
    struct symbol *symbol = arena_new(&p->a, struct symbol);
    symbol->size_pt = 4;
    p->doc.kind = LAYER_MARKER;
    p->style = (struct label_style){
        .place = PLACE_POINT, .text = {.size_pt = 8}, .content = names, .distance_pt = 1};
    p->layer = (struct styled_layer){.doc = &p->doc,
                                     .n = n,
                                     .symbols = symbol,
                                     .n_symbols = 1,
                                     .symbol_of = arena_array(&p->a, uint32_t, n),
                                     .label = &p->style};
    p->label = (struct label_layer){&p->layer, &p->shape};
    p->in = (struct label_input){.text = p->text,
                                 .layers = &p->label,
                                 .n_layers = 1,
                                 .obstacles = &p->label,
                                 .n_obstacles = 1,
                                 .frame_pt = {0, 0, 200, 200}};
}

static struct box label_box(const struct placed_label *l)
{
    struct box ink = l->block->ink_pt;
    return (struct box){l->at.x_pt + ink.x0, l->at.y_pt + ink.y0, l->at.x_pt + ink.x1,
                        l->at.y_pt + ink.y1};
}

static void test_a_lone_name_stands_upper_right(void)
{
    struct page p;
    struct label_result r;
    struct lode_err err = {0};
    page_init(&p, (double[]){100, 100}, (struct str[]){STR("Kabul")}, 1);
    g_assert_true(label_place(&p.a, &p.in, &r, &err));
    g_assert_cmpuint(r.n, ==, 1);
    struct box b = label_box(&r.v[0]);
    g_assert_cmpfloat(b.x0, >, 102); /* clear of the symbol ... */
    g_assert_cmpfloat(b.x0, <, 106); /* ... but near it */
    g_assert_cmpfloat((b.y0 + b.y1) / 2, <, 100);
    arena_finish(&p.a);
}

static void test_labels_keep_clear_of_each_other_symbols_and_edges(void)
{
    /* A dense lattice: not all names fit, and those that stand touch neither each other nor a
     * symbol. */
    enum { N = 50 };
    static double xy[2 * N];
    static struct str names[N];
    struct page p;
    struct label_result r;
    struct lode_err err = {0};
    for (int i = 0; i < N; i++) {
        xy[2 * i] = 20 + 40 * (i % 5);
        xy[2 * i + 1] = 10 + 20 * (i / 5);
        names[i] = STR("Qyzylorda station");
    }
    page_init(&p, xy, names, N);
    g_assert_true(label_place(&p.a, &p.in, &r, &err));
    g_assert_cmpuint(r.n, >, 3);
    g_assert_cmpuint(r.n, <, N);
    g_assert_cmpuint(r.count[0].wanted, ==, N);
    g_assert_cmpuint(r.count[0].placed, ==, r.n);
    for (size_t i = 0; i < r.n; i++) {
        struct box b = label_box(&r.v[i]);
        g_assert_true(box_holds(p.in.frame_pt, b));
        for (size_t k = i + 1; k < r.n; k++)
            g_assert_false(box_meets(b, label_box(&r.v[k])));
        for (size_t k = 0; k < N; k++)
            g_assert_false(box_meets(b, (struct box){xy[2 * k] - 2, xy[2 * k + 1] - 2,
                                                     xy[2 * k] + 2, xy[2 * k + 1] + 2}));
    }
    arena_finish(&p.a);
}

static void test_priority_decides_between_neighbours(void)
{
    struct page p;
    struct label_result r;
    struct lode_err err = {0};
    page_init(&p, (double[]){100, 100, 101, 100}, (struct str[]){STR("Small"), STR("Large")}, 2);
    p.in.frame_pt = (struct box){70, 94, 131, 106}; /* room for one */
    p.style.priority = (double[]){0, 5};
    g_assert_true(label_place(&p.a, &p.in, &r, &err));
    g_assert_cmpuint(r.n, >=, 1);
    bool large = false;
    for (size_t i = 0; i < r.n; i++)
        large |= str_is(r.v[i].block->text, "Large");
    g_assert_true(large);
    arena_finish(&p.a);
}

static void test_a_required_name_without_a_place_fails_the_map(void)
{
    struct page p;
    struct label_result r;
    struct lode_err err = {0};
    page_init(&p, (double[]){100, 100}, (struct str[]){STR("Aynak")}, 1);
    p.in.taken_pt = &(struct box){0, 0, 200, 200};
    p.in.n_taken = 1;
    g_assert_true(label_place(&p.a, &p.in, &r, &err));
    g_assert_cmpuint(r.n, ==, 0);
    p.style.required = (uint8_t[]){1};
    g_assert_false(label_place(&p.a, &p.in, &r, &err));
    g_assert_cmpint(err.code, ==, LODE_GEOM);
    g_assert_nonnull(strstr(err.message, "Aynak"));
    arena_finish(&p.a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/label/upper-right", test_a_lone_name_stands_upper_right);
    g_test_add_func("/label/clear", test_labels_keep_clear_of_each_other_symbols_and_edges);
    g_test_add_func("/label/priority", test_priority_decides_between_neighbours);
    g_test_add_func("/label/required", test_a_required_name_without_a_place_fails_the_map);
    return g_test_run();
}
