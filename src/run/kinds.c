/* Whether a layer can draw its features: the kinds of geometry that each kind of layer draws. */
#include "run/kinds.h"

#include "base/log.h"

static const struct need {
    const char *layer, *needs;
    unsigned draws; /* bits of enum geom_kind */
} needs[LAYER_N] = {
    [LAYER_FILL] = {"fill", "areas", 1 << GEOM_POLYGON},
    [LAYER_LINE] = {"line", "lines or areas", 1 << GEOM_LINE | 1 << GEOM_POLYGON},
    [LAYER_MARKER] = {"marker", "points", 1 << GEOM_POINT},
    [LAYER_LABEL] = {"label", "points, lines or areas",
                     1 << GEOM_POINT | 1 << GEOM_LINE | 1 << GEOM_POLYGON},
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
            draws |= needs[doc->layers[i].kind].draws;
    }
    return draws;
}

bool kinds_check(const struct map_doc *doc, const struct doc_layer *layer, const struct features *f,
                 struct lode_err *err)
{
    const struct need *need = &needs[layer->kind];
    size_t all = 0, left_out = 0, lost = 0;
    unsigned elsewhere = kinds_drawn(doc, layer->of.s);
    enum geom_kind other = f->table.kind;

    if (!f->table.geom.n)
        return other == GEOM_NONE || (need->draws & 1U << other) || fail_kind(layer, other, err);

    for (size_t i = 0; i < f->table.geom.n; i++) {
        enum geom_kind kind = f->table.geom.kind[i];
        all += kind != GEOM_NONE;
        if (kind == GEOM_NONE || (need->draws & 1U << kind))
            continue;

        left_out++;
        lost += !(elsewhere & 1U << kind);
        other = kind;
    }

    if (all && left_out == all)
        return fail_kind(layer, other, err);
    if (lost)
        log_warn(layer->of.at, "wrong-kind",
                 "%zu of %zu features of '%.*s' are not %s, and are left out", lost, all,
                 STR_FMT(layer->of.s), need->needs);
    return true;
}
