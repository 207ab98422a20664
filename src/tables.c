#include "tables.h"

#include <stdlib.h>

#include "base/file.h"
#include "load/export.h"
#include "project/shape.h"

/* "-near_m": by near_m, falling. */
static struct str order_name(const struct doc_text *order, bool *ret_falling)
{
    *ret_falling = str_starts(order->s, STR("-"));
    return *ret_falling ? str_from(order->s, 1) : order->s;
}

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
    for (size_t k = 0; k < n; k++)
        check_column(r, t, order_name(&order[k], &falling), order[k].at);
}

void tables_check(struct run *r)
{
    for (size_t i = 0; i < r->doc->n_tables; i++) {
        const struct doc_table *t = &r->doc->tables[i];
        const struct features *schema = layer_lookup(&r->schemas, t->of.s);
        r->all_columns |= t->n_columns == 0; /* all of them are asked for */
        if (!schema)                         /* it failed, and was told */
            continue;
        for (size_t k = 0; k < t->n_columns; k++)
            check_column(r, &schema->table, t->columns[k].s, t->columns[k].at);
        tables_check_order(r, &schema->table, t->order, t->n_order);
    }
}

/* ---- order */

struct key {
    const struct column *column;
    bool falling;
};

struct keyed {
    const struct key *keys;
    size_t n_keys;
    uint32_t row;
};

static int compare_values(const struct column *c, uint32_t i, uint32_t k)
{
    switch (c->type) {
    case COL_TEXT:
        return str_cmp(c->v.s[i], c->v.s[k]);
    case COL_REAL:
        return (c->v.d[i] > c->v.d[k]) - (c->v.d[i] < c->v.d[k]);
    case COL_BOOL:
        return (c->v.b[i] > c->v.b[k]) - (c->v.b[i] < c->v.b[k]);
    default:
        return (c->v.i[i] > c->v.i[k]) - (c->v.i[i] < c->v.i[k]);
    }
}

/* Missing values come last either way; equal rows stay in the layer's order. */
static int by_keys(const void *pa, const void *pb)
{
    const struct keyed *a = pa, *b = pb;
    for (size_t i = 0; i < a->n_keys; i++) {
        const struct column *c = a->keys[i].column;
        bool na = column_is_null(c, a->row), nb = column_is_null(c, b->row);
        int order = na || nb ? na - nb : compare_values(c, a->row, b->row);
        if (order)
            return a->keys[i].falling && !na && !nb ? -order : order;
    }
    return (a->row > b->row) - (a->row < b->row);
}

uint32_t *tables_order(struct arena *a, const struct table *table, const struct doc_text *order,
                       size_t n_order)
{
    struct key *keys = arena_array(a, struct key, n_order);
    struct keyed *all = arena_array(a, struct keyed, table->n);
    uint32_t *rows = arena_array(a, uint32_t, table->n);
    for (size_t k = 0; k < n_order; k++)
        keys[k].column = table_lookup(table, order_name(&order[k], &keys[k].falling));
    for (size_t i = 0; i < table->n; i++)
        all[i] = (struct keyed){keys, n_order, (uint32_t)i};
    qsort(all, table->n, sizeof *all, by_keys);
    for (size_t i = 0; i < table->n; i++)
        rows[i] = all[i].row;
    return rows;
}

static bool write_table(struct run *r, const struct doc_table *t, struct lode_err *err)
{
    const struct features *f = layer_lookup(&r->layers, t->of.s);
    struct features moved = *f, out;
    if (f->crs.len && !features_to_crs(&r->a, f, STR("EPSG:4326"), t->of.at, &moved, err))
        return false;
    uint32_t *rows = tables_order(&r->a, &moved.table, t->order, t->n_order);
    features_take(&r->a, &moved, rows, moved.table.n, &out);
    if (t->n_columns) {
        struct column *columns = arena_array(&r->a, struct column, t->n_columns);
        for (size_t k = 0; k < t->n_columns; k++)
            columns[k] = *table_lookup(&out.table, t->columns[k].s);
        out.table.columns = columns;
        out.table.n_columns = t->n_columns;
        if (str_ends(t->file.s, STR(".csv"))) { /* the columns that are named, and nothing else */
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
        run_clock(r, "tables");
    return true;
}
