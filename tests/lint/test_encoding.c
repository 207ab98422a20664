/* Texts that were read in the wrong encoding, and sources that are empty. */
#include "fixture.h"

static void assert_texts(const char *const *names, size_t n, const char *found)
{
    static const double v[8];
    struct bench b;
    bench_init(&b, "data: {sites: s.shp}\nlayers: [{marker: sites}]\n");
    bench_rows(&b, names, v, n);
    lint_source(&b.a, &b.doc->sources[0], &b.sites, &b.found);
    ASSERT_FOUND(&b, found);
    bench_finish(&b);
}

/* What `python3 -c "print('Évian'.encode().decode('cp1252'))"` and the like print. */
static void test_misread_texts(void)
{
    static const char *const names[] = {"Ã‰vian", "Lyon", "Ã‰pinal"};
    assert_texts(
        names, 3,
        "encoding-suspect line 2: 2 texts of 'name' in 'sites' look like UTF-8 read as CP1252: "
        "'Ã‰vian' for 'Évian'\n");
    static const char *const cyrillic[] = {"РњРѕСЃРєРІР°"};
    assert_texts(
        cyrillic, 1,
        "encoding-suspect line 2: 1 text of 'name' in 'sites' looks like UTF-8 read as CP1251: "
        "'РњРѕСЃРєРІР°' for 'Москва'\n");
}

static void test_real_texts_are_none(void)
{
    static const char *const names[] = {"Évian", "Москва", "کابل", "Àéîõü", "«Ñandú»"};
    assert_texts(names, 5, "");
}

static void test_lost_characters(void)
{
    static const char *const names[] = {"B\xef\xbf\xbd le"};
    assert_texts(names, 1,
                 "encoding-suspect line 2: 1 text of 'name' in 'sites' has lost characters: "
                 "'B\xef\xbf\xbd le'\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/encoding/misread-texts", test_misread_texts);
    g_test_add_func("/encoding/real-texts-are-none", test_real_texts_are_none);
    g_test_add_func("/encoding/lost-characters", test_lost_characters);
    return g_test_run();
}
