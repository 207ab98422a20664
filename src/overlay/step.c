/* How steps are checked and done, and the table of their kinds. */
#include "overlay/step.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "overlay/rejects.h"
#include "overlay/repair.h"
#include "project/shape.h"

/* The kinds of steps: step_select and so on, each a row in the file that does the step. A step
 * of a document is of the first kind here whose word is one of its keys, so a word that is also a
 * property of another step (dissolve, columns, count) stands after that one. */
#define STEPS(ROW)                                                                                 \
    ROW(select)                                                                                    \
    ROW(buffer)                                                                                    \
    ROW(rings)                                                                                     \
    ROW(clip)                                                                                      \
    ROW(erase)                                                                                     \
    ROW(intersect)                                                                                 \
    ROW(union)                                                                                     \
    ROW(symdiff)                                                                                   \
    ROW(hull)                                                                                      \
    ROW(dissolve)                                                                                  \
    ROW(near)                                                                                      \
    ROW(join)                                                                                      \
    ROW(unique)                                                                                    \
    ROW(simplify)                                                                                  \
    ROW(centroid)                                                                                  \
    ROW(inside_point)                                                                              \
    ROW(lines)                                                                                     \
    ROW(rejects)                                                                                   \
    ROW(columns)                                                                                   \
    ROW(count)                                                                                     \
    SCRATCH_STEPS(ROW)

#ifdef LODE_SCRATCH
#include "step_row.inc"
#else
#define SCRATCH_STEPS(ROW)
#endif

#define DECLARATION(id) extern const struct step_kind step_##id;
#define SECTION_OF(id)  &step_##id.section,

STEPS(DECLARATION)
const struct section *const step_kinds[] = {STEPS(SECTION_OF) NULL};

const struct section *step_kind_named(const char *word)
{
    size_t i = 0;
    while (strcmp(step_kinds[i]->keys[0].name, word) != 0)
        i++;
    return step_kinds[i];
}

const struct step_kind *step_kind_of(const struct doc_step *s)
{
    return (const struct step_kind *)(const void *)s->kind; /* its first member */
}

const char *step_method(const struct doc_step *s)
{
    return step_kind_of(s)->method;
}

const struct features *layer_lookup(const struct layer_set *set, struct str name)
{
    for (size_t i = 0; i < set->n; i++) {
        if (str_eq(set->name[i], name))
            return set->v[i];
    }
    return NULL;
}

/* Whether a part that the step needs is missing: even a document with such faults is checked as far
 * as possible. */
static bool lacks_part(const struct doc_step *s)
{
    for (size_t i = 0; i < s->kind->n_keys; i++) {
        const struct key *key = &s->kind->keys[i];
        const struct node *n = node_lookup(s->args, key->name);
        if ((key->flags & KEY_REQUIRED) &&
            (!n || (key->value->kind == VALUE_LAYER && n->kind != NODE_SCALAR)))
            return true;
    }
    return false;
}

static bool wants_rejects(const struct doc_step *s)
{
    return s->rejects_wanted && rejects_possible(s);
}

bool step_check(struct arena *a, const struct doc_step *s, const struct layer_set *schemas,
                const struct expr_env *env, struct features *ret_schema, struct diags *diags)
{
    size_t before = diags->n_errors;
    struct step step = {.arena = a, .doc = s, .env = env};
    step.in = layer_lookup(schemas, s->input.s);
    step.with = s->with.s.p ? layer_lookup(schemas, s->with.s) : NULL;
    if (!step.in || (s->with.s.p && !step.with))
        return false; /* that layer has failed, and was reported */
    if (lacks_part(s))
        return false; /* reported when the document was read */

    *ret_schema = *step.in;
    ret_schema->crs = STR("EPSG:4326");
    ret_schema->origin = s->name;
    ret_schema->table.name = s->name;
    ret_schema->table.geometry_name = (struct str){0};
    if (step_kind_of(s)->check)
        step_kind_of(s)->check(&step, ret_schema, diags);

    if (wants_rejects(s)) {
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
    if (step_kind_of(s)->names)
        step_kind_of(s)->names(a, s, ret, ret_n);
}

bool step_prepare(struct step *s, const struct features *f, bool repair, struct lode_span at,
                  const struct features **ret, struct lode_err *err)
{
    struct arena *a = s->arena;
    double tol_m = step_kind_of(s->doc)->edge_tol_m;

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
    const struct features *with = s->with.s.p ? layer_lookup(layers, s->with.s) : NULL;
    step.as_read = layer_lookup(layers, s->input.s);
    step.with_as_read = with;

    bool as_it_is = step_kind_of(s)->as_it_is && !with;
    if (!step_prepare(&step, step.as_read, !as_it_is, s->input.at, &step.in, err) ||
        (with && !step_prepare(&step, with, true, s->with.at, &step.with, err)))
        return false;

    if (wants_rejects(s))
        step.kept = arena_array(a, uint8_t, step.in->table.n);
    if (!step_kind_of(s)->run(&step, ret, err))
        return false;

    const char *method = step_kind_of(s)->method;
    if (with && method && strcmp(method, CUT_BY_GEOS) == 0) /* its places are those of both */
        ret->accuracy_m = fmax(step.as_read->accuracy_m, with->accuracy_m);

    struct features *rejects = step.kept ? arena_new(a, struct features) : NULL;
    if (rejects)
        rejects_make(&step, rejects);
    ret->rejects = rejects;

    if (step.geos->n_on_grid)
        log_note(s->op_at, "on-grid",
                 "%zu times lines were too close together to be cut exactly: they were moved to a "
                 "grid of 0.1 mm",
                 step.geos->n_on_grid);
    return true;
}
