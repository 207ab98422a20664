/* The stage of style: symbols, labels and legends of the layers. */
#include "run/geometry_env.h"
#include "run/kinds.h"
#include "run/run.h"
#include "run/visible.h"

bool run_peers(struct run *r, struct style_peer **ret, struct lode_err *err)
{
    size_t n = r->doc->n_layers;
    struct style_peer *peers = arena_array(&r->a, struct style_peer, n);

    for (size_t i = 0; i < n; i++) {
        const struct doc_layer *l = &r->doc->layers[i];
        struct expr_env *env = arena_new(&r->a, struct expr_env);
        const struct features *f = layer_lookup(&r->layers, l->of.s);
        if (!geometry_env(&r->a, &r->env, f, env, err))
            return lode_within(err, "layer '%.*s'", STR_FMT(l->of.s));
        peers[i] = (struct style_peer){l, f, env};
    }

    *ret = peers;
    return true;
}

bool run_style_one(struct run *r, const struct style_peer *peers, size_t i, const uint8_t *visible,
                   struct styled_layer *ret, struct lode_err *err)
{
    struct style_params params = {.doc = r->doc,
                                  .layer = peers[i].layer,
                                  .features = peers[i].features,
                                  .env = peers[i].env,
                                  .visible = visible,
                                  .peers = peers,
                                  .n_peers = r->doc->n_layers};
    return style_layer(&r->a, &params, ret, err) ||
           lode_within(err, "layer '%.*s'", STR_FMT(peers[i].layer->of.s));
}

bool run_style(struct run *r, struct lode_err *err)
{
    size_t n = r->doc->n_layers;
    struct style_peer *peers;

    run_set_words(r, r->view.crs.name, str_format(&r->a, "1:%.0f", r->view.scale_denominator));
    if (!run_peers(r, &peers, err))
        return false;

    for (size_t i = 0; i < n; i++) {
        if (!kinds_check(r->doc, &peers[i], err))
            return lode_within(err, "layer '%.*s'", STR_FMT(peers[i].layer->of.s));
    }

    r->styled = arena_array(&r->a, struct styled_layer, n);
    for (size_t i = 0; i < n; i++) {
        uint8_t *visible = visible_in_window(&r->a, peers[i].features, r->view.window_deg);
        if (!run_style_one(r, peers, i, visible, &r->styled[i], err))
            return false;
    }

    run_clock(r, STAGE_STYLE);
    return true;
}
