/* The plan of an atlas: its pages, and what all of them share, made once. */
#include "atlas/coverage.h"
#include "atlas/damage.h"
#include "atlas/digest.h"
#include "atlas/layers.h"
#include "atlas/pages.h"
#include "atlas/shared.h"
#include "base/log.h"

/* How the page of a row of the coverage is found, and the rows that lie in a window. */
static void index_pages(struct run *r, struct atlas_shared *s, const struct atlas *atlas)
{
    size_t n = s->coverage.features.table.n;
    uint32_t *page_of = arena_array(&r->a, uint32_t, n);

    for (size_t i = 0; i < n; i++)
        page_of[i] = UINT32_MAX;
    for (size_t i = 0; i < atlas->n; i++) {
        if (s->row_of[i] != UINT32_MAX)
            page_of[s->row_of[i]] = (uint32_t)i;
    }

    s->page_of = page_of;
    box_tree_make(&r->a, s->coverage.features.table.geom.box, n, &s->tree);
}

static void warn_without_shape(const struct run *r, const struct atlas_shared *s)
{
    const struct geometry *g = &s->coverage.features.table.geom;
    for (size_t i = 0; i < g->n; i++) {
        if (g->kind[i] == GEOM_NONE)
            log_warn(r->doc->atlas.over.at, "page-without-shape",
                     "feature %lld of '%.*s' has no geometry: its page cannot be drawn",
                     (long long)s->coverage.features.fid[i], STR_FMT(r->doc->atlas.over.s));
    }
}

/* The system of all pages, made once when all have the same. The view's frame is a placeholder:
 * each page fits its own. */
static bool make_system(struct run *r, struct atlas_shared *s, struct lode_err *err)
{
    struct doc_map map = r->doc->map;
    struct str text = s->coverage.crs.len ? s->coverage.crs : str_trim(map.crs.s);
    const struct geometry *g = &s->coverage.features.table.geom;
    if (!text.len || str_starts(text, STR("auto")) || s->coverage.page_crs ||
        box_is_empty(geometry_box(g)))
        return true;

    map.crs.s = text;
    map.extent = (struct doc_extent){.kind = EXTENT_LAYER, .at = r->doc->atlas.over.at};
    struct view_params params = {
        .map = &map, .extent_deg = geometry_box(g), .frame_pt = {0, 0, 500, 500}};
    bool was_muted = session_mute(r->session); /* each page reports on its own view */
    bool ok = view_fit(&r->a, &params, &s->system, err);
    session_unmute(r->session, was_muted);
    return ok;
}

bool atlas_plan(struct run *r, struct atlas *ret, struct lode_err *err)
{
    struct atlas_shared *s = arena_new(&r->a, struct atlas_shared);
    const struct node *n = r->doc->atlas.node;

    if (!n) {
        lode_fail(err, LODE_SCHEMA, r->doc->root->at, "'%s' is no atlas: it has no section 'atlas'",
                  r->doc->file);
        return lode_hint(err, "write, for example, 'atlas: {over: provinces, key: name, output: "
                              "\"out/{page.key}.png\"}'");
    }

    *ret = (struct atlas){.at = n->at, .shared = s};
    s->kept = arena_new(&r->a, struct page_kept);
    s->kept->arena = &r->a;

    r->keep_damaged = true;
    if (!r->layers.n && (!run_load_all(r, err) || !run_steps(r, err)))
        return false;

    run_set_words(r, STR("-"), STR("-"));
    if (!atlas_cover(r, &s->coverage, err) || !atlas_pages(r, s, ret, err))
        return false;

    warn_without_shape(r, s);
    if (!atlas_damage_find(r, s, err))
        return false;
    index_pages(r, s, ret);
    run_clock(r, STAGE_PAGES);

    if (!make_system(r, s, err) || !atlas_layers(r, s, err) || !atlas_digest_shared(r, s, err))
        return false;
    run_clock(r, STAGE_STYLE);
    return true;
}
