/* Whether labels and texts stand out from what they stand on: WCAG 2.1, 1.4.3. */
#include <stdio.h>

#include "base/vision.h"
#include "lint/parts.h"

/* Level AA: 4.5 to 1, and 3 to 1 for large text (18 pt, or 14 pt in bold). */
static double ratio_needed(const struct text_style *t, double size_pt)
{
    return size_pt >= 18 || (size_pt >= 14 && t->weight >= 700) ? 3 : 4.5;
}

static const struct rgba white = {255, 255, 255, 255};

struct rgba lint_background(const struct map_doc *doc)
{
    struct rgba page = color_over(style_theme_color(doc, "page", white), 1, white);
    struct rgba map =
        doc->map.has_background ? doc->map.background : style_theme_color(doc, "map", page);
    return color_over(map, 1, page);
}

/* What a text stands on at its worst. */
struct ground {
    double ratio; /* 0: nothing yet */
    const char *what;
    struct str name;
};

static void stand_on(struct ground *g, struct rgba text, struct rgba under, const char *what,
                     struct str name)
{
    double ratio = color_contrast(color_over(text, 1, under), under);
    if (!g->ratio || ratio < g->ratio)
        *g = (struct ground){ratio, what, name};
}

static void stand_on_fill(struct ground *g, const struct linted *l, struct rgba text,
                          struct rgba under)
{
    const struct channel *c = &l->spec.channels[CHANNEL_COLOR];
    const struct channel *o = &l->spec.channels[CHANNEL_OPACITY];
    double opacity = o->by ? 1 : o->constant.number;
    const struct scaled *s = l->scales ? &l->scales[CHANNEL_COLOR] : NULL;

    if (!c->by && c->constant.color.a)
        stand_on(g, text, color_over(c->constant.color, opacity, under), "the fill of",
                 l->layer->of.s);

    for (size_t i = 0; c->by && s && s->channel && i < s->n && !channel_is_continuous(c); i++) {
        if (s->classes[i].count)
            stand_on(g, text, color_over(s->classes[i].look.color, opacity, under), "the fill of",
                     l->layer->of.s);
    }
}

/* Areas below that have one solid colour. Scales and thin tints are left out: which colour lies under
 * a label is not known. */
static void stand_on_layers_below(struct ground *g, const struct linted *l, struct rgba text,
                                  struct rgba under)
{
    const struct map_doc *doc = l->in->doc;
    for (size_t i = 0; i < l->in->index; i++) {
        const struct node *color = node_lookup(doc->layers[i].props, "color");
        const struct node *opacity = node_lookup(doc->layers[i].props, "opacity");
        struct lode_err ignored = {0};
        struct rgba fill;
        double share = 1;
        if (doc->layers[i].kind != LAYER_FILL || !color || color->kind != NODE_SCALAR ||
            !node_rgba(color, &fill, &ignored) ||
            (opacity && !node_share(opacity, &share, &ignored)) || share * fill.a < 128)
            continue;

        stand_on(g, text, color_over(fill, share, under), "the fill of", doc->layers[i].of.s);
    }
}

static void report_contrast(struct diags *diags, struct lode_span at, const struct ground *g,
                            double needed)
{
    /* Cut, not rounded: 4.46 is not 4.5. */
    int tenths = (int)(g->ratio * 10);
    if (g->ratio >= needed)
        return;

    lint_put(diags, LODE_WARNING, "low-contrast", at,
             "darker letters, or a halo that parts them from what lies below",
             "the text has a contrast of %d.%d to 1 with %s%s%.*s%s; %s is the least", tenths / 10,
             tenths % 10, g->what, g->name.len ? " '" : "", STR_FMT(g->name),
             g->name.len ? "'" : "", needed < 4 ? "3" : "4.5");
}

void lint_contrast(const struct linted *l)
{
    const struct label_look *label = &l->spec.label;
    const struct text_style *t = &label->text;
    struct rgba under = lint_background(l->in->doc);
    struct ground g = {0};

    if (!label->node)
        return;

    if (t->halo_width_pt > 0.1 && t->halo_color.a >= 128) {
        stand_on(&g, t->color, color_over(t->halo_color, 1, under), "its halo", (struct str){0});
    } else if (l->layer->kind == LAYER_FILL) {
        stand_on_fill(&g, l, t->color, under);
    } else {
        stand_on(&g, t->color, under, "the background", (struct str){0});
        stand_on_layers_below(&g, l, t->color, under);
    }

    if (!g.ratio)
        stand_on(&g, t->color, under, "the background", (struct str){0});
    const struct node *color = node_lookup(label->node, "color");
    report_contrast(l->diags, color ? color->at : label->node->at, &g, ratio_needed(t, t->size_pt));
}
