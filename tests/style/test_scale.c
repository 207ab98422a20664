#include "fixture.h"
#include "geom/marker.h"

static const struct symbol *symbol_of_row(const struct fixture *f, uint32_t row)
{
    for (size_t i = 0; i < f->out.n; i++) {
        if (f->out.row[i] == row)
            return &f->out.symbols[f->out.symbol_of[i]];
    }
    return NULL;
}

static void test_categories_follow_the_alphabet(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(
        fixture_style(&f, LAYER_MARKER, "color: {by: kind, scale: category, palette: Dark2}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Kind] copper, gold, iron, zinc");
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 1)->fill), ==, 0x1b9e77); /* first of Dark2 */
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 0)->fill), ==, 0x7570b3); /* third */
    g_assert_cmpuint(f.out.n, ==, 7);
    g_assert_cmpuint(f.out.n_symbols, ==, 4);
    g_assert_null(symbol_of_row(&f, 7));
    g_assert_cmpstr(f.log->str, ==,
                    "missing-value: 1 of 8 features have no value of 'kind' and are not drawn\n");
    fixture_finish(&f);
}

static void test_top_orders_by_count(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(&f, LAYER_MARKER,
                                "color: {by: kind, top: 2, other: '#888888', missing: white}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Kind] copper, gold, Other, No data");
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 6)->fill), ==, 0x888888);
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 7)->fill), ==, 0xffffff);
    g_assert_cmpstr(f.log->str, ==, "");
    fixture_finish(&f);
}

static void test_a_map_keeps_its_order_and_counts_the_rest(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(&f, LAYER_MARKER,
                                "shape: {by: kind, map: {zinc: star, tin: x, copper: square}}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Kind] zinc, copper"); /* nothing is tin */
    g_assert_cmpstr(marker_shape_name(symbol_of_row(&f, 1)->shape), ==, "square");
    g_assert_cmpuint(f.out.n, ==, 4);
    g_assert_nonnull(strstr(f.log->str,
                            "no-class: 3 features are not drawn: the scale has no class for 2 "
                            "values of 'kind' ('gold', ...)\n"));
    fixture_finish(&f);
}

static void test_whole_numbers_are_matched_by_their_text(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(&f, LAYER_MARKER,
                                "color: {by: count, map: {0: red, 21: blue}, other: grey}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 0, 21, Other");
    g_assert_true(
        fixture_style(&f, LAYER_MARKER, "color: {by: open, map: {true: red, false: blue}}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Open] Yes, No");
    fixture_finish(&f);
}

static void test_a_short_palette_folds_the_rare(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(
        fixture_style(&f, LAYER_MARKER, "color: {by: kind, palette: [red, blue], missing: white}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Kind] copper, gold, Other, No data");
    g_assert_cmpstr(
        f.log->str, ==,
        "palette-too-short: 'kind' has 4 values, but there are looks for only 2: the 2 least "
        "frequent share one\n");
    fixture_finish(&f);
}

static void test_a_palette_by_name_gives_each_its_own(void)
{
    struct fixture f;
    fixture_init(&f);
    f.doc.styles.palettes =
        fixture_yaml(&f, "ores: {iron: '#112233', gold: gold, copper: '#b87333'}");
    g_assert_true(fixture_style(&f, LAYER_MARKER, "color: {by: kind, palette: ores}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Kind] iron, gold, copper, Other");
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 0)->fill), ==, 0x112233);
    fixture_finish(&f);
}

static void test_classes_have_the_breaks_of_mapclassify(void)
{
    struct fixture f;
    fixture_init(&f);
    /* numpy.quantile([0, 1, 2, 3, 5, 8, 13, 21], [1/4, 1/2, 3/4, 1]) = 1.75, 4, 9.25, 21 */
    g_assert_true(fixture_style(&f, LAYER_FILL,
                                "color: {by: count, scale: quantile, classes: 4, palette: Blues}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 0 – 1, 2 – 4, 5 – 9, 10 – 21");
    g_assert_cmphex(fixture_hex(f.out.legend[0].entries[3].symbol.fill), ==, 0x2171b5);
    /* min + i (100 - -4) / 4 = 22, 48, 74, 100: the third class is empty, the second too */
    g_assert_true(fixture_style(&f, LAYER_FILL, "color: {by: depth_m, scale: equal, classes: 4}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Depth m] −4 – 22, 22 – 48, 74 – 100");
    fixture_finish(&f);
}

static void test_breaks_are_upper_bounds(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(&f, LAYER_FILL,
                                "color: {by: count, breaks: [0, 1, 3, 12], palette: YlOrBr}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 0, 1, 2 – 3, 4 – 12");
    g_assert_cmpuint(f.out.n, ==, 6);
    g_assert_cmpstr(
        f.log->str, ==,
        "no-class: 2 of 8 features lie above the last break of 'count' and are not drawn\n");
    g_assert_true(fixture_style(&f, LAYER_FILL,
                                "color: {by: depth_m, breaks: [2.25, 10, 100], reverse: true}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Depth m] up to 2.25, 2.25 – 10, 10 – 100");
    fixture_finish(&f);
}

static void test_sizes_grow_with_the_root(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(
        fixture_style(&f, LAYER_MARKER, "size: {by: depth_m, scale: sqrt, range: [0 mm, 10 mm]}"));
    /* from 0: area in proportion; 25 of 100 has half the diameter */
    g_assert_cmpfloat_with_epsilon(symbol_of_row(&f, 4)->size_pt, 10 * PT_PER_MM, 1e-9);
    g_assert_cmpfloat_with_epsilon(symbol_of_row(&f, 7)->size_pt, 5 * PT_PER_MM, 1e-9);
    g_assert_cmpfloat_with_epsilon(symbol_of_row(&f, 0)->size_pt, 1.22 * PT_PER_MM,
                                   1e-9); /* 1.2247 */
    g_assert_null(symbol_of_row(&f, 3));
    g_assert_nonnull(strstr(f.log->str, "no-class: 1 of 8 features have a negative value"));
    g_assert_cmpuint(f.out.row[0], ==, 4); /* large ones are drawn first */
    g_assert_cmpuint(f.out.row[6], ==, 0);
    g_assert_cmpstr(fixture_legend(&f), ==, "[Depth m] 5, 20, 50, 100");
    fixture_finish(&f);
}

static void test_a_domain_clamps_and_tells(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(
        &f, LAYER_LINE, "width: {by: count, scale: linear, domain: [0, 10], range: [0 mm, 1 mm]}"));
    g_assert_cmpfloat_with_epsilon(symbol_of_row(&f, 4)->stroke.width_pt, 0.5 * PT_PER_MM, 1e-9);
    g_assert_cmpfloat_with_epsilon(symbol_of_row(&f, 7)->stroke.width_pt, 1 * PT_PER_MM, 1e-9);
    g_assert_cmpstr(f.log->str, ==,
                    "outside-domain: 2 of 8 values of 'count' lie outside the domain and are "
                    "drawn like its ends\n");
    fixture_finish(&f);
}

static void test_rotation_takes_the_value_itself(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(&f, LAYER_MARKER, "rotate: {by: count * 10}"));
    g_assert_cmpfloat(symbol_of_row(&f, 7)->rotate_deg, ==, 210);
    g_assert_cmpuint(f.out.n_legend, ==, 0);
    fixture_finish(&f);
}

static void test_scales_over_one_expression_share_a_group(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(
        fixture_style(&f, LAYER_MARKER,
                      "color: {by: kind, palette: okabe-ito}\n"
                      "shape: {by: kind, map: {gold: star, copper: square}, other: circle}\n"
                      "size: {by: count, scale: sqrt, range: [1 mm, 4 mm]}\n"
                      "legend: Deposits\n"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Deposits] gold, copper, iron, zinc [Count] 2, 5, 10");
    const struct symbol *gold = &f.out.legend[0].entries[0].symbol;
    g_assert_cmpstr(marker_shape_name(gold->shape), ==, "star");
    g_assert_cmphex(fixture_hex(gold->fill), ==, 0x56b4e9);
    const struct symbol *ten = &f.out.legend[1].entries[2].symbol;
    g_assert_cmphex(fixture_hex(ten->fill), ==, 0x8c8c8c); /* not about kind */
    g_assert_cmpstr(marker_shape_name(ten->shape), ==, "circle");
    fixture_finish(&f);
}

static void test_natural_breaks_and_their_kin(void)
{
    struct fixture f;
    fixture_init(&f);
    /* 0 1 2 3 5 8 13 21: see breaks_table.py for the definitions */
    g_assert_true(fixture_style(&f, LAYER_FILL, "color: {by: count, scale: jenks, classes: 3}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 0 – 5, 6 – 13, 14 – 21");
    /* means 6.625, then 14, then 21 */
    g_assert_true(fixture_style(&f, LAYER_FILL, "color: {by: count, scale: head-tail}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 0 – 6, 7 – 14, 15 – 21");
    g_assert_true(fixture_style(&f, LAYER_FILL, "color: {by: depth_m, scale: pretty, classes: 4}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Depth m] −50 – 0, 0 – 50, 50 – 100");
    /* mean 19.094, s 33.970: nothing below the mean - s */
    g_assert_true(fixture_style(&f, LAYER_FILL, "color: {by: depth_m, scale: std}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Depth m] −15 – 53, 87 – 100");
    fixture_finish(&f);
}

static void test_a_logarithm_has_no_zero(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(
        fixture_style(&f, LAYER_LINE, "width: {by: count, scale: log, range: [1 mm, 2 mm]}"));
    g_assert_null(symbol_of_row(&f, 0));
    g_assert_cmpfloat_with_epsilon(symbol_of_row(&f, 1)->stroke.width_pt, 1 * PT_PER_MM, 1e-9);
    /* 1 + log 8 / log 21 = 1.683 */
    g_assert_cmpfloat_with_epsilon(symbol_of_row(&f, 5)->stroke.width_pt, 1.68 * PT_PER_MM, 1e-9);
    g_assert_cmpstr(f.log->str, ==,
                    "no-class: 1 of 8 features have a zero or negative value of 'count', which "
                    "'log' cannot show, and are not drawn\n");
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 1, 2, 5, 10, 20");
    fixture_finish(&f);
}

static void test_categories_in_the_order_asked_for(void)
{
    struct fixture f;
    fixture_init(&f);
    static const struct {
        const char *look, *legend;
    } rows[] = {
        {"{by: kind, order: value}", "[Kind] copper, gold, iron, zinc"},
        {"{by: kind, order: count}", "[Kind] copper, gold, iron, zinc"},
        {"{by: kind, order: given}", "[Kind] iron, copper, gold, zinc"},
        {"{by: kind, order: [zinc, tin, gold]}", "[Kind] zinc, gold, iron, copper"},
        {"{by: kind, order: given, top: 2, other: grey}", "[Kind] copper, gold, Other"},
        {"{by: kind, map: {zinc: red, iron: blue, gold: gold}}", "[Kind] zinc, iron, gold"},
        {"{by: kind, order: count, map: {zinc: red, iron: blue, gold: gold}}",
         "[Kind] gold, iron, zinc"},
        {"{by: open, top: 5}", "[Open] No, Yes"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *look = g_strdup_printf("color: %s", rows[i].look);
        g_assert_true(fixture_style(&f, LAYER_MARKER, look));
        g_assert_cmpstr(fixture_legend(&f), ==, rows[i].legend);
        g_free(look);
    }
    fixture_finish(&f);
}

static void test_a_midpoint_has_the_middle_of_the_palette(void)
{
    struct fixture f;
    fixture_init(&f);
    /* two classes below 10 and one above: of the list of four, the first three */
    g_assert_true(fixture_style(
        &f, LAYER_FILL, "color: {by: count, breaks: [2, 10, 21], palette: RdBu, midpoint: 10}"));
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 0)->fill), ==, 0xca0020);
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 3)->fill), ==, 0xf4a582);
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 6)->fill), ==, 0x92c5de);
    g_assert_true(fixture_style(
        &f, LAYER_FILL,
        "color: {by: count, scale: linear, palette: [red, white, blue], midpoint: 3}"));
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 3)->fill), ==, 0xffffff);
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 7)->fill), ==, 0x0000ff);
    fixture_finish(&f);
}

static void test_a_pair_of_scales_gives_a_matrix(void)
{
    struct fixture f;
    fixture_init(&f);
    /* count: up to 2, 3 to 8, more; depth: up to 3, 3 to 16, more */
    g_assert_true(fixture_style(
        &f, LAYER_FILL,
        "color: {by: [count, depth_m], scale: breaks, breaks: [[2, 8, 21], [3, 16, 100]]}"));
    g_assert_cmpuint(f.out.n_legend, ==, 1);
    const struct legend_group *g = &f.out.legend[0];
    g_assert_cmpint(g->kind, ==, LEGEND_MATRIX);
    g_assert_cmpuint(g->n, ==, 9); /* all cells, in use or not */
    g_assert_cmpuint(g->n_block, ==, 9);
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 0)->fill), ==, 0xe8e8e8); /* 0, 1.5 */
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 4)->fill), ==, 0x627f8c); /* 5, 100 */
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 3)->fill), ==, 0xe4acac); /* 3, -4 */
    g_assert_cmphex(fixture_hex(symbol_of_row(&f, 7)->fill), ==, 0x574249); /* 21, 25 */
    g_assert_cmphex(fixture_hex(g->entries[2].symbol.fill), ==, 0xc85a5a);
    g_assert_cmpuint(g->axis[0].n, ==, 3);
    g_assert_true(g->axis[0].at_ends && str_is(g->axis[0].texts[1], "2"));
    g_assert_true(str_is(g->axis[1].title, "Depth m") && str_is(g->axis[1].texts[3], "100"));
    fixture_finish(&f);
}

static void test_pairs_have_their_own_words(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(&f, LAYER_FILL,
                                "color: {by: [count, depth_m], scale: [quantile, equal], "
                                "classes: [2, 4], title: [Finds, Depth], palette: purplegold,"
                                "labels: [few, many]}"));
    const struct legend_group *g = &f.out.legend[0];
    g_assert_cmpuint(g->n, ==, 8);
    g_assert_true(str_is(g->axis[0].title, "Finds") && str_is(g->axis[1].title, "Depth"));
    g_assert_true(!g->axis[0].at_ends && str_is(g->axis[0].texts[1], "many"));
    g_assert_cmphex(fixture_hex(g->entries[7].symbol.fill), ==, 0x804d36); /* the corner */
    static const struct {
        const char *look, *message;
    } bad[] = {
        {"size: {by: [count, depth_m]}", "'size' can show only one expression"},
        {"color: {by: [count, kind]}",
         "with 'by: [a, b]' both scales must be of numbers in classes"},
        {"color: {by: [count, depth_m], scale: linear}",
         "with 'by: [a, b]' both scales must be of numbers in classes"},
        {"color: {by: [count, depth_m], palette: Blues}",
         "with 'by: [a, b]' the palette must have 4, 9 or 16 colours, listed row by row"},
        {"color: {by: count, palette: bluered}",
         "the palette 'bluered' is for two expressions at once"},
        {"color: {by: [count, deep]}", "no column 'deep' in 'sites'"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_false(fixture_style(&f, LAYER_MARKER, bad[i].look));
        g_assert_cmpstr(f.err.message, ==, bad[i].message);
        g_assert_cmpint(f.err.at.line, ==, 1);
    }
    fixture_finish(&f);
}

static void test_the_legend_has_what_is_seen(void)
{
    struct fixture f;
    fixture_init(&f);
    static const uint8_t seen[ROWS] = {0, 1, 0, 1, 0, 0, 1, 0}, none[ROWS] = {0};
    g_assert_true(fixture_style(&f, LAYER_MARKER, "color: {by: kind}\nlegend: Ores"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Ores] copper, gold, iron, zinc");
    g_assert_true(style_legend(&f.a, &f.out, seen, &f.err));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Ores] copper, zinc");
    g_assert_cmpuint(f.out.n, ==, 7); /* all are drawn, and the colours are those of all */
    g_assert_cmphex(fixture_hex(f.out.legend[0].entries[1].symbol.fill), ==, 0xf0e442);
    g_assert_true(style_legend(&f.a, &f.out, none, &f.err));
    g_assert_cmpuint(f.out.n_legend, ==, 0);
    g_assert_true(
        fixture_style(&f, LAYER_MARKER, "color: {by: kind}\nlegend: {all: true, reverse: true}"));
    g_assert_true(style_legend(&f.a, &f.out, seen, &f.err));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Kind] zinc, iron, gold, copper");
    fixture_finish(&f);
}

static void test_sizes_are_nested_where_they_are_large(void)
{
    struct fixture f;
    fixture_init(&f);
    static const struct {
        const char *look;
        enum legend_kind kind;
    } rows[] = {
        {"size: {by: count, scale: sqrt, range: [0 mm, 8 mm]}", LEGEND_NESTED},
        {"size: {by: count, scale: sqrt, range: [0 mm, 2 mm]}", LEGEND_LIST},
        {"size: {by: count, scale: sqrt, range: [0 mm, 2 mm]}\nlegend: {kind: nested}",
         LEGEND_NESTED},
        {"size: {by: count, scale: sqrt, range: [0 mm, 8 mm]}\nlegend: {kind: list}", LEGEND_LIST},
        {"size: {by: count, scale: sqrt, range: [0 mm, 8 mm]}\nshape: star", LEGEND_LIST},
        {"size: {by: count, scale: quantile, range: [1 mm, 8 mm]}", LEGEND_LIST},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_true(fixture_style(&f, LAYER_MARKER, rows[i].look));
        g_assert_cmpint(f.out.legend[0].kind, ==, rows[i].kind);
    }
    fixture_finish(&f);
}

/* Quantiles of 0 1 2 3 by numpy: 0.6, 1.2, 1.8, 2.4, 3. */
static void test_few_numbers_have_a_class_each(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(&f, LAYER_FILL, "color: {by: count}\nfilter: count < 4"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 0, 1, 2, 3");
    g_assert_true(
        fixture_style(&f, LAYER_FILL, "color: {by: count, classes: 3}\nfilter: count < 4"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 0 – 1, 2, 3");
    g_assert_true(
        fixture_style(&f, LAYER_FILL, "color: {by: count, scale: quantile}\nfilter: count < 4"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[Count] 0, 1, 2, 3");
    g_assert_cmpuint(f.out.legend[0].n, ==, 4);
    fixture_finish(&f);
}

static void test_formats_get_rounded_numbers_in_the_language(void)
{
    struct fixture f;
    fixture_init(&f);
    f.doc.language.s = STR("de");
    g_assert_true(fixture_style(&f, LAYER_FILL,
                                "color: {by: depth_m * 1000, scale: quantile, classes: 3, "
                                "format: '{from} bis {to} t'}"));
    /* numpy.quantile: 2500, 13666.67 */
    g_assert_cmpstr(
        fixture_legend(&f), ==,
        "[depth_m * 1000] −4.000 bis 2.500 t, 2.500 bis 13.667 t, 13.667 bis 100.000 t");
    g_assert_true(
        fixture_style(&f, LAYER_FILL,
                      "color: {by: count + 2000, scale: category, format: 'seit {value}', "
                      "top: 1, other: grey}"));
    g_assert_cmpstr(fixture_legend(&f), ==, "[count + 2000] seit 2000, Andere");
    fixture_finish(&f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scale/alphabet", test_categories_follow_the_alphabet);
    g_test_add_func("/scale/top", test_top_orders_by_count);
    g_test_add_func("/scale/map", test_a_map_keeps_its_order_and_counts_the_rest);
    g_test_add_func("/scale/whole", test_whole_numbers_are_matched_by_their_text);
    g_test_add_func("/scale/short", test_a_short_palette_folds_the_rare);
    g_test_add_func("/scale/by-name", test_a_palette_by_name_gives_each_its_own);
    g_test_add_func("/scale/classes", test_classes_have_the_breaks_of_mapclassify);
    g_test_add_func("/scale/breaks", test_breaks_are_upper_bounds);
    g_test_add_func("/scale/sqrt", test_sizes_grow_with_the_root);
    g_test_add_func("/scale/domain", test_a_domain_clamps_and_tells);
    g_test_add_func("/scale/rotation", test_rotation_takes_the_value_itself);
    g_test_add_func("/scale/natural", test_natural_breaks_and_their_kin);
    g_test_add_func("/scale/log", test_a_logarithm_has_no_zero);
    g_test_add_func("/scale/order", test_categories_in_the_order_asked_for);
    g_test_add_func("/scale/midpoint", test_a_midpoint_has_the_middle_of_the_palette);
    g_test_add_func("/scale/pair", test_a_pair_of_scales_gives_a_matrix);
    g_test_add_func("/scale/pair-words", test_pairs_have_their_own_words);
    g_test_add_func("/scale/seen", test_the_legend_has_what_is_seen);
    g_test_add_func("/scale/nested", test_sizes_are_nested_where_they_are_large);
    g_test_add_func("/scale/few-numbers", test_few_numbers_have_a_class_each);
    g_test_add_func("/scale/format", test_formats_get_rounded_numbers_in_the_language);
    g_test_add_func("/scale/merged", test_scales_over_one_expression_share_a_group);
    return g_test_run();
}
