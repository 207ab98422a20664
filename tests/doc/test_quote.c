/* Texts written into documents are read as just these texts. */
#include "fixture.h"

#include "doc/quote.h"

static void assert_read_back(const char *text)
{
    struct str quoted = quote_yaml(fixture_arena(), str_of(text));
    assert_str(fixture_node(str_c(fixture_arena(), quoted))->text, text);
}

static void test_what_is_read_back(void)
{
    static const char *const texts[] = {"plain",       "it's",       "''",    "a: b # c",
                                        "{x}",         "- dash",     "null",  "\"q\"",
                                        "back\\slash", "line\nfeed", "tab\t", "bell\a",
                                        "escape\x1b",  " blanks ",   "ключ",  "\xe2\x80\xa8",
                                        "\xc2\x85",    "~",          "0x1F",  ""};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        assert_read_back(texts[i]);
}

static void test_how_it_is_written(void)
{
    struct arena *a = fixture_arena();
    assert_str(quote_yaml(a, STR("it's")), "'it''s'");
    assert_str(quote_yaml(a, STR("a\nb\"")), "\"a\\nb\\\"\"");
    assert_str(quote_yaml(a, STR("\x1b")), "\"\\x1b\"");
    assert_str(quote_template(a, STR("{a} 100%")), "{{a}} 100%");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/quote/what-is-read-back", test_what_is_read_back);
    g_test_add_func("/quote/how-it-is-written", test_how_it_is_written);
    return g_test_run();
}
