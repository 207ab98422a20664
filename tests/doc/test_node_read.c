/* YAML as documents have it: YAML 1.2.2, core schema. */
#include "fixture.h"

static const char *first_fault(const char *yaml)
{
    struct diags faults;
    const struct node *ret;
    diags_init(&faults, fixture_arena());
    g_assert_false(node_read(fixture_arena(), str_of(yaml), "t.yaml", &ret, &faults));
    g_assert_cmpuint(faults.n, >, 0);
    return str_c(fixture_arena(), str_format(fixture_arena(), "%d:%d %s", faults.v[0].at.line,
                                             faults.v[0].at.col, faults.v[0].message));
}

static void test_kinds(void)
{
    const struct node *n = fixture_node("{a: 1, b: [x, 'y'], c: {d: e}, f: ~, g: null, h: 'null'}");
    g_assert_cmpuint(n->n_pairs, ==, 6);
    g_assert_cmpint(node_lookup(n, "a")->kind, ==, NODE_SCALAR);
    g_assert_cmpuint(node_lookup(n, "b")->n_items, ==, 2);
    g_assert_true(node_lookup(n, "b")->items[1]->quoted);
    g_assert_cmpint(node_lookup(n, "c")->kind, ==, NODE_MAP);
    g_assert_cmpint(node_lookup(n, "f")->kind, ==, NODE_NULL);
    g_assert_cmpint(node_lookup(n, "g")->kind, ==, NODE_NULL);
    g_assert_cmpint(node_lookup(n, "h")->kind, ==, NODE_SCALAR);
}

static void test_places(void)
{
    const struct node *n = fixture_node("a: x\nb:\n  - 'y'\nключ: [z]\n");
    g_assert_cmpint(n->pairs[1].at.line, ==, 2);
    g_assert_cmpint(n->pairs[1].value->items[0]->at.line, ==, 3);
    g_assert_cmpint(n->pairs[1].value->items[0]->at.col, ==, 6);
    g_assert_cmpint(n->pairs[2].value->items[0]->at.col, ==, 8); /* characters, not bytes */
}

/* An alias is what its anchor was; JSON is YAML. */
static void test_aliases_and_json(void)
{
    const struct node *n = fixture_node("a: &x [1, 2]\nb: *x\n");
    g_assert_true(node_same(node_lookup(n, "a"), node_lookup(n, "b")));
    g_assert_true(node_same(fixture_node("{\"a\": [1, \"b\"]}"), fixture_node("a:\n- 1\n- 'b'\n")));
}

static void test_what_is_refused(void)
{
    g_assert_nonnull(strstr(first_fault("a: 1\na: 2\n"), "2:1 "));
    g_assert_nonnull(strstr(first_fault("a: *b\n"), "1:5 no '&b'"));
    g_assert_nonnull(strstr(first_fault("a: [1, 2\n"), ":"));
    g_assert_nonnull(strstr(first_fault("a: \xff\n"), "UTF-8"));
}

/* 64 levels are read, 65 are not. */
static void test_depth(void)
{
    for (int depth = 60; depth < 70; depth++) {
        struct diags faults;
        const struct node *ret;
        GString *text = g_string_new(NULL);
        for (int i = 0; i < depth; i++)
            g_string_append_c(text, '[');
        for (int i = 0; i < depth; i++)
            g_string_append_c(text, ']');
        diags_init(&faults, fixture_arena());
        bool ok = node_read(fixture_arena(), str_of(text->str), "t.yaml", &ret, &faults);
        g_assert_cmpint(ok, ==, depth <= 64);
        g_string_free(text, TRUE);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/node-read/kinds", test_kinds);
    g_test_add_func("/node-read/places", test_places);
    g_test_add_func("/node-read/aliases-and-json", test_aliases_and_json);
    g_test_add_func("/node-read/what-is-refused", test_what_is_refused);
    g_test_add_func("/node-read/depth", test_depth);
    return g_test_run();
}
