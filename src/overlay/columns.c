/* What the steps share: columns taken row by row from a layer, and results made of them. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/composed.h"
#include "base/log.h"
#include "overlay/step.h"

static const size_t value_size[] = {
    [COL_INT] = sizeof(int64_t),  [COL_REAL] = sizeof(double),  [COL_TEXT] = sizeof(struct str),
    [COL_BOOL] = sizeof(uint8_t), [COL_DATE] = sizeof(int64_t), [COL_TIMESTAMP] = sizeof(int64_t),
};

static struct column take_rows(struct arena *a, const struct column *c, const uint32_t *rows,
                               size_t n)
{
    size_t size = value_size[c->type];
    char *values = arena_alloc(a, size, n);
    bool missing = c->null != NULL;
    for (size_t i = 0; i < n && !missing; i++)
        missing = rows[i] == NO_ROW;
    uint8_t *null = missing ? arena_array(a, uint8_t, n) : NULL;

    for (size_t i = 0; i < n; i++) {
        if (rows[i] != NO_ROW)
            memcpy(values + i * size, (const char *)c->v.i + rows[i] * size, size);
        if (null)
            null[i] = rows[i] == NO_ROW || column_is_null(c, rows[i]);
    }

    struct column ret = *c;
    ret.n = n;
    ret.null = null;
    ret.v.i = (const int64_t *)(void *)values;
    return ret;
}

struct column *columns_take(struct arena *a, const struct table *t, const uint32_t *rows, size_t n)
{
    struct column *ret = arena_array(a, struct column, t->n_columns);
    for (size_t i = 0; i < t->n_columns; i++)
        ret[i] = take_rows(a, &t->columns[i], rows, n);
    return ret;
}

struct column *columns_with(struct arena *a, const struct column *columns, size_t n,
                            struct column **ret_new)
{
    struct column *ret = arena_array(a, struct column, n + 1);
    if (n)
        memcpy(ret, columns, n * sizeof *ret);
    *ret_new = &ret[n];
    return ret;
}

struct str columns_free_name(struct arena *a, const struct table *t, struct str name)
{
    struct str ret = name;
    for (int k = 2; table_lookup(t, ret); k++)
        ret = str_format(a, "%.*s_%d", STR_FMT(name), k);
    return ret;
}

struct column *columns_both(struct arena *a, const struct table *l, const struct column *left,
                            const struct table *r, const struct column *right, size_t *ret_n)
{
    struct column *all = arena_array(a, struct column, l->n_columns + r->n_columns);
    struct table so_far = {.columns = all, .n_columns = l->n_columns};
    if (l->n_columns)
        memcpy(all, left, l->n_columns * sizeof *all);

    for (size_t i = 0; i < r->n_columns; i++) {
        all[so_far.n_columns] = right[i];
        all[so_far.n_columns].name = columns_free_name(a, &so_far, right[i].name);
        so_far.n_columns++;
    }

    *ret_n = so_far.n_columns;
    return all;
}

int column_compare(const struct column *c, size_t i, size_t k)
{
    bool null_i = column_is_null(c, i), null_k = column_is_null(c, k);
    if (null_i || null_k)
        return null_i - null_k;

    switch (c->type) {
    case COL_TEXT:
        return text_cmp(c->v.s[i], c->v.s[k]);
    case COL_REAL: /* NaNs are equal to each other, and greater than all numbers */
        if (isnan(c->v.d[i]) || isnan(c->v.d[k]))
            return (isnan(c->v.d[i]) != 0) - (isnan(c->v.d[k]) != 0);
        return (c->v.d[i] > c->v.d[k]) - (c->v.d[i] < c->v.d[k]);
    case COL_BOOL:
        return c->v.b[i] - c->v.b[k];
    default:
        return (c->v.i[i] > c->v.i[k]) - (c->v.i[i] < c->v.i[k]);
    }
}

size_t step_words(const struct node *n, const struct node *const **ret, const struct node **one)
{
    *one = n;
    *ret = n && n->kind == NODE_LIST ? n->items : one;
    return !n ? 0 : n->kind == NODE_LIST ? n->n_items : 1;
}

bool step_column(struct step *s, const struct table *t, const struct node *word, bool number,
                 const struct column **ret, struct lode_err *err)
{
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
        return false;
    }

    if (number && c->type != COL_INT && c->type != COL_REAL)
        return lode_fail(err, LODE_SCHEMA, word->at, "'%.*s' is %s, not a number",
                         STR_FMT(word->text), col_type_name(c->type));

    *ret = c;
    return true;
}

void step_word_names(struct arena *a, const struct node *n, struct name_list *ret)
{
    const struct node *const *words, *one;
    for (size_t i = 0, many = step_words(n, &words, &one); i < many; i++)
        *array_add(a, ret) = (struct expr_name){words[i]->text, words[i]->at};
}

struct str step_named_column(const struct doc_step *s, const char *key, struct str usual,
                             struct lode_span *ret_at)
{
    const struct node *n = node_lookup(s->args, key);
    *ret_at = n ? n->at : s->op_at;
    return !n || node_is(n, "false") ? STR("") : node_is(n, "true") ? usual : n->text;
}

void step_result(struct step *s, const uint32_t *rows, size_t n, struct geom_builder *b,
                 struct features *ret)
{
    int64_t *fid = arena_array(s->arena, int64_t, n);

    for (size_t i = 0; s->kept && rows && i < n; i++) {
        if (rows[i] != NO_ROW)
            s->kept[rows[i]] = 1;
    }

    *ret = *s->in;
    ret->origin = s->doc->name;
    ret->table.name = s->doc->name;
    ret->table.n = n;
    ret->table.geometry_name = (struct str){0};
    if (rows)
        ret->table.columns = columns_take(s->arena, &s->in->table, rows, n);

    for (size_t i = 0; i < n; i++)
        fid[i] = rows && rows[i] != NO_ROW ? s->in->fid[rows[i]] : (int64_t)i;
    ret->fid = fid;

    geom_finish(s->arena, b, &ret->table.geom);
    if (rows && !s->in->table.geom.n) /* a table without shapes stays one */
        ret->table.geom = (struct geometry){0};
    ret->table.kind = GEOM_NONE;
    for (size_t i = 0; i < ret->table.geom.n && ret->table.kind == GEOM_NONE; i++)
        ret->table.kind = ret->table.geom.kind[i];
}

size_t step_result_nonempty(struct step *s, struct geom_builder *b, struct features *ret)
{
    struct geometry all;
    struct geom_builder kept = {0};
    uint32_t *rows = arena_array(s->arena, uint32_t, b->n);
    size_t n = 0;

    geom_finish(s->arena, b, &all);
    for (size_t i = 0; i < all.n; i++) {
        if (all.kind[i] == GEOM_NONE)
            continue;
        geom_copy(&kept, &all, i);
        rows[n++] = (uint32_t)i;
    }

    step_result(s, rows, n, &kept, ret);
    return all.n - n;
}

void step_note_left_out(struct step *s, const char *rule, size_t n, const char *why)
{
    if (n)
        log_note(s->doc->op_at, rule, "%zu of %zu features of '%.*s' %s '%.*s'", n, s->in->table.n,
                 STR_FMT(s->doc->input.s), why, STR_FMT(s->doc->with.s));
}

bool check_areas(const struct features *f, const struct doc_text *name, const char *what,
                 const char *hint, struct diags *diags)
{
    struct lode_err err = {0};
    if (f->table.kind == GEOM_POLYGON || f->table.kind == GEOM_NONE)
        return true;

    lode_fail(&err, LODE_SCHEMA, name->at, "'%.*s' has no areas %s", STR_FMT(name->s), what);
    lode_hint(&err, "%s", hint);
    diags_put(diags, &err);
    return false;
}

void check_areas_to_cut_with(struct step *s, struct features *ret, struct diags *diags)
{
    (void)ret;
    struct str hint =
        str_format(s->arena, "make areas of it first, as in: - near: {buffer: %.*s, by: 10 km}",
                   STR_FMT(s->doc->with.s));
    check_areas(s->with, &s->doc->with, "to cut with", hint.p, diags);
}

GEOSGeometry *union_of(struct step *s, const struct features *f)
{
    struct arena scratch = *s->arena;
    GEOSGeometry **parts = arena_array(&scratch, GEOSGeometry *, f->table.n);
    size_t n = 0;

    for (size_t i = 0; i < f->table.n; i++) {
        if (f->table.geom.kind[i] != GEOM_POLYGON)
            continue;
        GEOSGeometry *one = geos_from(s->geos, &f->table.geom, i);
        if (one)
            parts[n++] = one;
    }

    return geos_union_all(s->geos, parts, n);
}
