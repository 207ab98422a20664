/* Layers as tables: their check, the order of their rows, and the files that are written. */
#include "run/tables.h"

#include "expr/order.h"
#include "expr/template.h"
#include "load/export.h"
#include "project/shape.h"
#include "run/geometry_env.h"

static void check_column(struct run *r, const struct table *t, struct str name, struct lode_span at)
{
    if (table_lookup(t, name))
        return;

    struct lode_err err = {0};
    struct str *names = arena_array(&r->a, struct str, t->n_columns);
    for (size_t i = 0; i < t->n_columns; i++)
        names[i] = t->columns[i].name;

    struct str near = str_nearest(name, names, t->n_columns);
    lode_fail(&err, LODE_SCHEMA, at, "no column '%.*s' in '%.*s'", STR_FMT(name), STR_FMT(t->name));
    if (near.len)
        lode_hint(&err, "did you mean '%.*s'?", STR_FMT(near));
    diags_put(&r->diags, &err);
}

void tables_check_order(struct run *r, const struct table *t, const struct doc_text *order,
                        size_t n)
{
    bool falling;
    for (size_t i = 0; i < n; i++)
        check_column(r, t, order_name(order[i].s, &falling), order[i].at);
}

static void check_file(struct run *r, const struct doc_table *t)
{
    const struct features *schema = layer_lookup(&r->schemas, t->of.s);
    r->all_columns |= t->n_columns == 0; /* a table that names no columns has all */
    if (!schema)                         /* its layer failed, and is reported */
        return;

    for (size_t k = 0; k < t->n_columns; k++)
        check_column(r, &schema->table, t->columns[k].s, t->columns[k].at);
    tables_check_order(r, &schema->table, t->order, t->n_order);
}

/* ---- on the page */

static bool shows_column(const struct doc_page_table *t, struct str column)
{
    for (size_t k = 0; k < t->n_columns; k++) {
        if (str_eq(t->columns[k].column.s, column))
            return true;
    }
    return false;
}

static void check_total(struct run *r, const struct doc_page_table *page, const struct table *t,
                        const struct doc_text *name)
{
    struct lode_err err = {0};
    const struct column *c = table_lookup(t, name->s);

    if (!c) {
        check_column(r, t, name->s, name->at);
    } else if (!shows_column(page, name->s)) {
        lode_fail(&err, LODE_SCHEMA, name->at, "the table has no column for '%.*s'",
                  STR_FMT(name->s));
        lode_hint(&err, "name it under 'columns'");
        diags_put(&r->diags, &err);
    } else if (c->type != COL_INT && c->type != COL_REAL) {
        lode_fail(&err, LODE_SCHEMA, name->at, "'%.*s' is %s and cannot be added up",
                  STR_FMT(name->s), col_type_name(c->type));
        diags_put(&r->diags, &err);
    }
}

static void check_page_table(struct run *r, const struct doc_page_table *t)
{
    const struct features *schema = layer_lookup(&r->schemas, t->of.s);
    struct expr_env env;
    struct lode_err err = {0};

    if (!schema) /* its layer failed, and is reported */
        return;

    if (!run_schema_env(r, schema, &env, &err)) {
        diags_put(&r->diags, &err);
        return;
    }

    for (size_t k = 0; k < t->n_columns; k++) {
        const struct doc_table_column *c = &t->columns[k];
        struct template_text *text;

        err = (struct lode_err){0};
        if (c->column.s.p)
            check_column(r, &schema->table, c->column.s, c->column.at);
        if (c->format && (!template_parse(&r->a, c->format->text, c->format->at, &text, &err) ||
                          !template_check(&r->a, text, &schema->table, &env, &err)))
            diags_put(&r->diags, &err);
    }

    tables_check_order(r, &schema->table, t->order, t->n_order);
    for (size_t k = 0; k < t->n_totals; k++)
        check_total(r, t, &schema->table, &t->totals[k]);
}

void tables_check(struct run *r)
{
    for (size_t i = 0; i < r->doc->n_tables; i++)
        check_file(r, &r->doc->tables[i]);
    for (size_t i = 0; i < r->doc->page.n_tables; i++)
        check_page_table(r, &r->doc->page.tables[i]);
}

/* On a page of an atlas a layer may be cut down to the page's feature: tables then have only its
 * rows. */
static const struct features *rows_on_page(const struct run *r, struct str of)
{
    const struct features *whole = layer_lookup(&r->layers, of);
    for (size_t i = 0; r->doc->atlas.n_only && i < r->doc->n_layers; i++) {
        if (str_eq(r->doc->layers[i].of.s, of) && r->styled[i].features != whole)
            return r->styled[i].features;
    }
    return whole;
}

bool tables_of_page(struct run *r, const struct page_table **ret, struct lode_err *err)
{
    size_t n = r->doc->page.n_tables;
    struct page_table *tables = arena_array(&r->a, struct page_table, n);

    for (size_t i = 0; i < n; i++) {
        tables[i].features = rows_on_page(r, r->doc->page.tables[i].of.s);
        if (!geometry_env(&r->a, &r->env, tables[i].features, &tables[i].env, err))
            return false;
    }
    *ret = tables;
    return true;
}

uint32_t *tables_order(struct arena *a, const struct table *table, const struct doc_text *order,
                       size_t n_order)
{
    struct str *keys = arena_array(a, struct str, n_order);
    for (size_t k = 0; k < n_order; k++)
        keys[k] = order[k].s;
    return order_rows(a, table, keys, n_order);
}

/* ---- the files */

static bool write_table(struct run *r, const struct doc_table *t, struct lode_err *err)
{
    const struct features *f = layer_lookup(&r->layers, t->of.s);
    struct features moved, out;
    if (!features_to_crs(&r->a, f, STR("EPSG:4326"), t->of.at, &moved, err))
        return false;

    uint32_t *rows = tables_order(&r->a, &moved.table, t->order, t->n_order);
    features_take(&r->a, &moved, rows, moved.table.n, &out);
    if (t->n_columns) {
        struct column *columns = arena_array(&r->a, struct column, t->n_columns);
        for (size_t k = 0; k < t->n_columns; k++)
            columns[k] = *table_lookup(&out.table, t->columns[k].s);
        out.table.columns = columns;
        out.table.n_columns = t->n_columns;
        const struct export_format *format = export_format_of(t->file.s);
        if (format && format->columns_only) { /* the named columns, without shapes */
            out.table.geom = (struct geometry){0};
            out.table.kind = GEOM_NONE;
            out.crs = (struct str){0};
        }
    }

    struct export_target to = {.path = t->file.s, .at = t->file.at, .bom = t->bom};
    return export_features(&r->a, &out, &to, err);
}

bool tables_write(struct run *r, struct lode_err *err)
{
    for (size_t i = 0; i < r->doc->n_tables; i++) {
        if (!write_table(r, &r->doc->tables[i], err))
            return lode_within(err, "table '%.*s'", STR_FMT(r->doc->tables[i].file.s));
    }

    if (r->doc->n_tables)
        run_clock(r, STAGE_TABLES);
    return true;
}
