#include <glib.h>

#include "base/arena.h"
#include "page/words.h"

static struct arena a;

#define assert_str(s, expected)                                                                    \
    do {                                                                                           \
        char *got_ = str_c(&a, (s));                                                               \
        g_assert_cmpstr(got_, ==, (expected));                                                     \
    } while (0)

static void test_numbers_have_the_digits_and_separators_of_the_language(void)
{
    assert_str(words_number(&a, STR("en"), 1500), "1,500");
    assert_str(words_number(&a, STR(""), 1500), "1,500");
    assert_str(words_number(&a, STR("ru"), 1500), "1500");
    assert_str(words_number(&a, STR("ru"), 15000), "15\u202f000");
    assert_str(words_number(&a, STR("de"), 15000), "15.000");
    assert_str(words_number(&a, STR("de-CH"), 15000), "15’000");
    assert_str(words_number(&a, STR("ru-RU"), 0.5), "0,5");
    assert_str(words_number(&a, STR("fa"), 1500), "۱٬۵۰۰");
    assert_str(words_number(&a, STR("ar"), 20.5), "٢٠٫٥");
    assert_str(words_number(&a, STR("de"), -2), "\u22122");
}

static void test_steps_that_were_added_up_leave_no_tail(void)
{
    assert_str(words_number(&a, STR("en"), 0.1 + 0.2), "0.3");
    assert_str(words_number(&a, STR("en"), 0), "0");
}

static void test_degrees(void)
{
    assert_str(words_degrees(&a, STR("en"), 60, true), "60°E");
    assert_str(words_degrees(&a, STR("en"), -60, true), "60°W");
    assert_str(words_degrees(&a, STR("en"), 190, true), "170°W");
    assert_str(words_degrees(&a, STR("en"), 180, true), "180°");
    assert_str(words_degrees(&a, STR("en"), -180, true), "180°");
    assert_str(words_degrees(&a, STR("en"), 0, false), "0°");
    assert_str(words_degrees(&a, STR("en"), -30.5, false), "30°30′S");
    assert_str(words_degrees(&a, STR("en"), 29.999999999, false), "30°N");
    assert_str(words_degrees(&a, STR("ru"), 66, true), "66°\u00a0в.\u00a0д.");
    assert_str(words_degrees(&a, STR("fa"), 36, false), "۳۶°\u00a0شمالی");
}

static void test_a_scale_keeps_three_digits(void)
{
    assert_str(words_scale(&a, STR("en"), 4873210.4), "1:4,870,000");
    assert_str(words_scale(&a, STR("uz"), 25000), "1:25\u202f000");
}

static void test_the_longest_tag_wins(void)
{
    assert_str(words_unit(STR("uz-Cyrl-UZ"), "km"), "км");
    assert_str(words_unit(STR("uz-UZ"), "km"), "km");
    assert_str(words_unit(STR("xx"), "nmi"), "nmi");
}

static void test_what_stands_below_a_table(void)
{
    assert_str(words_more(&a, STR("en"), 1234), "and 1,234 more");
    assert_str(words_more(&a, STR("zh"), 3), "另有 3 项");
    assert_str(words_more(&a, STR("fa"), 22), "و ۲۲ مورد دیگر");
    assert_str(words_total(STR("de-AT")), "Summe");
    assert_str(words_total(STR("uz-Cyrl")), "Жами");
    assert_str(words_total(STR("xx")), "Total");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    arena_init(&a, 0);
    g_test_add_func("/words/numbers", test_numbers_have_the_digits_and_separators_of_the_language);
    g_test_add_func("/words/no-tail", test_steps_that_were_added_up_leave_no_tail);
    g_test_add_func("/words/degrees", test_degrees);
    g_test_add_func("/words/scale", test_a_scale_keeps_three_digits);
    g_test_add_func("/words/longest-tag", test_the_longest_tag_wins);
    g_test_add_func("/words/below-a-table", test_what_stands_below_a_table);
    int status = g_test_run();
    arena_finish(&a);
    return status;
}
