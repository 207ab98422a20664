/* The stage of layout: repeats frame, legends and view until they agree; the layers as shapes. */
#include <string.h>

#include "base/log.h"
#include "project/beyond.h"
#include "run/run.h"
#include "run/tables.h"
#include "run/visible.h"

static bool shapes_of(struct run *r, struct lode_err *err)
{
    bool any = r->doc->n_layers == 0;

    r->shapes = arena_array(&r->a, struct geometry, r->doc->n_layers);
    for (size_t i = 0; i < r->doc->n_layers; i++) {
        const struct styled_layer *s = &r->styled[i];
        struct shape_params params = {.rows = s->row, .n_rows = s->n, .reach_pt = s->reach_pt + 1};
        if (!shape_to_page(&r->a, &r->view, s->features, &params, &r->shapes[i], err))
            return lode_within(err, "layer '%.*s'", STR_FMT(s->doc->of.s));
        for (size_t k = 0; k < r->shapes[i].n && !any; k++)
            any = r->shapes[i].kind[k] != GEOM_NONE;
    }

    if (any)
        return true;

    lode_fail(err, LODE_DATA, r->doc->map.extent.at, "nothing lies inside the extent");
    return lode_hint(err, "see where the data lies with: lode info FILE");
}

/* What lies in the extent and is not on the map, since the projection cannot show it. */
static bool report_beyond(struct run *r, struct lode_err *err)
{
    for (size_t i = 0; i < r->doc->n_layers; i++) {
        const struct styled_layer *s = &r->styled[i];
        struct lode_err what = {.severity = LODE_WARNING, .rule = "beyond-projection"};
        struct str layer = s->doc->of.s, crs = str_head(r->view.crs.name, 60);
        struct beyond found;
        if (!view_beyond(&r->a, &r->view, s->features, s->row, s->n, &found, err))
            return lode_within(err, "layer '%.*s'", STR_FMT(layer));

        long long first = found.lost + found.cut && s->features->fid
                              ? (long long)s->features->fid[found.first]
                              : (long long)found.first;
        if (found.lost) {
            lode_fail(
                &what, LODE_OK, s->doc->of.at,
                "%zu of %zu features of '%.*s' cannot be shown in '%.*s', and are not drawn%s "
                "(first: feature %lld)",
                found.lost, found.n, STR_FMT(layer), STR_FMT(crs),
                found.cut ? str_format(&r->a, "; %zu more are cut", found.cut).p : "", first);
            lode_hint(&what,
                      "choose a projection that shows the whole extent, such as `crs: auto`, "
                      "or a smaller extent");
            log_finding(&what);
        } else if (found.cut) {
            log_note(s->doc->of.at, "beyond-projection",
                     "%zu of %zu features of '%.*s' reach beyond what '%.*s' can show, and are cut "
                     "(first: feature %lld)",
                     found.cut, found.n, STR_FMT(layer), STR_FMT(crs), first);
        }
    }

    return true;
}

/* One pass: frame and view for the legend as it is, and the shapes in them. */
static bool lay_out(struct run *r, bool again, struct lode_err *err)
{
    struct box before = r->layout ? page_frame_pt(r->layout) : (struct box){0};
    struct page_input in = {.doc = r->doc,
                            .layers = r->styled,
                            .n_layers = r->doc->n_layers,
                            .env = &r->env,
                            .kept = r->page ? r->page->kept : NULL};

    if (!session_text(r->session, &in.text, err) || !tables_of_page(r, &in.tables, err) ||
        !page_layout_make(&r->a, &in, &r->layout, err))
        return false;

    /* A legend inside the map leaves the frame as it was, and so the view and the shapes. */
    struct box frame = page_frame_pt(r->layout);
    bool same = again && memcmp(&before, &frame, sizeof frame) == 0;
    if (!same && !run_fit(r, frame, false, &r->view, err))
        return false;
    if (!same && !shapes_of(r, err))
        return false;
    if (!again && !report_beyond(r, err)) /* the extent is the same in each pass */
        return false;

    struct page_shown shown = {r->styled, r->shapes, r->doc->n_layers};
    if (!page_furnish(&r->a, r->layout, &r->view, &shown, err))
        return false;
    run_clock(r, STAGE_LAYOUT);
    return true;
}

/* The area on the page that no mask covers; NULL without a mask. */
static bool clear_of(struct run *r, const struct geometry **ret, struct lode_err *err)
{
    struct shape_params params = {.reach_pt = 1};
    struct geometry *clear = arena_new(&r->a, struct geometry);
    *ret = NULL;
    if (!r->page || !r->page->clear)
        return true;

    *ret = clear;
    return shape_to_page(&r->a, &r->view, r->page->clear, &params, clear, err);
}

/* Make the legends anew of the features that are seen on the page, and say whether one of them has
 * changed. `seen` has the rows of each layer; with `keep` rows seen before stay. */
static bool legends_of(struct run *r, uint8_t **seen, bool keep, bool *ret_changed,
                       struct lode_err *err)
{
    const struct geometry *clear;
    *ret_changed = false;
    if (!clear_of(r, &clear, err))
        return false;

    for (size_t i = 0; i < r->doc->n_layers; i++) {
        struct styled_layer before = r->styled[i];
        uint8_t *now =
            visible_on_page(&r->a, &before, &r->shapes[i], page_frame_pt(r->layout), clear);
        for (size_t k = 0; k < before.n && keep; k++)
            now[k] |= seen[i][k];
        seen[i] = now;

        if (!style_legend(&r->a, &r->styled[i], now, err))
            return lode_within(err, "layer '%.*s'", STR_FMT(before.doc->of.s));
        *ret_changed |= !legends_same(&before, &r->styled[i]);
    }

    return true;
}

/* The legend lists what is seen, and what is seen depends on the frame that the legend leaves. The
 * first pass decides by boxes in degrees; passes follow as long as the legends change. From the
 * third pass on what was seen once stays, so that the passes come to an end. */
bool run_layout(struct run *r, struct lode_err *err)
{
    enum { LAYOUTS_MAX = 6 }; /* in case the legends never agree; taste */
    uint8_t **seen = arena_array(&r->a, uint8_t *, r->doc->n_layers);
    bool changed = true, ok = true, was_muted = r->session->muted;

    for (int pass = 0; ok && changed; pass++) {
        if (pass > 0)
            session_mute(r->session); /* the first pass has reported everything */
        ok = lay_out(r, pass > 0, err);
        if (pass + 1 == LAYOUTS_MAX)
            break;
        ok = ok && legends_of(r, seen, pass > 1, &changed, err);
    }

    session_unmute(r->session, was_muted);
    return ok;
}
