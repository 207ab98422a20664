/* The index of an atlas: a map of the whole, and on it the sheets with their numbers. */
#include "atlas/front.h"
#include "atlas/layers.h"
#include "atlas/shared.h"
#include "base/log.h"
#include "label/numbers.h"
#include "page/scene_build.h"

/* Points. Taste. */
static const double NUMBER_PT = 8, LEAST_NUMBER_PT = 4.5, MARKER_PT = 3.5, LEADER_PT = 0.4;
static const double LINK_PT = 4;

/* Whether the index shows a layer below its sheets. */
static bool is_ground(const struct map_doc *doc, const struct doc_layer *l)
{
    const struct node *layers = node_lookup(doc->atlas.index, "layers");
    if (!layers)
        return l->kind == LAYER_FILL;

    for (size_t i = 0; i < layers->n_items; i++) {
        if (str_eq(layers->items[i]->text, l->of.s))
            return l->kind != LAYER_LABEL;
    }
    return false;
}

static struct symbol sheet_look(const struct map_doc *doc, enum geom_kind kind)
{
    struct rgba ink = style_theme_color(doc, "locator-frame", (struct rgba){0xc4, 0x1e, 0x3a, 255});
    struct symbol s = scene_look((struct rgba){255, 255, 255, 40}, ink, 0.7);
    s.stroke.join = JOIN_ROUND;

    if (kind == GEOM_LINE)
        s.stroke.width_pt = 1.2;
    if (kind == GEOM_POINT) {
        s = scene_look(ink, (struct rgba){255, 255, 255, 255}, 0.4);
        s.size_pt = MARKER_PT;
    }
    return s;
}

/* The sheets of one group as a layer of their own; their numbers into `ret_text`. */
static struct styled_layer sheets_layer(struct run *p, const struct atlas *atlas, size_t page,
                                        const struct str **ret_text)
{
    static const enum layer_kind kinds[] = {[GEOM_NONE] = LAYER_FILL,
                                            [GEOM_POINT] = LAYER_MARKER,
                                            [GEOM_LINE] = LAYER_LINE,
                                            [GEOM_POLYGON] = LAYER_FILL};
    const struct atlas_shared *s = atlas->shared;
    struct arena *a = &p->a;
    struct features *f = arena_new(a, struct features);
    struct doc_layer *doc = arena_new(a, struct doc_layer);
    struct symbol *symbol = arena_new(a, struct symbol);
    uint32_t *row = arena_array(a, uint32_t, atlas->n);
    struct str *text = arena_array(a, struct str, atlas->n);

    *f = s->coverage.features;
    f->crs = STR("EPSG:4326");
    f->edges = EDGES_PLANAR;
    if (s->common.frames)
        f->table.geom = *s->common.frames;

    *doc = (struct doc_layer){
        .kind = kinds[f->table.kind], .of = {STR("sheets"), atlas->at}, .at = atlas->at};
    *symbol = sheet_look(p->doc, f->table.kind);

    struct styled_layer l = {.doc = doc,
                             .features = f,
                             .row = row,
                             .symbols = symbol,
                             .n_symbols = 1,
                             .opacity = 1,
                             .reach_pt = symbol_reach_pt(symbol)};

    for (size_t i = atlas_front_first(atlas, page);
         i < atlas->n && str_eq(atlas->pages[i].group, atlas->pages[page].group); i++) {
        if (s->row_of[i] == UINT32_MAX || f->table.geom.kind[s->row_of[i]] == GEOM_NONE)
            continue;

        text[l.n] = atlas_front_label(p, &atlas->pages[i]);
        row[l.n++] = s->row_of[i];
    }

    l.symbol_of = arena_array(a, uint32_t, l.n);
    *ret_text = text;
    return l;
}

/* The notes of the page without those that name a word of a page, such as `{page.name}`. */
static const struct node *notes_kept(struct arena *a, const struct node *text)
{
    if (!text || text->kind != NODE_LIST)
        return text && atlas_says(text, STR("page.")) ? NULL : text;

    const struct node **items = arena_array(a, const struct node *, text->n_items);
    struct node *kept = arena_new(a, struct node);
    *kept = *text;
    kept->n_items = 0;
    for (size_t i = 0; i < text->n_items; i++) {
        if (!atlas_says(text->items[i], STR("page.")))
            items[kept->n_items++] = text->items[i];
    }

    kept->items = items;
    return kept;
}

/* The parts of the page, without those that depend on layers, and with the notes that are kept. */
static void keep_page_parts(struct arena *a, struct doc_page *page)
{
    static const struct node off = {.kind = NODE_SCALAR, .text = {"false", 5}};
    const struct node *text = notes_kept(a, doc_page_part(page, "text"));
    struct node_pair *notes = arena_new(a, struct node_pair);
    struct node *over = arena_new(a, struct node);

    page->node = page_without_layers(a, page->node);
    *notes = (struct node_pair){.key = STR("text"), .value = text ? text : &off};
    *over = (struct node){.kind = NODE_MAP, .at = page->node->at, .pairs = notes, .n_pairs = 1};
    page->node = node_merge(a, page->node, over);
}

/* Keep only the ground layers, without labels and legend, and put the sheets above them. */
static void keep_ground(struct run *p, struct styled_layer sheets)
{
    struct map_doc *doc = p->doc;
    struct doc_layer *layers = arena_array(&p->a, struct doc_layer, doc->n_layers + 1);
    struct styled_layer *styled = arena_array(&p->a, struct styled_layer, doc->n_layers + 1);
    size_t n = 0;

    for (size_t i = 0; i < doc->n_layers; i++) {
        if (!is_ground(doc, &doc->layers[i]))
            continue;

        layers[n] = doc->layers[i];
        styled[n] = p->styled[i];
        styled[n].label = NULL;
        styled[n].made = NULL;
        styled[n].n_legend = 0;
        n++;
    }

    keep_page_parts(&p->a, &doc->page);
    layers[n] = *sheets.doc;
    styled[n++] = sheets;
    doc->layers = layers;
    doc->n_layers = n;
    p->styled = styled;
}

/* ---- numbers */

static struct text_style number_style(const struct map_doc *doc)
{
    struct text_style style = style_theme_text(doc, "label");
    style.weight = 600;
    style.size_pt = NUMBER_PT;
    style.halo_color = (struct rgba){255, 255, 255, 255};
    style.halo_width_pt = 1;
    return style;
}

/* Add the leaders, the lines from numbers to their sheets, as a layer above all others. */
static void add_leaders(struct run *p, const struct numbers *numbers)
{
    struct arena *a = &p->a;
    struct map_doc *doc = p->doc;
    size_t n = doc->n_layers;
    struct doc_layer *layers = arena_array(a, struct doc_layer, n + 1);
    struct styled_layer *styled = arena_array(a, struct styled_layer, n + 1);
    struct geometry *shapes = arena_array(a, struct geometry, n + 1);
    struct symbol *look = arena_new(a, struct symbol);

    for (size_t i = 0; i < n; i++) {
        layers[i] = doc->layers[i];
        styled[i] = p->styled[i];
        shapes[i] = p->shapes[i];
    }

    *look = scene_look((struct rgba){0}, (struct rgba){0x33, 0x33, 0x33, 255}, LEADER_PT);
    look->casing = look->stroke;
    look->casing.color = (struct rgba){255, 255, 255, 200};
    look->casing.width_pt = 3 * LEADER_PT;

    layers[n] =
        (struct doc_layer){.kind = LAYER_LINE, .of = {STR("leaders"), layers[n - 1].at}, .at = {0}};
    styled[n] = (struct styled_layer){.doc = &layers[n],
                                      .features = styled[n - 1].features,
                                      .n = numbers->leaders.n,
                                      .symbols = look,
                                      .n_symbols = 1,
                                      .symbol_of = arena_array(a, uint32_t, numbers->leaders.n),
                                      .opacity = 1};
    shapes[n] = numbers->leaders;

    doc->layers = layers;
    doc->n_layers = n + 1;
    p->styled = styled;
    p->shapes = shapes;
}

static void report_left_out(struct run *p, const struct numbers *numbers, const struct str *text,
                            size_t n)
{
    enum { LISTED_MAX = 20 };
    const struct node *index = p->doc->atlas.index;
    struct str list = {0};
    size_t without = 0;
    for (size_t i = 0; i < n; i++) {
        if (numbers->with[i] != SIZE_MAX)
            continue;

        if (without++ < LISTED_MAX)
            list = str_format(&p->a, "%.*s%s%.*s", STR_FMT(list), list.len ? ", " : "",
                              STR_FMT(text[i]));
    }

    if (without)
        log_warn(index->at.line ? index->at : p->doc->atlas.node->at, "unplaced-numbers",
                 "%zu of %zu sheets have no number on the index: %.*s%s", without, n, STR_FMT(list),
                 without > LISTED_MAX ? ", ..." : "");
}

static struct box number_box(const struct placed_label *l)
{
    return (struct box){l->at.x_pt, l->at.y_pt, l->at.x_pt + l->block->width_pt,
                        l->at.y_pt + l->block->height_pt};
}

/* A link to each sheet: over its number, or over its middle when the number found no place. */
static void link_sheets(struct run *p, const struct atlas *atlas, size_t page,
                        const struct styled_layer *sheets, const struct numbers *numbers)
{
    size_t first = atlas_front_first(atlas, page), n = 0, label = 0;
    struct scene_link *links = arena_array(&p->a, struct scene_link, sheets->n);

    for (size_t i = 0; i < sheets->n; i++) {
        struct pagexy at = numbers->anchors[i];
        struct box b = box_grow((struct box){at.x_pt, at.y_pt, at.x_pt, at.y_pt}, LINK_PT);

        while (label < numbers->n && numbers->v[label].item < i)
            label++;
        bool own = label < numbers->n && numbers->v[label].item == i;
        if (own)
            b = box_grow(number_box(&numbers->v[label]), 1);

        size_t to = atlas->shared->page_of[sheets->row[i]] - first + 1;
        if (isfinite(at.x_pt))
            links[n++] = (struct scene_link){b, str_format(&p->a, "#page=%zu", to)};
    }

    p->scene.links = links;
    p->scene.n_links = n;
}

static bool place_numbers(struct run *p, const struct str *text, struct numbers *ret,
                          struct lode_err *err)
{
    struct numbers_input in = {.shapes = &p->shapes[p->doc->n_layers - 1],
                               .texts = text,
                               .style = number_style(p->doc),
                               .least_pt = LEAST_NUMBER_PT,
                               .marker_pt = MARKER_PT,
                               .frame_pt = page_frame_pt(p->layout)};
    page_taken(p->layout, NULL, &p->a, &in.taken_pt, &in.n_taken);
    return session_text(p->session, &in.text, err) && numbers_place(&p->a, &in, ret, err);
}

bool atlas_front_index(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err)
{
    const struct str *text;
    struct numbers numbers;
    struct styled_layer sheets = sheets_layer(p, atlas, page, &text);

    keep_ground(p, sheets);
    if (!run_layout(p, err) || !place_numbers(p, text, &numbers, err))
        return false;

    report_left_out(p, &numbers, text, sheets.n);
    p->labels = (struct label_result){numbers.v, numbers.n, NULL};
    if (numbers.leaders.n)
        add_leaders(p, &numbers);
    run_clock(p, STAGE_LABEL);

    if (!run_scene(p, err))
        return false;
    link_sheets(p, atlas, page, &sheets, &numbers);
    return true;
}
