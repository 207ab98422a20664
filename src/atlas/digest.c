/* What a page depends on, as hashes, so that only pages that have changed are drawn again. */
#include "atlas/digest.h"

#include "atlas/hash.h"
#include "atlas/layers.h"
#include "atlas/page_run.h"
#include "atlas/shared.h"
#include "base/composed.h"
#include "base/version.h"
#include "overlay/overlay.h"
#include "project/crs.h"
#include "run/page_words.h"
#include "run/sources.h"
#include "text/text.h"

static uint64_t hash_word(uint64_t h, const char *word)
{
    return atlas_hash_text(h, str_of(word));
}

static uint64_t hash_versions(void)
{
    uint64_t h = hash_word(1, LODE_VERSION);
    h = hash_word(h, cairo_library_version());
    h = hash_word(h, pango_library_version());
    return hash_word(hash_word(h, proj_library_version()), geos_library_version());
}

/* The document without the sections that are hashed in other ways, by what follows from them: data
 * and steps by their features, looks by the layers that use them. Where files go does not change
 * pages. */
static uint64_t hash_document(const struct run *r)
{
    static const char *const skipped[] = {"data",  "steps",  "styles", "looks",  "palettes",
                                          "theme", "layers", "tables", "outputs"};
    static const char *const atlas[] = {"extent",     "only",  "mask",
                                        "neighbours", "index", "contents"};
    const struct node *root = r->doc->root;
    uint64_t h = 2;

    for (size_t i = 0; i < root->n_pairs; i++) {
        bool skip = str_is(root->pairs[i].key, "atlas");
        for (size_t k = 0; k < sizeof skipped / sizeof *skipped; k++)
            skip |= str_is(root->pairs[i].key, skipped[k]);
        if (!skip)
            h = atlas_hash_node(atlas_hash_text(h, root->pairs[i].key), root->pairs[i].value);
    }

    for (size_t i = 0; i < sizeof atlas / sizeof *atlas; i++)
        h = atlas_hash_node(h, node_lookup(r->doc->atlas.node, atlas[i]));
    return h;
}

/* The rows of tables on the page, which come from anywhere, not only from the window. */
static uint64_t hash_tables(const struct run *r)
{
    uint64_t h = 9;
    for (size_t k = 0; k < r->doc->page.n_tables; k++) {
        const struct features *f = layer_lookup(&r->layers, r->doc->page.tables[k].of.s);
        for (size_t i = 0; f && i < f->table.n; i++) {
            h = atlas_hash_row(h, &f->table, i);
            h = f->table.geom.n ? atlas_hash_shape(h, &f->table.geom, i) : h;
        }
    }
    return h;
}

/* The common scale of sheets follows from all of their shapes, and from the longest title. */
static uint64_t hash_sheets(const struct run *r, const struct atlas_shared *s)
{
    const struct geometry *g = &s->coverage.features.table.geom;
    const struct column *title = table_lookup(&s->words, STR("page.title"));
    struct str longest = {0};
    const struct doc_scales *scales = &r->doc->atlas.scales;
    uint64_t h = 7;

    if (scales->fixed || scales->n_list)
        return h;
    if (r->doc->atlas.kind != OVER_GRID && r->doc->atlas.kind != OVER_STRIP)
        return h;

    for (size_t i = 0; i < g->n; i++)
        h = atlas_hash_shape(h, g, i);

    for (size_t i = 0; title && i < s->words.n; i++) {
        if (str_chars(title->v.s[i]) > str_chars(longest))
            longest = title->v.s[i];
    }

    return atlas_hash_text(h, longest);
}

bool atlas_digest_shared(struct run *r, struct atlas_shared *s, struct lode_err *err)
{
    s->version_hash = hash_versions();
    s->document_hash = atlas_hash_number(hash_document(r), hash_sheets(r, s));
    s->tables_hash = hash_tables(r);
    s->theme_hash =
        atlas_hash_node(atlas_hash_node(3, r->doc->styles.palettes), r->doc->styles.theme);
    return text_fonts_hash(&r->a, &s->fonts_hash, err);
}

/* ---- a page */

/* In quotes a name may read otherwise in the document: all of that kind count. */
static bool names_word(const struct node *root, struct str word)
{
    return atlas_says(root, word) ||
           atlas_says(root, str_starts(word, STR(PAGE_FEATURE)) ? STR(PAGE_FEATURE "\"")
                                                                : STR("page.\""));
}

/* The words of the page that the document names. `page.name` is found in `page.name_fa` too: then a
 * page may be drawn once too often. */
static uint64_t hash_words(uint64_t h, const struct run *r, const struct atlas_shared *s,
                           size_t page)
{
    for (size_t c = 0; c < s->words.n_columns; c++) {
        const struct column *col = &s->words.columns[c];
        struct table one = {.columns = col, .n_columns = 1};
        if (names_word(r->doc->root, col->name))
            h = atlas_hash_row(h, &one, page);
    }
    return h;
}

/* The page itself: key, title, words and shape. A front page depends on all pages. */
static uint64_t hash_page(const struct run *r, const struct atlas *atlas, size_t page)
{
    const struct atlas_shared *s = atlas->shared;
    const struct atlas_page *p = &atlas->pages[page];
    const struct node *pages = r->doc->atlas.pages;
    uint64_t h = atlas_hash_text(atlas_hash_text(atlas_hash_number(4, p->kind), p->key), p->title);

    h = atlas_hash_text(atlas_hash_text(h, s->coverage.crs), p->group);
    for (size_t i = 0; pages && i < pages->n_pairs; i++) {
        if (text_same(pages->pairs[i].key, p->key))
            h = atlas_hash_node(h, pages->pairs[i].value);
    }

    h = hash_words(h, r, s, page);
    if (s->row_of[page] != UINT32_MAX)
        return atlas_hash_shape(h, &s->coverage.features.table.geom, s->row_of[page]);

    for (size_t i = 0; i < atlas->n; i++) {
        h = atlas_hash_text(atlas_hash_text(h, atlas->pages[i].title), atlas->pages[i].label);
        h = atlas_hash_text(h, atlas->pages[i].group);
        if (s->row_of[i] != UINT32_MAX)
            h = atlas_hash_shape(h, &s->coverage.features.table.geom, s->row_of[i]);
    }

    return h;
}

struct layer_hash {
    uint64_t data, classes;
    bool seen; /* it has something in the window */
};

/* The window of one layer: a layer that is cut down to the page's feature has nothing beyond its
 * box. */
static struct box layer_window(const struct run *p, const struct atlas *atlas, size_t page,
                               struct str layer, struct box window)
{
    const struct atlas_shared *s = atlas->shared;
    for (size_t i = 0; i < p->doc->atlas.n_only && s->row_of[page] != UINT32_MAX; i++) {
        if (str_eq(p->doc->atlas.only[i].s, layer))
            return box_grow(s->coverage.features.table.geom.box[s->row_of[page]], 1e-6);
    }
    return window;
}

/* The items of a layer that the page may show, and their classes and legend there. */
static bool hash_layer(struct run *p, const struct atlas_layer *l, struct box window,
                       struct layer_hash *ret, struct lode_err *err)
{
    struct arena scratch = p->a;
    struct str name = l->styled.doc->of.s;
    bool scaled = sources_scaled(p->doc, name);
    bool whole = sources_located(p->doc, name) || (l->by_page && scaled);
    uint32_t *items = NULL;
    size_t n = whole ? l->styled.n : atlas_find(&l->tree, &scratch, window, &items);
    struct styled_layer part = l->styled;

    *ret = (struct layer_hash){atlas_hash_text(5, l->styled.features->credit), 8, n > 0};
    for (size_t i = 0; i < n; i++) {
        size_t k = whole ? i : items[i];
        ret->data = atlas_hash_number(ret->data, l->hash[k]);
        if (scaled && !l->by_page)
            ret->classes = atlas_hash_number(ret->classes, l->symbol_hash[l->styled.symbol_of[k]]);
    }

    if (l->by_page || !scaled)
        return true;

    if (!whole)
        atlas_part_of(&scratch, &l->styled, items, n, &part);
    if (!style_legend(&scratch, &part, NULL, err))
        return false;
    ret->classes = atlas_hash_legend(ret->classes, &part);
    return true;
}

/* What the document says of the layers that the page shows. */
static uint64_t hash_looks(const struct run *r, const struct atlas_shared *s,
                           const struct layer_hash *layers)
{
    uint64_t h = s->theme_hash;
    for (size_t i = 0; i < r->doc->n_layers; i++) {
        const struct doc_layer *l = &r->doc->layers[i];
        if (layers[i].seen)
            h = atlas_hash_node(atlas_hash_text(atlas_hash_number(h, l->kind), l->of.s), l->props);
    }
    return h;
}

static uint64_t hash_neighbours(struct run *p, const struct atlas *atlas, struct box window)
{
    const struct atlas_shared *s = atlas->shared;
    struct arena scratch = p->a;
    uint32_t *rows;
    size_t n = atlas_find(&s->tree, &scratch, window, &rows);
    uint64_t h = 6;

    for (size_t i = 0; i < n; i++) {
        uint32_t page = s->page_of[rows[i]];
        h = atlas_hash_shape(h, &s->coverage.features.table.geom, rows[i]);
        if (page != UINT32_MAX)
            h = atlas_hash_row(h, &s->words, page);
    }
    return h;
}

static void add_part(struct atlas_digest *d, struct str name, uint64_t hash)
{
    d->parts[d->n++] = (struct atlas_part){name, hash, str_starts(name, STR("classes"))};
    d->all = atlas_hash_number(atlas_hash_text(d->all, name), hash);
}

/* Each layer of the map, in the page's window. */
static bool hash_map(struct run *p, const struct atlas *atlas, size_t page, struct box *window,
                     struct layer_hash *ret, struct lode_err *err)
{
    const struct atlas_shared *s = atlas->shared;
    if (!atlas_fit(p, err))
        return false;

    *window = run_widen(p->view.window_deg);
    for (size_t i = 0; i < p->doc->n_layers; i++) {
        struct box w = layer_window(p, atlas, page, s->layers[i].styled.doc->of.s, *window);
        if (!hash_layer(p, &s->layers[i], w, &ret[i], err))
            return false;
    }
    return true;
}

/* First the data of all layers, then their classes, which follow from the data. */
static void add_layers(struct atlas_digest *d, const struct run *r, const struct atlas_shared *s,
                       const struct layer_hash *layers, struct arena *a)
{
    for (int classes = 0; classes < 2; classes++) {
        for (size_t i = 0; i < r->doc->n_layers; i++) {
            struct str of = s->layers[i].styled.doc->of.s;
            if (!classes)
                add_part(d, str_format(a, "data: %.*s", STR_FMT(of)), layers[i].data);
            else if (sources_scaled(r->doc, of))
                add_part(d, str_format(a, "classes: %.*s", STR_FMT(of)), layers[i].classes);
        }
    }
}

bool atlas_digest(struct run *r, const struct atlas *atlas, size_t page, struct arena *a,
                  struct atlas_digest *ret, struct lode_err *err)
{
    const struct atlas_shared *s = atlas->shared;
    size_t n = r->doc->n_layers;
    struct atlas_digest d = {.parts = arena_array(a, struct atlas_part, 2 * n + 7)};
    bool has_map = atlas->pages[page].kind != ATLAS_CONTENTS;
    struct box window = BOX_EMPTY;
    struct run p;

    run_init(&p, r->session);
    struct layer_hash *layers = arena_array(&p.a, struct layer_hash, n);
    bool ok = !has_map || (atlas_page_run(r, atlas, page, &p, err) &&
                           hash_map(&p, atlas, page, &window, layers, err));
    if (ok) {
        add_part(&d, STR("version"), s->version_hash);
        add_part(&d, STR("document"), s->document_hash);
        add_part(&d, STR("looks"), hash_looks(r, s, layers));
        add_part(&d, STR("fonts"), s->fonts_hash);
        add_part(&d, STR("page"), hash_page(r, atlas, page));

        if (r->doc->atlas.neighbours)
            add_part(&d, STR("neighbours"), hash_neighbours(&p, atlas, window));
        if (has_map)
            add_layers(&d, r, s, layers, a);
        if (has_map && p.doc->page.n_tables)
            add_part(&d, STR("data: tables"),
                     p.doc->page.tables == r->doc->page.tables ? s->tables_hash : hash_tables(&p));
    }

    run_finish(&p);
    if (!ok)
        return lode_within(err, "page '%.*s'", STR_FMT(atlas->pages[page].key));
    *ret = d;
    return true;
}
