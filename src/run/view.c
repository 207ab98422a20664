/* The stage of the view: fits projection and scale to what the document, or a page of an atlas,
 * shows. */
#include "project/scales.h"
#include "run/drawn.h"

static bool extent_of_layer(struct run *r, struct view_params *params, struct lode_err *err)
{
    const struct doc_extent *e = &r->doc->map.extent;
    const struct features *f = layer_lookup(&r->layers, e->of.s);
    struct features *lonlat = arena_new(&r->a, struct features); /* `params` points into it */

    if (!features_lonlat(&r->a, f, f->crs_at, lonlat, err))
        return false;

    const struct geometry *g = &lonlat->table.geom;
    if (e->filter.s.p) {
        uint32_t *rows;
        size_t n;
        struct geom_builder b = {0};
        struct geometry *chosen = arena_new(&r->a, struct geometry);

        if (!expr_select(&r->a, e->filter.s, e->filter.at, &f->table, &r->env, &rows, &n, err))
            return false;

        for (size_t i = 0; i < n; i++)
            geom_copy(&b, g, rows[i]);
        geom_finish(&r->a, &b, chosen);
        g = chosen;
    }

    params->extent_geom = g;
    params->extent_deg = geometry_box(g);
    if (box_is_empty(params->extent_deg)) {
        lode_fail(err, LODE_DATA, e->at, "nothing in '%.*s' to take the extent from",
                  STR_FMT(e->of.s));
        return lode_hint(err, "its features were filtered away, or have no geometry");
    }

    return true;
}

static bool fail_nothing(const struct map_doc *doc, struct lode_err *err)
{
    const struct node *layers = node_lookup(doc->root, "layers");
    if (!doc->n_layers) {
        lode_fail(err, LODE_SCHEMA, layers ? layers->at : (struct lode_span){0},
                  "nothing to draw: there are no layers");
        return lode_hint(err, "for example: layers: [{fill: NAME}], with a NAME of `data:`");
    }

    lode_fail(err, LODE_DATA, doc->layers[0].of.at, "nothing to draw: no layer has a geometry");
    return lode_hint(err, "see what is in a source with: lode info FILE");
}

static bool extent_of_all(struct run *r, struct view_params *params, struct lode_err *err)
{
    if (!drawn_geometry(r, &params->extent_geom, err))
        return false;

    params->extent_deg = geometry_box(params->extent_geom);
    return !box_is_empty(params->extent_deg) || fail_nothing(r->doc, err);
}

bool run_fit(struct run *r, struct box frame_pt, bool window_only, struct view *ret,
             struct lode_err *err)
{
    struct view_params params = {
        .map = &r->doc->map, .frame_pt = frame_pt, .like = &r->view, .window_only = window_only};
    bool own = r->page && r->page->extent;

    if (own) {
        params.extent_geom = r->page->extent;
        params.extent_deg = geometry_box(r->page->extent);
    }
    if (!own && r->doc->map.extent.kind == EXTENT_LAYER && !extent_of_layer(r, &params, err))
        return false;
    if (!own && r->doc->map.extent.kind == EXTENT_ALL && !extent_of_all(r, &params, err))
        return false;

    return view_fit(&r->a, &params, ret, err) &&
           (!own || scales_apply(&r->doc->atlas.scales, ret, err));
}

bool run_view(struct run *r, struct lode_err *err)
{
    double m = r->doc->page.margin_pt;
    struct box whole = {m, m, r->doc->page.width_pt - m, r->doc->page.height_pt - m};

    /* The stage of layout fits the view anew to the frame that the legend leaves, and reports
     * then. */
    bool was_muted = session_mute(r->session);
    bool fits = run_fit(r, whole, false, &r->view, err);
    session_unmute(r->session, was_muted);

    run_clock(r, STAGE_VIEW);
    return fits;
}

struct box run_widen(struct box b)
{
    /* Taste: a legend that leaves the frame seldom makes it 1.8 times as wide. */
    double dx = box_width(b) * 0.4, dy = box_height(b) * 0.4;
    struct box w = {b.x0 - dx, fmax(b.y0 - dy, -90), b.x1 + dx, fmin(b.y1 + dy, 90)};
    return box_width(w) >= 360 ? (struct box){-180, w.y0, 180, w.y1} : w;
}
