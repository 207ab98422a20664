/* How what a step left out is listed, and the step `rejects` that makes a layer of it. */
#include "overlay/rejects.h"

#include "base/arena.h"
#include "doc/schema_kinds.h"

bool rejects_possible(const struct doc_step *s)
{
    const struct step_kind *kind = step_kind_of(s);
    return kind->left_out && !(kind->merges && kind->merges(s));
}

/* The reason of the step's kind, with the other layer's name for '%'. */
static struct str reason_of(struct step *s)
{
    struct str text = str_of(step_kind_of(s->doc)->left_out), before;
    if (!str_cut(&text, '%', &before))
        return before.p ? before : text;
    return str_format(s->arena, "%.*s%.*s%.*s", STR_FMT(before), STR_FMT(s->doc->with.s),
                      STR_FMT(text));
}

/* Give `ret` the columns and `reason`. */
static struct column *with_reason(struct step *s, const struct column *columns, size_t n,
                                  const struct str *reasons_of_rows, struct table *ret)
{
    const struct table *t = &s->in->table;
    struct column *last, *all = columns_with(s->arena, columns, t->n_columns, &last);

    *last = (struct column){.name = columns_free_name(s->arena, t, STR("reason")),
                            .type = COL_TEXT,
                            .n = n,
                            .v.s = reasons_of_rows};
    ret->columns = all;
    ret->n_columns = t->n_columns + 1;
    return all;
}

void rejects_schema(struct step *s, struct features *ret)
{
    *ret = *s->in;
    ret->crs = STR("EPSG:4326");
    ret->table.geometry_name = (struct str){0};
    with_reason(s, s->in->table.columns, 0, NULL, &ret->table);
}

void rejects_make(struct step *s, struct features *ret)
{
    const struct table *t = &s->in->table;
    struct geom_builder b = {0};
    uint32_t *rows = arena_array(s->arena, uint32_t, t->n + 1);
    struct str *reason = arena_array(s->arena, struct str, t->n + 1), usual = reason_of(s);
    enum geom_kind kind = t->kind;
    bool chosen = doc_step_is(s->doc, "select"); /* which does not need a geometry */
    size_t n = 0;
    uint8_t *kept = s->kept;

    s->kept = NULL; /* so that step_result marks nothing below */
    for (uint32_t i = 0; i < t->n; i++) {
        if (kept[i])
            continue;

        bool none = !chosen && t->geom.n && t->geom.kind[i] == GEOM_NONE;
        reason[n] = none ? STR("has no geometry") : usual;
        rows[n++] = i;
        if (t->geom.n)
            geom_copy(&b, &t->geom, i);
        else
            geom_feature(&b, GEOM_NONE);
    }

    step_result(s, rows, n, &b, ret);
    ret->table.kind = kind;
    with_reason(s, ret->table.columns, n, reason, &ret->table);
}

/* ---- the step that asks for them */

static void take_rejects(const struct step *s, struct features *ret)
{
    *ret = *s->in->rejects;
    ret->origin = s->doc->name;
    ret->table.name = s->doc->name;
    ret->rejects = NULL;
}

static void check_rejects(struct step *s, struct features *ret, struct diags *diags)
{
    const struct doc_text *of = &s->doc->input;
    struct lode_err err = {0};
    if (s->in->rejects) {
        take_rejects(s, ret);
        return;
    }

    lode_fail(&err, LODE_SCHEMA, of->at, "'%.*s' leaves no feature out", STR_FMT(of->s));
    lode_hint(&err, "'rejects' takes steps that leave some out, such as select, clip, near, count");
    diags_put(diags, &err);
}

static bool run_rejects(struct step *s, struct features *ret, struct lode_err *err)
{
    (void)err;
    take_rejects(s, ret);
    return true;
}

static const struct key rejects_keys[] = {
    {"rejects", &kind_layer, KEY_REQUIRED, "the step whose left-out features are listed"},
};

const struct step_kind step_rejects = {
    .section = SECTION("a step 'rejects'", rejects_keys),
    .check = check_rejects,
    .run = run_rejects,
    .as_it_is = true,
};
