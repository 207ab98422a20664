#include "fixture.h"

#define COLUMNS "'cities' has: id, pop, height, name, capital, founded, seen"

/* Text, and "line:column+length message; hint". */
static const struct fault {
    const char *text, *want;
} faults[] = {
    /* names */
    {"nam = 'x'", "1:1+3 no column 'nam' in 'cities'; did you mean 'name'? " COLUMNS},
    {"pop > 1 AND com_group = 2", "1:13+9 no column 'com_group' in 'cities'; " COLUMNS
                                  "; text is written in single quotes: 'com_group'"},
    {"name = \"Iron\"", "1:8+6 no column 'Iron' in 'cities'; double quotes hold names; text is "
                        "written in single quotes: 'Iron'"},
    {"\xd0\xb8\xd0\xbc\xd1\x8f LIKE naam",
     "1:1+3 no column '\xd0\xb8\xd0\xbc\xd1\x8f' in 'cities'; " COLUMNS
     "; text is written in single quotes: '\xd0\xb8\xd0\xbc\xd1\x8f'"},
    {"name LIKE '\xd0\xb8\xd0\xbc\xd1\x8f%' AND nane = 'x'",
     "1:22+4 no column 'nane' in 'cities'; did you mean 'name'? " COLUMNS},
    {"pop > 1 AND\n (id = 2\n  OR nme = 3)",
     "3:6+3 no column 'nme' in 'cities'; did you mean 'name'? " COLUMNS},
    {"uper(name)", "1:1+4 no function 'uper'; did you mean 'upper'?"},
    {"substr(name, 1)",
     "1:1+6 no function 'substr'; write left(text, count) or right(text, count)"},
    {"pop()", "1:1+3 no function 'pop'; 'pop' is a column: write it without brackets"},
    {"2pop = 1",
     "1:1+4 neither a number nor a name: '2pop'; a name that starts with a digit is written "
     "in double quotes: \"2pop\""},
    {"AND pop", "1:1+3 expected a value, found 'AND'; a column of that name is written in double "
                "quotes: \"AND\""},
    /* habits from other languages */
    {"name == 'x'", "1:6+2 unexpected '=='; write '=' to compare"},
    {"name != 'x'", "1:6+2 unexpected '!='; write '<>' for 'not equal'"},
    {"pop > 1 && id < 2", "1:9+2 unexpected '&&'; write AND"},
    {"pop > 1 || id < 2", "1:9+2 unexpected '||'; write OR; texts are joined with concat(a, b)"},
    {"name = \xe2\x80\x98x\xe2\x80\x99",
     "1:8+1 unexpected '\xe2\x80\x98'; write straight quotes: 'text'"},
    {"pop = NULL", "1:7+4 nothing can be compared with NULL; write pop IS NULL"},
    {"name IS 'x'", "1:9+3 expected NULL or NOT NULL, found 'x'; IS only asks whether a value is "
                    "missing; compare with '=' or '<>'"},
    {"name IN 'a', 'b'",
     "1:9+3 expected '(', found 'a'; write the list in round brackets: IN ('a', 'b')"},
    {"name = 'a' OR 'b'",
     "1:15+3 OR needs a condition, not text 'b'; write name = 'a' OR name = 'b', "
     "or name IN ('a', 'b')"},
    {"1 < pop < 3",
     "1:9+1 expected AND, OR or the end, found '<'; comparisons cannot be chained: write "
     "a < b AND b < c"},
    {"name = Iron Ore",
     "1:13+3 expected AND, OR or the end, found 'Ore'; text is written in single "
     "quotes: 'Iron Ore'"},
    {"founded = DATE '2020-01-01'",
     "1:16+12 expected AND, OR or the end, found '2020-01-01'; write "
     "what a function takes in round brackets: DATE('2024-02-29')"},
    /* syntax */
    {"",
     "1:1+1 an empty expression; write a column's name, or a condition such as: name = 'Kabul'"},
    {"name = 'x", "1:8+2 a text that starts with ' has no end; close it with '; a ' inside it is "
                  "written twice"},
    {"(pop > 1", "1:9+1 expected ')', found the end"},
    {"pop > 1)", "1:8+1 expected AND, OR or the end, found ')'"},
    {"pop > > 1", "1:7+1 expected a value, found '>'"},
    {"pop BETWEEN 1 OR 2", "1:15+2 expected AND and the upper bound, found 'OR'"},
    {"pop NOT 5", "1:9+1 expected LIKE, BETWEEN or IN after NOT, found '5'"},
    {"name IN ()", "1:10+1 expected a value, found ')'"},
    {"pop > 1;", "1:8+1 unexpected ';'"},
    {"pop > 1e999", "1:7+1 a number that is too large"},
    {"pop > \x01", "1:7+1 a character that cannot stand here"},
    {"pop > \xff", "1:7+1 a character that cannot stand here"},
    /* kinds */
    {"pop = '5'",
     "1:7+3 cannot compare 'pop' (integer) with '5' (text); 'pop' holds numbers: write the "
     "number without quotes"},
    {"name IN ('a', 5)",
     "1:15+1 cannot compare 'name' (text) with 5 (integer); 'name' holds text: write "
     "'5' in quotes, or number(name)"},
    {"founded > '2020-01-01'",
     "1:11+12 cannot compare 'founded' (date) with '2020-01-01' (text); write "
     "DATE('2020-01-01')"},
    {"capital = 1",
     "1:11+1 cannot compare 'capital' (boolean) with 1 (integer); 'capital' is true or "
     "false: write TRUE or FALSE"},
    {"pop LIKE '1%'", "1:1+3 LIKE needs text; 'pop' is integer; text(pop) turns it into text"},
    {"upper(pop)", "1:7+3 'upper' needs text; 'pop' is integer; text(pop) turns it into text"},
    {"sqrt(name)",
     "1:6+4 'sqrt' needs a number; 'name' is text; number(name) reads a number from text"},
    {"name + 'x'", "1:1+4 '+' needs numbers; 'name' is text; texts are joined with concat(a, b)"},
    {"pop AND id", "1:1+3 AND needs a condition, not integer 'pop'"},
    {"upper(name, 2)", "1:1+14 wrong number of arguments for 'upper': 2; write upper(text)"},
    {"case(pop > 1)",
     "1:1+13 wrong number of arguments for 'case': 1; write case(when, then, ..., else)"},
    {"case(pop, 1, 2)",
     "1:6+3 'case' needs a condition; 'pop' is integer; write case(when, then, ..., "
     "else)"},
    {"case(pop > 1, 1, 'x')",
     "1:18+3 the values of 'case' differ in type: 'x' is text, not integer; "
     "text(...) turns any value into text"},
    {"geom", "1:1+4 geometry 'geom' is no value by itself; use it in a function: area(geom), "
             "S_INTERSECTS(geom, ...)"},
    /* time and space */
    {"founded > DATE('2023-02-29')",
     "1:16+12 not a date; write DATE('2024-02-29'): year, month and day"},
    {"seen > TIMESTAMP('2020-01-01')",
     "1:18+12 not a timestamp; write TIMESTAMP('2024-02-29T12:30:00Z')"},
    {"T_DURING(founded, INTERVAL('2020-01-01', 'x'))",
     "1:42+3 neither a date nor a timestamp; write '2024-02-29' or '2024-02-29T12:30:00Z'"},
    {"T_AFTER(name, DATE('2020-01-01'))",
     "1:9+4 'T_AFTER' needs a date, timestamp or interval; 'name' is "
     "text; write T_AFTER(time, time)"},
    {"A_CONTAINS(pop, ('a'))",
     "1:12+3 'A_CONTAINS' needs an array: ('a', 'b'); 'pop' is integer; write "
     "A_CONTAINS(array, array)"},
    {"A_CONTAINS(('a'), 'a')", "1:19+3 'A_CONTAINS' needs an array: ('a', 'b'); 'a' is text; write "
                               "A_CONTAINS(array, array)"},
    {"A_EQUALS((geom), (geom))",
     "1:11+4 'A_EQUALS' needs an array: ('a', 'b'); 'geom' is geometry; write "
     "A_EQUALS(array, array)"},
    {"pop = (1, 2)", "1:7+6 cannot compare 'pop' (integer) with (1, 2) (array)"},
    {"T_DURING(founded, INTERVAL('2020-01-01', '..'))",
     "1:10+7 'T_DURING' needs an interval; 'founded' is date; T_INTERSECTS, T_BEFORE and T_AFTER "
     "take dates and timestamps too; as an interval it is INTERVAL(founded, founded)"},
    {"S_INTERSECTS(geom, POINT(1 2))", "1:1+12 'S_INTERSECTS' of a geometry cannot be used here"},
    {"S_INTERSECTS(geom, POLYGON((0 0, 1 1, 2 2)))",
     "1:28+15 a ring that is not closed; a polygon's ring has four points or more, and ends where "
     "it starts"},
    {"S_INTERSECTS(geom, LINESTRING(0 0))", "1:30+5 a line needs two points"},
    {"S_INTERSECTS(geom, BBOX(1, 2, 3))", "1:24+9 a box has 4 numbers: west, south, east, north"},
    {"S_INTERSECTS(geom, BBOX(1, 20, 3, 4))",
     "1:24+13 the south of a box is greater than its north; write "
     "west, south, east, north"},
    {"S_INTERSECTS(geom, POINT(1, 2))", "1:27+1 expected a number, found ','"},
};

static void test_each_fault_has_its_place_and_advice(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++)
        check_text(error_of(faults[i].text), faults[i].want);
}

static char *repeated(const char *start, const char *what, size_t n, const char *end)
{
    GString *s = g_string_new(start);
    for (size_t i = 0; i < n; i++)
        g_string_append(s, what);
    g_string_append(s, end);
    return g_string_free(s, FALSE);
}

static void check_limit(char *text, const char *want)
{
    char *got = error_of(text);
    if (!strstr(got, want))
        g_test_message("%.20s...: %s", text, got);
    g_assert_nonnull(strstr(got, want));
    g_free(got);
    g_free(text);
}

static void test_depth_and_length_are_bounded(void)
{
    check_limit(repeated("", "(", 100000, ""), "brackets inside each other");
    check_limit(repeated("", "NOT ", 50000, "capital"), "brackets inside each other");
    check_limit(repeated("", "-", 50000, "1"), "brackets inside each other");
    check_limit(repeated("1", "^1", 50000, ""), "brackets inside each other");
    check_limit(repeated("1", "+1", 50000, " = 1"), "operators in a chain");
    check_limit(repeated("", "[", 50000, ""), "brackets inside each other");
    check_limit(repeated("", "upper(", 40000, ""), "brackets inside each other");
    check_limit(repeated("", "INTERVAL(", 20000, ""), "brackets inside each other");
    check_limit(repeated("S_WITHIN(geom, ", "GEOMETRYCOLLECTION(", 10000, ""),
                "brackets inside each other");
    check_limit(repeated("'", "x", 1000000, "'"), "an expression of more than");
    /* flat and long is fine */
    check_limit(repeated("id = 1", " OR id = 2", 10000, ""), "no error, boolean");
    check_limit(repeated("id IN (1", ", 2", 50000, ")"), "no error, boolean");
    check_limit(repeated("1", "+1", 900, ""), "no error, integer");
}

static void test_an_unknown_column_has_its_rule(void)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct column c;
    arena_init(&a, 1 << 20);
    g_assert_false(
        expr_value(&a, STR("nope"), (struct lode_span){"t", 3, 7, 4}, &cities, NULL, &c, &err));
    g_assert_cmpstr(err.rule, ==, "unknown-column");
    g_assert_cmpint(err.code, ==, LODE_SCHEMA);
    g_assert_cmpint(err.at.line, ==, 3);
    g_assert_cmpint(err.at.col, ==, 7);
    arena_finish(&a);
}

static void test_a_filter_must_be_a_condition(void)
{
    check_text(rows_of("pop", &cities, NULL), "error: a filter needs a condition, not integer");
    check_text(rows_of("1", &cities, NULL), "error: a filter needs a condition, not integer");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/errors/place-and-advice", test_each_fault_has_its_place_and_advice);
    g_test_add_func("/errors/limits", test_depth_and_length_are_bounded);
    g_test_add_func("/errors/rule", test_an_unknown_column_has_its_rule);
    g_test_add_func("/errors/filter", test_a_filter_must_be_a_condition);
    return g_test_run();
}
