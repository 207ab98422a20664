#include "stages.h"

#include <string.h>
#include <time.h>

#include "atlas_parts.h"
#include "base/log.h"
#include "geometry_env.h"
#include "kinds.h"
#include "load/load.h"
#include "sources.h"
#include "tables.h"
#include "visible.h"

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

void run_clock(struct run *r, const char *stage)
{
    double now = now_ms();
    if (r->n_times < sizeof r->times / sizeof *r->times)
        r->times[r->n_times++] = (struct stage_time){stage, now - r->last_ms};
    r->last_ms = now;
}

void run_add_time(struct run *r, struct stage_time time)
{
    size_t i = 0;
    while (i < r->n_times && strcmp(r->times[i].stage, time.stage) != 0)
        i++;
    if (i == sizeof r->times / sizeof *r->times)
        return;
    if (i == r->n_times)
        r->times[r->n_times++] = (struct stage_time){.stage = time.stage};
    r->times[i].ms += time.ms;
}

void run_init(struct run *r, struct lode *session)
{
    *r = (struct run){.session = session, .last_ms = now_ms()};
    arena_init(&r->a, 0);
    diags_init(&r->diags, &r->a);
}

void run_finish(struct run *r)
{
    struct arena a = r->a;
    for (size_t i = 0; i < r->n_sets; i++)
        session_forget_text(r->session, r->set_names[i]);
    arena_finish(&a);
    *r = (struct run){0};
}

bool run_read(struct run *r, const char *file, const char *text, const struct lode_set *sets,
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
    bool read = text ? doc_read_text(&r->a, str_of(text), file, own, n_sets, &r->doc, &r->diags)
                     : doc_read(&r->a, file, own, n_sets, &r->doc, &r->diags);
    if (read && r->doc)
        r->env.language = r->doc->language.s;
    run_clock(r, "document");
    return read && !r->diags.n_errors;
}

/* ---- schemas, and what they show */

static void add_layer(struct run *r, struct layer_set *set, struct str name,
                      const struct features *f)
{
    set->v = arena_grow(&r->a, set->v, sizeof *set->v, set->n, set->n + 1);
    set->name = arena_grow(&r->a, set->name, sizeof *set->name, set->n, set->n + 1);
    set->v[set->n] = f;
    set->name[set->n++] = name;
}

static void put(struct run *r, const struct lode_err *err)
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
            add_layer(r, &r->schemas, s->name, f);
        else
            put(r, &err);
    }
}

bool run_schema_env(struct run *r, const struct features *f, struct expr_env *ret,
                    struct lode_err *err)
{
    for (size_t i = 0; i < r->n_schema_envs; i++) {
        if (r->schema_envs[i].of == f) {
            *ret = r->schema_envs[i].env;
            ret->words = r->env.words; /* there may be more by now */
            ret->n_words = r->env.n_words;
            return true;
        }
    }
    if (!geometry_env(&r->a, &r->env, f, ret, err))
        return false;
    r->schema_envs = arena_grow(&r->a, r->schema_envs, sizeof *r->schema_envs, r->n_schema_envs,
                                r->n_schema_envs + 1);
    r->schema_envs[r->n_schema_envs++] = (struct schema_env){f, *ret};
    return true;
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
            put(r, &err);
        else if (input && step_check(&r->a, s, &r->schemas, &env, f, &r->diags))
            add_layer(r, &r->schemas, s->name, f);
    }
}

static void check_layers(struct run *r)
{
    for (size_t i = 0; i < r->doc->n_layers; i++) {
        const struct doc_layer *l = &r->doc->layers[i];
        const struct features *f = layer_lookup(&r->schemas, l->of.s);
        struct expr_env env;
        struct lode_err err = {0};
        if (!f) /* its source or step failed, and was told */
            continue;
        if (!kinds_check(r->doc, l, f, &err) || !run_schema_env(r, f, &env, &err))
            put(r, &err);
        else
            style_check(
                &r->a,
                &(struct style_params){.doc = r->doc, .layer = l, .features = f, .env = &env},
                &r->diags);
    }
}

static void check_crs(struct run *r)
{
    static const char *const automatic[] = {"auto", "auto equal-area", "auto conformal",
                                            "auto compromise"};
    struct lode_err err = {0};
    struct crs crs;
    const struct doc_text *text = &r->doc->map.crs;
    for (size_t i = 0; i < sizeof automatic / sizeof *automatic; i++) {
        if (!text->s.p || str_is(text->s, automatic[i]))
            return;
    }
    if (str_starts(text->s, STR("auto "))) {
        lode_fail(&err, LODE_SCHEMA, text->at, "no such purpose: '%.*s'", STR_FMT(text->s));
        lode_hint(&err, "one of: auto, auto equal-area, auto conformal, auto compromise");
    } else {
        crs_parse(&r->a, text->s, text->at, &crs, &err);
    }
    if (err.code)
        put(r, &err);
}

/* Their values follow when they are known. */
void run_set_words(struct run *r, struct str crs_name, struct str scale)
{
    static const char *const names[] = {"sources()", "crs_name()", "scale()"};
    struct str values[] = {sources_text(&r->a, r->doc, &r->layers), crs_name, scale};
    size_t n = sizeof names / sizeof *names;
    struct expr_word *words = arena_array(&r->a, struct expr_word, n + r->n_page_words);
    for (size_t i = 0; i < r->n_page_words; i++)
        words[n + i] = r->page_words[i];
    for (size_t i = 0; i < n; i++) {
        struct str *v = arena_new(&r->a, struct str);
        *v = values[i];
        words[i] = (struct expr_word){
            str_of(names[i]), {.name = str_of(names[i]), .type = COL_TEXT, .n = 1, .v.s = v}};
    }
    r->env.words = words;
    r->env.n_words = n + r->n_page_words;
}

bool run_check(struct run *r)
{
    run_set_words(r, STR("-"), STR("-"));
    check_sources(r);
    check_steps(r);
    atlas_check(r); /* steps never depend on the page: its words are known from here on */
    check_layers(r);
    check_crs(r);
    tables_check(r);
    run_clock(r, "check");
    return !r->diags.n_errors;
}

/* ---- load and steps */

static bool load_one(struct run *r, const struct doc_source *s, struct box window, bool has_window,
                     struct lode_err *err)
{
    struct features *f = arena_new(&r->a, struct features);
    const struct features *schema = layer_lookup(&r->schemas, s->name);
    struct load_params params = {.all_columns = r->all_columns,
                                 .told = true,
                                 .window = window,
                                 .has_window = has_window,
                                 .env = geometry_env_for_load,
                                 .env_ctx = &r->env,
                                 .allow_network = r->session->options.allow_network};
    params.columns = sources_columns(&r->a, r->doc, &schema->table, &params.n_columns);
    if (!load_source(&r->a, s, &params, f, err))
        return false;
    add_layer(r, &r->layers, s->name, f);
    return true;
}

static bool load_whole(struct run *r, bool all, struct lode_err *err)
{
    for (size_t i = 0; i < r->doc->n_sources; i++) {
        const struct doc_source *s = &r->doc->sources[i];
        if ((all || sources_needed_whole(r->doc, s->name)) &&
            !load_one(r, s, (struct box){0}, false, err))
            return false;
    }
    run_clock(r, "load");
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

/* The pairs of a list and a band that step `last` completes. */
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
        add_layer(r, &r->layers, s->name, f);
        if (!check_agreement(r, i, err))
            return lode_within(err, "step '%.*s'", STR_FMT(s->name));
    }
    run_clock(r, "overlay");
    return true;
}

/* ---- view */

static bool lonlat_of(struct run *r, const struct features *f, const struct features **ret,
                      struct lode_err *err)
{
    if (str_is(f->crs, "EPSG:4326")) {
        *ret = f;
        return true;
    }
    struct features *moved = arena_new(&r->a, struct features);
    if (!features_to_crs(&r->a, f, STR("EPSG:4326"), f->crs_at, moved, err))
        return false;
    *ret = moved;
    return true;
}

static bool extent_of_layer(struct run *r, struct view_params *params, struct lode_err *err)
{
    const struct doc_extent *e = &r->doc->map.extent;
    const struct features *f = layer_lookup(&r->layers, e->of.s), *lonlat;
    if (!lonlat_of(r, f, &lonlat, err))
        return false;
    const struct geometry *g = &lonlat->table.geom;
    if (e->filter.s.p) {
        uint32_t *rows;
        size_t n;
        struct geom_builder b = {0};
        struct geometry *chosen = arena_new(&r->a, struct geometry);
        if (!expr_select(&r->a, e->filter.s, e->filter.at, &f->table, &r->env, &rows, &n, err))
            return false;
        for (size_t i = 0; i < n; i++)
            geom_copy(&b, g, rows[i]);
        geom_finish(&r->a, &b, chosen);
        g = chosen;
    }
    params->extent_geom = g;
    params->extent_deg = geometry_box(g);
    if (box_is_empty(params->extent_deg)) {
        lode_fail(err, LODE_DATA, e->at, "nothing in '%.*s' to take the extent from",
                  STR_FMT(e->of.s));
        return lode_hint(err, "its features were filtered away, or have no geometry");
    }
    return true;
}

/* More vertices than this are fitted by their box alone: the view is to be found quickly. */
enum { TIGHT_MAX = 300000 };

static bool fail_nothing(const struct map_doc *doc, struct lode_err *err)
{
    const struct node *layers = node_lookup(doc->root, "layers");
    if (!doc->n_layers) {
        lode_fail(err, LODE_SCHEMA, layers ? layers->at : (struct lode_span){0},
                  "nothing to draw: there are no layers");
        return lode_hint(err, "for example: layers: [{fill: NAME}], with a NAME of `data:`");
    }
    lode_fail(err, LODE_DATA, doc->layers[0].of.at, "nothing to draw: no layer has a geometry");
    return lode_hint(err, "see what is in a source with: lode info FILE");
}

static bool extent_of_all(struct run *r, struct view_params *params, struct lode_err *err)
{
    struct box all = BOX_EMPTY;
    struct geom_builder b = {0};
    struct geometry *tight = arena_new(&r->a, struct geometry);
    size_t coords = 0;
    for (size_t i = 0; i < r->doc->n_layers; i++) {
        const struct features *lonlat;
        if (!lonlat_of(r, layer_lookup(&r->layers, r->doc->layers[i].of.s), &lonlat, err)) {
            geom_abandon(&b);
            return false;
        }
        const struct geometry *g = &lonlat->table.geom;
        all = box_join(all, geometry_box(g));
        coords += geometry_coords(g);
        for (size_t k = 0; k < g->n && coords <= TIGHT_MAX; k++)
            geom_copy(&b, g, k);
    }
    geom_finish(&r->a, &b, tight);
    params->extent_deg = all;
    params->extent_geom = coords <= TIGHT_MAX ? tight : NULL;
    if (!box_is_empty(all))
        return true;
    return fail_nothing(r->doc, err);
}

bool run_fit(struct run *r, struct box frame_pt, bool window_only, struct view *ret,
             struct lode_err *err)
{
    struct view_params params = {
        .map = &r->doc->map, .frame_pt = frame_pt, .like = &r->view, .window_only = window_only};
    bool own = r->page && r->page->extent;
    if (own) {
        params.extent_geom = r->page->extent;
        params.extent_deg = geometry_box(r->page->extent);
    }
    if (!own && r->doc->map.extent.kind == EXTENT_LAYER && !extent_of_layer(r, &params, err))
        return false;
    if (!own && r->doc->map.extent.kind == EXTENT_ALL && !extent_of_all(r, &params, err))
        return false;
    return view_fit(&r->a, &params, ret, err) &&
           (!own || atlas_scale(&r->doc->atlas.scales, ret, err));
}

struct box run_widen(struct box b)
{
    double dx = box_width(b) * 0.4, dy = box_height(b) * 0.4;
    struct box w = {b.x0 - dx, fmax(b.y0 - dy, -90), b.x1 + dx, fmin(b.y1 + dy, 90)};
    return box_width(w) >= 360 ? (struct box){-180, w.y0, 180, w.y1} : w;
}

/* The window in the source's own system; false when it has to be read whole. */
static bool window_for(struct run *r, const struct doc_source *s, struct box *ret)
{
    struct box w = run_widen(r->view.window_deg);
    const struct features *schema = layer_lookup(&r->schemas, s->name);
    if (!str_is(schema->crs, "EPSG:4326") || w.x0 < -180 || w.x1 > 180 || box_width(w) >= 360 ||
        w.y0 <= -89 || w.y1 >= 89 || sources_scaled(r->doc, s->name) ||
        sources_located(r->doc, s->name))
        return false;
    *ret = w;
    return true;
}

bool run_project(struct run *r, struct lode_err *err)
{
    double m = r->doc->page.margin_pt;
    struct box whole = {m, m, r->doc->page.width_pt - m, r->doc->page.height_pt - m};
    r->session->muted = true; /* the view is fitted anew to the frame that the legend leaves */
    bool fits = run_fit(r, whole, false, &r->view, err);
    r->session->muted = false;
    if (!fits)
        return false;
    run_clock(r, "view");
    for (size_t i = 0; i < r->doc->n_sources; i++) {
        const struct doc_source *s = &r->doc->sources[i];
        struct box window = {0};
        if (layer_lookup(&r->layers, s->name) || !sources_drawn(r->doc, s->name))
            continue;
        bool has_window = window_for(r, s, &window);
        if (!load_one(r, s, window, has_window, err))
            return false;
    }
    run_clock(r, "load");
    return true;
}

/* ---- style, page, labels */

bool run_peers(struct run *r, struct style_peer **ret, struct lode_err *err)
{
    size_t n = r->doc->n_layers;
    struct style_peer *peers = arena_array(&r->a, struct style_peer, n);
    for (size_t i = 0; i < n; i++) {
        const struct doc_layer *l = &r->doc->layers[i];
        struct expr_env *env = arena_new(&r->a, struct expr_env);
        const struct features *f = layer_lookup(&r->layers, l->of.s);
        if (!geometry_env(&r->a, &r->env, f, env, err))
            return lode_within(err, "layer '%.*s'", STR_FMT(l->of.s));
        peers[i] = (struct style_peer){l, f, env};
    }
    *ret = peers;
    return true;
}

bool run_style_one(struct run *r, const struct style_peer *peers, size_t i, const uint8_t *visible,
                   struct styled_layer *ret, struct lode_err *err)
{
    struct style_params params = {.doc = r->doc,
                                  .layer = peers[i].layer,
                                  .features = peers[i].features,
                                  .env = peers[i].env,
                                  .visible = visible,
                                  .peers = peers,
                                  .n_peers = r->doc->n_layers};
    return style_layer(&r->a, &params, ret, err) ||
           lode_within(err, "layer '%.*s'", STR_FMT(peers[i].layer->of.s));
}

bool run_style(struct run *r, struct lode_err *err)
{
    run_set_words(r, r->view.crs.name, str_format(&r->a, "1:%.0f", r->view.scale_denominator));
    size_t n = r->doc->n_layers;
    struct style_peer *peers;
    if (!run_peers(r, &peers, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!kinds_check(r->doc, peers[i].layer, peers[i].features, err))
            return lode_within(err, "layer '%.*s'", STR_FMT(peers[i].layer->of.s));
    }
    r->styled = arena_array(&r->a, struct styled_layer, n);
    for (size_t i = 0; i < n; i++) {
        uint8_t *visible = visible_in_window(&r->a, peers[i].features, r->view.window_deg);
        if (!run_style_one(r, peers, i, visible, &r->styled[i], err))
            return false;
    }
    run_clock(r, "style");
    return true;
}

static bool shapes_of(struct run *r, struct lode_err *err)
{
    bool any = r->doc->n_layers == 0;
    r->shapes = arena_array(&r->a, struct geometry, r->doc->n_layers);
    for (size_t i = 0; i < r->doc->n_layers; i++) {
        const struct styled_layer *s = &r->styled[i];
        struct shape_params params = {
            .rows = s->row, .n_rows = s->n, .reach_pt = s->reach_pt + 1, .tol_pt = r->tol_pt};
        if (!shape_to_page(&r->a, &r->view, s->features, &params, &r->shapes[i], err))
            return lode_within(err, "layer '%.*s'", STR_FMT(s->doc->of.s));
        for (size_t k = 0; k < r->shapes[i].n && !any; k++)
            any = r->shapes[i].kind[k] != GEOM_NONE;
    }
    if (any)
        return true;
    lode_fail(err, LODE_DATA, r->doc->map.extent.at, "nothing lies inside the extent");
    return lode_hint(err, "see where the data lies with: lode info FILE");
}

/* Frame and view for the legend as it is, and the shapes in them. */
static bool lay_out(struct run *r, bool again, struct lode_err *err)
{
    struct box before = r->layout ? page_frame_pt(r->layout) : (struct box){0};
    struct page_input in = {.doc = r->doc,
                            .layers = r->styled,
                            .n_layers = r->doc->n_layers,
                            .env = &r->env,
                            .kept = r->page ? r->page->kept : NULL};
    if (!session_text(r->session, &in.text, err) || !tables_of_page(r, &in.tables, err) ||
        !page_layout_make(&r->a, &in, &r->layout, err))
        return false;
    struct box frame = page_frame_pt(r->layout);
    /* A legend in the map leaves its frame as it was, and so all that lies in it. */
    bool same = again && memcmp(&before, &frame, sizeof frame) == 0;
    if (!same && !run_fit(r, frame, false, &r->view, err))
        return false;
    run_clock(r, "layout");
    if (!same && !shapes_of(r, err))
        return false;
    run_clock(r, "project");
    struct page_shown shown = {r->styled, r->shapes, r->doc->n_layers};
    if (!page_furnish(&r->a, r->layout, &r->view, &shown, err))
        return false;
    run_clock(r, "layout");
    return true;
}

/* The legends anew, of what the shapes show to be seen; whether one of them differs. */
static bool legends_of(struct run *r, bool *ret_changed, struct lode_err *err)
{
    *ret_changed = false;
    for (size_t i = 0; i < r->doc->n_layers; i++) {
        struct styled_layer before = r->styled[i];
        uint8_t *seen = visible_on_page(&r->a, &before, &r->shapes[i], page_frame_pt(r->layout));
        if (!style_legend(&r->a, &r->styled[i], seen, err))
            return lode_within(err, "layer '%.*s'", STR_FMT(before.doc->of.s));
        *ret_changed |= !legends_same(&before, &r->styled[i]);
    }
    return true;
}

/* The legend lists what is seen, and what is seen depends on the frame that the legend leaves: the
 * first layout goes by boxes in degrees, and is done again where it had listed other classes. */
bool run_page(struct run *r, struct lode_err *err)
{
    bool changed;
    if (!lay_out(r, false, err) || !legends_of(r, &changed, err))
        return false;
    if (!changed)
        return true;
    r->session->muted = true; /* all of it was told the first time */
    bool ok = lay_out(r, true, err);
    r->session->muted = false;
    return ok;
}

static const struct page_sheet *sheet_of(const struct run *r)
{
    return r->page ? r->page->sheet : NULL;
}

bool run_labels(struct run *r, struct lode_err *err)
{
    size_t n = r->doc->n_layers;
    struct label_layer *labelled = arena_array(&r->a, struct label_layer, n);
    struct label_layer *obstacles = arena_array(&r->a, struct label_layer, n);
    struct label_input in = {.layers = labelled, .obstacles = obstacles};
    for (size_t i = 0; i < n; i++) {
        struct label_layer l = {&r->styled[i], &r->shapes[i]};
        if (r->styled[i].label)
            labelled[in.n_layers++] = l;
        if (r->styled[i].doc->kind == LAYER_MARKER)
            obstacles[in.n_obstacles++] = l;
    }
    in.frame_pt = page_frame_pt(r->layout);
    page_taken(r->layout, sheet_of(r), &r->a, &in.taken_pt, &in.n_taken);
    if (!session_text(r->session, &in.text, err) || !label_place(&r->a, &in, &r->labels, err))
        return false;
    run_clock(r, "label");
    return true;
}

bool run_scene(struct run *r, struct lode_err *err)
{
    struct page_scene_input in = {.layout = r->layout,
                                  .view = &r->view,
                                  .layers = r->styled,
                                  .shapes = r->shapes,
                                  .n_layers = r->doc->n_layers,
                                  .labels = &r->labels,
                                  .sheet = sheet_of(r)};
    if (!page_scene(&r->a, &in, &r->scene, err))
        return false;
    run_clock(r, "page");
    return true;
}

bool run_all(struct run *r, struct lode_err *err)
{
    return run_load_for_steps(r, err) && run_steps(r, err) && run_project(r, err) &&
           run_style(r, err) && run_page(r, err) && run_labels(r, err) && run_scene(r, err);
}
