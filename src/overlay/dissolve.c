/* The step `dissolve`: features with equal values of `by` merged into one, with statistics of other
 * columns. Groups stand in the order of their first feature; a missing value is a value too. */
#include "base/arena.h"
#include "doc/schema_kinds.h"
#include "overlay/statistics.h"
#include "overlay/step.h"

/* The columns of the result: those of `by`, the statistics, the number of features. */
static void list_result_columns(struct step *s, struct statistics *ret, struct diags *diags)
{
    const struct node *const *words, *one;
    const struct node *by = node_lookup(s->doc->args, "by");

    for (size_t i = 0, n = step_words(by, &words, &one); i < n; i++) {
        struct lode_err err = {0};
        const struct column *c;
        if (step_column(s, &s->in->table, words[i], false, &c, &err))
            *array_add(s->arena, ret) =
                (struct statistic_column){STATISTIC_FIRST, c, c->name, words[i]->at};
        else
            diags_put(diags, &err);
    }

    statistics_list(s, ret, diags);

    struct lode_span at;
    struct str count = step_named_column(s->doc, "count", STR("count"), &at);
    if (count.len)
        *array_add(s->arena, ret) = (struct statistic_column){STATISTIC_COUNT, NULL, count, at};
}

static void check_names_differ(struct step *s, const struct statistics *list, struct diags *diags)
{
    for (size_t k = 1; k < list->n; k++) {
        for (size_t i = 0; i < k; i++) {
            struct lode_err err = {0};
            if (!str_eq(list->v[i].name, list->v[k].name))
                continue;

            lode_fail(&err, LODE_SCHEMA, list->v[k].at, "'%.*s' would have two columns '%.*s'",
                      STR_FMT(s->doc->name), STR_FMT(list->v[k].name));
            diags_put(diags, &err);
            break;
        }
    }
}

static void check_dissolve(struct step *s, struct features *ret, struct diags *diags)
{
    struct statistics list = {0};
    list_result_columns(s, &list, diags);
    check_names_differ(s, &list, diags);

    struct column *columns = arena_array(s->arena, struct column, list.n);
    for (size_t i = 0; i < list.n; i++)
        columns[i] =
            (struct column){.name = list.v[i].name, .type = statistic_type(&list.v[i], false)};
    ret->table.columns = columns;
    ret->table.n_columns = list.n;
}

static void list_dissolve_columns(struct arena *a, const struct doc_step *s, struct expr_name **ret,
                                  size_t *ret_n)
{
    struct name_list list = {0};
    step_word_names(a, node_lookup(s->args, "by"), &list);
    statistics_names(a, s, &list);
    *ret = list.v;
    *ret_n = list.n;
}

/* The features of a group as one. Of several kinds of geometry the largest is kept, areas before
 * lines before points. */
static bool merge_group(struct step *s, const struct groups *g, size_t group,
                        struct geom_builder *b, struct lode_err *err)
{
    GEOSContextHandle_t h = s->geos->handle;
    const struct geometry *from = &s->in->table.geom;
    struct arena scratch = *s->arena;
    size_t n = 0, most = g->start[group + 1] - g->start[group];
    GEOSGeometry **parts = arena_array(&scratch, GEOSGeometry *, most);
    enum geom_kind kind = GEOM_NONE;

    for (size_t j = g->start[group]; j < g->start[group + 1]; j++) {
        GEOSGeometry *one = geos_from(s->geos, from, g->rows[j]);
        if (!one)
            continue;
        parts[n++] = one;
        kind = from->kind[g->rows[j]] > kind ? from->kind[g->rows[j]] : kind;
    }

    GEOSGeometry *all = geos_union_all(s->geos, parts, n);
    if (all && kind == GEOM_LINE) { /* cut where lines cross; joined where two end */
        GEOSGeometry *joined = GEOSLineMerge_r(h, all);
        GEOSGeom_destroy_r(h, joined ? all : NULL);
        all = joined ? joined : all;
    }

    if (!all)
        return geos_fail(s->geos, "merge a group", s->doc->op_at, err);
    geom_feature(b, kind);
    geos_append(s->geos, all, kind, b);
    GEOSGeom_destroy_r(h, all);
    return true;
}

static bool run_dissolve(struct step *s, struct features *ret, struct lode_err *err)
{
    struct diags ignored;
    struct statistics list = {0};
    struct geom_builder b = {0};
    struct groups groups = groups_make(s, node_lookup(s->doc->args, "by"));

    diags_init(&ignored, s->arena); /* the check has reported them */
    list_result_columns(s, &list, &ignored);

    for (size_t k = 0; k < groups.n; k++) {
        if (!merge_group(s, &groups, k, &b, err)) {
            geom_abandon(&b);
            return false;
        }
    }

    struct column *columns = arena_array(s->arena, struct column, list.n);
    for (size_t i = 0; i < list.n; i++)
        columns[i] = statistic_of(s, &list.v[i], &groups, NULL);

    step_result(s, NULL, groups.n, &b, ret);
    ret->table.columns = columns;
    ret->table.n_columns = list.n;
    return true;
}

static const struct key dissolve_keys[] = {
    {"dissolve", &kind_layer, KEY_REQUIRED, "the layer whose features are merged"},
    {"by", &kind_text_or_texts, 0, "the columns whose equal values are merged"},
    {"sum", &kind_text_or_texts, 0, "columns to add up"},
    {"mean", &kind_text_or_texts, 0, "columns to average"},
    {"min", &kind_text_or_texts, 0, "columns whose smallest value is kept"},
    {"max", &kind_text_or_texts, 0, "columns whose largest value is kept"},
    {"first", &kind_text_or_texts, 0, "columns whose first value is kept"},
    {"count", &kind_flag_or_name, 0, "true, or the name of a column for the number merged"},
};

const struct step_kind step_dissolve = {
    .section = SECTION("a step 'dissolve'", dissolve_keys),
    .check = check_dissolve,
    .run = run_dissolve,
    .names = list_dissolve_columns,
};
