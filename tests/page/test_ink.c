/* What a box hides, in figures that can be had with pencil and paper; and the corner that follows.
 */
#include "page/ink.h"
#include "page_fixture.h"

static const struct rgba black = {0, 0, 0, 255};
static const uint32_t first_symbol[1];

static struct geometry shape(struct arena *a, enum geom_kind kind, const double *xy, size_t n)
{
    struct geom_builder b = {0};
    struct geometry g;
    geom_feature(&b, kind);
    geom_part(&b);
    geom_ring(&b);
    for (size_t i = 0; i < n; i++)
        geom_xy(&b, xy[2 * i], xy[2 * i + 1]);
    geom_finish(a, &b, &g);
    return g;
}

static double ink_of(struct arena *a, enum layer_kind kind, enum geom_kind geom,
                     const struct symbol *symbol, const double *xy, size_t n, struct box b)
{
    struct doc_layer doc = {.kind = kind};
    struct styled_layer layer = {.doc = &doc,
                                 .n = 1,
                                 .symbols = symbol,
                                 .n_symbols = 1,
                                 .symbol_of = first_symbol,
                                 .reach_pt = symbol_reach_pt(symbol)};
    struct geometry g = shape(a, geom, xy, n);
    return ink_in(&(struct page_shown){&layer, &g, 1}, b);
}

static void test_ink_is_what_a_box_hides(void)
{
    struct arena a;
    arena_init(&a, 1 << 20);
    const struct box box = {10, 10, 30, 20};
    struct symbol line = {.stroke = {.color = black, .width_pt = 2}};
    g_assert_cmpfloat_with_epsilon(
        ink_of(&a, LAYER_LINE, GEOM_LINE, &line, (double[]){0, 15, 20, 15, 20, 100}, 3, box),
        2 * (10 + 5), 1e-9);
    struct symbol dot = {.fill = black, .size_pt = 20};
    g_assert_cmpfloat(ink_of(&a, LAYER_MARKER, GEOM_POINT, &dot, (double[]){33, 15}, 1, box), ==,
                      400);
    g_assert_cmpfloat(ink_of(&a, LAYER_MARKER, GEOM_POINT, &dot, (double[]){41, 15}, 1, box), ==,
                      0);
    /* an area over all of it and over its right half */
    struct symbol fill = {.fill = black};
    double all = ink_of(&a, LAYER_FILL, GEOM_POLYGON, &fill,
                        (double[]){0, 0, 40, 0, 40, 40, 0, 40, 0, 0}, 5, box);
    double half = ink_of(&a, LAYER_FILL, GEOM_POLYGON, &fill,
                         (double[]){21, 0, 40, 0, 40, 40, 21, 40, 21, 0}, 5, box);
    g_assert_cmpfloat(all, >, 0);
    g_assert_cmpfloat_with_epsilon(half / all, 0.4, 1e-9); /* two of five columns of samples */
    arena_finish(&a);
}

/* A line along the bottom: the scale bar goes to the top, unless the document says where. */
static void test_the_scale_bar_leaves_what_is_full(void)
{
    static const char *const pages[] = {"{size: [200 mm, 150 mm]}",
                                        "{size: [200 mm, 150 mm], scale-bar: {at: bottom left}}"};
    static const enum place expected[] = {AT_TOP_RIGHT, AT_BOTTOM_LEFT};
    for (int i = 0; i < 2; i++) {
        struct fixture f;
        struct symbol line = {.stroke = {.color = black, .width_pt = 40}};
        struct doc_layer doc = {.kind = LAYER_LINE};
        struct styled_layer layer = {
            .doc = &doc, .n = 1, .symbols = &line, .n_symbols = 1, .symbol_of = first_symbol};
        char *text = g_strdup_printf("lode: 1\ndata: {x: x.shp}\nlayers: [{fill: x, color: red}]\n"
                                     "map: {crs: 'EPSG:32642', extent: [64, 33, 66, 34]}\n"
                                     "page: %s\n",
                                     pages[i]);
        fixture_init(&f, text, &layer, 1);
        double y = 135 * PT_PER_MM;
        f.shapes[0] = shape(&f.a, GEOM_LINE, (double[]){0, y, 200 * PT_PER_MM, y}, 2);
        if (!fixture_make(&f))
            g_error("%s", f.err.message);
        g_assert_cmpint(fixture_item(&f, &scale_bar_item)->at, ==, expected[i]);
        g_free(text);
        fixture_finish(&f);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ink/hides", test_ink_is_what_a_box_hides);
    g_test_add_func("/ink/corner", test_the_scale_bar_leaves_what_is_full);
    return g_test_run();
}
