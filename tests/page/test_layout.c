/* Nothing overlaps and nothing runs over the margin, on any page: many pages at random. */
#include <string.h>

#include "page_fixture.h"

enum { PAGES = 150, GROUPS_MAX = 4, ENTRIES_MAX = 14 };

static const char *const places[] = {"top left", "top right", "bottom left", "bottom right",
                                     "left",     "right",     "top",         "bottom"};
static const char *const languages[] = {"en", "fa", "ru"};

static int random_below(GRand *r, int n)
{
    return g_rand_int_range(r, 0, n);
}

static const char *random_place(GRand *r)
{
    /* Corners are what most people use, and where most can go wrong. */
    return places[random_below(r, random_below(r, 2) ? 4 : 8)];
}

static struct legend_entry random_entry(struct arena *a, GRand *r)
{
    static const char *const words[] = {"Copper",      "Railway, under construction", "معادن",
                                        "up to 25 km", "Полезные ископаемые",         "x"};
    struct legend_entry e = {.sample = (enum legend_sample)random_below(r, 3)};
    for (int i = random_below(r, 3); i >= 0; i--)
        e.text = str_format(a, "%.*s%s ", STR_FMT(e.text), words[random_below(r, 6)]);
    e.symbol.stroke.width_pt = g_rand_double_range(r, 0, 4);
    e.symbol.size_pt = g_rand_double_range(r, 2, 22);
    e.symbol.fill.a = 255;
    return e;
}

static void random_layers(struct arena *a, GRand *r, struct styled_layer *layers, size_t n)
{
    static const struct doc_layer doc = {.of = {.s = {"x", 1}}};
    static const struct features empty = {.crs = {"EPSG:4326", 9}};
    for (size_t i = 0; i < n; i++) {
        struct legend_group *g = arena_array(a, struct legend_group, GROUPS_MAX);
        layers[i] =
            (struct styled_layer){.doc = &doc, .features = &empty, .opacity = 1, .legend = g};
        layers[i].n_legend = (size_t)random_below(r, GROUPS_MAX);
        for (size_t k = 0; k < layers[i].n_legend; k++) {
            g[k].n = (size_t)random_below(r, ENTRIES_MAX);
            struct legend_entry *e = arena_array(a, struct legend_entry, g[k].n + 1);
            for (size_t j = 0; j < g[k].n; j++)
                e[j] = random_entry(a, r);
            g[k].entries = e;
            g[k].title = random_below(r, 2) ? STR("Deposits by commodity group") : (struct str){0};
            g[k].order = random_below(r, 3);
        }
    }
}

static char *random_document(GRand *r)
{
    GString *s = g_string_new("lode: 1\ndata: {x: x.shp}\nlayers: [{fill: x, color: red}]\n");
    if (random_below(r, 3))
        g_string_append(s, "title: Mineral deposits along the northern railway corridors\n");
    g_string_append_printf(s, "language: %s\n", languages[random_below(r, 3)]);
    g_string_append(s, "map: {crs: 'EPSG:32642', extent: [60, 29, 75, 39]}\npage:\n");
    g_string_append_printf(s, "  size: [%d mm, %d mm]\n  margin: %d mm\n",
                           g_rand_int_range(r, 60, 420), g_rand_int_range(r, 60, 420),
                           random_below(r, 12));
    if (random_below(r, 3) == 0)
        g_string_append_printf(s, "  legend: {at: %s}\n", random_place(r));
    else if (random_below(r, 2))
        g_string_append_printf(s, "  legend: {at: %s, columns: %d, size: %d pt}\n", random_place(r),
                               g_rand_int_range(r, 1, 5), g_rand_int_range(r, 5, 10));
    if (random_below(r, 2))
        g_string_append_printf(s, "  scale-bar: {at: %s, units: [km, mi]}\n", random_place(r));
    if (random_below(r, 2))
        g_string_append_printf(s, "  north-arrow: {at: %s}\n", random_place(r));
    if (random_below(r, 2))
        g_string_append(s, "  graticule: {labels: frame}\n");
    if (random_below(r, 3) == 0)
        g_string_append_printf(s, "  locator: {at: %s, extent: [40, 20, 95, 55]}\n",
                               random_place(r));
    if (random_below(r, 2))
        g_string_append_printf(s,
                               "  text: [{at: %s, text: 'Sources: Natural Earth, U.S. Geological "
                               "Survey. Projection: {crs_name()}, {scale()}.'}]\n",
                               random_place(r));
    return g_string_free(s, FALSE);
}

static void assert_holds(const char *what, const char *doc, struct box outer, struct box inner)
{
    if (!box_holds(box_grow(outer, 0.02), inner))
        g_error("%s: %.2f %.2f %.2f %.2f is not inside %.2f %.2f %.2f %.2f\n%s", what, inner.x0,
                inner.y0, inner.x1, inner.y1, outer.x0, outer.y0, outer.x1, outer.y1, doc);
}

static bool overlap(struct box a, struct box b)
{
    return box_meets(box_grow(a, -0.01), b);
}

static void check_items(const struct fixture *f, const char *doc)
{
    const struct page_layout *l = f->layout;
    for (size_t i = 0; i < l->n_items; i++) {
        const struct item *it = &l->items[i];
        if (it->left_out || it->at == AT_FRAME)
            continue;
        assert_holds(item_tag(it), doc, l->area_pt, it->box_pt);
        if (place_is_corner(it->at))
            assert_holds(item_tag(it), doc, l->frame_pt, it->box_pt);
        else if (overlap(it->box_pt, l->frame_pt))
            g_error("%s overlaps the frame\n%s", item_tag(it), doc);
        for (size_t k = 0; k < i; k++) {
            if (!l->items[k].left_out && overlap(it->box_pt, l->items[k].box_pt))
                g_error("%s overlaps %s\n%s", item_tag(it), item_tag(&l->items[k]), doc);
        }
    }
}

static struct box text_box(const struct scene_op *op)
{
    double c = cos(op->text.rotate_rad), s = sin(op->text.rotate_rad);
    struct box ink = op->text.block->ink_pt, b = BOX_EMPTY;
    for (int i = 0; i < 4; i++) {
        double x = i & 1 ? ink.x0 : ink.x1, y = i & 2 ? ink.y0 : ink.y1;
        b = box_add(b, op->text.at.x_pt + x * c - y * s, op->text.at.y_pt + x * s + y * c);
    }
    return b;
}

/* All texts of the scene: on the page, each apart from the others, within its item. */
static void check_texts(const struct fixture *f, const char *doc)
{
    struct box seen[1000];
    size_t n = 0;
    for (size_t i = 0; i < f->scene.n_ops; i++) {
        const struct scene_op *op = &f->scene.ops[i];
        if (op->kind != SCENE_TEXT)
            continue;
        struct box b = text_box(op);
        char *text = str_c((struct arena *)&f->a, op->text.block->text);
        /* Fonts of some scripts paint a little beyond their line's height. */
        assert_holds(text, doc, box_grow(f->layout->area_pt, 0.5), b);
        for (size_t k = 0; k < n; k++) {
            if (op->text.rotate_rad == 0 && overlap(b, seen[k]))
                g_error("'%s' lies on another text\n%s", text, doc);
        }
        if (n < 1000)
            seen[n++] = b;
    }
}

/* A panel of legend rows is as wide as its rows. */
static void check_tags(const struct fixture *f)
{
    int depth = 0;
    for (size_t i = 0; i < f->scene.n_ops; i++) {
        enum scene_kind kind = f->scene.ops[i].kind;
        depth += kind == SCENE_TAG || kind == SCENE_CLIP || kind == SCENE_GROUP;
        depth -= kind == SCENE_END;
        g_assert_cmpint(depth, >=, 0);
    }
    g_assert_cmpint(depth, ==, 0);
}

static void test_any_page(void)
{
    GRand *r = g_rand_new_with_seed(42);
    int made = 0;
    for (int page = 0; page < PAGES; page++) {
        struct fixture f;
        struct arena a = {0};
        struct styled_layer layers[2];
        arena_init(&a, 1 << 26);
        char *doc = random_document(r);
        random_layers(&a, r, layers, 2);
        fixture_init(&f, doc, layers, 2);
        if (fixture_make(&f)) {
            made++;
            check_items(&f, doc);
            check_texts(&f, doc);
            check_tags(&f);
        } else if (f.err.code != LODE_LIMIT) {
            g_error("%d %s\n%s", f.err.code, f.err.message, doc);
        } else {
            g_test_message("%s\n%s", f.err.message, doc);
        }
        fixture_finish(&f);
        arena_finish(&a);
        g_free(doc);
    }
    g_test_message("%d of %d pages could be made", made, PAGES);
    /* Small pages with long legends cannot; most can. */
    g_assert_cmpint(made, >, PAGES * 7 / 10);
    g_rand_free(r);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/layout/any-page", test_any_page);
    return g_test_run();
}
