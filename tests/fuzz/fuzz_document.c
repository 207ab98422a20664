/* Any bytes as a map document: read it and check all that can be known without its data. Every
 * source it names has the same columns, so that looks, scales, steps and expressions are looked at.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "doc/map_doc.h"
#include "lint/lint.h"
#include "run/run.h"
#include "style/style.h"

static int relate(void *ctx, enum expr_relation what, struct expr_shape a, struct expr_shape b)
{
    (void)ctx;
    return (int)((a.n + b.n + (size_t)what) % 3) - 1;
}

static double measure(void *ctx, const struct geometry *g, size_t i, char kind)
{
    (void)ctx;
    return box_width(g->box[i]) * kind;
}

static struct features schema_of(enum geom_kind kind)
{
    static const struct column columns[] = {
        {.name = STR("n"), .type = COL_INT},     {.name = STR("x"), .type = COL_REAL},
        {.name = STR("name"), .type = COL_TEXT}, {.name = STR("yes"), .type = COL_BOOL},
        {.name = STR("day"), .type = COL_DATE},  {.name = STR("moment"), .type = COL_TIMESTAMP},
    };
    return (struct features){
        .table = {.name = STR("layer"), .columns = columns, .n_columns = 6, .kind = kind},
        .crs = STR("EPSG:4326"),
        .origin = STR("layer"),
    };
}

/* The faults of a document have places inside it, or in nothing. */
static void look_at(const struct diags *diags)
{
    for (size_t i = 0; i < diags->n; i++) {
        const struct lode_err *e = &diags->v[i];
        if (!e->message[0] || e->at.line < 0 || e->at.col < 0 || e->at.len < 0 ||
            !str_is_utf8(str_of(e->message)))
            __builtin_trap();
    }
}

static void check(struct arena *a, const struct map_doc *doc, const struct expr_env *env,
                  struct diags *diags)
{
    size_t n = doc->n_sources + doc->n_steps;
    struct features *known = arena_array(a, struct features, n + 1);
    struct layer_set set = {arena_array(a, const struct features *, n + 1),
                            arena_array(a, struct str, n + 1), 0};
    for (size_t i = 0; i < doc->n_sources; i++) {
        known[i] = schema_of((enum geom_kind)(GEOM_POINT + i % 3));
        set.v[set.n] = &known[i];
        set.name[set.n++] = doc->sources[i].name;
    }
    for (size_t i = 0; i < doc->n_steps; i++) {
        struct features *f = &known[doc->n_sources + i];
        if (!layer_lookup(&set, doc->steps[i].input.s) ||
            !step_check(a, &doc->steps[i], &set, env, f, diags))
            continue;
        set.v[set.n] = f;
        set.name[set.n++] = doc->steps[i].name;
    }
    struct style_peer *all = arena_array(a, struct style_peer, doc->n_layers + 1);
    for (size_t i = 0; i < doc->n_layers; i++)
        all[i] = (struct style_peer){.layer = &doc->layers[i],
                                     .features = layer_lookup(&set, doc->layers[i].of.s),
                                     .env = env};
    for (size_t i = 0; i < doc->n_layers; i++) {
        const struct style_params style = {
            .doc = doc, .layer = &doc->layers[i], .features = all[i].features, .env = env};
        if (all[i].features && style_check(a, &style, diags))
            lint_layer(a, &(struct lint_input){.doc = doc, .all = all, .index = i}, diags);
    }
    lint_names(doc, diags);
    lint_page(a, doc, diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct expr_env env = {.measure = measure, .relate = relate};
    struct str text = {(const char *)data, size};
    struct map_doc *doc = NULL;
    struct arena a = {0};
    struct diags diags;
    arena_init(&a, (size_t)1 << 32);
    diags_init(&diags, &a);
    doc_read_text(&a, text, "fuzz.yaml", &(struct doc_params){.rows = &run_schema_rows}, &doc,
                  &diags);
    if (doc)
        check(&a, doc, &env, &diags);
    look_at(&diags);
    arena_finish(&a);
    return 0;
}
