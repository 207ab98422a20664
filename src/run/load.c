/* The stage of loading: sources whole for steps and extents, the view's window of sources only
 * drawn. */
#include "load/load.h"
#include "project/beyond.h"
#include "run/empty.h"
#include "run/geometry_env.h"
#include "run/run.h"
#include "run/sources.h"

void run_add_layer(struct run *r, struct layer_set *set, struct str name, const struct features *f)
{
    set->v = arena_grow(&r->a, set->v, sizeof *set->v, set->n, set->n + 1);
    set->name = arena_grow(&r->a, set->name, sizeof *set->name, set->n, set->n + 1);
    set->v[set->n] = f;
    set->name[set->n++] = name;
}

/* Whether nothing came of the source itself, and not only nothing in a window. */
static bool is_empty(struct run *r, const struct doc_source *s, struct load_params params,
                     const struct features *f)
{
    struct features whole;
    struct lode_err ignored = {0};
    if (f->table.n || !params.has_window)
        return !f->table.n;

    params.has_window = false;
    params.all_columns = false;
    params.n_columns = 0;
    bool was_muted = session_mute(r->session);
    bool read = load_source(&r->a, s, &params, &whole, &ignored);
    session_unmute(r->session, was_muted);
    return read && !whole.table.n;
}

static bool load_layer(struct run *r, const struct doc_source *s, struct box window,
                       bool has_window, struct lode_err *err)
{
    struct features *f = arena_new(&r->a, struct features);
    const struct features *schema = layer_lookup(&r->schemas, s->name);
    struct load_params params = {.all_columns = r->all_columns,
                                 .seen = true,
                                 .keep_damaged =
                                     r->keep_damaged && sources_only_shown(r->doc, s->name),
                                 .window = window,
                                 .has_window = has_window,
                                 .env = geometry_env_for_load,
                                 .env_ctx = &r->env,
                                 .allow_network = r->session->options.allow_network};

    params.columns = sources_columns(&r->a, r->doc, &schema->table, &params.n_columns);
    if (!load_source(&r->a, s, &params, f, err))
        return false;
    if (is_empty(r, s, params, f))
        empty_source(s);

    run_add_layer(r, &r->layers, s->name, f);
    return true;
}

/* All sources, or only those that are needed whole. */
static bool load_whole(struct run *r, bool all, struct lode_err *err)
{
    for (size_t i = 0; i < r->doc->n_sources; i++) {
        const struct doc_source *s = &r->doc->sources[i];
        if ((all || sources_needed_whole(r->doc, s->name)) &&
            !load_layer(r, s, (struct box){0}, false, err))
            return false;
    }

    run_clock(r, STAGE_LOAD);
    return true;
}

bool run_load_for_steps(struct run *r, struct lode_err *err)
{
    return load_whole(r, false, err);
}

bool run_load_all(struct run *r, struct lode_err *err)
{
    return load_whole(r, true, err);
}

/* The window in the source's own system; false when the source has to be read whole. */
static bool window_for(struct run *r, const struct doc_source *s, struct box *ret)
{
    struct box w = run_widen(r->view.window_deg);
    if (view_may_miss(&r->view)) /* what it misses is counted */
        w = box_join(w, r->view.asked_deg);
    const struct features *schema = layer_lookup(&r->schemas, s->name);
    if (!str_is(schema->crs, "EPSG:4326") || w.x0 < -180 || w.x1 > 180 || box_width(w) >= 360 ||
        w.y0 <= -89 || w.y1 >= 89 || sources_scaled(r->doc, s->name) ||
        sources_located(r->doc, s->name))
        return false;

    *ret = w;
    return true;
}

bool run_load_drawn(struct run *r, struct lode_err *err)
{
    for (size_t i = 0; i < r->doc->n_sources; i++) {
        const struct doc_source *s = &r->doc->sources[i];
        struct box window = {0};
        if (layer_lookup(&r->layers, s->name) || !sources_drawn(r->doc, s->name))
            continue;

        bool has_window = window_for(r, s, &window);
        if (!load_layer(r, s, window, has_window, err))
            return false;
    }
    run_clock(r, STAGE_LOAD);
    return true;
}
