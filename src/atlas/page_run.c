/* The run of one page of an atlas: its document, words, extent and view. */
#include "atlas/page_run.h"

#include "atlas/damage.h"
#include "atlas/shared.h"
#include "base/composed.h"
#include "run/page_words.h"

static bool fail_shape(const struct run *r, const struct atlas *atlas, size_t page,
                       struct lode_err *err)
{
    lode_fail(err, LODE_DATA, r->doc->atlas.over.at,
              "the page '%.*s' cannot be drawn: its feature has no geometry",
              STR_FMT(atlas->pages[page].key));
    return lode_hint(err, "leave it out with 'filter:', or give it a shape in '%.*s'",
                     STR_FMT(r->doc->atlas.over.s));
}

/* What `atlas.pages` says of one page; NULL: nothing. */
static const struct node *own_keys(const struct map_doc *doc, struct str key)
{
    const struct node *pages = doc->atlas.pages;
    for (size_t i = 0; pages && i < pages->n_pairs; i++) {
        if (text_same(pages->pairs[i].key, key))
            return pages->pairs[i].value;
    }
    return NULL;
}

/* One row of the coverage, as a geometry of one feature. */
static const struct geometry *row_shape(struct arena *a, const struct geometry *g, uint32_t row)
{
    struct geometry *one = arena_new(a, struct geometry);
    struct geom_builder b = {0};
    geom_copy(&b, g, row);
    geom_finish(a, &b, one);
    return one;
}

/* What a page shows: its row, or all rows of its group on a front page. */
static const struct geometry *extent_of(struct arena *a, const struct atlas *atlas, size_t page)
{
    const struct atlas_shared *s = atlas->shared;
    const struct atlas_page *p = &atlas->pages[page];
    const struct geometry *g = &s->coverage.features.table.geom;
    if (p->kind == ATLAS_MAP)
        return row_shape(a, g, s->row_of[page]);

    if (p->kind == ATLAS_INDEX && s->common.frames)
        g = s->common.frames;

    struct geom_builder b = {0};
    struct geometry *all = arena_new(a, struct geometry);
    for (size_t i = 0; i < atlas->n; i++) {
        if (s->row_of[i] != UINT32_MAX && str_eq(atlas->pages[i].group, p->group))
            geom_copy(&b, g, s->row_of[i]);
    }

    geom_finish(a, &b, all);
    return all;
}

bool atlas_page_run(struct run *r, const struct atlas *atlas, size_t page, struct run *ret,
                    struct lode_err *err)
{
    const struct atlas_shared *s = atlas->shared;
    const struct atlas_page *p = &atlas->pages[page];
    struct arena *a = &ret->a;
    struct map_doc *doc = arena_new(a, struct map_doc);
    struct doc_extent box = {.kind = EXTENT_ALL, .at = r->doc->atlas.over.at};
    const struct node *own = own_keys(r->doc, p->key);
    uint32_t row = s->row_of[page];

    if (row != UINT32_MAX && !atlas_damage_check_feature(r, s, row, err))
        return false;
    if (row != UINT32_MAX && s->coverage.features.table.geom.kind[row] == GEOM_NONE)
        return fail_shape(r, atlas, page, err);

    *doc = *r->doc;
    if (own)
        doc_page_own(a, r->doc, own, doc, &box);
    doc->title = (struct doc_text){p->title, r->doc->atlas.title.at};

    struct run_page *drawn = arena_new(a, struct run_page);
    if (box.kind == EXTENT_ALL) {
        drawn->extent = extent_of(a, atlas, page);
        box.kind = EXTENT_LAYER;
        box.pad = p->kind == ATLAS_MAP ? doc->atlas.pad : (struct length){LENGTH_PERCENT, 0.02};
    }

    if (p->kind != ATLAS_MAP)
        doc->atlas.scales = (struct doc_scales){0};
    doc->map.extent = box;
    if (s->coverage.crs.len)
        doc->map.crs.s = s->coverage.crs;
    if (s->coverage.page_crs && row != UINT32_MAX)
        doc->map.crs.s = s->coverage.page_crs[row];

    ret->doc = doc;
    ret->schemas = r->schemas;
    ret->layers = r->layers;
    ret->env = r->env;
    ret->page_words = page_words_of(a, &s->words, page);
    ret->n_page_words = s->words.n_columns;
    drawn->kept = s->kept;
    ret->page = drawn;
    ret->view = s->system;
    run_set_words(ret, STR("-"), STR("-"));
    return true;
}

bool atlas_fit(struct run *p, struct lode_err *err)
{
    double m = p->doc->page.margin_pt;
    struct box whole = {m, m, p->doc->page.width_pt - m, p->doc->page.height_pt - m};

    /* The stage of layout fits the view anew to the frame that the legend leaves. */
    bool fits = run_fit(p, whole, true, &p->view, err);
    run_clock(p, STAGE_VIEW);
    return fits;
}
