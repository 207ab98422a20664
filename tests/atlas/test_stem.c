/* Keys as names of files: whatever the key, the name is one that every file system takes, and leads
 * nowhere. */
#include <glib.h>
#include <string.h>

#include "atlas/stem.h"
#include "base/arena.h"

static void test_names(void)
{
    static const struct {
        const char *key, *stem;
    } rows[] = {
        {"AF-KAB", "AF-KAB"},
        {"کابل", "کابل"},
        {"a b", "a b"},
        {"", ""},
        {"a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"},
        {"../../etc/passwd", "_.\x5f.._etc_passwd"},
        {".", "_"},
        {"..", "__"},
        {"...", "_._"},
        {" ", "_"},
        {"   ", "_ _"},
        {".hidden", "_hidden"},
        {"-rf", "_rf"},
        {"ends.", "ends_"},
        {"ends ", "ends_"},
        {"a\tb\nc\x7f", "a_b_c_"},
        {"a\u202egnp.b", "a_gnp.b"},
        {"\u2067a\u2069\xc2\x85\u2028", "_a___"},
        {"می\u200cرود", "می\u200cرود"},
        {"\xff\xfe", "__"},
        {"\xd9", "_"},
    };
    struct arena a = {0};
    arena_init(&a, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpstr(str_c(&a, atlas_stem(&a, str_of(rows[i].key))), ==, rows[i].stem);
    struct str with_nul = {"a\0b", 3};
    g_assert_cmpstr(str_c(&a, atlas_stem(&a, with_nul)), ==, "a_b");
    arena_finish(&a);
}

/* At most 120 bytes, whole characters, and what is cut off still makes a difference. */
static void test_long_names(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    char key[400];
    memset(key, 'x', sizeof key);
    g_assert_cmpuint(atlas_stem(&a, (struct str){key, 120}).len, ==, 120);
    g_assert_null(memchr(atlas_stem(&a, (struct str){key, 120}).p, '-', 120));
    struct str one = atlas_stem(&a, (struct str){key, 400});
    key[399] = 'y';
    struct str other = atlas_stem(&a, (struct str){key, 400});
    g_assert_cmpuint(one.len, ==, 120);
    g_assert_false(str_eq(one, other));
    for (size_t before = 0; before < 4; before++) {
        GString *s = g_string_new(NULL);
        for (size_t i = 0; i < before; i++)
            g_string_append_c(s, 'x');
        while (s->len < 300)
            g_string_append(s, "\xe2\x82\xac");
        struct str stem = atlas_stem(&a, (struct str){s->str, s->len});
        g_assert_cmpuint(stem.len, <=, 120);
        g_assert_cmpuint(stem.len, >, 116);
        g_assert_true(str_is_utf8(stem));
        g_string_free(s, TRUE);
    }
    arena_finish(&a);
}

/* Every two bytes: nothing among them leads out or is hidden. */
static void test_all_pairs_of_bytes(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    for (unsigned i = 0; i < 65536; i++) {
        struct arena scratch = a;
        char key[] = {(char)(i >> 8), (char)i};
        struct str stem = atlas_stem(&scratch, (struct str){key, 2});
        /* U+0080 to U+009F, U+061C */
        bool control = (i >> 8 == 0xc2 && (i & 0xe0) == 0x80) || i == 0xd89c;
        g_assert_cmpuint(stem.len, ==, (control ? 1 : 2));
        g_assert_true(str_is_utf8(stem));
        g_assert_true(!memchr(stem.p, '/', stem.len) && !memchr(stem.p, '\0', stem.len) &&
                      !memchr(stem.p, '\n', stem.len));
        g_assert_true(stem.p[0] != '.' && stem.p[0] != '-' && stem.p[stem.len - 1] != '.');
    }
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/atlas/stem/names", test_names);
    g_test_add_func("/atlas/stem/long", test_long_names);
    g_test_add_func("/atlas/stem/pairs", test_all_pairs_of_bytes);
    return g_test_run();
}
