/* Whether a layer can draw its features: the kinds of geometry that each kind of layer draws. */
#include "run/kinds.h"

#include "base/arena.h"
#include "base/log.h"

static const struct need {
    const char *layer, *needs;
} needs[LAYER_N] = {
    [LAYER_FILL] = {"fill", "areas"},
    [LAYER_LINE] = {"line", "lines or areas"},
    [LAYER_MARKER] = {"marker", "points"},
    [LAYER_LABEL] = {"label", "points, lines or areas"},
};

static const char *const names[] = {"nothing", "points", "lines", "areas"};
static const char *const instead[] = {"", "draw points with 'marker'", "draw lines with 'line'",
                                      "draw areas with 'fill', and their outlines with 'line'"};

static bool fail_kind(const struct doc_layer *layer, enum geom_kind kind, struct lode_err *err)
{
    const struct need *need = &needs[layer->kind];
    lode_rule(err, "geometry-kind");
    lode_fail(err, LODE_SCHEMA, layer->of.at, "'%.*s' holds %s: a '%s' needs %s",
              STR_FMT(layer->of.s), names[kind], need->layer, need->needs);
    return lode_hint(err, "%s", instead[kind]);
}

/* The kinds of geometry that all layers of one source draw together. */
static unsigned kinds_drawn(const struct map_doc *doc, struct str of)
{
    unsigned draws = 0;
    for (size_t i = 0; i < doc->n_layers; i++) {
        if (str_eq(doc->layers[i].of.s, of))
            draws |= style_draws(doc->layers[i].kind);
    }
    return draws;
}

/* Features of other kinds that pass the layer's filter, and that no other layer of the source
 * draws. */
static bool report_lost(const struct map_doc *doc, const struct style_peer *p, struct lode_err *err)
{
    const struct table *t = &p->features->table;
    const struct node *filter = p->env ? node_lookup(p->layer->props, "filter") : NULL;
    unsigned own = style_draws(p->layer->kind), drawn = own | kinds_drawn(doc, p->layer->of.s);
    size_t n = t->n, all = 0, lost = 0, left_out = 0;
    uint32_t *rows = NULL;
    struct arena scratch;

    arena_init(&scratch, 0);
    bool ok = !filter || expr_select(&scratch, filter->text, filter->at, t, p->env, &rows, &n, err);
    for (size_t i = 0; ok && i < n; i++) {
        enum geom_kind kind = (enum geom_kind)t->geom.kind[rows ? rows[i] : i];
        all += kind != GEOM_NONE;
        left_out += kind != GEOM_NONE && !(own & 1U << kind);
        lost += kind != GEOM_NONE && !(drawn & 1U << kind);
    }
    if (left_out == all) /* nothing is left to draw, whatever other layers do */
        lost = all;
    arena_finish(&scratch);

    if (lost)
        log_warn(p->layer->of.at, "wrong-kind",
                 "%zu of %zu features of '%.*s'%s are not %s, and are left out", lost, all,
                 STR_FMT(p->layer->of.s), filter ? " that pass its filter" : "",
                 needs[p->layer->kind].needs);
    return ok;
}

bool kinds_check(const struct map_doc *doc, const struct style_peer *p, struct lode_err *err)
{
    const struct table *t = &p->features->table;
    unsigned draws = style_draws(p->layer->kind);
    size_t all = 0, left_out = 0;
    enum geom_kind other = t->kind;

    if (!t->geom.n)
        return other == GEOM_NONE || (draws & 1U << other) || fail_kind(p->layer, other, err);

    for (size_t i = 0; i < t->geom.n; i++) {
        enum geom_kind kind = (enum geom_kind)t->geom.kind[i];
        all += kind != GEOM_NONE;
        if (kind == GEOM_NONE || (draws & 1U << kind))
            continue;

        left_out++;
        other = kind;
    }

    if (all && left_out == all)
        return fail_kind(p->layer, other, err);
    return !left_out || report_lost(doc, p, err);
}
