#include "expr/date.h"
#include "fixture.h"

static void test_days_agree_with_glib(void)
{
    struct arena a = {0};
    arena_init(&a, 1 << 26);
    GDate date;
    for (guint32 julian = 1; julian < 3652000; julian += 97) { /* years 1 to 9999 */
        char text[24];
        int64_t days;
        g_date_set_julian(&date, julian);
        g_snprintf(text, sizeof text, "%04d-%02d-%02d", g_date_get_year(&date),
                   g_date_get_month(&date), g_date_get_day(&date));
        g_assert_true(date_parse(str_of(text), &days));
        g_assert_cmpint(days, ==, (int64_t)julian - 719163); /* 1970-01-01 is GLib's day 719163 */
        g_assert_true(str_is(date_text(&a, days), text));
    }
    arena_finish(&a);
}

static void test_what_is_no_date(void)
{
    static const char *const wrong[] = {
        "",           "2024",       "2024-1-1",   "2023-02-29", "1900-02-29",  "2024-13-01",
        "2024-00-10", "2024-04-31", "2024-04-00", "2024/04/01", "2024-04-01 ", "24-04-2001",
        "-024-04-01",
    };
    int64_t days;
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_false(date_parse(str_of(wrong[i]), &days));
    g_assert_true(date_parse(STR("2000-02-29"), &days));
}

static void test_moments(void)
{
    struct arena a = {0};
    int64_t us;
    static const struct moment {
        const char *text;
        int64_t us;
        const char *back; /* NULL: no moment */
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"},
        {"1969-12-31T23:59:59.5Z", -500000, "1969-12-31T23:59:59.5Z"},
        {"2024-02-29T12:34:56.123456Z", 1709210096123456, "2024-02-29T12:34:56.123456Z"},
        {"2024-02-29T12:34:56.1234569Z", 1709210096123456, "2024-02-29T12:34:56.123456Z"},
        {"2024-02-29T12:34:56+04:30", 1709193896000000, "2024-02-29T08:04:56Z"},
        {"2024-02-29T12:34:56", 0, NULL},
        {"2024-02-29T24:00:00Z", 0, NULL},
        {"2024-02-29T12:60:00Z", 0, NULL},
        {"2024-02-29T12:34:56.Z", 0, NULL},
        {"2024-02-30T12:34:56Z", 0, NULL},
        {"2024-02-29", 0, NULL},
        {"2024-02-29T12:34:56Zx", 0, NULL},
    };
    arena_init(&a, 1 << 20);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        bool ok = timestamp_parse(str_of(cases[i].text), &us);
        g_assert_cmpint(ok, ==, cases[i].back != NULL);
        if (!ok)
            continue;
        g_assert_cmpint(us, ==, cases[i].us);
        g_assert_true(str_is(timestamp_text(&a, us), cases[i].back));
    }
    arena_finish(&a);
}

static void test_comparing(void)
{
    check_text(rows_of("founded < DATE('1970-01-01')", &cities, NULL), "1");
    check_text(rows_of("founded IN (DATE('1970-01-01'), DATE('2024-02-29'))", &cities, NULL),
               "0 3");
    check_text(rows_of("founded BETWEEN DATE('1970-01-01') AND DATE('2000-02-29')", &cities, NULL),
               "0 2");
    check_text(rows_of("seen >= TIMESTAMP('1970-01-01T00:00:01Z')", &cities, NULL), "1 2 3");
    check_text(rows_of("seen = founded", &cities, NULL), "0"); /* a day is its midnight */
    check_text(rows_of("seen > DATE('1970-01-01')", &cities, NULL), "1 2 3");
    check_text(rows_of("founded IS NULL", &cities, NULL), "4");
    check_text(value_of("DATE('2024-02-29') = date('2024-02-29')"), "true");
    check_text(values_of("concat(founded)", &cities, NULL),
               "1970-01-01|1969-12-31|2000-02-29|2024-02-29|NULL");
    check_text(value_of("text(DATE(concat('2024-02-', '29')))"), "2024-02-29");
    check_text(value_of("DATE(concat('2024-02-', '30')) IS NULL"), "true");
}

/* [10, 20] against intervals in all positions: which relations hold. The letters are the predicates
 * in the order below. */
static const char *const relations[] = {
    "T_AFTER",  "T_BEFORE",       "T_CONTAINS", "T_DISJOINT",   "T_DURING",
    "T_EQUALS", "T_FINISHEDBY",   "T_FINISHES", "T_INTERSECTS", "T_MEETS",
    "T_METBY",  "T_OVERLAPPEDBY", "T_OVERLAPS", "T_STARTEDBY",  "T_STARTS",
};

static char *holding(const char *a, const char *b)
{
    GString *out = g_string_new("");
    for (size_t i = 0; i < G_N_ELEMENTS(relations); i++) {
        char *text = g_strdup_printf("%s(%s, %s)", relations[i], a, b);
        char *got = value_of(text);
        if (strcmp(got, "true") == 0)
            g_string_append_printf(out, "%s%s", out->len ? " " : "", relations[i] + 2);
        else
            g_assert_cmpstr(got, ==, "false");
        g_free(got);
        g_free(text);
    }
    return g_string_free(out, FALSE);
}

static void test_allens_relations(void)
{
    const char *base = "INTERVAL('2020-01-10', '2020-01-20')";
    check_text(holding(base, "INTERVAL('2020-01-01', '2020-01-05')"), "AFTER DISJOINT");
    check_text(holding(base, "INTERVAL('2020-01-01', '2020-01-10')"), "INTERSECTS METBY");
    check_text(holding(base, "INTERVAL('2020-01-01', '2020-01-15')"), "INTERSECTS OVERLAPPEDBY");
    check_text(holding(base, "INTERVAL('2020-01-01', '2020-01-20')"), "FINISHES INTERSECTS");
    check_text(holding(base, "INTERVAL('2020-01-01', '2020-01-25')"), "DURING INTERSECTS");
    check_text(holding(base, "INTERVAL('2020-01-10', '2020-01-15')"), "INTERSECTS STARTEDBY");
    check_text(holding(base, base), "EQUALS INTERSECTS");
    check_text(holding(base, "INTERVAL('2020-01-10', '2020-01-25')"), "INTERSECTS STARTS");
    check_text(holding(base, "INTERVAL('2020-01-12', '2020-01-15')"), "CONTAINS INTERSECTS");
    check_text(holding(base, "INTERVAL('2020-01-12', '2020-01-20')"), "FINISHEDBY INTERSECTS");
    check_text(holding(base, "INTERVAL('2020-01-15', '2020-01-25')"), "INTERSECTS OVERLAPS");
    check_text(holding(base, "INTERVAL('2020-01-20', '2020-01-25')"), "INTERSECTS MEETS");
    check_text(holding(base, "INTERVAL('2020-01-21', '2020-01-25')"), "BEFORE DISJOINT");
    check_text(holding(base, "INTERVAL('..', '2020-01-05')"), "AFTER DISJOINT");
    check_text(holding(base, "INTERVAL('2020-01-12', '..')"), "INTERSECTS OVERLAPS");
    check_text(holding(base, "INTERVAL('..', '..')"), "DURING INTERSECTS");
}

static void test_days_and_moments_together(void)
{
    check_text(value_of("T_INTERSECTS(DATE('2020-01-01'), TIMESTAMP('2020-01-01T18:00:00Z'))"),
               "true");
    check_text(value_of("T_AFTER(TIMESTAMP('2020-01-01T18:00:00Z'), DATE('2020-01-01'))"), "false");
    check_text(value_of("T_AFTER(TIMESTAMP('2020-01-02T00:00:00Z'), DATE('2020-01-01'))"), "true");
    check_text(value_of("T_FINISHES(INTERVAL('2020-01-02', '2020-01-31T23:59:59.999999Z'), "
                        "INTERVAL('2020-01-01', '2020-01-31'))"),
               "true");
    check_text(rows_of("T_BEFORE(founded, DATE('1970-01-01'))", &cities, NULL), "1");
    check_text(rows_of("NOT T_BEFORE(founded, DATE('1970-01-01'))", &cities, NULL), "0 2 3");
    check_text(rows_of("T_INTERSECTS(INTERVAL(founded, '..'), DATE('2010-01-01'))", &cities, NULL),
               "0 1 2");
    check_text(
        rows_of("T_EQUALS(INTERVAL(founded, seen), DATE('1970-01-01')) IS NULL", &cities, NULL),
        "4");
}

static void test_arrays_are_sets(void)
{
    check_text(value_of("A_CONTAINS([1, 2, 3], [3, 1])"), "true");
    check_text(value_of("A_CONTAINS([1, 2], [3])"), "false");
    check_text(value_of("A_CONTAINS([1], [])"), "true");
    check_text(value_of("A_CONTAINEDBY(['a'], ['b', 'a'])"), "true");
    check_text(value_of("A_EQUALS(['a', 'b'], ['b', 'a', 'a'])"), "true");
    check_text(value_of("A_EQUALS(['a'], ['A'])"), "false");
    check_text(value_of("A_OVERLAPS([1, 2], [2.0, 5])"), "true");
    check_text(value_of("A_OVERLAPS([1, 2], ['1', '2'])"), "false");
    check_text(value_of("A_CONTAINS([[1, 2], [3]], [[2, 1]])"), "true");
    check_text(value_of("A_CONTAINS([DATE('2020-01-01')], [DATE('2020-01-01')])"), "true");
    check_text(rows_of("A_CONTAINS(['Kabul', 'x'], [name])", &cities, NULL), "0");
    check_text(rows_of("NOT A_CONTAINS(['Kabul', 'x'], [name])", &cities, NULL), "1 3 4");
    check_text(rows_of("A_CONTAINS(['Kabul', 'x'], [name]) IS NULL", &cities, NULL), "2");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/time/days", test_days_agree_with_glib);
    g_test_add_func("/time/no-date", test_what_is_no_date);
    g_test_add_func("/time/moments", test_moments);
    g_test_add_func("/time/comparing", test_comparing);
    g_test_add_func("/time/relations", test_allens_relations);
    g_test_add_func("/time/days-and-moments", test_days_and_moments_together);
    g_test_add_func("/time/arrays", test_arrays_are_sets);
    return g_test_run();
}
