/* scratch-copy: a layer as it is, less its first `skip` features. Of lode-scratch only. */
#include "base/arena.h"
#include "doc/schema_kinds.h"
#include "overlay/step.h"

static size_t skipped(const struct step *s)
{
    int64_t n = 0;
    struct lode_err ignored = {0};
    const struct node *skip = node_lookup(s->doc->args, "skip");
    return skip && node_int(skip, &n, &ignored) ? (size_t)n : 0;
}

static bool run(struct step *s, struct features *ret, struct lode_err *err)
{
    (void)err;
    size_t n = 0;
    struct geom_builder b = {0};
    uint32_t *rows = arena_array(s->arena, uint32_t, s->in->table.n);
    for (size_t i = skipped(s); i < s->in->table.n; i++) {
        geom_copy(&b, &s->in->table.geom, i);
        rows[n++] = (uint32_t)i;
    }
    step_result(s, rows, n, &b, ret);
    return true;
}

static const struct key scratch_copy_keys[] = {
    {"scratch-copy", &kind_layer, KEY_REQUIRED, "the layer that is copied"},
    {"skip", &kind_count, 0, "how many of its first features are left out"},
};

const struct step_kind step_scratch_copy = {
    .section = SECTION("a step 'scratch-copy'", scratch_copy_keys),
    .run = run,
    .left_out = "is one of the first",
    .method = "copied as it is",
};
