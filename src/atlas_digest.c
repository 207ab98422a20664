/* What a page depends on, as hashes: see atlas.h. */
#include "atlas_hash.h"
#include "atlas_parts.h"
#include "base/version.h"
#include "overlay/overlay.h"
#include "project/crs.h"
#include "sources.h"
#include "text/text.h"

static uint64_t hash_word(uint64_t h, const char *word)
{
    return hash_text(h, str_of(word));
}

static uint64_t hash_versions(void)
{
    uint64_t h = hash_word(1, LODE_VERSION);
    h = hash_word(h, cairo_library_version());
    h = hash_word(h, pango_library_version());
    return hash_word(hash_word(h, proj_library_version()), geos_library_version());
}

/* Data and steps are seen by the features that they give; where files go does not change what is in
 * them; looks are told apart. */
static uint64_t hash_document(const struct run *r)
{
    static const char *const others[] = {"data",  "steps",  "styles", "looks",  "palettes",
                                         "theme", "layers", "tables", "outputs"};
    static const char *const atlas[] = {"extent",     "only",  "mask",
                                        "neighbours", "index", "contents"};
    const struct node *root = r->doc->root;
    uint64_t h = 2;
    for (size_t i = 0; i < root->n_pairs; i++) {
        bool other = str_is(root->pairs[i].key, "atlas");
        for (size_t k = 0; k < sizeof others / sizeof *others; k++)
            other |= str_is(root->pairs[i].key, others[k]);
        if (!other)
            h = hash_node(hash_text(h, root->pairs[i].key), root->pairs[i].value);
    }
    for (size_t i = 0; i < sizeof atlas / sizeof *atlas; i++)
        h = hash_node(h, node_lookup(r->doc->atlas.node, atlas[i]));
    return h;
}

static uint64_t hash_looks(const struct run *r)
{
    uint64_t h = hash_node(hash_node(3, r->doc->styles.palettes), r->doc->styles.theme);
    for (size_t i = 0; i < r->doc->n_layers; i++) {
        const struct doc_layer *l = &r->doc->layers[i];
        h = hash_node(hash_text(hash_number(h, l->kind), l->of.s), l->props);
    }
    return h;
}

/* Sheets have a scale in common that follows from all of them, and from the longest title. */
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
        h = hash_shape(h, g, i);
    for (size_t i = 0; title && i < s->words.n; i++) {
        if (str_chars(title->v.s[i]) > str_chars(longest))
            longest = title->v.s[i];
    }
    return hash_text(h, longest);
}

bool digest_shared(struct run *r, struct atlas_shared *s, struct lode_err *err)
{
    s->version_hash = hash_versions();
    s->document_hash = hash_number(hash_document(r), hash_sheets(r, s));
    s->looks_hash = hash_looks(r);
    return text_fonts_hash(&r->a, &s->fonts_hash, err);
}

/* ---- a page */

/* Words of the page that the document speaks of; `page.name` is part of `page.name_fa` too, which
 * costs nothing but a page drawn once too often. */
static uint64_t hash_words(uint64_t h, const struct run *r, const struct atlas_shared *s,
                           size_t page)
{
    for (size_t c = 0; c < s->words.n_columns; c++) {
        const struct column *col = &s->words.columns[c];
        struct table one = {.columns = col, .n_columns = 1};
        if (atlas_says(r->doc->root, col->name))
            h = hash_row(h, &one, page);
    }
    return h;
}

static uint64_t hash_page(const struct run *r, const struct atlas *atlas, size_t page)
{
    const struct atlas_shared *s = atlas->shared;
    const struct atlas_page *p = &atlas->pages[page];
    const struct node *pages = r->doc->atlas.pages;
    uint64_t h = hash_text(hash_text(hash_number(4, p->kind), p->key), p->title);
    h = hash_text(hash_text(h, s->coverage.crs), p->group);
    for (size_t i = 0; pages && i < pages->n_pairs; i++) {
        if (str_eq(pages->pairs[i].key, p->key))
            h = hash_node(h, pages->pairs[i].value);
    }
    h = hash_words(h, r, s, page);
    if (s->row_of[page] != UINT32_MAX)
        return hash_shape(h, &s->coverage.features.table.geom, s->row_of[page]);
    for (size_t i = 0; i < atlas->n; i++) {
        h = hash_text(hash_text(h, atlas->pages[i].title), atlas->pages[i].label);
        h = hash_text(h, atlas->pages[i].group);
        if (s->row_of[i] != UINT32_MAX)
            h = hash_shape(h, &s->coverage.features.table.geom, s->row_of[i]);
    }
    return h;
}

static uint64_t hash_layer(struct run *p, const struct atlas_layer *l, struct box window)
{
    struct arena scratch = p->a;
    struct str name = l->styled.doc->of.s;
    bool whole = sources_located(p->doc, name) || (l->by_page && sources_scaled(p->doc, name));
    uint32_t *items = NULL;
    size_t n = whole ? l->styled.n : atlas_find(&l->tree, &scratch, window, &items);
    uint64_t h = hash_legend(hash_text(5, l->styled.features->credit), &l->styled);
    for (size_t i = 0; i < n; i++)
        h = hash_number(h, l->hash[whole ? i : items[i]]);
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
        h = hash_shape(h, &s->coverage.features.table.geom, rows[i]);
        if (page != UINT32_MAX)
            h = hash_row(h, &s->words, page);
    }
    return h;
}

static void add(struct atlas_digest *d, struct str name, uint64_t hash)
{
    d->parts[d->n++] = (struct atlas_part){name, hash};
    d->all = hash_number(hash_text(d->all, name), hash);
}

bool atlas_digest(struct run *r, const struct atlas *atlas, size_t page, struct arena *a,
                  struct atlas_digest *ret, struct lode_err *err)
{
    const struct atlas_shared *s = atlas->shared;
    size_t n = r->doc->n_layers;
    struct atlas_digest d = {.parts = arena_array(a, struct atlas_part, n + 6)};
    struct str *names = arena_array(a, struct str, n);
    for (size_t i = 0; i < n; i++)
        names[i] = str_format(a, "data: %.*s", STR_FMT(s->layers[i].styled.doc->of.s));
    add(&d, STR("version"), s->version_hash);
    add(&d, STR("document"), s->document_hash);
    add(&d, STR("looks"), s->looks_hash);
    add(&d, STR("fonts"), s->fonts_hash);
    add(&d, STR("page"), hash_page(r, atlas, page));
    struct run p;
    run_init(&p, r->session);
    bool has_map = atlas->pages[page].kind != ATLAS_CONTENTS;
    bool ok = !has_map || (atlas_page_run(r, atlas, page, &p, err) && atlas_fit(&p, err));
    struct box window = has_map && ok ? run_widen(p.view.window_deg) : BOX_EMPTY;
    if (ok && r->doc->atlas.neighbours)
        add(&d, STR("neighbours"), hash_neighbours(&p, atlas, window));
    for (size_t i = 0; i < n && ok && has_map; i++)
        add(&d, names[i], hash_layer(&p, &s->layers[i], window));
    run_finish(&p);
    if (!ok)
        return lode_within(err, "page '%.*s'", STR_FMT(atlas->pages[page].key));
    *ret = d;
    return true;
}
