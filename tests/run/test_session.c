/* Findings that are dropped while a stage is only a guess. */
#include <glib.h>

#include "base/log.h"
#include "run/session.h"

static void count(void *ctx, const struct lode_message *message)
{
    g_assert_cmpint(message->level, ==, LODE_LEVEL_WARNING);
    ++*(int *)ctx;
}

static void test_guess_within_a_guess(void)
{
    int told = 0;
    struct lode *l = lode_create(&(struct lode_options){.tell = count, .ctx = &told});
    bool outer = session_mute(l), inner = session_mute(l);
    session_unmute(l, inner);
    log_warn((struct lode_span){0}, "a-rule", "still the outer guess");
    g_assert_cmpint(told, ==, 0);

    session_unmute(l, outer);
    log_warn((struct lode_span){0}, "a-rule", "no guess");
    g_assert_cmpint(told, ==, 1);
    lode_destroy(l);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/run/session/guess_within_a_guess", test_guess_within_a_guess);
    return g_test_run();
}
