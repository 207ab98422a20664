/* Bytes of a document to lines and columns. */
#include "fixture.h"

#include "doc/source.h"

static struct source source_of(const char *text)
{
    struct source s;
    struct lode_err err = {0};
    if (!source_init(fixture_arena(), str_of(text), "t.yaml", &s, &err))
        g_error("%s", err.message);
    return s;
}

/* LF, CR LF and CR end lines alike; columns count characters. */
static void test_lines_and_columns(void)
{
    struct source s = source_of("one\ntwo\r\näöü x\rfour");
    g_assert_cmpuint(s.n_lines, ==, 4);
    struct lode_span at = source_extent(&s, 4, 7);
    g_assert_cmpint(at.line, ==, 2);
    g_assert_cmpint(at.col, ==, 1);
    g_assert_cmpint(at.len, ==, 3);
    at = source_extent(&s, 16, 17); /* the x behind three letters of two bytes and a blank */
    g_assert_cmpint(at.line, ==, 3);
    g_assert_cmpint(at.col, ==, 5);
    at = source_extent(&s, 0, 9); /* as far as it stands in the first line */
    g_assert_cmpint(at.len, ==, 3);
}

static void test_places_past_the_end(void)
{
    struct source s = source_of("ab\ncd");
    struct lode_span at = source_place(&s, 9, 9);
    g_assert_cmpint(at.line, ==, 2);
    g_assert_cmpint(at.col, ==, 3);
}

static void test_a_byte_order_mark_is_no_text(void)
{
    struct source s = source_of("\xef\xbb\xbf"
                                "a: 1");
    assert_str(s.text, "a: 1");
}

static void test_what_is_no_text_is_refused(void)
{
    struct source s;
    struct lode_err err = {0};
    g_assert_false(source_init(fixture_arena(), STR("a\nb\xff"), "t.yaml", &s, &err));
    g_assert_cmpint(err.code, ==, LODE_SYNTAX);
    g_assert_cmpint(err.at.line, ==, 2);
    g_assert_cmpint(err.at.col, ==, 2);
    err = (struct lode_err){0};
    g_assert_false(source_init(fixture_arena(), STR("a\x01"), "t.yaml", &s, &err));
    g_assert_cmpint(err.at.col, ==, 2);
}

static void test_the_line_of_three_dashes(void)
{
    struct source s = source_of("a: 1\n---\nb: 2\n");
    g_assert_cmpuint(source_separator(&s, 0), ==, 5);
    g_assert_cmpuint(source_separator(&s, 7), ==, 7);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/lines-and-columns", test_lines_and_columns);
    g_test_add_func("/source/places-past-the-end", test_places_past_the_end);
    g_test_add_func("/source/a-byte-order-mark-is-no-text", test_a_byte_order_mark_is_no_text);
    g_test_add_func("/source/what-is-no-text-is-refused", test_what_is_no_text_is_refused);
    g_test_add_func("/source/the-line-of-three-dashes", test_the_line_of_three_dashes);
    return g_test_run();
}
