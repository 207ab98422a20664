/* The stage of steps: runs them in order, each making a layer from others. */
#include "run/empty.h"
#include "run/geometry_env.h"
#include "run/run.h"

/* Check the pairs of a list and a band that step `last` completes: both must hold the same
 * features. */
static bool check_agreement(struct run *r, size_t last, struct lode_err *err)
{
    struct agreement *new;
    size_t n;
    if (!agree_check(&r->a, r->doc->steps, last, &r->layers, &new, &n, err))
        return false;
    r->agreements =
        arena_grow(&r->a, r->agreements, sizeof *new, r->n_agreements, r->n_agreements + n);
    for (size_t i = 0; i < n; i++)
        r->agreements[r->n_agreements++] = new[i];
    return true;
}

bool run_steps(struct run *r, struct lode_err *err)
{
    for (size_t i = 0; i < r->doc->n_steps; i++) {
        const struct doc_step *s = &r->doc->steps[i];
        struct features *f = arena_new(&r->a, struct features);
        struct expr_env env;
        const struct features *input = layer_lookup(&r->layers, s->input.s);

        if (!geometry_env(&r->a, &r->env, input, &env, err) ||
            !step_run(&r->a, s, &r->layers, &env, f, err))
            return lode_within(err, "step '%.*s'", STR_FMT(s->name));

        if (!f->table.n && input->table.n)
            empty_step(s);
        run_add_layer(r, &r->layers, s->name, f);
        if (!check_agreement(r, i, err))
            return lode_within(err, "step '%.*s'", STR_FMT(s->name));
    }

    run_clock(r, STAGE_STEPS);
    return true;
}
