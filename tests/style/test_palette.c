#include <glib.h>

#include "base/arena.h"
#include "style/palette.h"

static const struct node *yaml(struct arena *a, const char *text)
{
    struct diags d;
    const struct node *n = NULL;
    diags_init(&d, a);
    g_assert_true(node_read(a, str_of(text), "looks.yaml", &n, &d));
    return n;
}

static uint32_t hex(struct rgba c)
{
    return (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b;
}

static void test_each_number_of_classes_has_its_own_list(void)
{
    struct arena a;
    struct lode_err err = {0};
    struct palette p;
    struct rgba c[PALETTE_MAX];
    arena_init(&a, 1 << 24);
    g_assert_true(palette_lookup(&a, NULL, STR("oranges"), (struct lode_span){0}, &p, &err));
    /* colorbrewer2.org, Oranges 3 and 9 */
    g_assert_true(palette_classes(&p, 3, false, c));
    g_assert_cmphex(hex(c[0]), ==, 0xfee6ce);
    g_assert_cmphex(hex(c[1]), ==, 0xfdae6b);
    g_assert_cmphex(hex(c[2]), ==, 0xe6550d);
    g_assert_true(palette_classes(&p, 9, true, c));
    g_assert_cmphex(hex(c[0]), ==, 0x7f2704);
    g_assert_cmphex(hex(c[8]), ==, 0xfff5eb);
    g_assert_true(palette_classes(&p, 2, false, c));
    g_assert_cmphex(hex(c[0]), ==, 0xfee6ce);
    g_assert_cmphex(hex(c[1]), ==, 0xe6550d);
    g_assert_true(palette_classes(&p, 12, false, c)); /* more than there are: between them */
    g_assert_cmphex(hex(c[11]), ==, 0x7f2704);
    arena_finish(&a);
}

static void test_qualitative_palettes_do_not_repeat(void)
{
    struct arena a;
    struct lode_err err = {0};
    struct palette p;
    struct rgba c[PALETTE_MAX];
    arena_init(&a, 1 << 24);
    g_assert_true(palette_lookup(&a, NULL, STR("Okabe-Ito"), (struct lode_span){0}, &p, &err));
    g_assert_true(palette_classes(&p, 8, false, c));
    g_assert_cmphex(hex(c[0]), ==, 0xe69f00);
    g_assert_false(palette_classes(&p, 9, false, c));
    arena_finish(&a);
}

static void test_continuous_ones_stay_near_the_published(void)
{
    struct arena a;
    struct lode_err err = {0};
    struct palette p;
    arena_init(&a, 1 << 24);
    g_assert_true(palette_lookup(&a, NULL, STR("viridis"), (struct lode_span){0}, &p, &err));
    /* matplotlib 3.6: viridis(50), viridis(128), viridis(200) of 256 */
    static const struct {
        int i;
        uint8_t r, g, b;
    } want[] = {{0, 68, 1, 84},
                {50, 64, 69, 136},
                {128, 33, 145, 140},
                {200, 110, 206, 88},
                {255, 253, 231, 37}};
    for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
        struct rgba c = palette_at(&p, want[i].i / 255.0);
        g_assert_cmpint(ABS(c.r - want[i].r), <=, 3);
        g_assert_cmpint(ABS(c.g - want[i].g), <=, 3);
        g_assert_cmpint(ABS(c.b - want[i].b), <=, 3);
    }
    arena_finish(&a);
}

static void test_palettes_of_the_document_come_first(void)
{
    struct arena a;
    struct lode_err err = {0};
    struct palette p;
    struct rgba c[4];
    arena_init(&a, 1 << 24);
    const struct node *own = yaml(&a, "oranges: [black, white]\n"
                                      "ores: {colors: {Copper: '#b87333', Gold: gold}}\n"
                                      "steps: {kind: diverging, colors: [red, white, blue]}\n"
                                      "bad: {kind: diverging, colors: [red, whit]}\n");
    g_assert_true(palette_lookup(&a, own, STR("oranges"), (struct lode_span){0}, &p, &err));
    g_assert_true(palette_classes(&p, 3, false, c));
    g_assert_cmphex(hex(c[1]), ==, 0x777777);
    g_assert_true(palette_lookup(&a, own, STR("ores"), (struct lode_span){0}, &p, &err));
    g_assert_cmpint(p.kind, ==, PALETTE_QUALITATIVE);
    g_assert_true(str_is(p.values[1], "Gold"));
    g_assert_true(palette_lookup(&a, own, STR("steps"), (struct lode_span){0}, &p, &err));
    g_assert_cmpint(p.kind, ==, PALETTE_DIVERGING);
    g_assert_false(palette_lookup(&a, own, STR("bad"), (struct lode_span){0}, &p, &err));
    g_assert_cmpint(err.at.line, ==, 4);
    g_assert_cmpint(err.at.col, ==, 38);
    arena_finish(&a);
}

static void test_an_unknown_name_gets_the_nearest(void)
{
    struct arena a;
    struct lode_err err = {0};
    struct palette p;
    arena_init(&a, 1 << 24);
    g_assert_false(palette_lookup(&a, NULL, STR("okabe-itto"),
                                  (struct lode_span){"m.yaml", 4, 3, 10}, &p, &err));
    g_assert_cmpstr(err.message, ==, "no palette 'okabe-itto'");
    g_assert_cmpstr(err.hint, ==, "did you mean 'okabe-ito'?");
    g_assert_cmpint(err.at.line, ==, 4);
    arena_finish(&a);
}

static void test_all_data_are_whole(void)
{
    struct arena a;
    struct palette p;
    struct rgba c[PALETTE_MAX];
    arena_init(&a, 1 << 24);
    size_t i = 0;
    for (; palette_builtin(&a, i, &p); i++) {
        g_test_message("%.*s", STR_FMT(p.name));
        g_assert_cmpint(p.kind, !=, PALETTE_ANY);
        for (size_t n = 1; n <= p.n; n++)
            g_assert_true(palette_classes(&p, n, false, c));
    }
    g_assert_cmpuint(i, ==, 68);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/palette/lists", test_each_number_of_classes_has_its_own_list);
    g_test_add_func("/palette/qualitative", test_qualitative_palettes_do_not_repeat);
    g_test_add_func("/palette/continuous", test_continuous_ones_stay_near_the_published);
    g_test_add_func("/palette/own", test_palettes_of_the_document_come_first);
    g_test_add_func("/palette/unknown", test_an_unknown_name_gets_the_nearest);
    g_test_add_func("/palette/whole", test_all_data_are_whole);
    return g_test_run();
}
