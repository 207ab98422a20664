/* One layer of the map: its looks read, its scales applied, then each check in turn. */
#include "base/arena.h"
#include "lint/parts.h"

/* The rows that the layer draws. False when its filter fails, which the stages tell. */
static bool select_rows(const struct linted *l, uint32_t **ret, size_t *ret_n)
{
    struct lode_err ignored = {0};
    const struct table *t = &l->features->table;
    const struct node *filter = l->spec.filter;
    if (filter)
        return expr_select(l->arena, filter->text, filter->at, t, l->in->env, ret, ret_n, &ignored);
    *ret = arena_array(l->arena, uint32_t, t->n);
    for (size_t i = 0; i < t->n; i++)
        (*ret)[i] = (uint32_t)i;
    *ret_n = t->n;
    return true;
}

static void apply_scales(struct linted *l)
{
    struct lode_err ignored = {0};
    struct style_params params = {
        .doc = l->in->doc, .layer = l->layer, .features = l->features, .env = l->in->env};
    struct scaled *scales = arena_array(l->arena, struct scaled, CHANNEL_N);
    uint32_t *rows;
    size_t n;
    if (!l->in->has_rows || !select_rows(l, &rows, &n) || !n)
        return;
    for (size_t i = 0; i < CHANNEL_N; i++) {
        const struct channel *c = &l->spec.channels[i];
        if (c->by && !scale_apply(l->arena, c, &params, rows, n, &scales[i], &ignored))
            return;
    }
    l->scales = scales;
}

void lint_layer(struct arena *a, const struct lint_input *in, struct diags *diags)
{
    struct diags ignored;
    struct linted l = {.arena = a,
                       .in = in,
                       .layer = &in->doc->layers[in->index],
                       .features = in->all[in->index],
                       .diags = diags};
    if (!l.features)
        return;
    struct style_params params = {
        .doc = in->doc, .layer = l.layer, .features = l.features, .env = in->env};
    diags_init(&ignored, a);
    if (!look_read(a, &params, &l.spec, &ignored))
        return;
    lint_sizes(&l);
    apply_scales(&l);
    lint_classes(&l);
    lint_contrast(&l);
}
