/* The tables that stand on the page: `page.table`, one or a list of them. */
#include "base/arena.h"
#include "doc/reading.h"

static struct doc_table_column read_column(const struct node *n)
{
    struct doc_table_column c = {.at = n->at, .decimals = -1, .node = n};
    const struct node *decimals = node_lookup(n, "decimals");
    struct lode_err ignored = {0}; /* reported by the schema */
    int64_t v;

    if (n->kind == NODE_SCALAR) {
        c.column = reading_text(n);
        return c;
    }

    c.column = reading_text(node_lookup(n, "column"));
    c.label = reading_text(node_lookup(n, "label"));
    c.format = node_lookup(n, "format");
    if (decimals && node_int(decimals, &v, &ignored) && v >= 0)
        c.decimals = (int)v;
    return c;
}

/* A list of columns, or a map of headings to texts. */
static void read_columns(struct reading *r, const struct node *n, struct doc_page_table *ret)
{
    size_t count = n && n->kind == NODE_MAP ? n->n_pairs : n ? n->n_items : 0;
    struct doc_table_column *columns = arena_array(r->a, struct doc_table_column, count);

    for (size_t i = 0; i < count; i++) {
        if (n->kind == NODE_LIST) {
            columns[i] = read_column(n->items[i]);
            continue;
        }

        const struct node_pair *pair = &n->pairs[i];
        columns[i] = (struct doc_table_column){.at = pair->at,
                                               .label = {pair->key, pair->at},
                                               .format = pair->value,
                                               .decimals = -1,
                                               .node = pair->value};
    }

    ret->columns = columns;
    ret->n_columns = count;
}

static void read_table(struct reading *r, const struct node *n, struct doc_page_table *ret)
{
    struct lode_err ignored = {0}; /* reported by the schema */
    const struct node *rows = node_lookup(n, "rows"), *total = node_lookup(n, "total");
    int64_t v;

    *ret = (struct doc_page_table){.node = n, .of = reading_text(node_lookup(n, "of"))};
    read_columns(r, node_lookup(n, "columns"), ret);
    ret->order = reading_texts(r, node_lookup(n, "order"), &ret->n_order);

    if (total && total->kind == NODE_LIST)
        ret->totals = reading_texts(r, total, &ret->n_totals);
    else if (total)
        node_bool(total, &ret->total, &ignored);
    if (rows && node_int(rows, &v, &ignored) && v > 0)
        ret->rows = (size_t)v;
}

void page_tables_read(struct reading *r, const struct node *n)
{
    struct doc_page *page = &r->doc->page;
    size_t count = !n ? 0 : n->kind == NODE_LIST ? n->n_items : n->kind == NODE_MAP;
    struct doc_page_table *tables = arena_array(r->a, struct doc_page_table, count);
    for (size_t i = 0; i < count; i++)
        read_table(r, n->kind == NODE_LIST ? n->items[i] : n, &tables[i]);

    page->tables = tables;
    page->n_tables = count;
}
