/* The check of a document: the schemas of sources and steps, and every fault that they show. */
#include "load/load.h"
#include "project/choose.h"
#include "run/geometry_env.h"
#include "run/kinds.h"
#include "run/run.h"
#include "run/tables.h"
#include "write/format.h"

static void add_finding(struct run *r, const struct lode_err *err)
{
    diags_put(&r->diags, err);
}

static void check_sources(struct run *r)
{
    for (size_t i = 0; i < r->doc->n_sources; i++) {
        const struct doc_source *s = &r->doc->sources[i];
        struct lode_err err = {0};
        struct features *f = arena_new(&r->a, struct features);
        struct load_params schema = {.schema_only = true,
                                     .all_columns = true,
                                     .env = geometry_env_for_load,
                                     .env_ctx = &r->env,
                                     .allow_network = r->session->options.allow_network};

        if (load_source(&r->a, s, &schema, f, &err))
            run_add_layer(r, &r->schemas, s->name, f);
        else
            add_finding(r, &err);
    }
}

static void check_steps(struct run *r)
{
    for (size_t i = 0; i < r->doc->n_steps; i++) {
        const struct doc_step *s = &r->doc->steps[i];
        struct features *f = arena_new(&r->a, struct features);
        const struct features *input = layer_lookup(&r->schemas, s->input.s);
        struct expr_env env;
        struct lode_err err = {0};

        if (input && !run_schema_env(r, input, &env, &err))
            add_finding(r, &err);
        else if (input && step_check(&r->a, s, &r->schemas, &env, f, &r->diags))
            run_add_layer(r, &r->schemas, s->name, f);
    }
}

static void check_layers(struct run *r)
{
    for (size_t i = 0; i < r->doc->n_layers; i++) {
        const struct doc_layer *l = &r->doc->layers[i];
        const struct features *f = layer_lookup(&r->schemas, l->of.s);
        struct expr_env env;
        struct lode_err err = {0};
        if (!f) /* its source or step failed, and is reported */
            continue;

        struct style_peer peer = {.layer = l, .features = f};
        if (!kinds_check(r->doc, &peer, &err) || !run_schema_env(r, f, &env, &err))
            add_finding(r, &err);
        else
            style_check(
                &r->a,
                &(struct style_params){.doc = r->doc, .layer = l, .features = f, .env = &env},
                &r->diags);
    }
}

static void check_crs(struct run *r)
{
    struct lode_err err = {0};
    struct crs crs;
    struct str wish;
    const struct doc_text *text = &r->doc->map.crs;
    if (!text->s.p)
        return;

    bool good = choose_asked(text->s, &wish) ? choose_check(wish, text->at, &err)
                                             : crs_parse(&r->a, text->s, text->at, &crs, &err);
    if (!good)
        add_finding(r, &err);
}

static void check_outputs(struct run *r)
{
    for (size_t i = 0; i < r->doc->n_outputs; i++) {
        const struct doc_text *file = &r->doc->outputs[i].file;
        const struct write_format *format;
        struct lode_err err = {0};
        if (file->s.len && !write_format_find(file->s, file->at, &format, &err))
            add_finding(r, &err);
    }
}

bool run_check(struct run *r)
{
    run_set_words(r, STR("-"), STR("-")); /* CRS and scale are known later */
    check_sources(r);
    check_steps(r);
    run_check_atlas(r); /* after the steps, which may not use the words of a page */
    check_layers(r);
    check_crs(r);
    tables_check(r);
    check_outputs(r);

    run_clock(r, STAGE_CHECK);
    return !r->diags.n_errors;
}
