/* Tables on the page: columns by name, with headings, and totals. */
#include "fixture.h"

static const struct doc_page_table *table_of(const char *table)
{
    struct str text =
        str_format(fixture_arena(), "layers: [{fill: a}]\npage: {table: %s}\n", table);
    const struct map_doc *doc = fixture_read(str_c(fixture_arena(), text));
    g_assert_cmpuint(doc->page.n_tables, >, 0);
    return doc->page.tables;
}

static void test_columns(void)
{
    const struct doc_page_table *t =
        table_of("{of: a, columns: [name, {column: v, label: Value, decimals: 2}]}");
    g_assert_cmpuint(t->n_columns, ==, 2);
    assert_str(t->columns[0].column.s, "name");
    g_assert_cmpint(t->columns[0].decimals, ==, -1);
    assert_str(t->columns[1].label.s, "Value");
    g_assert_cmpint(t->columns[1].decimals, ==, 2);
}

static void test_headings_and_texts(void)
{
    const struct doc_page_table *t = table_of("{of: a, columns: {Name: '{name}', Share: '{v} %'}}");
    g_assert_cmpuint(t->n_columns, ==, 2);
    assert_str(t->columns[1].label.s, "Share");
    assert_str(t->columns[1].format->text, "{v} %");
    g_assert_null(t->columns[1].column.s.p);
}

static void test_rows_order_and_totals(void)
{
    const struct doc_page_table *t =
        table_of("{of: b, columns: [v], order: [-v, name], rows: 5, total: true}");
    assert_str(t->of.s, "b");
    g_assert_cmpuint(t->rows, ==, 5);
    g_assert_cmpuint(t->n_order, ==, 2);
    assert_str(t->order[0].s, "-v");
    g_assert_true(t->total);
    t = table_of("{of: b, columns: [v, w], total: [w]}");
    g_assert_cmpuint(t->n_totals, ==, 1);
    g_assert_false(t->total);
}

static void test_an_unknown_layer(void)
{
    ASSERT_FAULTS("layers: [{fill: a}]\npage: {table: {of: c, columns: [v]}}\n",
                  "4:20 no layer 'c'\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/page-tables/columns", test_columns);
    g_test_add_func("/page-tables/headings-and-texts", test_headings_and_texts);
    g_test_add_func("/page-tables/rows-order-and-totals", test_rows_order_and_totals);
    g_test_add_func("/page-tables/an-unknown-layer", test_an_unknown_layer);
    return g_test_run();
}
