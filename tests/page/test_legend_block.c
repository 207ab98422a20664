#include "page/legend_block.h"
#include "page_fixture.h"

static const char document[] =
    "lode: 1\nlanguage: %s\ndata: {x: x.shp}\nlayers: [{marker: x}]\n"
    "map: {crs: 'EPSG:32642', extent: [60, 29, 75, 39]}\npage: {size: [200 mm, 150 mm]}\n";

static void start(struct fixture *f, const char *language)
{
    char *text = g_strdup_printf(document, language);
    fixture_init(f, text, NULL, 0);
    g_free(text);
    if (!fixture_make(f))
        g_error("%s", f->err.message);
}

static struct legend_block make(struct fixture *f, const struct legend_group *g, double room_pt)
{
    struct legend_block k;
    struct block_params params = {g, 7.5, room_pt};
    if (!legend_block_make(&f->a, f->layout, &params, &k, &f->err))
        g_error("%s", f->err.message);
    return k;
}

static struct box text_box(const struct block_text *t)
{
    double w = t->block->width_pt, h = t->block->height_pt;
    if (t->rotate_rad < 0) /* upward */
        return (struct box){t->at.x_pt, t->at.y_pt - w, t->at.x_pt + h, t->at.y_pt};
    return (struct box){t->at.x_pt, t->at.y_pt, t->at.x_pt + w, t->at.y_pt + h};
}

/* Inside the block, and none on another. */
static void assert_texts_apart(const struct legend_block *k)
{
    struct box all = {-0.1, -0.1, k->size.width_pt + 0.1, k->size.height_pt + 0.1};
    for (size_t i = 0; i < k->n_texts; i++) {
        struct box b = text_box(&k->texts[i]);
        g_assert_true(box_holds(all, b));
        for (size_t j = 0; j < i; j++)
            g_assert_false(box_meets(box_grow(b, -0.1), text_box(&k->texts[j])));
    }
}

static const char *const numbers[] = {"1", "20", "300", "4,000", "50,000", "600,000"};

static struct legend_group sizes(const double *mm, size_t n)
{
    static struct legend_entry entries[6];
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct legend_entry){
            .text = str_of(numbers[i]),
            .sample = SAMPLE_MARKER,
            .symbol = {.fill = {200, 0, 0, 255}, .size_pt = mm[i] * PT_PER_MM}};
    return (struct legend_group){
        .title = STR("Size"), .entries = entries, .n = n, .n_block = n, .kind = LEGEND_NESTED};
}

static void test_nested_texts_keep_apart(void)
{
    static const double rows[][6] = {
        {1, 2, 4, 8}, {1, 1.1, 1.2, 30}, {0.1, 0.2, 0.3, 0.4}, {9, 10}};
    static const size_t n[] = {4, 4, 4, 2};
    struct fixture f;
    start(&f, "en");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct legend_group g = sizes(rows[i], n[i]);
        struct legend_block k = make(&f, &g, 120);
        g_assert_cmpuint(k.n_texts, ==, n[i]);
        assert_texts_apart(&k);
        double largest = rows[i][n[i] - 1] * PT_PER_MM;
        g_assert_cmpfloat(k.texts[0].at.x_pt, >, largest); /* right of the markers */
        g_assert_cmpfloat(k.size.height_pt, >=, largest);
        for (size_t t = 1; t < n[i]; t++) /* the larger the higher */
            g_assert_cmpfloat(k.texts[t].at.y_pt, <, k.texts[t - 1].at.y_pt);
    }
    fixture_finish(&f);
}

/* All markers stand on one line, one inside the other; the scene's, so the mirror image too. */
static void test_nested_markers_stand_on_one_line(void)
{
    static const char *const languages[] = {"en", "fa"};
    for (int i = 0; i < 2; i++) {
        struct fixture f;
        start(&f, languages[i]);
        struct legend_group g = sizes((double[]){2, 4, 8}, 3);
        struct legend_block k = make(&f, &g, 120);
        struct scene_builder b = {.arena = &f.a};
        legend_block_draw(&b, f.layout, &k, (struct pagexy){100, 50}, 1);
        size_t n = 0;
        double x = 0;
        for (size_t o = 0; o < b.ops.n; o++) {
            const struct scene_op *op = &b.ops.v[o];
            if (op->kind != SCENE_SHAPES || op->shapes.geom->kind[0] != GEOM_POINT)
                continue;
            const double *at = op->shapes.geom->xy;
            double reach =
                op->shapes.symbols->size_pt / 2 + op->shapes.symbols->stroke.width_pt / 2;
            g_assert_cmpfloat_with_epsilon(at[1] + reach, 50 + k.bottom_pt, 0.25);
            g_assert_true(!n || x == at[0]);
            x = at[0];
            n++;
        }
        g_assert_cmpuint(n, ==, 3);
        bool left = x < 100 + k.size.width_pt / 2;
        g_assert_true(left == (i == 0));
        fixture_finish(&f);
    }
}

static void test_a_matrix_fits_its_numbers(void)
{
    static const struct str small[] = {STR("0"), STR("5"), STR("10"), STR("20")},
                            large[] = {STR("1,000,000,000"), STR("2,000,000,000"),
                                       STR("3,000,000,000"), STR("40,000,000,000")},
                            words[] = {STR("few"), STR("some"), STR("very many")};
    static const struct legend_entry entries[9] = {{.rank = 0}};
    const struct legend_axis axes[] = {{STR("Deposits known by 2020"), 3, small, true},
                                       {STR("Area"), 3, large, true},
                                       {STR("Finds"), 3, words, false}};
    struct fixture f;
    start(&f, "en");
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 3; j++) {
            struct legend_group g = {.entries = entries,
                                     .n = 9,
                                     .n_block = 9,
                                     .kind = LEGEND_MATRIX,
                                     .axis = {axes[i], axes[j]}};
            struct legend_block k = make(&f, &g, 120);
            assert_texts_apart(&k);
            g_assert_cmpfloat_with_epsilon(box_width(k.grid_pt), box_height(k.grid_pt), 1e-9);
        }
    }
    fixture_finish(&f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/legend-block/apart", test_nested_texts_keep_apart);
    g_test_add_func("/legend-block/line", test_nested_markers_stand_on_one_line);
    g_test_add_func("/legend-block/matrix", test_a_matrix_fits_its_numbers);
    return g_test_run();
}
