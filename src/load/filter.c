/* How `where` of a source is checked, and how it decides which rows are read. */
#include "load/filter.h"

#include "base/arena.h"
#include "base/composed.h"
#include "expr/expr.h"

/* The columns of the layer, without a row. `only_own`: those that the source compares as lode does,
 * because they have its types. */
static struct table table_without_rows(struct reading *r, bool only_own)
{
    struct column *columns = arena_array(r->arena, struct column, r->n_columns + 1);
    size_t n = 0;
    for (size_t i = 0; i < r->n_columns; i++) {
        struct str name = r->columns[i].name;
        bool number = r->places_are_numbers && (str_eq(name, r->x_name) || str_eq(name, r->y_name));
        if (!only_own || !r->columns[i].converted)
            columns[n++] =
                (struct column){.name = name, .type = number ? COL_REAL : r->columns[i].type};
    }

    return (struct table){
        .name = r->source->name,
        .columns = columns,
        .n_columns = n,
        .kind = r->kind,
        .geometry_name = r->geometry_name,
    };
}

static void mark_column(struct reading *r, struct str name)
{
    for (size_t i = 0; i < r->n_columns; i++)
        r->columns[i].filtering |= text_same(r->columns[i].name, name);
}

bool filter_prepare(struct reading *r, struct filter *ret, struct lode_err *err)
{
    const struct doc_text *where = &r->source->where;
    struct filter f = {0};
    *ret = f;
    if (!where->s.p)
        return true;

    struct table t = table_without_rows(r, false);
    struct features layer = {.table = t, .crs = r->crs.text, .crs_at = r->crs.at};
    enum col_type type;
    struct expr_name *names;
    size_t n;
    if ((r->params->env && !r->params->env(r->params->env_ctx, r->arena, &layer, &f.env, err)) ||
        !expr_parse(r->arena, where->s, where->at, &f.expr, err) ||
        !expr_check(r->arena, f.expr, &t, &f.env, &type, err))
        return false;
    if (type != COL_BOOL)
        return lode_fail(err, LODE_SCHEMA, where->at, "`where` is not a condition but a %s",
                         col_type_name(type));

    expr_names(r->arena, f.expr, &names, &n);
    for (size_t i = 0; i < n; i++)
        mark_column(r, names[i].name);
    f.needs_shapes = expr_uses_geometry(f.expr, r->geometry_name);
    *ret = f;
    return true;
}

struct str filter_for_ogr(struct reading *r, const struct filter *f)
{
    struct table t = table_without_rows(r, true);
    if (r->places_are_numbers)
        return (struct str){0}; /* they are texts to GDAL */
    return f->expr ? expr_ogr_where(r->arena, f->expr, &t) : (struct str){0};
}

bool filter_rows(struct reading *r, const struct filter *f, const struct table *t,
                 uint32_t **ret_rows, size_t *ret_n, struct lode_err *err)
{
    struct column holds;
    if (!expr_eval(r->arena, f->expr, t, &f->env, &holds, err))
        return false;

    uint32_t *rows = arena_array(r->arena, uint32_t, t->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (holds.v.b[i] && !column_is_null(&holds, i))
            rows[n++] = (uint32_t)i;
    }

    *ret_rows = rows;
    *ret_n = n;
    return true;
}
