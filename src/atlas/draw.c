/* One page of an atlas, drawn from what all pages share. */
#include "atlas/damage.h"
#include "atlas/front.h"
#include "atlas/shared.h"
#include "base/log.h"
#include "draw/draw.h"
#include "expr/template.h"
#include "project/shape.h"
#include "run/visible.h"

/* ---- the page's run */

static bool fail_shape(const struct run *r, const struct atlas *atlas, size_t page,
                       struct lode_err *err)
{
    lode_fail(err, LODE_DATA, r->doc->atlas.over.at,
              "the page '%.*s' cannot be drawn: its feature has no geometry",
              STR_FMT(atlas->pages[page].key));
    return lode_hint(err, "leave it out with 'filter:', or give it a shape in '%.*s'",
                     STR_FMT(r->doc->atlas.over.s));
}

static const struct node *own_of(const struct map_doc *doc, struct str key)
{
    const struct node *pages = doc->atlas.pages;
    for (size_t i = 0; pages && i < pages->n_pairs; i++) {
        if (str_eq(pages->pairs[i].key, key))
            return pages->pairs[i].value;
    }
    return NULL;
}

/* The coverage's row as a column of one. */
static const struct geometry *shape_of(struct arena *a, const struct geometry *g, uint32_t row)
{
    struct geometry *one = arena_new(a, struct geometry);
    struct geom_builder b = {0};
    geom_copy(&b, g, row);
    geom_finish(a, &b, one);
    return one;
}

static const struct geometry *extent_of(struct arena *a, const struct atlas *atlas, size_t page)
{
    const struct atlas_shared *s = atlas->shared;
    const struct atlas_page *p = &atlas->pages[page];
    const struct geometry *g = &s->coverage.features.table.geom;
    if (p->kind == ATLAS_MAP)
        return shape_of(a, g, s->row_of[page]);
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
    const struct node *own = own_of(r->doc, p->key);
    uint32_t row = s->row_of[page];
    if (row != UINT32_MAX && !damage_check_feature(r, s, row, err))
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
    ret->page_words = atlas_words(a, &s->words, page);
    ret->n_page_words = s->words.n_columns;
    drawn->kept = s->kept;
    ret->page = drawn;
    ret->view = s->system;
    run_set_words(ret, STR("-"), STR("-"));
    return true;
}

/* ---- scale */

double atlas_round_scale(double denominator)
{
    static const double steps[] = {1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10};
    double power = pow(10, floor(log10(denominator)));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i] * power >= denominator * (1 - 1e-9))
            return steps[i] * power;
    }
    return 10 * power;
}

bool atlas_scale(const struct doc_scales *s, struct view *v, struct lode_err *err)
{
    double fits = v->scale_denominator, wanted = atlas_common_scale(s->common, fits);
    if (s->fixed > 0)
        wanted = s->fixed;
    if (s->round && wanted == fits)
        wanted = atlas_round_scale(fits);
    for (size_t i = s->n_list; i-- > 0;) {
        if (i + 1 == s->n_list || s->list[i] >= fits * (1 - 1e-9))
            wanted = s->list[i];
    }
    if (s->max > 0)
        wanted = fmax(wanted, s->max);
    if (s->min > 0)
        wanted = fmin(wanted, s->min);
    return wanted == fits || view_rescale(v, wanted, v, err);
}

/* ---- layers */

static bool is_only(const struct run *p, struct str layer)
{
    for (size_t i = 0; i < p->doc->atlas.n_only; i++) {
        if (str_eq(p->doc->atlas.only[i].s, layer))
            return true;
    }
    return false;
}

/* In square degrees: for comparing a feature with what is left of it. */
static double plain_area(const struct geometry *g, size_t i)
{
    double area = 0;
    for (size_t p = g->part[i]; p < g->part[i + 1]; p++) {
        for (size_t r = g->ring[p]; r < g->ring[p + 1]; r++) {
            double twice = 0;
            for (size_t k = g->at[r]; k + 1 < g->at[r + 1]; k++)
                twice += g->xy[2 * k] * g->xy[2 * k + 3] - g->xy[2 * k + 2] * g->xy[2 * k + 1];
            area += (r == g->ring[p] ? 1 : -1) * fabs(twice) / 2;
        }
    }
    return area;
}

/* A neighbour of the page's feature: of its area no more is left than two drawings of one border
 * differ by. Taste. */
static bool is_sliver(const struct geometry *cut, size_t i, const struct geometry *whole, size_t k)
{
    static const double SLIVER = 0.01;
    return cut->kind[i] == GEOM_POLYGON && whole->kind[k] == GEOM_POLYGON &&
           plain_area(cut, i) < SLIVER * plain_area(whole, k);
}

/* `l` cut down to the page's feature. Its symbols and labels stay: an item is found again by the
 * number that it has in place of the source's. */
static bool cut_down(struct run *p, const struct features *with, struct styled_layer *l,
                     struct lode_err *err)
{
    struct features some, *cut = arena_new(&p->a, struct features);
    int64_t *number = arena_array(&p->a, int64_t, l->n);
    for (size_t i = 0; i < l->n; i++)
        number[i] = (int64_t)i;
    features_take(&p->a, l->features, l->row, l->n, &some);
    some.fid = number;
    struct str name = STR("the page");
    const struct features *both[] = {&some, with};
    struct str names[] = {l->features->table.name, name};
    struct layer_set set = {both, names, 2};
    struct doc_text at = {name, l->doc->of.at};
    struct doc_step step = {.name = names[0],
                            .at = at.at,
                            .op = STEP_CLIP,
                            .op_at = at.at,
                            .input = {names[0], at.at},
                            .with = at};
    if (str_eq(names[0], name))
        names[0] = step.input.s = step.name = STR("the layer");
    p->session->muted = true;
    bool ok = step_run(&p->a, &step, &set, &p->env, cut, err);
    p->session->muted = false;
    if (!ok)
        return lode_within(err, "layer '%.*s'", STR_FMT(l->doc->of.s));
    size_t n = 0;
    uint32_t *item = arena_array(&p->a, uint32_t, cut->table.n);
    uint32_t *row = arena_array(&p->a, uint32_t, cut->table.n);
    for (size_t i = 0; i < cut->table.n; i++) {
        size_t of = (size_t)cut->fid[i];
        if (is_sliver(&cut->table.geom, i, &some.table.geom, of))
            continue;
        item[n] = (uint32_t)of;
        row[n++] = (uint32_t)i;
    }
    atlas_part_of(&p->a, l, item, n, l);
    l->row = row;
    l->features = cut;
    return true;
}

/* Layers that speak of the page: styled for it, then those of their items that lie in the window.
 */
static bool style_anew(struct run *p, const struct atlas_layer *l, size_t i, struct box window,
                       struct styled_layer *ret, struct lode_err *err)
{
    struct style_peer *peers;
    struct styled_layer whole;
    uint32_t *rows, *items;
    size_t n = atlas_find(&l->tree, &p->a, window, &rows), kept = 0;
    uint8_t *in = arena_array(&p->a, uint8_t, l->styled.n);
    for (size_t k = 0; k < n; k++)
        in[rows[k]] = 1;
    p->session->muted = true; /* a filter that selects nothing here selects something elsewhere */
    bool ok = run_peers(p, &peers, err) && run_style_one(p, peers, i, NULL, &whole, err);
    p->session->muted = false;
    if (!ok)
        return false;
    items = arena_array(&p->a, uint32_t, whole.n);
    for (size_t k = 0; k < whole.n; k++) {
        if (in[whole.row[k]])
            items[kept++] = (uint32_t)k;
    }
    atlas_part_of(&p->a, &whole, items, kept, ret);
    return true;
}

static bool style_page(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err)
{
    const struct atlas_shared *s = atlas->shared;
    struct box window = run_widen(p->view.window_deg);
    const struct features *sheet = NULL;
    if (!damage_check_window(p, s, window, err))
        return false;
    size_t n = p->doc->n_layers;
    p->styled = arena_array(&p->a, struct styled_layer, n);
    run_set_words(p, p->view.crs.name, str_format(&p->a, "1:%.0f", p->view.scale_denominator));
    for (size_t i = 0; i < n; i++) {
        const struct atlas_layer *l = &s->layers[i];
        struct styled_layer *to = &p->styled[i];
        uint32_t *items;
        if (l->by_page) {
            if (!style_anew(p, l, i, window, to, err))
                return false;
        } else {
            size_t found = atlas_find(&l->tree, &p->a, window, &items);
            atlas_part_of(&p->a, &l->styled, items, found, to);
        }
        if (is_only(p, to->doc->of.s) && atlas->pages[page].kind == ATLAS_MAP) {
            sheet = sheet ? sheet : atlas_feature(p, atlas, page);
            if (!cut_down(p, sheet, to, err))
                return false;
        }
        if (!style_legend(&p->a, to, NULL, err))
            return lode_within(err, "layer '%.*s'", STR_FMT(to->doc->of.s));
    }
    run_clock(p, "style");
    return true;
}
/* ---- */

bool atlas_fit(struct run *p, struct lode_err *err)
{
    double m = p->doc->page.margin_pt;
    struct box whole = {m, m, p->doc->page.width_pt - m, p->doc->page.height_pt - m};
    /* it is fitted anew to the frame that the legend leaves */
    bool fits = run_fit(p, whole, true, &p->view, err);
    run_clock(p, "view");
    return fits;
}

static bool draw_map(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err)
{
    if (!atlas_fit(p, err) || !style_page(p, atlas, page, err) ||
        !atlas_clear(p, atlas, page, err) || !run_page(p, err))
        return false;
    atlas_tell_cut(p, atlas, page);
    return atlas_sheet(p, atlas, page, err) && run_labels(p, err) && run_scene(p, err);
}

static bool scene_of(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err)
{
    switch (atlas->pages[page].kind) {
    case ATLAS_CONTENTS:
        return front_contents(p, atlas, page, err);
    case ATLAS_INDEX:
        return atlas_fit(p, err) && style_page(p, atlas, page, err) &&
               front_index(p, atlas, page, err);
    default:
        return draw_map(p, atlas, page, err);
    }
}

static void end_letters(void *letters)
{
    glyph_masks_destroy(letters);
}

/* Kept from page to page, since most of them are on every page. */
static struct glyph_masks *letters_for(struct run *r, struct atlas_shared *s, double dpi)
{
    if (!s->letters && dpi > 0) {
        s->letters = glyph_masks_create(dpi / 72);
        arena_defer(&r->a, end_letters, s->letters);
    }
    return s->letters;
}

bool atlas_draw(struct run *r, const struct atlas *atlas, size_t page,
                const struct write_params *outputs, size_t n, struct lode_err *err)
{
    struct run p;
    run_init(&p, r->session);
    bool ok = true;
    if (atlas->pages[page].kind != ATLAS_CONTENTS)
        atlas_common_make(r, atlas);
    if (atlas->pages[page].kind == ATLAS_INDEX)
        ok = atlas_common_frames(r, atlas, err);
    ok = ok && atlas_page_run(r, atlas, page, &p, err);
    if (ok && atlas->pages[page].kind == ATLAS_MAP)
        p.doc->atlas.scales.common = atlas->shared->common.scale;
    ok = ok && scene_of(&p, atlas, page, err);
    for (size_t i = 0; i < n && ok; i++) {
        struct write_params one = outputs[i];
        one.letters = letters_for(r, atlas->shared, one.dpi);
        ok = write_scene(&p.a, &p.scene, &one, err);
    }
    run_clock(&p, "write");
    for (size_t i = 0; i < p.n_times; i++)
        run_add_time(r, p.times[i]);
    if (!ok)
        lode_within(err, "page '%.*s'", STR_FMT(atlas->pages[page].key));
    run_finish(&p);
    return ok;
}
