/* What the sheets of a grid or along a line share: how much of a page the longest legend leaves for
 * the map, and the scale at which every sheet fits into that. */
#include "atlas/common_scale.h"

#include <math.h>

#include "atlas/coverage.h"
#include "atlas/page_run.h"
#include "atlas/shared.h"
#include "base/composed.h"
#include "base/log.h"
#include "base/units.h"
#include "project/scales.h"
#include "run/tables.h"

/* Sheets of a grid differ only by what the projection does to them: fitting so many is enough.
 * Taste. */
enum { SHEETS_FITTED = 64 };
/* Sheets whose scales differ by more than this factor, as in Mercator, get no common scale.
 * Taste. */
static const double SAME_SCALE = 1.02;

/* Whether `atlas.pages` has keys for that page alone. */
static bool has_own_keys(const struct map_doc *doc, struct str key)
{
    const struct node *pages = doc->atlas.pages;
    for (size_t i = 0; pages && i < pages->n_pairs; i++) {
        if (text_same(pages->pairs[i].key, key))
            return true;
    }
    return false;
}

/* The page with the longest title among those without keys of their own. */
static bool longest_page(const struct run *r, const struct atlas *atlas, size_t *ret)
{
    size_t most = 0;
    bool found = false;
    for (size_t i = 0; i < atlas->n; i++) {
        const struct atlas_page *p = &atlas->pages[i];
        size_t chars = str_chars(p->title);
        if (p->kind != ATLAS_MAP || (found && chars <= most) || has_own_keys(r->doc, p->key))
            continue;

        found = true;
        most = chars;
        *ret = i;
    }
    return found;
}

/* All features of every layer, and the legend of all of them. */
static bool style_whole(struct run *p, const struct atlas *atlas, struct lode_err *err)
{
    struct style_peer *peers;
    size_t n = p->doc->n_layers;

    run_set_words(p, p->view.crs.name, str_format(&p->a, "1:%.0f", p->view.scale_denominator));
    p->styled = arena_array(&p->a, struct styled_layer, n);
    if (!run_peers(p, &peers, err))
        return false;

    for (size_t i = 0; i < n; i++) {
        const struct atlas_layer *l = &atlas->shared->layers[i];
        p->styled[i] = l->styled;
        if ((l->by_page && !run_style_one(p, peers, i, NULL, &p->styled[i], err)) ||
            !style_legend(&p->a, &p->styled[i], NULL, err))
            return false;
    }
    return true;
}

/* The frame that is left for the map, into `ret`. */
static bool measure_frame(struct run *p, const struct atlas *atlas, struct atlas_common *ret,
                          struct lode_err *err)
{
    struct page_layout *layout;
    struct page_input in = {.doc = p->doc, .n_layers = p->doc->n_layers, .env = &p->env};

    if (!atlas_fit(p, err) || !style_whole(p, atlas, err))
        return false;
    in.layers = p->styled;
    if (!session_text(p->session, &in.text, err) || !tables_of_page(p, &in.tables, err) ||
        !page_layout_make(&p->a, &in, &layout, err))
        return false;

    struct box frame = page_frame_pt(layout);
    ret->width_pt = box_width(frame);
    ret->height_pt = box_height(frame);
    ret->known = true;
    return true;
}

/* ---- the scale */

/* The smallest scale that a turned sheet needs. Each has a system of its own that is true to scale,
 * so the ground is compared with the frame. */
static double scale_of_strip(const struct atlas_shared *s, const struct atlas_common *c)
{
    double most = 0;
    for (size_t i = 0; i < s->coverage.features.table.n; i++) {
        struct box g = s->coverage.ground_m[i];
        most = fmax(most, fmax(box_width(g) / c->width_pt, box_height(g) / c->height_pt));
    }
    return pt_of_metres(most);
}

/* The scale at which one sheet fits into the frame. */
static bool fit_sheet(struct run *r, const struct atlas *atlas, size_t page,
                      const struct atlas_common *c, double *ret)
{
    struct run p;
    struct view v;
    struct lode_err ignored = {0};

    run_init(&p, r->session);
    bool ok = atlas_page_run(r, atlas, page, &p, &ignored) &&
              run_fit(&p, (struct box){0, 0, c->width_pt, c->height_pt}, true, &v, &ignored);
    *ret = ok ? v.scale_denominator : 0;
    run_finish(&p);
    return ok;
}

/* The smallest scale of some sheets, evenly chosen; 0 when their scales differ too much. */
static double scale_of_grid(struct run *r, const struct atlas *atlas, const struct atlas_common *c)
{
    double least = INFINITY, most = 0;
    size_t step = (atlas->n + SHEETS_FITTED - 1) / SHEETS_FITTED;

    for (size_t i = 0; i < atlas->n; i += step) {
        size_t page = atlas->n - 1 - i; /* the last is a map */
        double one;
        if (atlas->pages[page].kind != ATLAS_MAP || has_own_keys(r->doc, atlas->pages[page].key))
            continue;

        if (!fit_sheet(r, atlas, page, c, &one))
            return 0;
        least = fmin(least, one);
        most = fmax(most, one);
    }
    return most <= SAME_SCALE * least ? most : 0;
}

/* Up to a number with two digits, as people write scales: 1:47 000. */
static double round_up(double n)
{
    double unit = n > 0 ? pow(10, floor(log10(n)) - 1) : 1;
    return ceil(n / unit - 1e-9) * unit;
}

void atlas_common_make(struct run *r, const struct atlas *atlas)
{
    struct atlas_shared *s = atlas->shared;
    struct atlas_common *c = &s->common;
    const struct doc_scales *scales = &r->doc->atlas.scales;
    enum atlas_over kind = r->doc->atlas.kind;
    size_t page;

    if (c->made)
        return;
    c->made = true;

    if ((kind != OVER_GRID && kind != OVER_STRIP) || !longest_page(r, atlas, &page))
        return;

    struct run p;
    struct lode_err ignored = {0}; /* the page that is drawn reports what is wrong */
    run_init(&p, r->session);
    bool was_muted = session_mute(r->session);
    bool ok = atlas_page_run(r, atlas, page, &p, &ignored) && measure_frame(&p, atlas, c, &ignored);
    run_finish(&p);

    if (ok && scales->fixed > 0)
        c->scale = scales->fixed;
    else if (ok && !scales->n_list)
        c->scale = s->coverage.ground_m ? scale_of_strip(s, c) : scale_of_grid(r, atlas, c);
    if (c->scale > 0 && !scales->fixed)
        c->scale = scales->round ? scales_round(c->scale) : round_up(c->scale);

    session_unmute(r->session, was_muted);
}

/* A turned sheet's page shows a little more than its stretch of line; less when the document states
 * a scale that cuts some off. */
bool atlas_common_frames(struct run *r, const struct atlas *atlas, struct lode_err *err)
{
    struct atlas_shared *s = atlas->shared;
    struct atlas_common *c = &s->common;
    double m = metres_of_pt(c->scale); /* on the ground, for a point on paper */
    struct geom_builder b = {0};

    if (!s->coverage.ground_m || !c->known || !(c->scale > 0) || c->frames)
        return true;

    for (uint32_t i = 0; i < s->coverage.features.table.n; i++) {
        const struct geometry *one;

        if (!atlas_strip_frame(&r->a, &s->coverage, i, c->width_pt * m, c->height_pt * m, &one,
                               err)) {
            geom_abandon(&b);
            return false;
        }

        geom_copy(&b, one, 0);
    }

    struct geometry *frames = arena_new(&r->a, struct geometry);
    geom_finish(&r->a, &b, frames);
    c->frames = frames;
    return true;
}

/* ---- what a stated scale cuts off */

/* The box of the page's feature, in page points. */
static struct box shown_box(const struct run *p)
{
    const struct geometry *g = p->page->extent;
    struct box b = BOX_EMPTY;
    for (size_t k = 0; k < geometry_coords(g); k++) {
        struct pagexy to;
        if (view_point(&p->view, lonlat_at(g->xy, k), &to))
            b = box_add(b, to.x_pt, to.y_pt);
    }
    return b;
}

void atlas_warn_cut_off(struct run *p, const struct atlas *atlas, size_t page)
{
    const struct doc_atlas *doc = &p->doc->atlas;
    const struct doc_scales *scales = &doc->scales;
    const struct node *extent = node_lookup(doc->node, "extent");

    if (!p->page->extent || (!scales->fixed && !scales->n_list && !scales->min))
        return;

    struct box shown = shown_box(p), frame = page_frame_pt(p->layout);
    double scale = p->view.scale_denominator, slack = 0.5; /* half a point is not seen; taste */
    if (atlas->shared->coverage.ground_m) /* the margin of a turned sheet may be cut off */
        slack += pt_of_metres(STRIP_MARGIN * doc->cell.value / scale);
    shown = box_grow(shown, -slack);
    if (box_is_empty(shown) || box_holds(frame, shown))
        return;

    double more = fmax(box_width(shown) / box_width(frame), box_height(shown) / box_height(frame));
    const char *what = doc->kind == OVER_LAYER ? "feature" : "sheet";
    log_warn(extent ? extent->at : doc->over.at, "page-cut-off",
             "the page '%.*s' does not show all of its %s at 1:%.0f: 1:%.0f would",
             STR_FMT(atlas->pages[page].key), what, scale, round_up(more * scale));
}
