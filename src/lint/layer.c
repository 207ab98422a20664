/* One layer of the map: its looks read, its scales applied, then each check in turn. */
#include "base/arena.h"
#include "lint/parts.h"

struct style_params lint_params(const struct linted *l)
{
    return (struct style_params){.doc = l->in->doc,
                                 .layer = l->layer,
                                 .features = l->features,
                                 .env = l->env,
                                 .peers = l->in->all,
                                 .n_peers = l->in->doc->n_layers};
}

static void apply_scales(struct linted *l)
{
    struct lode_err ignored = {0};
    struct style_params params = lint_params(l);
    struct scaled *scales = arena_array(l->arena, struct scaled, CHANNEL_N);
    uint32_t *rows;
    size_t n;

    if (!l->in->has_rows || !scale_rows(l->arena, &l->in->all[l->in->index], &rows, &n, &ignored) ||
        !n)
        return;

    if (scale_apply_all(l->arena, l->spec.channels, CHANNEL_N, &params, rows, &n, scales, &ignored))
        l->scales = scales;
}

void lint_layer(struct arena *a, const struct lint_input *in, struct diags *diags)
{
    struct diags ignored;
    struct linted l = {.arena = a,
                       .in = in,
                       .layer = &in->doc->layers[in->index],
                       .features = in->all[in->index].features,
                       .env = in->all[in->index].env,
                       .diags = diags};

    if (!l.features)
        return;

    struct style_params params = lint_params(&l);
    diags_init(&ignored, a);
    if (!look_read(a, &params, &l.spec, &ignored))
        return;

    lint_sizes(&l);
    apply_scales(&l);
    lint_classes(&l);
    lint_contrast(&l);
}
