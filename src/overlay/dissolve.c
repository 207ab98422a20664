/* dissolve: features with equal values of `by` merged into one, with statistics of other columns.
 * Groups stand in the order of their first feature. A missing value is a group of its own. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
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
        lode_rule(err, "unknown-column");
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

/* One more column of the result; a fault when it has one of that name. */
static void add_column(struct step *s, struct merged_list *list, struct merged m,
                       struct lode_span at, struct diags *diags)
{
    for (size_t i = 0; i < list->n; i++) {
        struct lode_err err = {0};
        if (!str_eq(list->v[i].name, m.name))
            continue;
        lode_fail(&err, LODE_SCHEMA, at, "'%.*s' would have two columns '%.*s'",
                  STR_FMT(s->doc->name), STR_FMT(m.name));
        diags_put(diags, &err);
        return;
    }
    *array_add(s->arena, list) = m;
}

static void list_columns(struct step *s, struct merged_list *ret, struct diags *diags)
{
    const struct node *const *words, *one;
    const struct node *by = node_lookup(s->doc->args, "by");
    for (size_t i = 0, n = words_of(by, &words, &one); i < n; i++) {
        struct lode_err err = {0};
        const struct column *c = column_of(s, words[i], false, &err);
        if (c)
            add_column(s, ret, (struct merged){FIRST, c, c->name}, words[i]->at, diags);
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
                add_column(s, ret, (struct merged){(enum statistic)k, c, name}, words[i]->at,
                           diags);
            else
                diags_put(diags, &err);
        }
    }
    const struct node *count = node_lookup(s->doc->args, "count");
    struct str count_name = !count || node_is(count, "false") ? STR("")
                            : node_is(count, "true")          ? STR("count")
                                                              : count->text;
    if (count_name.len)
        add_column(s, ret, (struct merged){COUNT, NULL, count_name}, count->at, diags);
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

struct groups {
    const struct column **by;
    size_t n_by;
    uint32_t *of;    /* row -> group */
    uint32_t *first; /* group -> its first row */
    uint32_t *rows;  /* group by group, each in the order of the layer */
    uint32_t *start; /* group -> where its rows begin; one more at the end */
    size_t n;
};

static int compare_values(const struct column *c, size_t i, size_t k)
{
    bool null_i = column_is_null(c, i), null_k = column_is_null(c, k);
    if (null_i || null_k)
        return null_i - null_k;
    switch (c->type) {
    case COL_TEXT:
        return str_cmp(c->v.s[i], c->v.s[k]);
    case COL_REAL: /* a NaN is equal to any other, and greater than all numbers */
        if (isnan(c->v.d[i]) || isnan(c->v.d[k]))
            return (isnan(c->v.d[i]) != 0) - (isnan(c->v.d[k]) != 0);
        return (c->v.d[i] > c->v.d[k]) - (c->v.d[i] < c->v.d[k]);
    case COL_BOOL:
        return c->v.b[i] - c->v.b[k];
    default:
        return (c->v.i[i] > c->v.i[k]) - (c->v.i[i] < c->v.i[k]);
    }
}

static int compare_keys(const struct groups *g, uint32_t i, uint32_t k)
{
    for (size_t b = 0; b < g->n_by; b++) {
        int c = compare_values(g->by[b], i, k);
        if (c)
            return c;
    }
    return 0;
}

static int by_key_and_row(const void *pa, const void *pb, void *ctx)
{
    uint32_t i = *(const uint32_t *)pa, k = *(const uint32_t *)pb;
    int c = compare_keys(ctx, i, k);
    return c ? c : (i > k) - (i < k);
}

/* Number the groups by their first rows. `sorted`: rows by key, then row. */
static void number_groups(struct arena *a, struct groups *g, const uint32_t *sorted, size_t n)
{
    uint32_t *leader = arena_array(a, uint32_t, n); /* row -> the first row of its group */
    for (size_t k = 0; k < n; k++) {
        bool new_group = k == 0 || compare_keys(g, sorted[k - 1], sorted[k]) != 0;
        leader[sorted[k]] = new_group ? sorted[k] : leader[sorted[k - 1]];
    }
    for (uint32_t i = 0; i < n; i++) {
        if (leader[i] == i)
            g->first[g->n++] = i;
        g->of[i] = leader[i] == i ? (uint32_t)g->n - 1 : g->of[leader[i]];
    }
}

static void list_rows(struct arena *a, struct groups *g, size_t n)
{
    g->start = arena_array(a, uint32_t, g->n + 1);
    g->rows = arena_array(a, uint32_t, n);
    uint32_t *next = arena_array(a, uint32_t, g->n);
    for (size_t i = 0; i < n; i++)
        g->start[g->of[i] + 1]++;
    for (size_t k = 0; k < g->n; k++) {
        g->start[k + 1] += g->start[k];
        next[k] = g->start[k];
    }
    for (uint32_t i = 0; i < n; i++)
        g->rows[next[g->of[i]]++] = i;
}

static void make_groups(struct step *s, struct groups *ret)
{
    const struct node *const *words, *one;
    struct lode_err ignored = {0};
    size_t n = s->in->table.n;
    *ret = (struct groups){.n_by = words_of(node_lookup(s->doc->args, "by"), &words, &one)};
    ret->by = arena_array(s->arena, const struct column *, ret->n_by);
    for (size_t i = 0; i < ret->n_by; i++)
        ret->by[i] = column_of(s, words[i], false, &ignored);
    ret->of = arena_array(s->arena, uint32_t, n);
    ret->first = arena_array(s->arena, uint32_t, n);
    uint32_t *sorted = arena_array(s->arena, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        sorted[i] = i;
    if (n)
        qsort_r(sorted, n, sizeof *sorted, by_key_and_row, ret);
    number_groups(s->arena, ret, sorted, n);
    list_rows(s->arena, ret, n);
}

/* ---- statistics */

static double number(const struct column *c, size_t i)
{
    return c->type == COL_REAL ? c->v.d[i] : (double)c->v.i[i];
}

/* min, max and first are values of some row: the row for each group, or none. */
static struct column chosen(struct step *s, const struct merged *m, const struct groups *g)
{
    uint32_t *row = arena_array(s->arena, uint32_t, g->n);
    memcpy(row, g->first, g->n * sizeof *row);
    for (uint32_t i = 0; i < s->in->table.n && m->statistic != FIRST; i++) {
        uint32_t *best = &row[g->of[i]];
        if (column_is_null(m->of, i))
            continue;
        int c = compare_values(m->of, i, *best);
        if (column_is_null(m->of, *best) || (m->statistic == MIN ? c < 0 : c > 0))
            *best = i;
    }
    struct table one = {.columns = m->of, .n_columns = 1};
    return *columns_take(s->arena, &one, row, g->n);
}

static struct column counted(struct step *s, const struct groups *g)
{
    int64_t *n = arena_array(s->arena, int64_t, g->n);
    for (size_t k = 0; k < g->n; k++)
        n[k] = g->start[k + 1] - g->start[k];
    return (struct column){.type = COL_INT, .n = g->n, .v.i = n};
}

/* Missing values are left out; a group of nothing else has a missing result. */
static struct column summed(struct step *s, const struct merged *m, const struct groups *g)
{
    double *sum = arena_array(s->arena, double, g->n);
    int64_t *whole = arena_array(s->arena, int64_t, g->n);
    uint8_t *null = arena_array(s->arena, uint8_t, g->n);
    size_t too_large = 0;
    for (size_t k = 0; k < g->n; k++) {
        size_t n = 0;
        bool overflow = false;
        for (size_t j = g->start[k]; j < g->start[k + 1]; j++) {
            size_t i = g->rows[j];
            if (column_is_null(m->of, i))
                continue;
            n++;
            sum[k] += number(m->of, i);
            if (m->of->type == COL_INT)
                overflow |= __builtin_add_overflow(whole[k], m->of->v.i[i], &whole[k]);
        }
        overflow = overflow && m->statistic == SUM;
        too_large += overflow;
        null[k] = n == 0 || overflow;
        if (m->statistic == MEAN && n)
            sum[k] /= (double)n;
    }
    if (too_large)
        log_warn(s->doc->op_at, "sum-too-large", "%zu sums of '%.*s' are too large to be written",
                 too_large, STR_FMT(m->of->name));
    struct column ret = {.type = type_of(m), .n = g->n, .null = null, .v.d = sum};
    if (ret.type == COL_INT)
        ret.v.i = whole;
    return ret;
}

/* ---- geometry */

/* The largest kind of a group is kept, as in a collection. */
static bool merge_one(struct step *s, const struct groups *g, size_t group, struct geom_builder *b,
                      struct lode_err *err)
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
    if (all && kind == GEOM_LINE) { /* cut where they meet; joined again where two do */
        GEOSGeometry *joined = GEOSLineMerge_r(h, all);
        GEOSGeom_destroy_r(h, joined ? all : NULL);
        all = joined ? joined : all;
    }
    if (!all)
        return geos_fail(s->geos, "dissolve", s->doc->op_at, err);
    geom_feature(b, kind);
    geos_append(s->geos, all, kind, b);
    GEOSGeom_destroy_r(h, all);
    return true;
}

static bool run(struct step *s, struct features *ret, struct lode_err *err)
{
    struct diags ignored;
    struct merged_list list = {0};
    struct geom_builder b = {0};
    struct groups groups;
    make_groups(s, &groups);
    diags_init(&ignored, s->arena); /* they were told by the check */
    list_columns(s, &list, &ignored);
    for (size_t k = 0; k < groups.n; k++) {
        if (!merge_one(s, &groups, k, &b, err)) {
            geom_abandon(&b);
            return false;
        }
    }
    struct column *columns = arena_array(s->arena, struct column, list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct merged *m = &list.v[i];
        columns[i] = m->statistic == COUNT                         ? counted(s, &groups)
                     : m->statistic == SUM || m->statistic == MEAN ? summed(s, m, &groups)
                                                                   : chosen(s, m, &groups);
        columns[i].name = m->name;
    }
    step_result(s, NULL, groups.n, &b, ret);
    ret->table.columns = columns;
    ret->table.n_columns = list.n;
    return true;
}

const struct step_kind step_dissolve = {check, run, names};
