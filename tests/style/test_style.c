#include "fixture.h"

static void test_constants_make_one_symbol(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(
        &f, LAYER_LINE,
        "{color: black, width: 1 mm, dash: [2 mm, 1 mm], cap: round, offset: 1 pt,\n"
        " casing: {color: white, width: 0.5 mm}, ticks: {length: 3 mm, every: 2 mm},\n"
        " opacity: 50%, filter: count > 2 AND count < 20, legend: 'Line {1 + 1}'}"));
    g_assert_cmpuint(f.out.n, ==, 4);
    g_assert_cmpuint(f.out.row[0], ==, 3);
    g_assert_cmpuint(f.out.n_symbols, ==, 1);
    const struct symbol *s = f.out.symbols;
    g_assert_cmpfloat_with_epsilon(s->stroke.width_pt, PT_PER_MM, 1e-9);
    g_assert_cmpfloat_with_epsilon(s->casing.width_pt, 2 * PT_PER_MM,
                                   1e-9); /* 0.5 mm on each side */
    g_assert_cmpint(s->stroke.n_dash, ==, 2);
    g_assert_cmpint(s->casing.n_dash, ==, 0);
    g_assert_cmpint(s->casing.cap, ==, CAP_ROUND);
    g_assert_cmpint(s->ticks.color.a, ==, 255);
    g_assert_cmphex(fixture_hex(s->ticks.color), ==, 0); /* as the line's */
    g_assert_cmpfloat(f.out.opacity, ==, 0.5);
    g_assert_cmpfloat(f.out.reach_pt, >=, 1.5 * PT_PER_MM);
    g_assert_cmpstr(fixture_legend(&f), ==, "[] Line 2");
    g_assert_cmpint(f.out.legend[0].entries[0].sample, ==, SAMPLE_LINE);
    fixture_finish(&f);
}

static void test_a_layer_of_which_nothing_is_said(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(&f, LAYER_FILL, "{}"));
    g_assert_cmpint(f.out.symbols[0].fill.a, ==, 255);
    g_assert_cmpfloat(f.out.symbols[0].stroke.width_pt, >, 0);
    g_assert_cmpuint(f.out.n_legend, ==, 0);
    g_assert_true(fixture_style(&f, LAYER_FILL, "{hatch: cross}"));
    g_assert_cmpint(f.out.symbols[0].fill.a, ==, 0); /* only what is said */
    g_assert_cmpfloat(f.out.symbols[0].stroke.width_pt, ==, 0);
    g_assert_cmpint(f.out.symbols[0].hatch.kind, ==, HATCH_CROSS);
    g_assert_cmpfloat(f.out.opacity, ==, 1);
    fixture_finish(&f);
}

static void test_opacity_by_value_fades_symbols(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(
        &f, LAYER_FILL, "{color: '#000000', opacity: {by: open, map: {true: 1, false: 0.5}}}"));
    g_assert_cmpuint(f.out.n_symbols, ==, 2);
    g_assert_cmpint(f.out.symbols[0].fill.a, ==, 255);
    g_assert_cmpint(f.out.symbols[1].fill.a, ==, 128);
    g_assert_cmpfloat(f.out.opacity, ==, 1);
    fixture_finish(&f);
}

static void test_legend_words(void)
{
    static const struct {
        const char *language, *props, *want;
    } cases[] = {
        {"en", "{color: red}", ""},
        {"en", "{color: red, legend: none}", ""},
        {"en", "{color: red, legend: {title: Sites, order: 3}}", "[] Sites"},
        {"en", "{color: {by: count, breaks: [3, 21]}, legend: none}", ""},
        {"en", "{color: {by: count, breaks: [3, 21]}, legend: {format: 'up to {count * 10} m'}}",
         "[Count] up to 30 m, up to 210 m"},
        {"en",
         "{color: {by: count + 0, breaks: [3, 21], format: '{value}, {from}-{to}'}, legend: Sum}",
         "[Sum] 3, -3, 21, 3-21"},
        {"en", "{color: {by: count, breaks: [3, 21], labels: [few, many]}}", "[Count] few, many"},
        {"en", "{color: {by: kind, labels: {gold: Au, missing: '?'}, missing: grey, title: Ores}}",
         "[Ores] copper, Au, iron, zinc, ?"},
        {"en", "{color: {by: count * 1000, breaks: [5000, 21000]}}",
         "[count * 1000] up to 5,000, 5,001 – 21,000"},
        {"ru", "{color: {by: count * 1000, breaks: [5000, 21000]}}",
         "[count * 1000] до 5000, 5001 – 21\xe2\x80\xaf"
         "000"},
        {"fa", "{color: {by: depth_m, breaks: [2.5, 1000]}}", "[Depth m] تا ۲٫۵, ۲٫۵ – ۱٬۰۰۰"},
        {"uz-Cyrl", "{color: {by: kind, top: 1, missing: grey}}",
         "[Kind] copper, Boshqa, Maʼlumot yoʻq"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct fixture f;
        fixture_init(&f);
        g_test_message("%s %s", cases[i].language, cases[i].props);
        f.doc.language.s = str_of(cases[i].language);
        g_assert_true(fixture_style(&f, LAYER_FILL, cases[i].props));
        g_assert_cmpstr(fixture_legend(&f), ==, cases[i].want);
        fixture_finish(&f);
    }
}

/* All faults of a layer, each as "line:col message | hint". */
static char *faults(struct fixture *f, enum layer_kind kind, const char *props)
{
    struct style_params p = fixture_params(f, kind, props);
    GString *s = g_string_new(NULL);
    bool ok = style_check(&f->a, &p, &f->diags);
    g_assert_true(ok == (f->diags.n_errors == 0));
    diags_sort(&f->diags);
    for (size_t i = 0; i < f->diags.n; i++) {
        const struct lode_err *e = &f->diags.v[i];
        g_string_append_printf(s, "%d:%d+%d %s | %s\n", e->at.line, e->at.col, e->at.len,
                               e->message, e->hint);
    }
    char *ret = str_c(&f->a, str_of(s->str));
    g_string_free(s, TRUE);
    return ret;
}

static void test_faults_and_their_places(void)
{
    static const struct {
        enum layer_kind kind;
        const char *props, *want;
    } cases[] = {
        {LAYER_FILL, "color: {by: kind, palette: okabe-itto}",
         "1:28+10 no palette 'okabe-itto' | did you mean 'okabe-ito'?\n"},
        {LAYER_FILL, "color: {by: kind, scale: quantile}",
         "1:26+8 the scale 'quantile' needs numbers, 'kind' is text | use 'scale: category'; or, "
         "where "
         "its texts are numbers, state that at the source: `types: {COLUMN: number}`\n"},
        {LAYER_MARKER, "shape: {by: count, scale: linear}",
         "1:27+6 'shape' needs a scale with classes: there is no shape between two others | use "
         "'scale: category'\n"},
        {LAYER_MARKER, "shape: svg",
         "1:8+3 the shape 'svg' needs a file | write 'file: pick.svg'\n"},
        {LAYER_FILL, "filter: count + 1",
         "1:9+9 a filter must be a condition, this is integer | compare it with something: 'count "
         "+ 1 = "
         "...'\n"},
        {LAYER_FILL, "color: {by: count, scale: breaks}",
         "1:27+6 the scale 'breaks' needs its breaks | write 'breaks: [10, 20, 50]'\n"},
        {LAYER_LINE, "dash: [0 mm, 0 mm]", "1:7+1 a dash needs a length greater than 0 | \n"},
        {LAYER_MARKER, "label: {text: a, priority: kind, required: count}",
         "1:28+4 'priority' must be a number, this is text | \n1:44+5 'required' must be a "
         "condition, this "
         "is integer | \n"},
        /* two faults at once, in their order */
        {LAYER_MARKER,
         "color: {by: kind, other: gren}\nsize: {by: count, order: most, scale: equal}",
         "1:26+4 not a colour: 'gren' | did you mean 'green'?\n2:26+4 not one of the words that "
         "may stand here: 'most' | one of: value, count, given\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct fixture f;
        fixture_init(&f);
        g_assert_cmpstr(faults(&f, cases[i].kind, cases[i].props), ==, cases[i].want);
        /* what the check refuses, the layer is not made from */
        g_assert_false(fixture_style(&f, cases[i].kind, cases[i].props));
        g_assert_cmpint(f.err.code, !=, LODE_OK);
        fixture_finish(&f);
    }
}

static void test_a_missing_column_is_found_without_data(void)
{
    struct fixture f;
    fixture_init(&f);
    struct column schema[4];
    memcpy(schema, f.features.table.columns, sizeof schema);
    for (int i = 0; i < 4; i++)
        schema[i].n = 0;
    f.features.table.columns = schema;
    f.features.table.n = 0;
    struct style_params p = fixture_params(&f, LAYER_MARKER,
                                           "shape: {by: kimd}\n"
                                           "label: {text: 'at {dept_m} m'}\n"
                                           "color: {by: count, format: '{cont}'}\n");
    g_assert_false(style_check(&f.a, &p, &f.diags));
    diags_sort(&f.diags);
    g_assert_cmpuint(f.diags.n, ==, 3);
    g_assert_cmpstr(f.diags.v[0].message, ==, "no column 'kimd' in 'sites'");
    g_assert_cmpint(f.diags.v[0].at.col, ==, 13);
    g_assert_nonnull(strstr(f.diags.v[0].hint, "'kind'"));
    g_assert_cmpint(f.diags.v[1].at.line, ==, 2);
    g_assert_cmpint(f.diags.v[1].at.col, ==, 20);
    g_assert_cmpint(f.diags.v[2].at.line, ==, 3);
    g_assert_cmpstr(f.diags.v[2].message, ==, "no column 'cont' in 'the legend'");
    g_assert_nonnull(strstr(f.diags.v[2].hint, "'count'"));
    fixture_finish(&f);
}

static void test_names_of_all_that_is_read(void)
{
    struct fixture f;
    struct expr_name *names;
    size_t n;
    fixture_init(&f);
    fixture_params(&f, LAYER_MARKER,
                   "filter: open = true\n"
                   "color: {by: \"coalesce(kind, 'x')\"}\n"
                   "stroke: {width: {by: depth_m}}\n"
                   "size: {by: 'broken ((('}\n"
                   "label: {text: '{name} ({kind})', priority: count, size: {by: population}}\n");
    style_names(&f.a, &f.layer, &names, &n);
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < n; i++)
        g_string_append_printf(s, "%.*s ", STR_FMT(names[i].name));
    g_assert_cmpstr(s->str, ==, "open kind depth_m name count population ");
    g_string_free(s, TRUE);
    fixture_finish(&f);
}

static void test_labels_follow_their_features(void)
{
    struct fixture f;
    fixture_init(&f);
    f.doc.styles.theme = fixture_yaml(&f, "{font: Vollkorn, size: 10 pt, label: {color: blue}}");
    g_assert_true(fixture_style(
        &f, LAYER_MARKER,
        "filter: count > 2\n"
        "size: {by: count, scale: linear, range: [1 mm, 3 mm]}\n"
        "label: {text: ' {kind} ', weight: bold, style: italic, priority: count,\n"
        "  required: kind = 'gold', halo: {width: 1 pt}, letter-spacing: -1 pt,\n"
        "  distance: 2 pt, size: {by: count, scale: linear, range: [6 pt, 12 pt]}}\n"));
    const struct label_style *l = f.out.label;
    g_assert_nonnull(l);
    g_assert_cmpint(l->place, ==, PLACE_POINT);
    g_assert_cmpint(l->text.weight, ==, 700);
    g_assert_true(l->text.italic);
    g_assert_true(str_is(l->text.family, "Vollkorn"));
    g_assert_cmphex(fixture_hex(l->text.color), ==, 0x0000ff);
    g_assert_cmphex(fixture_hex(l->text.halo_color), ==, 0xffffff);
    g_assert_cmpfloat(l->text.letter_spacing_pt, ==, -1);
    g_assert_cmpfloat(l->distance_pt, ==, 2);
    g_assert_cmpuint(f.out.n, ==, 5);
    for (size_t i = 0; i < f.out.n; i++) { /* the largest is first: rows 7, 6, 5, 4, 3 */
        uint32_t row = f.out.row[i];
        g_assert_cmpuint(row, ==, 7 - i);
        g_assert_cmpfloat(l->priority[i], ==, (double)f.features.table.columns[1].v.i[row]);
        g_assert_cmpint(l->required[i], ==, row == 5);
    }
    g_assert_cmpuint(l->content[0].len, ==, 0); /* NULL */
    g_assert_true(str_is(l->content[1], "zinc"));
    g_assert_cmpfloat_with_epsilon(l->size_pt[0], 12, 0.03);
    g_assert_cmpfloat_with_epsilon(l->size_pt[4], 6, 0.03);
    fixture_finish(&f);
}

static void test_a_label_layer_is_all_labels(void)
{
    struct fixture f;
    fixture_init(&f);
    f.features.table.kind = GEOM_POLYGON;
    g_assert_true(fixture_style(&f, LAYER_LABEL,
                                "{label: sites, text: '{count}', size: 9 pt, max-width: 20 mm}"));
    g_assert_cmpint(f.out.label->place, ==, PLACE_BY_KIND);
    g_assert_cmpfloat(f.out.label->text.size_pt, ==, 9);
    g_assert_true(str_is(f.out.label->content[7], "21"));
    g_assert_cmpfloat(f.out.reach_pt, ==, 0);
    g_assert_cmpuint(f.out.n_legend, ==, 0);
    fixture_finish(&f);
}

static void test_sizes_follow_the_page(void)
{
    static const struct {
        double width_mm, height_mm, title_pt, legend_pt;
    } pages[] = {{40, 90, 9, 6.5},    {85, 110, 9, 6.5},     {297, 210, 14, 7.5},
                 {210, 297, 14, 7.5}, {160, 147.5, 11.5, 7}, {420, 297, 20, 10},
                 {1189, 841, 20, 10}};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct map_doc doc = {.page = {.width_pt = pages[i].width_mm * PT_PER_MM,
                                       .height_pt = pages[i].height_mm * PT_PER_MM}};
        g_assert_cmpfloat(style_theme_text(&doc, "title").size_pt, ==, pages[i].title_pt);
        g_assert_cmpfloat(style_theme_text(&doc, "legend").size_pt, ==, pages[i].legend_pt);
    }
    struct fixture f;
    fixture_init(&f);
    f.doc.page.width_pt = f.doc.page.height_pt = 85 * PT_PER_MM;
    f.doc.styles.theme = fixture_yaml(&f, "size: 8 pt\n");
    g_assert_cmpfloat(style_theme_text(&f.doc, "title").size_pt, ==, 14);
    fixture_finish(&f);
}

/* Colours: ColorBrewer's Greys for three classes, then those that the theme lists. */
static void test_scales_without_a_palette_take_the_themes(void)
{
    static const struct {
        const char *look;
        uint32_t first;
    } rows[] = {
        {"color: {by: count, scale: equal, classes: 3}", 0xf0f0f0},
        {"color: {by: count, scale: equal, classes: 3, reverse: true}", 0x636363},
        {"color: {by: count, scale: equal, classes: 3, palette: Blues}", 0xdeebf7},
        {"color: {by: count, scale: equal, classes: 3, range: [red, blue]}", 0xff0000},
        {"color: {by: kind}", 0x333333}, /* iron, after copper and gold */
        {"color: {by: count, scale: linear, midpoint: 21}", 0x123456},
        {"color: {by: [count, depth_m]}", 0xaa0000},
    };
    struct fixture f;
    fixture_init(&f);
    f.doc.styles.palettes = fixture_yaml(&f, "tones: {kind: qualitative, colors: "
                                             "['#111111', '#222222', '#333333', '#444444']}");
    f.doc.styles.theme = fixture_yaml(
        &f, "palettes: {sequential: greys, qualitative: tones, "
            "diverging: {kind: diverging, colors: ['#123456', white, black]}, bivariate: "
            "['#aa0000', '#bb0000', '#cc0000', '#dd0000']}");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].look);
        g_assert_true(fixture_style(&f, LAYER_FILL, rows[i].look));
        g_assert_cmphex(fixture_hex(f.out.symbols[f.out.symbol_of[0]].fill), ==, rows[i].first);
    }
    f.doc.styles.theme = fixture_yaml(&f, "palettes: {sequential: gerys}");
    g_assert_false(fixture_style(&f, LAYER_FILL, "color: {by: count}"));
    g_assert_cmpstr(f.err.message, ==, "no palette 'gerys'");
    g_assert_cmpint(f.err.at.col, ==, 24);
    f.doc.styles.theme = fixture_yaml(&f, "palettes: {sequential: bluered}");
    g_assert_false(fixture_style(&f, LAYER_FILL, "color: {by: count}"));
    g_assert_cmpstr(f.err.message, ==, "the palette 'bluered' is for two expressions at once");
    f.doc.styles.theme = fixture_yaml(&f, "palettes: {bivariate: Greys}");
    g_assert_false(fixture_style(&f, LAYER_FILL, "color: {by: [count, depth_m]}"));
    g_assert_cmpstr(
        f.err.message, ==,
        "with 'by: [a, b]' the palette must have 4, 9 or 16 colours, listed row by row");
    g_assert_cmpint(f.err.at.col, ==, 23);
    fixture_finish(&f);
}

/* Where colours come from a scale nobody chose them one by one, and they must stand on any ground.
 */
static void test_markers_in_colours_of_a_scale_have_an_outline(void)
{
    static const struct {
        const char *look;
        double width_mm;
    } rows[] = {
        {"size: 2 mm", 0.15},
        {"color: {by: kind}", 0.15},
        {"color: red", 0},
        {"color: {by: kind}\nstroke: none", 0},
        {"color: {by: kind}\nstroke: {width: 0.3 mm}", 0.3},
    };
    struct fixture f;
    fixture_init(&f);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_true(fixture_style(&f, LAYER_MARKER, rows[i].look));
        g_assert_cmpfloat_with_epsilon(f.out.symbols[0].stroke.width_pt,
                                       rows[i].width_mm * PT_PER_MM, 1e-9);
    }
    fixture_finish(&f);
}

static void test_the_theme_changes_what_it_names(void)
{
    struct fixture f;
    fixture_init(&f);
    struct text_style plain = style_theme_text(NULL, "title");
    g_assert_cmpfloat(plain.size_pt, ==, 14);
    g_assert_cmpint(plain.weight, ==, 600);
    f.doc.styles.theme = fixture_yaml(&f, "title: {size: 20 pt, color: red}\n"
                                          "scale-bar: {weight: light}\n"
                                          "colors: {frame: '#102030'}\n");
    f.doc.language.s = STR("fa");
    struct text_style title = style_theme_text(&f.doc, "title");
    g_assert_cmpfloat(title.size_pt, ==, 20);
    g_assert_cmpint(title.weight, ==, 600);
    g_assert_cmphex(fixture_hex(title.color), ==, 0xff0000);
    g_assert_true(str_is(title.language, "fa"));
    g_assert_cmpint(style_theme_text(&f.doc, "scale").weight, ==, 300);
    g_assert_cmpfloat(style_theme_text(&f.doc, "unheard-of").size_pt, ==, 8);
    struct rgba otherwise = {1, 2, 3, 4};
    g_assert_cmphex(fixture_hex(style_theme_color(&f.doc, "frame", otherwise)), ==, 0x102030);
    g_assert_cmpint(style_theme_color(&f.doc, "page", otherwise).a, ==, 4);
    fixture_finish(&f);
}

static void test_no_feature_no_legend(void)
{
    struct fixture f;
    fixture_init(&f);
    g_assert_true(fixture_style(
        &f, LAYER_FILL, "{color: {by: kind, missing: grey}, filter: count > 99, legend: X}"));
    g_assert_cmpuint(f.out.n, ==, 0);
    g_assert_cmpuint(f.out.n_legend, ==, 0);
    g_assert_cmpstr(f.log->str, ==, "empty-filter: no feature of 'sites' passes this filter\n");
    fixture_finish(&f);
}

static void test_many_features_share_symbols(void)
{
    enum { MANY = 200000 };
    struct fixture f;
    fixture_init(&f);
    double *v = arena_array(&f.a, double, MANY);
    struct str *s = arena_array(&f.a, struct str, MANY);
    for (size_t i = 0; i < MANY; i++) {
        v[i] = (double)(i * 7919 % 100003);
        s[i] = str_format(&f.a, "class %zu", i % 7);
    }
    const struct column columns[] = {{STR("v"), COL_REAL, MANY, NULL, {.d = v}},
                                     {STR("s"), COL_TEXT, MANY, NULL, {.s = s}}};
    f.features.table.columns = columns;
    f.features.table.n_columns = 2;
    f.features.table.n = MANY;
    g_assert_true(fixture_style(
        &f, LAYER_MARKER,
        "{color: {by: s, palette: Dark2}, size: {by: v, scale: sqrt, range: [1 mm, 3 mm]}}"));
    g_assert_cmpuint(f.out.n, ==, MANY);
    g_assert_cmpuint(f.out.n_symbols, <=, 7 * 201); /* 2 mm in steps of 0.01 mm */
    g_assert_cmpuint(f.out.n_symbols, >, 7 * 190);
    fixture_finish(&f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/style/constants", test_constants_make_one_symbol);
    g_test_add_func("/style/bare", test_a_layer_of_which_nothing_is_said);
    g_test_add_func("/style/opacity", test_opacity_by_value_fades_symbols);
    g_test_add_func("/style/legend", test_legend_words);
    g_test_add_func("/style/faults", test_faults_and_their_places);
    g_test_add_func("/style/schema", test_a_missing_column_is_found_without_data);
    g_test_add_func("/style/names", test_names_of_all_that_is_read);
    g_test_add_func("/style/labels", test_labels_follow_their_features);
    g_test_add_func("/style/label-layer", test_a_label_layer_is_all_labels);
    g_test_add_func("/style/sizes", test_sizes_follow_the_page);
    g_test_add_func("/style/theme", test_the_theme_changes_what_it_names);
    g_test_add_func("/style/theme-palettes", test_scales_without_a_palette_take_the_themes);
    g_test_add_func("/style/marker-outline", test_markers_in_colours_of_a_scale_have_an_outline);
    g_test_add_func("/style/empty", test_no_feature_no_legend);
    g_test_add_func("/style/many", test_many_features_share_symbols);
    return g_test_run();
}
