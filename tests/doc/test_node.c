#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "doc/node.h"

static struct arena arena;

static const struct node *parse(const char *text)
{
    struct diags diags;
    const struct node *root = NULL;
    diags_init(&diags, &arena);
    bool ok = node_read(&arena, str_of(text), "t.yaml", &root, &diags);
    for (size_t i = 0; i < diags.n; i++)
        g_test_message("%d:%d %s", diags.v[i].at.line, diags.v[i].at.col, diags.v[i].message);
    g_assert_true(ok);
    return root;
}

static void assert_text(const struct node *n, const char *text)
{
    g_assert_nonnull(n);
    g_assert_cmpint(n->kind, ==, NODE_SCALAR);
    char *c = str_c(&arena, n->text);
    g_assert_cmpstr(c, ==, text);
}

static void assert_at(struct lode_span at, int line, int col, int len)
{
    g_assert_cmpint(at.line, ==, line);
    g_assert_cmpint(at.col, ==, col);
    g_assert_cmpint(at.len, ==, len);
}

static void test_places_are_in_characters(void)
{
    const struct node *root = parse("title: Карта\n"
                                    "'\xd9\x82': {by: 'q''r', list: [1, \"two\"], z}\n");
    assert_at(node_pair_lookup(root, "title")->at, 1, 1, 5);
    assert_at(node_lookup(root, "title")->at, 1, 8, 5);
    const struct node_pair *kaf = node_pair_lookup(root, "\xd9\x82");
    assert_at(kaf->at, 2, 2, 1);
    assert_at(kaf->value->at, 2, 6, 1);
    assert_text(node_lookup(kaf->value, "by"), "q'r");
    assert_at(node_lookup(kaf->value, "by")->at, 2, 12, 4);
    const struct node *list = node_lookup(kaf->value, "list");
    g_assert_cmpuint(list->n_items, ==, 2);
    assert_at(list->items[0]->at, 2, 26, 1);
    assert_at(list->items[1]->at, 2, 30, 3);
    g_assert_true(list->items[1]->quoted);
    const struct node_pair *z = node_pair_lookup(kaf->value, "z");
    g_assert_cmpint(z->value->kind, ==, NODE_NULL);
    assert_at(z->value->at, 2, 37, 1);
}

static void test_block_scalars(void)
{
    const struct node *root = parse("a: |\n  one 'x'\n  two\nb: >-\n\n    fold\n    ed\n"
                                    "c:\n  long plain\n  text # no\nd:\n  - x\n  -\ne: 1\n");
    assert_text(node_lookup(root, "a"), "one 'x'\ntwo\n");
    assert_at(node_lookup(root, "a")->at, 2, 3, 7);
    g_assert_true(node_lookup(root, "a")->quoted);
    assert_at(node_lookup(root, "b")->at, 6, 5, 4);
    assert_text(node_lookup(root, "c"), "long plain text");
    assert_at(node_lookup(root, "c")->at, 9, 3, 10);
    assert_at(node_lookup(root, "d")->at, 12, 3, 1);
    g_assert_cmpint(node_lookup(root, "d")->items[1]->kind, ==, NODE_NULL);
}

static void test_the_core_schema(void)
{
    const struct node *root = parse("{a: NO, b: true, c: ~, d: null, e: '', f: 'true', g: 010,\n"
                                    "h: 0x1F, i: 1e3, j: yes, k: '7', l: !!str 5, m: .5}");
    struct lode_err err = {0};
    bool truth = false;
    double number = 0;
    int64_t whole = 0;
    assert_text(node_lookup(root, "a"), "NO");
    g_assert_true(node_bool(node_lookup(root, "b"), &truth, &err) && truth);
    g_assert_cmpint(node_lookup(root, "c")->kind, ==, NODE_NULL);
    g_assert_cmpint(node_lookup(root, "d")->kind, ==, NODE_NULL);
    assert_text(node_lookup(root, "e"), "");
    g_assert_true(node_number(node_lookup(root, "i"), &number, &err));
    g_assert_cmpfloat(number, ==, 1000);
    g_assert_true(node_number(node_lookup(root, "m"), &number, &err));
    g_assert_cmpint(err.code, ==, LODE_OK);
    static const char *const not_numbers[] = {"h", "j", "k", "l", "e", "c"};
    for (size_t i = 0; i < G_N_ELEMENTS(not_numbers); i++) {
        struct lode_err bad = {0};
        g_assert_false(node_number(node_lookup(root, not_numbers[i]), &number, &bad));
        g_assert_cmpint(bad.code, ==, LODE_SCHEMA);
    }
    struct lode_err quoted = {0}, yes = {0};
    g_assert_false(node_bool(node_lookup(root, "f"), &truth, &quoted));
    g_assert_false(node_bool(node_lookup(root, "j"), &truth, &yes));
    g_assert_cmpstr(yes.message, ==, "not true or false: 'yes'");
    assert_at(yes.at, 2, 21, 3);
    g_assert_false(node_int(node_lookup(root, "k"), &whole, &err));
}

static void test_readers(void)
{
    const struct node *root = parse("{a: 2 mm, b: 5, c: 10 km, d: 40%, e: 1.5, f: red, g: circel}");
    struct lode_err err = {0}, unit = {0}, share = {0}, choice = {0};
    double v;
    struct rgba rgba;
    size_t which;
    static const char *const shapes[] = {"circle", "square"};
    g_assert_true(node_pt(node_lookup(root, "a"), &v, &err));
    g_assert_cmpfloat_with_epsilon(v, 5.6692913, 1e-6);
    g_assert_false(node_pt(node_lookup(root, "b"), &v, &unit));
    g_assert_cmpstr(unit.message, ==, "a length needs a unit: '5'");
    assert_at(unit.at, 1, 14, 1);
    g_assert_true(node_m(node_lookup(root, "c"), &v, &err));
    g_assert_cmpfloat(v, ==, 10000);
    g_assert_true(node_share(node_lookup(root, "d"), &v, &err));
    g_assert_cmpfloat(v, ==, 0.4);
    g_assert_false(node_share(node_lookup(root, "e"), &v, &share));
    g_assert_cmpstr(share.message, ==, "a share lies between 0 and 1 (0% and 100%): '1.5'");
    g_assert_true(node_rgba(node_lookup(root, "f"), &rgba, &err));
    g_assert_cmpint(rgba.r, ==, 255);
    g_assert_false(node_choice(node_lookup(root, "g"), shapes, 2, &which, &choice));
    g_assert_cmpstr(choice.hint, ==, "did you mean 'circle'? One of: circle, square");
}

static void test_merge(void)
{
    const struct node *under = parse("{a: 1, b: {x: 1}, c: 3}");
    const struct node *over = parse("{d: 4, b: {y: 2}}");
    const struct node *merged = node_merge(&arena, under, over);
    g_assert_cmpuint(merged->n_pairs, ==, 4);
    assert_text(node_lookup(merged, "a"), "1");
    g_assert_null(node_lookup(node_lookup(merged, "b"), "x"));
    assert_text(node_lookup(node_lookup(merged, "b"), "y"), "2");
    assert_text(node_lookup(merged, "d"), "4");
    g_assert_true(node_merge(&arena, NULL, over) == over);
}

static void test_same_in_content(void)
{
    const struct node *n = parse("- {by: a, breaks: [1, 2]}\n- breaks: [1, 2]\n  by: 'a'\n"
                                 "- {by: a, breaks: [2, 1]}\n- {by: a}\n- {of: a, breaks: [1, 2]}\n"
                                 "- {by: {a: 1}, breaks: [1, 2]}\n");
    g_assert_true(node_same(n->items[0], n->items[1]));
    for (size_t i = 2; i < n->n_items; i++) {
        g_assert_false(node_same(n->items[0], n->items[i]));
        g_assert_false(node_same(n->items[i], n->items[0]));
    }
}

static void test_aliases(void)
{
    const struct node *root = parse("a: &one {x: 1}\nb: *one\nc: [*one, *one]\n");
    assert_text(node_lookup(node_lookup(root, "b"), "x"), "1");
    g_assert_cmpuint(node_lookup(root, "c")->n_items, ==, 2);
}

/* A text, and the only message that it may give. */
static const struct {
    const char *text;
    int line, col;
    const char *message, *hint;
} bad[] = {
    {"", 1, 1, "the document is empty", ""},
    {"# only a comment\n", 1, 1, "the document is empty", ""},
    {"a: [1, 2", 1, 9, "not YAML: flow sequence without a closing bracket",
     "the list '[' that is open here starts in line 1, column 4"},
    {"a: {b: 1, c\n", 1, 12, "not YAML: missing comma in flow mapping",
     "the map '{' that is open here starts in line 1, column 4"},
    {"a: 1\n b: 2\n", 1, 4, "not YAML: invalid multiline plain key",
     "is the next line indented as it should be?"},
    {"a:\n\tb: 1\n", 2, 1, "not YAML: tab character may not be used as indentation",
     "indent with spaces"},
    {"a: \"open\n", 1, 5, "not YAML: double-quoted scalar without closing quote", ""},
    {"\xef\xbb\xbf"
     "ключ: @x\n",
     1, 7, "not YAML: plain scalar cannot start with '@'",
     "put quotes round a text that starts with this character"},
    {"a: b: c\n", 1, 5, "not YAML: invalid nested block mapping on the same line",
     "put quotes round a text that holds ': '"},
    {"a: 'it's'\n", 1, 8, "not YAML: invalid trailing content after single-quoted scalar",
     "inside '...' a single quote is written twice: ''"},
    {"a: \"\\q\"\n", 1, 5, "not YAML: invalid escape 'q' in double-quoted string",
     "inside \"...\" a backslash is written twice: \\\\"},
    {"a: 1\nb 2\nc: 3\n", 2, 1, "not YAML: could not find expected ':'", "write 'key: value'"},
    {"a: 1\r\nb: {x: 1, x: 2}\r\n", 2, 11, "the key 'x' stands twice in one map",
     "it stands first in line 2"},
    {"a: 1\nb: 2\na: 3\n", 3, 1, "the key 'a' stands twice in one map",
     "it stands first in line 1"},
    {"a: 1\n---\nb: 2\n", 2, 1, "a second document starts here",
     "write each map into a file of its own"},
    {"a: *nope\n", 1, 5, "no '&nope' stands before this '*nope'", ""},
    {"a: &x [*x]\n", 1, 9, "'*x' stands inside itself", ""},
    {"a: &x {b: 1}\nc: {<<: *x}\n", 2, 5, "YAML 1.2 has no merge key '<<'",
     "name a look under 'looks:' and take it in with 'use:'"},
    {"[1, 2]: 3\n", 1, 1, "a key must be a word or a quoted text", ""},
    {"a: !color red\n", 1, 4, "the tag '!color' has no meaning in a map document", ""},
    {"a: caf\xe9\n", 1, 7, "not UTF-8: the byte 0xE9", "save the file as UTF-8"},
    {"\xff\xfe"
     "a",
     1, 1, "not UTF-8: the file is UTF-16", "save the file as UTF-8"},
    {"a: b\nc: d\x01\n", 2, 5, "the control character U+0001 may not stand here", ""},
};

static void test_bad_texts(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        struct diags diags;
        const struct node *root = NULL;
        diags_init(&diags, &arena);
        g_test_message("%s", bad[i].text);
        g_assert_false(node_read(&arena, str_of(bad[i].text), "t.yaml", &root, &diags));
        g_assert_cmpuint(diags.n, ==, 1);
        g_assert_cmpstr(diags.v[0].message, ==, bad[i].message);
        g_assert_cmpstr(diags.v[0].hint, ==, bad[i].hint);
        g_assert_cmpint(diags.v[0].at.line, ==, bad[i].line);
        g_assert_cmpint(diags.v[0].at.col, ==, bad[i].col);
        g_assert_cmpstr(diags.v[0].at.file, ==, "t.yaml");
    }
}

static void assert_limit(const char *text, size_t len, const char *message)
{
    struct diags diags;
    const struct node *root = NULL;
    diags_init(&diags, &arena);
    g_assert_false(node_read(&arena, (struct str){text, len}, "t.yaml", &root, &diags));
    g_assert_cmpuint(diags.n, ==, 1);
    g_assert_cmpstr(diags.v[0].message, ==, message);
}

static void test_bounds(void)
{
    GString *laughs = g_string_new("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
        g_string_append_printf(laughs, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++)
            g_string_append_printf(laughs, "%s*a%d", j ? ", " : "", i - 1);
        g_string_append(laughs, "]\n");
    }
    assert_limit(laughs->str, laughs->len, "the document has more than 1000000 values");
    g_string_free(laughs, TRUE);

    char deep[400];
    memset(deep, '[', sizeof deep);
    assert_limit(deep, sizeof deep, "values are nested more than 64 deep");

    GString *chain = g_string_new("a0: &a0 [x]\n");
    for (int i = 1; i < 70; i++)
        g_string_append_printf(chain, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    assert_limit(chain->str, chain->len, "values are nested more than 64 deep");
    g_string_free(chain, TRUE);

    size_t size = (16 << 20) + 1;
    char *large = g_malloc(size);
    memset(large, ' ', size);
    assert_limit(large, size, "the document is larger than 16 MiB");
    g_free(large);
}

/* The place of the letter X in a value, however it is written. */
static void assert_x(const char *text, const char *value, int line, int col)
{
    const struct node *n = node_lookup(parse(text), "k");
    assert_text(n, value);
    size_t chars = str_chars(str_head(n->text, (size_t)(strchr(value, 'X') - value)));
    assert_at(span_inside(n->at, chars, 1), line, col, 1);
}

static void test_places_inside_texts(void)
{
    assert_x("k: 'a''X'\n", "a'X", 1, 8);
    assert_x("k: 'a''''bX'\n", "a''bX", 1, 11);
    assert_x("k: '''''X'\n", "''X", 1, 9);
    assert_x("k: \"a\\tb\\u00e9X\"\n", "a\tb\xc3\xa9X", 1, 15);
    assert_x("k: \"a \\n bX\"\n", "a \n bX", 1, 11);
    assert_x("k: \"a\\\n   X\"\n", "aX", 2, 4);
    assert_x("k: a b\n   c X\n", "a b c X", 2, 6);
    assert_x("k: 'a''  \n\n   X'\n", "a'\nX", 3, 4);
    assert_x("k: >-\n  a\n  b X\n", "a b X", 3, 5);
    assert_x("k: >\n  a\n\n  b\n  X\n", "a\nb X\n", 5, 3);
    assert_x("k: >-\n  a\n    more\n  X\n", "a\n  more\nX", 4, 3);
    assert_x("k: \"\xd1\x84\\\"X\"\r\n", "\xd1\x84\"X", 1, 8);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    g_test_add_func("/doc/node/places", test_places_are_in_characters);
    g_test_add_func("/doc/node/block-scalars", test_block_scalars);
    g_test_add_func("/doc/node/core-schema", test_the_core_schema);
    g_test_add_func("/doc/node/readers", test_readers);
    g_test_add_func("/doc/node/merge", test_merge);
    g_test_add_func("/doc/node/same", test_same_in_content);
    g_test_add_func("/doc/node/aliases", test_aliases);
    g_test_add_func("/doc/node/bad-texts", test_bad_texts);
    g_test_add_func("/doc/node/places-inside", test_places_inside_texts);
    g_test_add_func("/doc/node/bounds", test_bounds);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
