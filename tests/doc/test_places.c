/* Where the characters of a scalar stand that is not written as it reads. */
#include "fixture.h"

#include "doc/source.h"

/* Places of the value of `a: VALUE`, as reading the node gives them: "LINE:COLUMN ..." with the end. */
static const char *places_of(const char *value)
{
    struct arena *a = fixture_arena();
    const struct node *n = fixture_node(str_c(a, str_format(a, "a: %s\n", value)));
    const struct span_place *p = node_lookup(n, "a")->at.places;
    struct str ret = STR("");
    for (; p && p->line; p++)
        ret = str_format(a, "%.*s%s%d:%d", STR_FMT(ret), ret.len ? " " : "", p->line, p->col);
    return str_c(a, ret);
}

static void test_as_it_reads(void)
{
    g_assert_cmpstr(places_of("abc"), ==, "");
    g_assert_cmpstr(places_of("'abc'"), ==, "");
}

static void test_doubled_quotes(void)
{
    g_assert_cmpstr(places_of("'a''b'"), ==, "1:5 1:6 1:8 1:9");
}

static void test_escapes(void)
{
    g_assert_cmpstr(places_of("\"a\\nb\""), ==, "1:5 1:6 1:8 1:9");
    g_assert_cmpstr(places_of("\"\\u0041b\""), ==, "1:5 1:11 1:12");
}

/* A line end that is folded is one blank, where the white space begins. */
static void test_folded_lines(void)
{
    g_assert_cmpstr(places_of("x\n  y"), ==, "1:4 1:5 2:3 2:4");
}

static void test_single_quotes_as_yaml_reads_them(void)
{
    struct arena *a = fixture_arena();
    assert_str(source_single_quoted(a, STR("a''''b")), "a''b");
    assert_str(source_single_quoted(a, STR("a \n  b")), "a b");
    assert_str(source_single_quoted(a, STR("a\n\nb")), "a\nb");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/places/as-it-reads", test_as_it_reads);
    g_test_add_func("/places/doubled-quotes", test_doubled_quotes);
    g_test_add_func("/places/escapes", test_escapes);
    g_test_add_func("/places/folded-lines", test_folded_lines);
    g_test_add_func("/places/single-quotes-as-yaml-reads-them",
                    test_single_quotes_as_yaml_reads_them);
    return g_test_run();
}
