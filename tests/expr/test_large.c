/* More rows than a block holds, what is pushed down, and numbers by language. */
#include "base/num.h"
#include "expr/format.h"
#include "fixture.h"

enum { MANY = 5000 };

static void make(struct arena *a, struct column columns[2])
{
    int64_t *i = arena_array(a, int64_t, MANY);
    struct str *s = arena_array(a, struct str, MANY);
    uint8_t *null = arena_array(a, uint8_t, MANY);
    for (size_t k = 0; k < MANY; k++) {
        i[k] = (int64_t)k;
        s[k] = str_format(a, "n%zu", k % 10);
        null[k] = k % 7 == 0;
    }
    columns[0] = (struct column){.name = STR("i"), .type = COL_INT, .n = MANY, .v.i = i};
    columns[1] =
        (struct column){.name = STR("s"), .type = COL_TEXT, .n = MANY, .null = null, .v.s = s};
}

static void test_blocks_join_without_a_seam(void)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct column columns[2], c;
    uint32_t *rows;
    size_t n, want = 0;
    arena_init(&a, 0);
    make(&a, columns);
    const struct table t = {.n = MANY, .columns = columns, .n_columns = 2};
    g_assert_true(expr_select(&a, STR("i % 3 = 0 AND s <> 'n3' AND concat(s, '!') <> 'n5!'"),
                              (struct lode_span){0}, &t, NULL, &rows, &n, &err));
    for (size_t k = 0; k < MANY; k++) {
        if (k % 3 || k % 7 == 0 || k % 10 == 3 || k % 10 == 5)
            continue;
        g_assert_cmpuint(want, <, n);
        g_assert_cmpuint(rows[want++], ==, k);
    }
    g_assert_cmpuint(n, ==, want);

    g_assert_true(
        expr_value(&a, STR("concat(upper(s), '-', i)"), (struct lode_span){0}, &t, NULL, &c, &err));
    for (size_t k = 0; k < MANY; k++) {
        struct str text = k % 7 ? str_format(&a, "N%zu-%zu", k % 10, k) : str_format(&a, "-%zu", k);
        g_assert_true(str_eq(c.v.s[k], text));
    }
    arena_finish(&a);
}

static void test_one_large_integer_turns_the_column_real(void)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct column columns[2], c;
    arena_init(&a, 0);
    make(&a, columns);
    const struct table t = {.n = MANY, .columns = columns, .n_columns = 2};
    g_assert_true(expr_value(&a, STR("i * case(i = 3000, 9223372036854775807, 1)"),
                             (struct lode_span){0}, &t, NULL, &c, &err));
    g_assert_cmpint(c.type, ==, COL_REAL);
    g_assert_cmpfloat(c.v.d[1], ==, 1);
    g_assert_cmpfloat(c.v.d[3000], ==, 3000 * 9223372036854775807.0);
    g_assert_cmpfloat(c.v.d[4999], ==, 4999);
    g_assert_true(expr_value(&a, STR("i * 2"), (struct lode_span){0}, &t, NULL, &c, &err));
    g_assert_cmpint(c.type, ==, COL_INT);
    arena_finish(&a);
}

static void test_an_empty_layer_gives_nothing(void)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct column c,
        columns[2] = {{.name = STR("i"), .type = COL_INT}, {.name = STR("s"), .type = COL_TEXT}};
    const struct table t = {.columns = columns, .n_columns = 2};
    uint32_t *rows;
    size_t n = 9;
    arena_init(&a, 1 << 20);
    g_assert_true(expr_value(&a, STR("i + 1"), (struct lode_span){0}, &t, NULL, &c, &err));
    g_assert_cmpuint(c.n, ==, 0);
    g_assert_true(
        expr_select(&a, STR("i > 1 OR s = 'x'"), (struct lode_span){0}, &t, NULL, &rows, &n, &err));
    g_assert_cmpuint(n, ==, 0);
    arena_finish(&a);
}

static char *where_of(const char *text)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct expr *e;
    arena_init(&a, 1 << 24);
    g_assert_true(expr_parse(&a, str_of(text), (struct lode_span){0}, &e, &err));
    struct str sql = expr_ogr_where(&a, e, &cities);
    char *ret = g_strndup(sql.p ? sql.p : "", sql.len);
    arena_finish(&a);
    return ret;
}

static void test_what_ogr_can_do_is_pushed_down(void)
{
    check_text(where_of("pop > 5"), "\"pop\" > 5");
    check_text(where_of("5 > pop"), "\"pop\" < 5");
    check_text(where_of("height <= -2.5"), "\"height\" <= -2.5");
    check_text(where_of("name = 'Herat'"), "\"name\" = 'Herat'");
    check_text(where_of("name IN ('a', 'it''s')"), "\"name\" IN ('a', 'it''s')");
    check_text(where_of("pop BETWEEN 1 AND 3"), "\"pop\" >= 1 AND \"pop\" <= 3");
    check_text(where_of("pop > 1 AND (id = 2 OR id = 3)"),
               "(\"pop\" > 1) AND ((\"id\" = 2) OR (\"id\" = 3))");
    check_text(where_of("name IS NOT NULL AND pop IS NULL"),
               "(\"name\" IS NOT NULL) AND (\"pop\" IS NULL)");
    /* a term of AND may be left to us; one of OR may not */
    check_text(where_of("pop > 1 AND upper(name) = 'X'"), "(\"pop\" > 1)");
    check_text(where_of("pop > 1 OR upper(name) = 'X'"), "");
    /* what OGR sees otherwise */
    check_text(where_of("NOT pop > 1"), "");
    check_text(where_of("name <> 'Herat'"), "");
    check_text(where_of("name < 'Herat'"), "");
    check_text(where_of("name = 'Kabul'"), ""); /* U+212A is a K too */
    check_text(where_of("name = ''"), "");
    check_text(where_of("name = '\xd9\x87'"), "");
    check_text(where_of("height IS NULL"), ""); /* NaN */
    check_text(where_of("pop > 9007199254740993"), "");
    check_text(where_of("capital = TRUE"), "");
    check_text(where_of("pop > id"), "");
    check_text(where_of("nope > 1"), "");
}

static void check_format(const char *number, const char *language, const char *want)
{
    struct arena a = {0};
    arena_init(&a, 1 << 20);
    char *got = str_c(&a, format_digits(&a, str_of(number), str_of(language)));
    g_assert_cmpstr(got, ==, want);
    arena_finish(&a);
}

static void test_numbers_by_language(void)
{
    check_format("1234567.5", "en", "1,234,567.5");
    check_format("1234567.5", "", "1,234,567.5");
    check_format("999", "en", "999");
    check_format("-1000", "en-GB", "-1,000");
    check_format("1234.5", "de", "1.234,5");
    check_format("1234.5", "de-AT", "1.234,5");
    check_format("1234.5", "de-CH",
                 "1\xe2\x80\x99"
                 "234.5");
    check_format("1234.5", "fr", "1234,5");
    check_format("12345.5", "ru",
                 "12\xe2\x80\xaf"
                 "345,5");
    check_format("1234", "es", "1234");
    check_format("12345", "es",
                 "12\xe2\x80\xaf"
                 "345");
    check_format("1234.5", "fa", "\xdb\xb1\xd9\xac\xdb\xb2\xdb\xb3\xdb\xb4\xd9\xab\xdb\xb5");
    check_format("1234.5", "ps", "\xdb\xb1\xd9\xac\xdb\xb2\xdb\xb3\xdb\xb4\xd9\xab\xdb\xb5");
    check_format("12", "ar", "\xd9\xa1\xd9\xa2");
    check_format("1e+300", "de", "1e+300");
    check_format("1234", "deu", "1,234");
    check_text(values_of("format(pop)", &cities, NULL), "4,600,000|2,300,000|NULL|272,806|-7");
    check_text(value_of("format(1234.565, 2)"), "1,234.57");
    check_text(value_of("format(0.5, 0)"), "1");
    const struct expr_env german = {.language = {"de", 2}};
    check_text(values_of("format(1234.5, 2)", NULL, &german), "1.234,50");
    const struct expr_env turkish = {.language = {"tr", 2}};
    check_text(values_of("upper('izmir')", NULL, &turkish), "\xc4\xb0ZM\xc4\xb0R");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/large/blocks", test_blocks_join_without_a_seam);
    g_test_add_func("/large/widened", test_one_large_integer_turns_the_column_real);
    g_test_add_func("/large/empty", test_an_empty_layer_gives_nothing);
    g_test_add_func("/large/ogr", test_what_ogr_can_do_is_pushed_down);
    g_test_add_func("/large/format", test_numbers_by_language);
    return g_test_run();
}
