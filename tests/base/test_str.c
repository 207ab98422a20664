#include <glib.h>

#include "base/arena.h"
#include "base/str.h"

static void test_fold(void)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"Kabul", "KABUL", true},
        {"Straße", "STRASSE", true},
        {"\xc4\x81", "a\xcc\x84", true},        /* a with macron, composed and not */
        {"\xc4\x80", "a\xcc\x84", true},        /* and in the other case */
        {"\xef\xbc\xa1", "\xef\xbd\x81", true}, /* fullwidth A and a */
        {"\xef\xbc\xa1", "a", false},           /* which are no A and a */
        {"i", "\xc4\xb1", false},               /* dotless */
        {"\xd9\x83", "\xda\xa9", false},        /* Arabic and Persian kaf */
        {"a", "b", false},
        {"", "", true},
        {"\xff", "\xff", true},
        {"\xff", "\xfe", false},
    };
    struct arena a = {0};
    arena_init(&a, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(str_eq(str_fold(&a, str_of(rows[i].a)), str_fold(&a, str_of(rows[i].b))),
                        ==, rows[i].same);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/str/fold", test_fold);
    return g_test_run();
}
