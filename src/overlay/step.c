#include "overlay/step.h"

#include "base/arena.h"
#include "base/log.h"
#include "overlay/rejects.h"
#include "overlay/repair.h"
#include "project/shape.h"

static const struct step_kind *const kinds[STEP_N] = {
    [STEP_SELECT] = &step_select,     [STEP_BUFFER] = &step_buffer,
    [STEP_RINGS] = &step_rings,       [STEP_CLIP] = &step_clip,
    [STEP_ERASE] = &step_erase,       [STEP_INTERSECT] = &step_intersect,
    [STEP_UNION] = &step_union,       [STEP_SYMDIFF] = &step_symdiff,
    [STEP_DISSOLVE] = &step_dissolve, [STEP_JOIN] = &step_join,
    [STEP_SIMPLIFY] = &step_simplify, [STEP_CENTROID] = &step_centroid,
    [STEP_HULL] = &step_hull,         [STEP_INSIDE_POINT] = &step_inside_point,
    [STEP_LINES] = &step_lines,       [STEP_COLUMNS] = &step_columns,
    [STEP_COUNT] = &step_count,       [STEP_NEAR] = &step_near,
};

const struct features *layer_lookup(const struct layer_set *set, struct str name)
{
    for (size_t i = 0; i < set->n; i++) {
        if (str_eq(set->name[i], name))
            return set->v[i];
    }
    return NULL;
}

/* Even a document with faults is checked as far as it goes. */
static bool lacks_part(const struct doc_step *s)
{
    switch (s->op) {
    case STEP_CLIP:
    case STEP_ERASE:
    case STEP_INTERSECT:
    case STEP_UNION:
    case STEP_SYMDIFF:
    case STEP_JOIN:
    case STEP_COUNT:
    case STEP_NEAR:
        return !s->with.s.p;
    case STEP_BUFFER:
    case STEP_RINGS:
        return !node_lookup(s->args, "by");
    case STEP_SIMPLIFY:
        return !node_lookup(s->args, "tolerance");
    default:
        return false;
    }
}

static bool rejects_asked(const struct doc_step *s)
{
    return s->rejects_wanted && rejects_possible(s);
}

static void take_rejects(const struct doc_step *s, const struct features *of, struct features *ret)
{
    *ret = *of->rejects;
    ret->origin = s->name;
    ret->table.name = s->name;
    ret->rejects = NULL;
}

static bool check_rejects(const struct doc_step *s, const struct features *of,
                          struct features *ret_schema, struct diags *diags)
{
    struct lode_err err = {0};
    if (of->rejects) {
        take_rejects(s, of, ret_schema);
        return true;
    }
    lode_fail(&err, LODE_SCHEMA, s->input.at, "'%.*s' leaves no feature out", STR_FMT(s->input.s));
    lode_hint(&err, "'rejects' takes steps that leave some out, such as select, clip, near, count");
    diags_put(diags, &err);
    return false;
}

bool step_check(struct arena *a, const struct doc_step *s, const struct layer_set *schemas,
                const struct expr_env *env, struct features *ret_schema, struct diags *diags)
{
    size_t before = diags->n_errors;
    struct step step = {.arena = a, .doc = s, .env = env};
    step.in = layer_lookup(schemas, s->input.s);
    step.with = s->with.s.p ? layer_lookup(schemas, s->with.s) : NULL;
    if (!step.in || (s->with.s.p && !step.with))
        return false; /* that layer failed, and was told */
    if (lacks_part(s))
        return false; /* told when the document was read */
    if (s->op == STEP_REJECTS)
        return check_rejects(s, step.in, ret_schema, diags);
    *ret_schema = *step.in;
    ret_schema->crs = STR("EPSG:4326");
    ret_schema->origin = s->name;
    ret_schema->table.name = s->name;
    ret_schema->table.geometry_name = (struct str){0};
    if (kinds[s->op]->check)
        kinds[s->op]->check(&step, ret_schema, diags);
    if (rejects_asked(s)) {
        struct features *rejects = arena_new(a, struct features);
        rejects_schema(&step, rejects);
        ret_schema->rejects = rejects;
    } else {
        ret_schema->rejects = NULL;
    }
    return diags->n_errors == before;
}

void step_names(struct arena *a, const struct doc_step *s, struct expr_name **ret, size_t *ret_n)
{
    *ret = NULL;
    *ret_n = 0;
    if (kinds[s->op] && kinds[s->op]->names)
        kinds[s->op]->names(a, s, ret, ret_n);
}

bool step_prepare(struct step *s, const struct features *f, bool repair, struct lode_span at,
                  const struct features **ret, struct lode_err *err)
{
    struct arena *a = s->arena;
    double tol_m = kinds[s->doc->op]->edge_tol_m;
    if (!str_is(f->crs, "EPSG:4326")) {
        struct features *moved = arena_new(a, struct features);
        if (!features_to_crs_within(a, f, STR("EPSG:4326"), f->crs_at,
                                    tol_m > 0 ? tol_m : EDGE_TOL_M, moved, err))
            return false;
        f = moved;
    }
    *ret = repair ? repair_features(a, s->geos, f, at) : f;
    return true;
}

bool step_run(struct arena *a, const struct doc_step *s, const struct layer_set *layers,
              const struct expr_env *env, struct features *ret, struct lode_err *err)
{
    struct step step = {.arena = a, .doc = s, .env = env, .geos = geos_create(a)};
    step.as_read = layer_lookup(layers, s->input.s);
    if (s->op == STEP_REJECTS) {
        take_rejects(s, step.as_read, ret);
        return true;
    }
    const struct features *with = s->with.s.p ? layer_lookup(layers, s->with.s) : NULL;
    step.with_as_read = with;
    bool as_it_is = (s->op == STEP_SELECT && !with) || s->op == STEP_COLUMNS;
    if (!step_prepare(&step, step.as_read, !as_it_is, s->input.at, &step.in, err) ||
        (with && !step_prepare(&step, with, true, s->with.at, &step.with, err)))
        return false;
    if (rejects_asked(s))
        step.kept = arena_array(a, uint8_t, step.in->table.n);
    if (!kinds[s->op]->run(&step, ret, err))
        return false;
    struct features *rejects = step.kept ? arena_new(a, struct features) : NULL;
    if (rejects)
        rejects_make(&step, rejects);
    ret->rejects = rejects;
    if (step.geos->n_on_grid)
        log_note(s->op_at, "on-grid",
                 "%zu times lines lay too close for full precision: moved to a grid of 0.1 mm",
                 step.geos->n_on_grid);
    return true;
}
