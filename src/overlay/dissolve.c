/* dissolve: features with equal values of `by` merged into one, with statistics of other columns.
 * Groups stand in the order of their first feature. A missing value is a group of its own. */
#include <string.h>

#include "base/arena.h"
#include "overlay/step.h"

enum statistic { SUM, MEAN, MIN, MAX, FIRST, COUNT, N_STATISTICS };
static const char *const statistic_names[] = {"sum", "mean", "min", "max", "first", "count"};

/* One column of the result. */
struct merged {
    enum statistic statistic;
    const struct column *of; /* NULL for COUNT */
    struct str name;
};
struct merged_list {
    struct merged *v;
    size_t n, cap;
};

static const struct column *column_of(struct step *s, const struct node *word, bool number,
                                      struct lode_err *err)
{
    const struct table *t = &s->in->table;
    const struct column *c = table_lookup(t, word->text);
    if (!c) {
        struct str *names = arena_array(s->arena, struct str, t->n_columns);
        for (size_t i = 0; i < t->n_columns; i++)
            names[i] = t->columns[i].name;
        struct str near = str_nearest(word->text, names, t->n_columns);
        lode_fail(err, LODE_SCHEMA, word->at, "no column '%.*s' in '%.*s'", STR_FMT(word->text),
                  STR_FMT(t->name));
        if (near.len)
            lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
        return NULL;
    }
    if (number && c->type != COL_INT && c->type != COL_REAL) {
        lode_fail(err, LODE_SCHEMA, word->at, "'%.*s' is %s, not a number", STR_FMT(word->text),
                  col_type_name(c->type));
        return NULL;
    }
    return c;
}

/* A scalar is a list of one. */
static size_t words_of(const struct node *n, const struct node *const **ret,
                       const struct node **one)
{
    *one = n;
    *ret = n && n->kind == NODE_LIST ? n->items : one;
    return !n ? 0 : n->kind == NODE_LIST ? n->n_items : 1;
}

static void list_columns(struct step *s, struct merged_list *ret, struct diags *diags)
{
    const struct node *const *words, *one;
    const struct node *by = node_lookup(s->doc->args, "by");
    for (size_t i = 0, n = words_of(by, &words, &one); i < n; i++) {
        struct lode_err err = {0};
        const struct column *c = column_of(s, words[i], false, &err);
        if (c)
            *array_add(s->arena, ret) = (struct merged){FIRST, c, c->name};
        else
            diags_put(diags, &err);
    }
    for (int k = SUM; k <= FIRST; k++) {
        const struct node *list = node_lookup(s->doc->args, statistic_names[k]);
        for (size_t i = 0, n = words_of(list, &words, &one); i < n; i++) {
            struct lode_err err = {0};
            const struct column *c = column_of(s, words[i], k == SUM || k == MEAN, &err);
            struct str name = !c           ? STR("")
                              : k == FIRST ? c->name
                                           : str_format(s->arena, "%s_%.*s", statistic_names[k],
                                                        STR_FMT(c->name));
            if (c)
                *array_add(s->arena, ret) = (struct merged){(enum statistic)k, c, name};
            else
                diags_put(diags, &err);
        }
    }
    const struct node *count = node_lookup(s->doc->args, "count");
    if (count && !node_is(count, "false"))
        *array_add(s->arena, ret) =
            (struct merged){COUNT, NULL, node_is(count, "true") ? STR("count") : count->text};
}

static enum col_type type_of(const struct merged *m)
{
    return m->statistic == COUNT ? COL_INT : m->statistic == MEAN ? COL_REAL : m->of->type;
}

static void check(struct step *s, struct features *ret, struct diags *diags)
{
    struct merged_list list = {0};
    list_columns(s, &list, diags);
    struct column *columns = arena_array(s->arena, struct column, list.n);
    for (size_t i = 0; i < list.n; i++)
        columns[i] = (struct column){.name = list.v[i].name, .type = type_of(&list.v[i])};
    ret->table.columns = columns;
    ret->table.n_columns = list.n;
}

static void names(struct arena *a, const struct doc_step *s, struct expr_name **ret, size_t *ret_n)
{
    ARRAY(struct expr_name) list = {0};
    static const char *const keys[] = {"by", "sum", "mean", "min", "max", "first"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        const struct node *const *words, *one;
        for (size_t i = 0, n = words_of(node_lookup(s->args, keys[k]), &words, &one); i < n; i++)
            *array_add(a, &list) = (struct expr_name){words[i]->text, words[i]->at};
    }
    *ret = list.v;
    *ret_n = list.n;
}

/* ---- groups */

static bool equal(const struct column *c, size_t i, size_t k)
{
    if (column_is_null(c, i) || column_is_null(c, k))
        return column_is_null(c, i) && column_is_null(c, k);
    switch (c->type) {
    case COL_TEXT:
        return str_eq(c->v.s[i], c->v.s[k]);
    case COL_REAL:
        return c->v.d[i] == c->v.d[k];
    case COL_BOOL:
        return c->v.b[i] == c->v.b[k];
    default:
        return c->v.i[i] == c->v.i[k];
    }
}

/* The group of each row; groups are numbered by their first row, which `first` gets. */
static size_t group_rows(struct step *s, uint32_t *group, uint32_t *first)
{
    const struct node *const *words, *one;
    struct lode_err ignored = {0};
    size_t n_by = words_of(node_lookup(s->doc->args, "by"), &words, &one), groups = 0;
    const struct column **by = arena_array(s->arena, const struct column *, n_by);
    for (size_t i = 0; i < n_by; i++)
        by[i] = column_of(s, words[i], false, &ignored);
    for (size_t i = 0; i < s->in->table.n; i++) {
        size_t g = 0;
        for (; g < groups; g++) {
            size_t k = 0;
            while (k < n_by && equal(by[k], i, first[g]))
                k++;
            if (k == n_by)
                break;
        }
        if (g == groups)
            first[groups++] = (uint32_t)i;
        group[i] = (uint32_t)g;
    }
    return groups;
}

static double number(const struct column *c, size_t i)
{
    return c->type == COL_REAL ? c->v.d[i] : (double)c->v.i[i];
}

/* Whether value i is less than value k. */
static bool less(const struct column *c, size_t i, size_t k)
{
    if (c->type == COL_TEXT)
        return str_cmp(c->v.s[i], c->v.s[k]) < 0;
    if (c->type == COL_BOOL)
        return c->v.b[i] < c->v.b[k];
    return c->type == COL_REAL ? c->v.d[i] < c->v.d[k] : c->v.i[i] < c->v.i[k];
}

/* min, max and first are values of some row: the row for each group, or none. */
static struct column chosen(struct step *s, const struct merged *m, const uint32_t *group,
                            const uint32_t *first, size_t groups)
{
    uint32_t *row = arena_array(s->arena, uint32_t, groups);
    memcpy(row, first, groups * sizeof *row);
    for (size_t i = 0; i < s->in->table.n && m->statistic != FIRST; i++) {
        uint32_t *best = &row[group[i]];
        if (column_is_null(m->of, i))
            continue;
        if (column_is_null(m->of, *best) ||
            (m->statistic == MIN ? less(m->of, i, *best) : less(m->of, *best, i)))
            *best = (uint32_t)i;
    }
    struct table one = {.columns = m->of, .n_columns = 1};
    return *columns_take(s->arena, &one, row, groups);
}

static struct column added_up(struct step *s, const struct merged *m, const uint32_t *group,
                              size_t groups)
{
    double *sum = arena_array(s->arena, double, groups);
    int64_t *n = arena_array(s->arena, int64_t, groups),
            *whole = arena_array(s->arena, int64_t, groups);
    uint8_t *null = arena_array(s->arena, uint8_t, groups);
    for (size_t i = 0; i < s->in->table.n; i++) {
        if (m->of && column_is_null(m->of, i))
            continue;
        n[group[i]]++;
        if (!m->of)
            continue;
        sum[group[i]] += number(m->of, i);
        if (m->of->type == COL_INT)
            whole[group[i]] += m->of->v.i[i];
    }
    for (size_t g = 0; g < groups; g++) {
        null[g] = m->statistic != COUNT && !n[g];
        if (m->statistic == MEAN && n[g])
            sum[g] /= (double)n[g];
    }
    struct column ret = {.type = type_of(m), .n = groups, .null = null, .v.d = sum};
    if (m->statistic == COUNT)
        ret.v.i = n;
    else if (ret.type == COL_INT)
        ret.v.i = whole;
    return ret;
}

static bool merge_geometry(struct step *s, const uint32_t *group, size_t groups,
                           struct geom_builder *b, struct lode_err *err)
{
    const struct geometry *from = &s->in->table.geom;
    GEOSGeometry **parts = arena_array(s->arena, GEOSGeometry *, s->in->table.n);
    for (size_t g = 0; g < groups; g++) {
        size_t n = 0;
        enum geom_kind kind = GEOM_NONE;
        for (size_t i = 0; i < s->in->table.n; i++) {
            GEOSGeometry *one = group[i] == g ? geos_from(s->geos, from, i) : NULL;
            if (!one)
                continue;
            parts[n++] = one;
            kind = from->kind[i] > kind ? from->kind[i] : kind;
        }
        GEOSGeometry *all = geos_union_all(s->geos, parts, n);
        geom_feature(b, kind);
        if (!all)
            return geos_fail(s->geos, "dissolve", s->doc->op_at, err);
        geos_append(s->geos, all, kind, b);
        GEOSGeom_destroy_r(s->geos->handle, all);
    }
    return true;
}

static bool run(struct step *s, struct features *ret, struct lode_err *err)
{
    struct diags ignored;
    struct merged_list list = {0};
    struct geom_builder b = {0};
    size_t rows = s->in->table.n;
    uint32_t *group = arena_array(s->arena, uint32_t, rows);
    uint32_t *first = arena_array(s->arena, uint32_t, rows);
    size_t groups = group_rows(s, group, first);
    diags_init(&ignored, s->arena); /* they were told by the check */
    list_columns(s, &list, &ignored);
    if (!merge_geometry(s, group, groups, &b, err)) {
        geom_abandon(&b);
        return false;
    }
    struct column *columns = arena_array(s->arena, struct column, list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct merged *m = &list.v[i];
        columns[i] = m->statistic == SUM || m->statistic == MEAN || m->statistic == COUNT
                         ? added_up(s, m, group, groups)
                         : chosen(s, m, group, first, groups);
        columns[i].name = m->name;
    }
    step_result(s, NULL, groups, &b, ret);
    ret->table.columns = columns;
    ret->table.n_columns = list.n;
    return true;
}

const struct step_kind step_dissolve = {check, run, names};
