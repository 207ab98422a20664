/* `lode show`: writes the result of a stage of the work, as text. */
#include <string.h>

#include "base/num.h"
#include "base/units.h"
#include "draw/draw.h"
#include "geom/marker.h"
#include "load/export.h"
#include "run/run.h"

/* One line of text; numbers are formatted by the caller. */
#define say(r, ...) session_write((r)->session, str_format(&(r)->a, __VA_ARGS__))

static bool is_wanted(const struct lode_show_params *params, struct str layer)
{
    return !params->layer || str_is(layer, params->layer);
}

static void say_box(struct run *r, const char *what, struct box b, int decimals, const char *unit)
{
    say(r, "%s: %.*s %.*s %.*s %.*s %s\n", what, STR_FMT(num_fixed(&r->a, b.x0, decimals)),
        STR_FMT(num_fixed(&r->a, b.y0, decimals)), STR_FMT(num_fixed(&r->a, b.x1, decimals)),
        STR_FMT(num_fixed(&r->a, b.y1, decimals)), unit);
}

static void show_document(struct run *r, const struct lode_show_params *params)
{
    (void)params;
    const struct map_doc *d = r->doc;
    say(r, "title: %.*s\n", STR_FMT(d->title.s));
    for (size_t i = 0; i < d->n_sources; i++)
        say(r, "source %.*s: %.*s\n", STR_FMT(d->sources[i].name), STR_FMT(d->sources[i].file.s));
    for (size_t i = 0; i < d->n_steps; i++)
        say(r, "step %.*s: of %.*s%s%.*s\n", STR_FMT(d->steps[i].name),
            STR_FMT(d->steps[i].input.s), d->steps[i].with.s.len ? " and " : "",
            STR_FMT(d->steps[i].with.s));

    static const char *const kinds[LAYER_N] = {"fill", "line", "marker", "label"};
    for (size_t i = 0; i < d->n_layers; i++) {
        say(r, "layer %zu: %s %.*s\n", i, kinds[d->layers[i].kind], STR_FMT(d->layers[i].of.s));
        for (size_t k = 0; k < d->layers[i].props->n_pairs; k++) {
            const struct node_pair *p = &d->layers[i].props->pairs[k];
            say(r, "  %.*s: %.*s\n", STR_FMT(p->key),
                STR_FMT(p->value->kind == NODE_SCALAR ? p->value->text : STR("...")));
        }
    }
}

/* The columns of sources and steps, as expressions may name them. */
static void show_check(struct run *r, const struct lode_show_params *params)
{
    for (size_t i = 0; i < r->schemas.n; i++) {
        const struct table *t = &r->schemas.v[i]->table;
        if (!is_wanted(params, r->schemas.name[i]))
            continue;

        say(r, "layer %.*s\n", STR_FMT(r->schemas.name[i]));
        for (size_t k = 0; k < t->n_columns; k++)
            say(r, "  %.*s: %s\n", STR_FMT(t->columns[k].name), col_type_name(t->columns[k].type));
    }
}

static void show_features(struct run *r, const struct lode_show_params *params)
{
    for (size_t i = 0; i < r->layers.n; i++) {
        if (is_wanted(params, r->layers.name[i]))
            session_write(r->session, export_text(&r->a, r->layers.v[i], TABLE_GEOJSON));
    }
}

static void show_style(struct run *r, const struct lode_show_params *params)
{
    for (size_t i = 0; i < r->doc->n_layers; i++) {
        const struct styled_layer *s = &r->styled[i];
        if (!is_wanted(params, s->doc->of.s))
            continue;

        say(r, "layer %zu %.*s: %zu features, %zu symbols\n", i, STR_FMT(s->doc->of.s), s->n,
            s->n_symbols);
        for (size_t k = 0; k < s->n_symbols; k++) {
            const struct symbol *y = &s->symbols[k];
            say(r,
                "  symbol %zu: fill #%02x%02x%02x%02x, stroke #%02x%02x%02x%02x %.*s pt, %s %.*s "
                "pt\n",
                k, y->fill.r, y->fill.g, y->fill.b, y->fill.a, y->stroke.color.r, y->stroke.color.g,
                y->stroke.color.b, y->stroke.color.a,
                STR_FMT(num_fixed(&r->a, y->stroke.width_pt, 2)), marker_shapes[y->shape].name,
                STR_FMT(num_fixed(&r->a, y->size_pt, 2)));
        }

        for (size_t g = 0; g < s->n_legend; g++) {
            say(r, "  legend '%.*s'\n", STR_FMT(s->legend[g].title));
            for (size_t k = 0; k < s->legend[g].n; k++)
                say(r, "    %.*s\n", STR_FMT(s->legend[g].entries[k].text));
        }
    }
}

static void show_ring(struct run *r, struct ring ring)
{
    for (size_t k = 0; k < ring.n; k++) {
        struct xy v = xy_at(ring.xy, k);
        say(r, "%s%.*s,%.*s", k ? " " : "    ", STR_FMT(num_fixed(&r->a, v.x, 2)),
            STR_FMT(num_fixed(&r->a, v.y, 2)));
    }
    say(r, "\n");
}

/* Features by the number that their source gives them, as messages name them. */
static void show_shape(struct run *r, const struct styled_layer *s, const struct geometry *g)
{
    static const char *const kinds[] = {"none", "point", "line", "polygon"};
    for (size_t i = 0; i < g->n; i++) {
        say(r, "  feature %lld %s\n", (long long)s->features->fid[s->row[i]], kinds[g->kind[i]]);
        struct range rings = geometry_rings_of(g, i);
        for (size_t k = rings.from; k < rings.end; k++)
            show_ring(r, geometry_ring(g, k));
    }
}

static void show_view(struct run *r, const struct lode_show_params *params)
{
    (void)params;
    const struct view *v = &r->view;
    say(r, "crs: %.*s\nproj: %.*s\nscale: 1:%.*s\n", STR_FMT(v->crs.name), STR_FMT(v->crs.proj),
        STR_FMT(num_fixed(&r->a, v->scale_denominator, 0)));
    say_box(r, "frame", v->frame_pt, 2, "pt");
    say_box(r, "window", v->window_deg, 4, "deg");
}

/* The final view, the parts of the page that labels avoid, and the layers as shapes. */
static void show_layout(struct run *r, const struct lode_show_params *params)
{
    const struct box *taken;
    size_t n;
    show_view(r, params);
    page_taken(r->layout, NULL, &r->a, &taken, &n);
    for (size_t i = 0; i < n; i++)
        say_box(r, "taken", taken[i], 2, "pt");

    for (size_t i = 0; i < r->doc->n_layers; i++) {
        if (!is_wanted(params, r->styled[i].doc->of.s))
            continue;
        say(r, "layer %zu %.*s\n", i, STR_FMT(r->styled[i].doc->of.s));
        show_shape(r, &r->styled[i], &r->shapes[i]);
    }
}

static void show_label(struct run *r, const struct lode_show_params *params)
{
    (void)params;
    for (size_t i = 0; i < r->labels.n; i++) {
        const struct placed_label *p = &r->labels.v[i];
        say(r, "%.*s,%.*s %.*s deg '%.*s'\n", STR_FMT(num_fixed(&r->a, p->at.x_pt, 2)),
            STR_FMT(num_fixed(&r->a, p->at.y_pt, 2)),
            STR_FMT(num_fixed(&r->a, degrees(p->rotate_rad), 1)), STR_FMT(p->block->text));
    }
}

static void show_scene(struct run *r, const struct lode_show_params *params)
{
    (void)params;
    session_write(r->session, draw_trace(&r->a, &r->scene));
}

/* Which names `--layer` may give after a stage. */
enum shown_names { NO_LAYERS, SOURCES, SOURCES_AND_STEPS, DRAWN };

enum { N_SHOWN = STAGE_PAGES };

/* The stages, each of which needs those above it, and how their results are shown. */
static const struct shown_stage {
    bool (*run)(struct run *r, struct lode_err *err);
    void (*show)(struct run *r, const struct lode_show_params *params);
    enum shown_names names;
} stages[N_SHOWN] = {
    [STAGE_DOCUMENT] = {NULL, show_document, NO_LAYERS},
    [STAGE_CHECK] = {NULL, show_check, SOURCES_AND_STEPS},
    [STAGE_LOAD] = {run_load_all, show_features, SOURCES},
    [STAGE_STEPS] = {run_steps, show_features, SOURCES_AND_STEPS},
    [STAGE_VIEW] = {run_view, show_view, NO_LAYERS},
    [STAGE_STYLE] = {run_style, show_style, DRAWN},
    [STAGE_LAYOUT] = {run_layout, show_layout, DRAWN},
    [STAGE_LABEL] = {run_label, show_label, NO_LAYERS},
    [STAGE_SCENE] = {run_scene, show_scene, NO_LAYERS},
};

static const struct shown_stage *stage_lookup(const char *name)
{
    for (size_t i = 0; name && i < N_SHOWN; i++) {
        if (strcmp(lode_stages[i], name) == 0)
            return &stages[i];
    }
    return NULL;
}

static bool show_stage(struct run *r, const struct lode_show_params *params, struct lode_err *err)
{
    const struct shown_stage *last = stage_lookup(params->after);
    for (const struct shown_stage *s = stages; s <= last; s++) {
        if (s->run && !s->run(r, err))
            return false;
    }

    last->show(r, params);
    return true;
}

/* The names of the stages; with `layers` only of those whose result is shown by layer. */
static struct str stage_names(struct arena *a, bool layers)
{
    struct str list = {0};
    for (size_t i = 0; i < N_SHOWN; i++) {
        if (!layers || stages[i].names != NO_LAYERS)
            list = str_format(a, "%.*s%s%s", STR_FMT(list), list.len ? ", " : "", lode_stages[i]);
    }
    return list;
}

static bool check_stage(struct run *r, const struct lode_show_params *params, struct lode_err *err)
{
    struct lode_span nowhere = {0};
    const struct shown_stage *stage = stage_lookup(params->after);

    if (!stage) {
        lode_fail(err, LODE_USAGE, nowhere, "no stage '%s'", params->after ? params->after : "");
        return lode_hint(err, "one of: %.*s", STR_FMT(stage_names(&r->a, false)));
    }

    if (params->layer && stage->names == NO_LAYERS) {
        lode_fail(err, LODE_USAGE, nowhere, "the result of '%s' is not shown by layer",
                  params->after);
        return lode_hint(err, "'--layer' goes with: %.*s", STR_FMT(stage_names(&r->a, true)));
    }
    return true;
}

/* Fails unless the stage knows the layer that is asked for. */
static bool check_layer(struct run *r, const struct lode_show_params *params, struct lode_err *err)
{
    const struct map_doc *d = r->doc;
    enum shown_names names = stage_lookup(params->after)->names;
    ARRAY(struct str) known = {0};

    for (size_t i = 0; names != DRAWN && i < d->n_sources; i++)
        *array_add(&r->a, &known) = d->sources[i].name;
    for (size_t i = 0; names == SOURCES_AND_STEPS && i < d->n_steps; i++)
        *array_add(&r->a, &known) = d->steps[i].name;
    for (size_t i = 0; names == DRAWN && i < d->n_layers; i++)
        *array_add(&r->a, &known) = d->layers[i].of.s;
    for (size_t i = 0; i < known.n; i++) {
        if (is_wanted(params, known.v[i]))
            return true;
    }

    if (!params->layer)
        return true;

    lode_fail(err, LODE_USAGE, (struct lode_span){0}, "no layer '%s' after '%s' in '%s'",
              params->layer, params->after, d->file);
    struct str near = str_nearest(str_of(params->layer), known.v, known.n);
    return near.len ? lode_hint(err, "did you mean '%.*s'?", STR_FMT(near))
                    : lode_hint(err, "see them with: lode show --after document %s", d->file);
}

int lode_show(struct lode *l, const char *map, const struct lode_show_params *params)
{
    struct run r;
    struct lode_err err = {0};
    int status;

    run_init(&r, l);
    if (!check_stage(&r, params, &err)) {
        status = session_fail(l, &err);
    } else {
        bool good = run_document(&r, map, NULL, params->sets, params->n_sets) && run_check(&r);
        status = session_report(l, &r.diags);
        if (good && !(check_layer(&r, params, &err) && show_stage(&r, params, &err)))
            status = session_fail(l, &err);
    }
    run_finish(&r);
    return status;
}
