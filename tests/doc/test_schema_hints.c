/* What a key that nothing has was meant to be. */
#include "fixture.h"

#include "doc/schema_hints.h"

static const char *hint_of(const char *layer)
{
    struct str text = str_format(fixture_arena(), "layers: [{%s}]\n", layer);
    const char *fault = fixture_faults(str_c(fixture_arena(), text), true);
    const char *hint = strstr(fault, " | ");
    return hint ? hint + 3 : "";
}

static void test_the_nearest_key(void)
{
    g_assert_cmpstr(hint_of("fill: a, opacty: 1"), ==, "did you mean 'opacity'?\n");
}

/* `stroke-width` is written {width: ...} under `stroke`. */
static void test_a_part_of_a_part(void)
{
    g_assert_cmpstr(hint_of("fill: a, stroke-width: 1 mm"), ==,
                    "it is written 'stroke: {width: ...}'\n");
}

static void test_the_meant_key(void)
{
    static const struct value any = {.kind = VALUE_TEXT};
    static const struct key keys[] = {{"width", &any, 0, NULL}, {"color", &any, 0, NULL}};
    static const struct section s = {.what = "a line", .keys = keys, .n_keys = 2};
    assert_str(schema_meant_key(&s, NULL, STR("line-color")), "color");
    assert_str(schema_meant_key(&s, NULL, STR("widht")), "width");
    g_assert_cmpuint(schema_meant_key(&s, NULL, STR("zzzzzz")).len, ==, 0);
}

static void test_a_list_when_nothing_is_near(void)
{
    static const struct value any = {.kind = VALUE_TEXT};
    static const struct key keys[] = {{"width", &any, 0, NULL}, {"color", &any, 0, NULL}};
    static const struct section s = {.what = "a line", .keys = keys, .n_keys = 2};
    struct lode_err err = {.code = LODE_SCHEMA};
    schema_hint_keys(&s, &s, NULL, STR("zzzzzz"), &err);
    g_assert_cmpstr(err.hint, ==, "it may have: width, color");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/schema-hints/the-nearest-key", test_the_nearest_key);
    g_test_add_func("/schema-hints/a-part-of-a-part", test_a_part_of_a_part);
    g_test_add_func("/schema-hints/the-meant-key", test_the_meant_key);
    g_test_add_func("/schema-hints/a-list-when-nothing-is-near", test_a_list_when_nothing_is_near);
    return g_test_run();
}
