#include <glib.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"

/* 'x' N times, then letters of two bytes: one of them lies across every possible end. */
static const char *long_text(char *to, size_t size, size_t n)
{
    memset(to, 'x', n);
    for (size_t i = n; i + 2 < size; i += 2)
        memcpy(to + i, "ж", 2);
    return to;
}

static void keep(void *ctx, const struct lode_err *what)
{
    *(struct lode_err *)ctx = *what;
}

static void test_what_is_too_long_ends_with_a_whole_character(void)
{
    for (size_t n = 0; n < 2; n++) {
        char text[1000] = "";
        struct lode_err err = {0}, noted = {0};
        long_text(text, sizeof text, n);
        lode_fail(&err, LODE_DATA, (struct lode_span){0}, "%s", text);
        lode_hint(&err, "%s", text);
        lode_within(&err, "%s", text);
        log_set_sink(keep, &noted);
        log_note((struct lode_span){0}, "long", "%s", text);
        log_set_sink(NULL, NULL);
        const char *const told[] = {err.message, err.hint, err.trail, noted.message};
        for (size_t i = 0; i < G_N_ELEMENTS(told); i++) {
            g_assert_true(g_utf8_validate(told[i], -1, NULL));
            g_assert_cmpuint(strlen(told[i]), >, 190);
        }
    }
}

static void test_the_first_failure_wins(void)
{
    struct lode_err err = {0};
    g_assert_false(lode_fail(&err, LODE_DATA, (struct lode_span){.line = 3}, "first"));
    g_assert_false(lode_fail(&err, LODE_IO, (struct lode_span){.line = 4}, "second"));
    lode_within(&err, "inner");
    lode_within(&err, "outer");
    g_assert_cmpstr(err.message, ==, "first");
    g_assert_cmpint(err.code, ==, LODE_DATA);
    g_assert_cmpint(err.at.line, ==, 3);
    g_assert_cmpstr(err.trail, ==, "outer, inner");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/err/long", test_what_is_too_long_ends_with_a_whole_character);
    g_test_add_func("/err/first", test_the_first_failure_wins);
    return g_test_run();
}
