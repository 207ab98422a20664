/* The life of a run: begun, its document read, taken through all stages, ended. */
#include "run/run.h"

const struct schema_rows run_schema_rows = {.steps = step_kinds, .page_items = page_item_keys};

void run_init(struct run *r, struct lode *session)
{
    *r = (struct run){.session = session};
    arena_init(&r->a, 0);
    diags_init(&r->diags, &r->a);
    session_begin_run(session);
    run_clock(r, STAGE_DOCUMENT);
}

void run_finish(struct run *r)
{
    struct arena a = r->a;
    for (size_t i = 0; i < r->n_sets; i++)
        session_forget_text(r->session, r->set_names[i]);
    arena_finish(&a);
    *r = (struct run){0};
}

bool run_document(struct run *r, const char *file, const char *text, const struct lode_set *sets,
                  size_t n_sets)
{
    struct doc_set *own = arena_array(&r->a, struct doc_set, n_sets);
    r->set_names = arena_array(&r->a, const char *, n_sets);
    r->n_sets = n_sets;

    for (size_t i = 0; i < n_sets; i++) {
        own[i] = (struct doc_set){str_of(sets[i].key), str_of(sets[i].value)};
        r->set_names[i] = str_format(&r->a, "--set %s", sets[i].key).p;
        session_name_text(r->session, r->set_names[i], own[i].value);
    }

    const struct doc_params params = {.rows = &run_schema_rows, .sets = own, .n_sets = n_sets};
    bool read = text ? doc_read_text(&r->a, str_of(text), file, &params, &r->doc, &r->diags)
                     : doc_read(&r->a, file, &params, &r->doc, &r->diags);

    if (read && r->doc)
        r->env.language = r->doc->language.s;
    run_clock(r, STAGE_DOCUMENT);
    return read && !r->diags.n_errors;
}

bool run_all(struct run *r, struct lode_err *err)
{
    return run_load_for_steps(r, err) && run_steps(r, err) && run_view(r, err) &&
           run_load_drawn(r, err) && run_style(r, err) && run_layout(r, err) && run_label(r, err) &&
           run_scene(r, err);
}
