/* The layers of one page of an atlas: the part of each that the page's window shows, cut down or
 * styled anew. */
#include "atlas/page_style.h"

#include <math.h>

#include "atlas/damage.h"
#include "atlas/layers.h"
#include "atlas/shared.h"
#include "atlas/sheet.h"
#include "overlay/overlay.h"

/* Whether the layer is one of `atlas.only`, those that are cut down to the page's feature. */
static bool is_cut_down(const struct run *p, struct str layer)
{
    for (size_t i = 0; i < p->doc->atlas.n_only; i++) {
        if (str_eq(p->doc->atlas.only[i].s, layer))
            return true;
    }
    return false;
}

/* The area in square degrees, for comparing a feature with what is left of it. */
static double plain_area(const struct geometry *g, size_t i)
{
    double area = 0;
    struct range parts = geometry_parts_of(g, i);
    for (size_t p = parts.from; p < parts.end; p++) {
        struct range rings = geometry_part_rings(g, p);
        for (size_t r = rings.from; r < rings.end; r++) {
            double twice = ring_twice_area(geometry_ring(g, r));
            area += (r == rings.from ? 1 : -1) * fabs(twice) / 2;
        }
    }
    return area;
}

/* Whether so little is left of a feature that it is a neighbour of the page's feature: what is left
 * is the difference between two drawings of one border. Taste. */
static bool is_sliver(const struct geometry *cut, size_t i, const struct geometry *whole, size_t k)
{
    static const double SLIVER = 0.01;
    return cut->kind[i] == GEOM_POLYGON && whole->kind[k] == GEOM_POLYGON &&
           plain_area(cut, i) < SLIVER * plain_area(whole, k);
}

/* Cut a layer down to the page's feature. Symbols and labels stay: an item is found again by its
 * number in the layer, which takes the place of the source's number while the step `clip` runs. */
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
                            .kind = step_kind_named("clip"),
                            .op_at = at.at,
                            .input = {names[0], at.at},
                            .with = at};
    if (str_eq(names[0], name))
        names[0] = step.input.s = step.name = STR("the layer");

    bool was_muted = session_mute(p->session);
    bool ok = step_run(&p->a, &step, &set, &p->env, cut, err);
    session_unmute(p->session, was_muted);
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

/* Style a layer that has words of the page, then take its items in the window. */
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

    /* Muted: a filter that selects nothing on this page may select something on another. */
    bool was_muted = session_mute(p->session);
    bool ok = run_peers(p, &peers, err) && run_style_one(p, peers, i, NULL, &whole, err);
    session_unmute(p->session, was_muted);
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

bool atlas_page_style(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err)
{
    const struct atlas_shared *s = atlas->shared;
    struct box window = run_widen(p->view.window_deg);
    const struct features *sheet = NULL;

    if (!atlas_damage_check_window(p, s, window, err))
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

        if (is_cut_down(p, to->doc->of.s) && atlas->pages[page].kind == ATLAS_MAP) {
            sheet = sheet ? sheet : atlas_feature(p, atlas, page);
            if (!cut_down(p, sheet, to, err))
                return false;
        }

        if (!style_legend(&p->a, to, NULL, err))
            return lode_within(err, "layer '%.*s'", STR_FMT(to->doc->of.s));
    }

    run_clock(p, STAGE_STYLE);
    return true;
}
