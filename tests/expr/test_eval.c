#include "fixture.h"

static void test_comparisons_select_rows_and_null_is_none(void)
{
    check_text(rows_of("pop > 300000", &cities, NULL), "0 1");
    check_text(rows_of("NOT pop > 300000", &cities, NULL), "3 4");
    check_text(rows_of("pop IS NULL", &cities, NULL), "2");
    check_text(rows_of("pop IS NOT NULL AND height >= 455", &cities, NULL), "0 1 3");
    check_text(rows_of("name = 'Kabul' OR pop < 0", &cities, NULL), "0 4");
    check_text(rows_of("name <> 'Kabul'", &cities, NULL), "1 3 4");
    check_text(rows_of("pop BETWEEN 0 AND 2300000", &cities, NULL), "1 3");
    check_text(rows_of("pop NOT BETWEEN 0 AND 2300000", &cities, NULL), "0 4");
    check_text(rows_of("id IN (1, 3, 9)", &cities, NULL), "0 2");
    check_text(rows_of("name NOT IN ('Kabul', 'Toshkent')", &cities, NULL), "3 4");
    check_text(rows_of("pop IN (id, 4600000)", &cities, NULL), "0");
    check_text(rows_of("capital", &cities, NULL), "0 1");
    check_text(rows_of("capital = FALSE", &cities, NULL), "3 4");
    check_text(rows_of("true and not false", &cities, NULL), "0 1 2 3 4");
    check_text(rows_of("5 > pop", &cities, NULL), "4");
}

static const char *const logic[] = {"1=1", "1=2", "pop=1"};
static const char truth[] = "TFN";

static char truth_of(const char *text)
{
    char *got = values_of(text, &cities, NULL), *third = got;
    for (int i = 0; i < 2; i++)
        third = strchr(third, '|') + 1; /* the row in which pop is missing */
    char ret = third[0] == 't' ? 'T' : third[0] == 'f' ? 'F' : 'N';
    g_free(got);
    return ret;
}

/* Kleene's tables, as OGC 21-065r2 gives them for AND, OR and NOT. */
static void test_logic_has_three_values(void)
{
    static const char *const and = "TFNFFFNFN", *const or = "TTTTFNTNN";
    for (int i = 0; i < 3; i++) {
        char *not = g_strdup_printf("NOT (%s)", logic[i]);
        g_assert_cmpint(truth_of(not ), ==, "FTN"[i]);
        g_free(not );
        for (int j = 0; j < 3; j++) {
            char *a = g_strdup_printf("(%s) AND (%s)", logic[i], logic[j]);
            char *o = g_strdup_printf("%s OR %s", logic[i], logic[j]);
            g_assert_cmpint(truth_of(a), ==, and[3 * i + j]);
            g_assert_cmpint(truth_of(o), ==, or [3 * i + j]);
            g_assert_cmpint(truth_of(logic[j]), ==, truth[j]);
            g_free(a);
            g_free(o);
        }
    }
    g_assert_cmpint(truth_of("1 IN (pop, 2)"), ==, 'N');
    g_assert_cmpint(truth_of("1 IN (pop, 1)"), ==, 'T');
    g_assert_cmpint(truth_of("pop BETWEEN 1 AND 2"), ==, 'N');
    g_assert_cmpint(truth_of("5 BETWEEN pop AND 2"), ==, 'F');
    g_assert_cmpint(truth_of("name LIKE '%'"), ==, 'N');
    g_assert_cmpint(truth_of("(pop = 1) IS NULL"), ==, 'T');
}

static void test_operators_bind_as_in_the_standard(void)
{
    check_text(value_of("1 + 2 * 3"), "7");
    check_text(value_of("(1 + 2) * 3"), "9");
    check_text(value_of("10 - 4 - 3"), "3");
    check_text(value_of("2 ^ 3 ^ 2"), "512.0");
    check_text(value_of("-2 ^ 2"), "4.0");
    check_text(value_of("2 * -3"), "-6");
    check_text(value_of("- (3) + 1"), "-2");
    check_text(value_of("7 / 2"), "3.5");
    check_text(value_of("7 DIV 2"), "3");
    check_text(value_of("-7 div 2"), "-3");
    check_text(value_of("-7 % 3"), "-1");
    check_text(value_of("7.5 % 2"), "1.5");
    check_text(value_of("7.5 DIV 2"), "3.0");
    check_text(value_of("1038280+20*2/5"), "1038288.0");
    check_text(value_of("1 = 1 AND 2 = 3 OR 4 = 4"), "true");
    check_text(value_of("NOT 1 = 2 AND 2 = 2"), "true");
    check_text(value_of("1 < 2 = TRUE"), "error: expected AND, OR or the end, found '='");
    check_text(value_of("(1 < 2) = TRUE"), "true");
}

static void test_numbers_at_their_edges(void)
{
    check_text(value_of("1 / 0"), "NULL");
    check_text(value_of("1 DIV 0"), "NULL");
    check_text(value_of("1 % 0"), "NULL");
    check_text(value_of("sqrt(-1)"), "NULL");
    check_text(value_of("log10(0)"), "NULL");
    check_text(value_of("1e308 * 10"), "NULL");
    check_text(value_of("9223372036854775807 + 1"), "9.223372036854776e+18");
    check_text(value_of("-9223372036854775808"), "-9223372036854775808");
    check_text(value_of("-9223372036854775808 DIV -1"), "9.223372036854776e+18");
    check_text(value_of("-9223372036854775808 % -1"), "0");
    check_text(value_of("9223372036854775807 = 9223372036854775807.0"), "false");
    check_text(value_of("9223372036854775807 < 9223372036854775808.0"), "true");
    check_text(value_of("9007199254740993 > 9007199254740992.0"), "true");
    check_text(value_of("9007199254740993 IN (9007199254740992.0, 1)"), "false");
    check_text(value_of("5 = 5.0 AND 5 IN (5.0, 7) AND 5.0 IN (5, 7)"), "true");
    check_text(value_of(".5 + 1.e1"), "10.5");
    check_text(values_of("pop * 9000000000000", &cities, NULL),
               "4.14e+19|2.07e+19|NULL|2.455254e+18|-63000000000000.0");
    check_text(values_of("1000 / (id - 1)", &cities, NULL),
               "NULL|1000.0|500.0|333.3333333333333|250.0");
}

static void test_functions(void)
{
    check_text(value_of("upper('stra\xc3\x9f"
                        "e')"),
               "STRASSE");
    check_text(value_of("lower('\xce\xa3\xce\x9f\xce\xa6\xce\x9f\xce\xa3')"),
               "\xcf\x83\xce\xbf\xcf\x86\xce\xbf\xcf\x82"); /* ends in a final sigma */
    check_text(value_of("title('mazar-i sharif, o''neil')"), "Mazar-I Sharif, O'neil");
    check_text(value_of("trim(' \t a b ')"), "a b");
    check_text(value_of("left('\xd9\x87\xd8\xb1\xd8\xa7\xd8\xaa', 2)"), "\xd9\x87\xd8\xb1");
    check_text(value_of("right('abc', 2)"), "bc");
    check_text(value_of("left('abc', -1)"), "");
    check_text(value_of("right('abc', 9)"), "abc");
    check_text(value_of("replace('a.b.c', '.', '--')"), "a--b--c");
    check_text(value_of("replace('abc', '', 'x')"), "abc");
    check_text(value_of("concat('a', 1, 2.50, TRUE, DATE('2024-02-29'))"), "a12.5true2024-02-29");
    check_text(values_of("concat(name, '/', pop)", &cities, NULL),
               "Kabul/4600000|Toshkent/2300000|/|Her\xc4\x81t/272806|100% O'Neil_x/-7");
    check_text(values_of("coalesce(name, '-')", &cities, NULL),
               "Kabul|Toshkent|-|Her\xc4\x81t|100% O'Neil_x");
    check_text(values_of("coalesce(pop, height, 1.5)", &cities, NULL),
               "4600000.0|2300000.0|1.5|272806.0|-7.0");
    check_text(values_of("case(pop > 1000000, 'large', pop > 0, 'small', 'none')", &cities, NULL),
               "large|large|none|small|none");
    check_text(values_of("case(pop > 1000000, id)", &cities, NULL), "1|2|NULL|NULL|NULL");
    check_text(value_of("min(3, 1.5, 2)"), "1.5");
    check_text(value_of("max('a', 'c', 'b')"), "c");
    check_text(values_of("max(pop, id)", &cities, NULL), "4600000|2300000|3|272806|5");
    check_text(value_of("round(2.5)"), "3");
    check_text(value_of("round(-2.5)"), "-3");
    check_text(value_of("round(0.285, 2)"), "0.29");
    check_text(value_of("round(1234, -2)"), "1200");
    check_text(value_of("floor(-1.5)"), "-2");
    check_text(value_of("ceil(1.2)"), "2");
    check_text(value_of("abs(-3)"), "3");
    check_text(value_of("abs(-3.5)"), "3.5");
    check_text(value_of("length('\xd9\x87\xd8\xb1\xd8\xa7\xd8\xaa')"), "4");
    check_text(value_of("number(' 12.5 ')"), "12.5");
    check_text(value_of("number('12x')"), "NULL");
    check_text(value_of("text(12)"), "12");
}

static void test_case_and_accents(void)
{
    check_text(rows_of("CASEI(name) = casei('KABUL')", &cities, NULL), "0");
    check_text(rows_of("ACCENTI(name) = 'Herat'", &cities, NULL), "3");
    check_text(rows_of("CASEI(ACCENTI(name)) IN (casei('HERAT'), casei('x'))", &cities, NULL), "3");
    check_text(rows_of("CASEI(name) LIKE casei('%KENT')", &cities, NULL), "1");
    check_text(value_of("ACCENTI('\xc4\x8c\xc3\xa1\xc3\xb8\xd0\xb9')"), "Cao\xd0\xb8");
    check_text(value_of("CASEI('Stra\xc3\x9f"
                        "e') = CASEI('STRASSE')"),
               "true");
    /* composed and decomposed spellings are one text */
    check_text(value_of("'\xc3\xa9' = 'e\xcc\x81'"), "true");
    check_text(value_of("'\xc3\xa9' LIKE 'e\xcc\x81%'"), "true");
    check_text(value_of("'e\xcc\x81' IN ('x', '\xc3\xa9')"), "true");
    check_text(value_of("'a' < 'b' AND 'Z' < 'a' AND '' < 'a' AND 'ab' > 'a'"), "true");
}

static void test_like(void)
{
    check_text(rows_of("name LIKE 'K%'", &cities, NULL), "0");
    check_text(rows_of("name LIKE '%t'", &cities, NULL), "1 3");
    check_text(rows_of("name NOT LIKE '%t'", &cities, NULL), "0 4");
    check_text(rows_of("name LIKE '%e%'", &cities, NULL), "1 3 4");
    check_text(rows_of("name LIKE 'Her_t'", &cities, NULL), "3");
    check_text(rows_of("name LIKE '100\\% O''Neil\\_x'", &cities, NULL), "4");
    check_text(rows_of("name LIKE '%\\%%'", &cities, NULL), "4");
    static const struct like {
        const char *text, *pattern;
        bool match;
    } cases[] = {
        {"", "", true},
        {"", "%", true},
        {"", "_", false},
        {"a", "", false},
        {"abc", "a%c", true},
        {"ac", "a%c", true},
        {"abcb", "a%c", false},
        {"abcc", "a%c", true},
        {"abcabc", "%abc", true},
        {"aXbXc", "%X_X%", true},
        {"aXbXc", "%X_Xc", true},
        {"mississippi", "m%iss%ip%i", true},
        {"a", "_", true},
        {"ab", "_", false},
        {"ab", "%%_%", true},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "%a%a%a%a%a%a%a%a%a%a%c", false},
        {"a%", "a\\%", true},
        {"ab", "a\\%", false},
        {"A", "a", false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = g_strdup_printf("'%s' LIKE '%s'", cases[i].text, cases[i].pattern);
        char *got = value_of(text);
        g_test_message("%s", text);
        g_assert_cmpstr(got, ==, cases[i].match ? "true" : "false");
        g_free(got);
        g_free(text);
    }
    /* '\\\\' is one backslash, in a text as in a pattern. */
    check_text(value_of("'a\\\\b' LIKE 'a\\\\b'"), "true");
    check_text(value_of("'a\\\\b' LIKE CASEI('a\\\\b')"), "true");
    check_text(value_of("'a\\\\b' LIKE 'a\\\\\\\\b'"), "false");
    check_text(value_of("'\\\\\\\\' LIKE '\\\\\\\\'"), "true");
}

static void test_quoting(void)
{
    check_text(value_of("'it''s'"), "it's");
    check_text(value_of("'it\\'s'"), "it's");
    check_text(value_of("'\\a\\b\\t\\n\\v\\f\\r'"), "\a\b\t\n\v\f\r");
    check_text(value_of("'a\\\\nb\\d'"), "a\\nb\\d");
    check_text(value_of("'\\\\'"), "\\");
    check_text(value_of("1 = sqrt(-1) IS NULL"), "true");
    check_text(rows_of("\"name\" = 'Kabul'", &cities, NULL), "0");
    check_text(rows_of("\"id\"=1", &cities, NULL), "0");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/eval/comparisons", test_comparisons_select_rows_and_null_is_none);
    g_test_add_func("/eval/logic", test_logic_has_three_values);
    g_test_add_func("/eval/operators", test_operators_bind_as_in_the_standard);
    g_test_add_func("/eval/numbers", test_numbers_at_their_edges);
    g_test_add_func("/eval/functions", test_functions);
    g_test_add_func("/eval/case-and-accents", test_case_and_accents);
    g_test_add_func("/eval/like", test_like);
    g_test_add_func("/eval/quoting", test_quoting);
    return g_test_run();
}
