/* Which texts are the same, and in which order they stand. */
#include <glib.h>

#include "base/arena.h"
#include "base/composed.h"

static void test_same(void)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"", "", true},
        {"a", "b", false},
        {"\u00c9vora", "E\u0301vora", true},
        {"\u00c9vora", "Evora", false},
        {"\u00c9vora", "\u00e9vora", false}, /* case counts */
        {"\u212b", "A\u030a", true},         /* the sign of Angstrom */
        {"\u212b", "\u00c5", true},
        {"\u212a", "K", true},                    /* the sign of Kelvin */
        {"\uac01", "\u1100\u1161\u11a8", true},   /* Hangul */
        {"\u1ec7", "e\u0323\u0302", true},        /* Vietnamese, two marks, */
        {"e\u0302\u0323", "e\u0323\u0302", true}, /* whatever their order */
        {"\u0439", "\u0438\u0306", true},         /* Cyrillic */
        {"\u0622", "\u0627\u0653", true},         /* Arabic */
        {"\ufb01", "fi", false},                  /* compatibility forms are others */
        {"\uff17", "7", false},
        {"\u0663", "3", false},
        {"a\u200cb", "ab", false}, /* what is not seen counts */
        {"a ", "a", false},
        {"\xff", "\xff", true}, /* broken UTF-8 */
        {"\xff\xfe", "\xff", false},
    };
    struct arena a = {0};
    arena_init(&a, 0);

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct str x = str_of(rows[i].a), y = str_of(rows[i].b);
        g_assert_cmpint(text_same(x, y), ==, rows[i].same);
        g_assert_cmpint(text_same(y, x), ==, rows[i].same);
        g_assert_cmpint(text_cmp(x, y) == 0, ==, rows[i].same);
        g_assert_cmpint(text_cmp(x, y) < 0, ==, text_cmp(y, x) > 0);
        g_assert_cmpint(str_eq(text_composed(&a, x), text_composed(&a, y)), ==, rows[i].same);
    }
    arena_finish(&a);
}

static void test_composed_text_is_not_copied(void)
{
    struct arena a = {0};
    struct str s = str_of("\u0414\u0443\u0448\u0430\u043d\u0431\u0435");
    arena_init(&a, 0);
    g_assert_true(text_composed(&a, s).p == s.p);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/composed/same", test_same);
    g_test_add_func("/composed/not-copied", test_composed_text_is_not_copied);
    return g_test_run();
}
