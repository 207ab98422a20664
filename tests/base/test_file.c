#include <glib.h>

#include "base/file.h"

static void test_the_stem_of_a_path(void)
{
    static const struct {
        const char *path, *stem;
    } rows[] = {
        {"layers/roads.shp", "roads"},
        {"roads.shp", "roads"},
        {"roads", "roads"},
        {"a.b/roads", "roads"},
        {"roads.tar.gz", "roads.tar"},
        {".hidden", ".hidden"},
        {"folder/", ""},
        {"", ""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct str stem = path_stem(str_of(rows[i].path));
        g_autofree char *got = g_strndup(stem.p, stem.len);
        g_assert_cmpstr(got ? got : "", ==, rows[i].stem);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/file/stem", test_the_stem_of_a_path);
    return g_test_run();
}
