#include <glib.h>

#include "base/json.h"

static void test_it_reads_as_json(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct json j = {.arena = &a};
    json_open(&j, NULL, '{');
    json_text(&j, "text", STR("a\"b\\c\n\x01 \xd9\x81 \xff"));
    json_open(&j, "list", '[');
    json_int(&j, NULL, -3);
    json_number(&j, NULL, 0.5);
    json_flag(&j, NULL, true);
    json_close(&j);
    json_open(&j, "none", '{');
    json_close(&j);
    json_close(&j);
    struct str s = json_finish(&j);
    char *text = g_strndup(s.p, s.len);
    g_assert_cmpstr(text, ==,
                    "{\n  \"text\": \"a\\\"b\\\\c\\n\\u0001 \xd9\x81 \xef\xbf\xbd\",\n"
                    "  \"list\": [\n    -3,\n    0.5,\n    true\n  ],\n  \"none\": {\n  }\n}\n");
    g_free(text);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/json/text", test_it_reads_as_json);
    return g_test_run();
}
