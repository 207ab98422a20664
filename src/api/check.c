/* `lode check`: reports every mistake that can be found without drawing. Without the data that is
 * the document, the columns and the looks; with the data all stages but the last are run. */
#include "atlas/atlas.h"
#include "lint/lint.h"
#include "overlay/crowded.h"
#include "run/geometry_env.h"
#include "run/run.h"

/* Lint reads scales by the code of the stages. It is muted, since the stages report the same
 * findings when they run. */
static void lint_layers(struct run *r, const struct layer_set *layers, bool has_rows)
{
    struct style_peer *all = arena_array(&r->a, struct style_peer, r->doc->n_layers);
    bool was_muted = session_mute(r->session);

    for (size_t i = 0; i < r->doc->n_layers; i++) {
        struct expr_env *env = arena_new(&r->a, struct expr_env);
        const struct features *f = layer_lookup(layers, r->doc->layers[i].of.s);
        struct lode_err ignored = {0};
        if (f && (has_rows ? geometry_env(&r->a, &r->env, f, env, &ignored)
                           : run_schema_env(r, f, env, &ignored)))
            all[i] = (struct style_peer){&r->doc->layers[i], f, env};
    }

    for (size_t i = 0; i < r->doc->n_layers; i++) {
        struct lint_input in = {r->doc, all, i, has_rows};
        if (all[i].features)
            lint_layer(&r->a, &in, &r->diags);
    }

    session_unmute(r->session, was_muted);
}

/* Whether each point of the source counts by itself: where it is labelled, and in steps that look from it to
 * another layer. A step `unique` has seen to it. */
static bool counts_points(const struct map_doc *doc, struct str source)
{
    bool ret = false;
    for (size_t i = 0; i < doc->n_steps; i++) {
        const struct doc_step *s = &doc->steps[i];
        if (!str_eq(s->input.s, source))
            continue;
        if (doc_step_is(s, "unique"))
            return false;
        ret |= s->with.s.p != NULL;
    }

    for (size_t i = 0; i < doc->n_layers; i++) {
        const struct doc_layer *l = &doc->layers[i];
        ret |=
            str_eq(l->of.s, source) && (l->kind == LAYER_LABEL || node_lookup(l->props, "label"));
    }
    return ret;
}

static void lint_places(struct run *r, const struct doc_source *s, const struct features *f)
{
    if (!counts_points(r->doc, s->name))
        return;

    struct crowded n = crowded_count(&r->a, f);
    if (!n.near)
        return;

    struct lode_err err = {.severity = LODE_NOTE, .rule = "shared-place"};
    lode_fail(&err, LODE_OK, s->at,
              "%zu of %zu points of '%.*s' have another within %g m, %zu of them at the same place",
              n.near, f->table.n, STR_FMT(s->name), CROWDED_M, n.same);
    lode_hint(&err, "if some are the same place twice, a step keeps one: unique: %.*s",
              STR_FMT(s->name));
    diags_put(&r->diags, &err);
}

static void lint_data(struct run *r)
{
    for (size_t i = 0; i < r->doc->n_sources; i++) {
        const struct features *f = layer_lookup(&r->layers, r->doc->sources[i].name);
        if (f) {
            lint_source(&r->a, &r->doc->sources[i], f, &r->diags);
            lint_places(r, &r->doc->sources[i], f);
        }
    }
}

/* Plan all pages, and draw the first of them into no file. */
static bool draw_atlas_unseen(struct run *r, struct lode_err *err)
{
    struct atlas atlas;
    return atlas_plan(r, &atlas, err) && atlas_draw(r, &atlas, 0, NULL, 0, err);
}

/* Do all that drawing does, but write no file. */
static bool draw_unseen(struct run *r, struct lode_err *err)
{
    if (r->doc->atlas.node)
        return draw_atlas_unseen(r, err);
    return run_view(r, err) && run_load_drawn(r, err) && run_style(r, err) && run_layout(r, err) &&
           run_label(r, err) && run_scene(r, err);
}

static void check_data(struct run *r)
{
    struct lode_err err = {0};
    r->keep_damaged = r->doc->atlas.node != NULL;
    if (!run_load_all(r, &err) || !run_steps(r, &err)) {
        lint_layers(r, &r->schemas, false);
        diags_put(&r->diags, &err);
        return;
    }

    lint_data(r);
    lint_layers(r, &r->layers, true);
    /* A document may be there for its tables alone. */
    if ((r->doc->n_layers || !r->doc->n_tables) && !draw_unseen(r, &err))
        diags_put(&r->diags, &err);
}

static void check_document(struct run *r, bool no_data)
{
    run_check(r);
    run_check_atlas_files(r);

    lint_names(r->doc, &r->diags);
    lint_page(&r->a, r->doc, &r->diags);

    if (no_data || r->diags.n_errors)
        lint_layers(r, &r->schemas, false);
    else
        check_data(r);
}

static int check_map(struct lode *l, const char *map, const struct lode_check_params *params)
{
    struct run r;
    struct arena arena = {0};
    struct diags found; /* by the stages; not in the run's arena, which they may use as scratch */

    arena_init(&arena, 0);
    diags_init(&found, &arena);
    run_init(&r, l);

    l->collect = &found;
    run_document(&r, map, NULL, params->sets, params->n_sets);
    /* A document with faults is checked as far as possible, so that all its faults are reported. */
    if (r.doc)
        check_document(&r, params->no_data);
    l->collect = NULL;

    for (size_t i = 0; i < found.n; i++)
        diags_put(&r.diags, &found.v[i]);
    int status = session_report(l, &r.diags);
    run_finish(&r);
    arena_finish(&arena);
    return status;
}

int lode_check(struct lode *l, const char *const *maps, size_t n_maps,
               const struct lode_check_params *params)
{
    int status = 0;
    l->warned = false;
    for (size_t i = 0; i < n_maps; i++) {
        int one = check_map(l, maps[i], params);
        status = one > status ? one : status;
    }

    return params->strict && l->warned && !status ? 2 : status;
}
