/* Tables of the language as a JSON Schema, draft 2020-12. */
#include <json-c/json.h>
#include <json-c/json_pointer.h>

#include "fixture.h"

#include "doc/json_schema.h"

static struct json_object *schema_of(const struct value *root)
{
    const struct json_schema schema = {.root = root, .title = "T", .description = "D"};
    struct str text = json_schema_text(fixture_arena(), &schema);
    struct json_object *ret = json_tokener_parse(str_c(fixture_arena(), text));
    g_assert_nonnull(ret);
    return ret;
}

static const char *text_at(struct json_object *o, const char *pointer)
{
    struct json_object *found;
    return json_pointer_get(o, pointer, &found) == 0 ? json_object_get_string(found) : NULL;
}

static void test_a_section(void)
{
    static const struct value text = {.kind = VALUE_TEXT}, number = {.kind = VALUE_NUMBER};
    static const struct key keys[] = {{"name", &text, KEY_REQUIRED, "what it is called"},
                                      {"size", &number, 0, "how large it is"}};
    static const struct section s = {.what = "a thing", .keys = keys, .n_keys = 2};
    static const struct value root = {.kind = VALUE_MAP, .section = &s};
    struct json_object *o = schema_of(&root);
    g_assert_cmpstr(text_at(o, "/$schema"), ==, "https://json-schema.org/draft/2020-12/schema");
    g_assert_cmpstr(text_at(o, "/title"), ==, "T");
    char *all = g_strdup(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN));
    g_assert_nonnull(strstr(all, "\"required\":[\"name\"]"));
    g_assert_nonnull(strstr(all, "\"additionalProperties\":false"));
    g_assert_nonnull(strstr(all, "how large it is"));
    g_free(all);
    json_object_put(o);
}

static void test_words_and_lists(void)
{
    static const char *const words[] = {"first", "last", NULL};
    static const struct value word = {.kind = VALUE_WORD, .words = words};
    static const struct value list = {.kind = VALUE_LIST, .of = &word, .at_least = 1, .at_most = 3};
    static const struct key keys[] = {{"order", &list, 0, "what comes first"}};
    static const struct section s = {.what = "a thing", .keys = keys, .n_keys = 1};
    static const struct value root = {.kind = VALUE_MAP, .section = &s};
    struct json_object *o = schema_of(&root);
    char *all = g_strdup(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN));
    g_assert_nonnull(strstr(all, "\"enum\":[\"first\",\"last\"]"));
    g_assert_nonnull(strstr(all, "\"minItems\":1"));
    g_assert_nonnull(strstr(all, "\"maxItems\":3"));
    g_free(all);
    json_object_put(o);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json-schema/a-section", test_a_section);
    g_test_add_func("/json-schema/words-and-lists", test_words_and_lists);
    return g_test_run();
}
