#include <glib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/arena.h"
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

/* Nearly all of it is a hole, so that it takes no space on the disk. */
static void test_a_huge_file_is_refused_before_memory_is_taken(void)
{
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("lode-huge-XXXXXX", &path, NULL);
    g_assert_cmpint(fd, >=, 0);
    g_assert_cmpint(ftruncate(fd, (off_t)65 << 30), ==, 0);
    close(fd);

    struct arena a = {0};
    struct lode_err err = {0};
    struct str text;
    arena_init(&a, 0);
    g_assert_false(file_read(&a, path, 100, (struct lode_span){0}, &text, &err));
    g_assert_cmpint(err.code, ==, LODE_LIMIT);
    g_assert_true(g_str_has_suffix(err.message, "is larger than 100 bytes"));
    arena_finish(&a);
    g_unlink(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/file/stem", test_the_stem_of_a_path);
    g_test_add_func("/file/huge", test_a_huge_file_is_refused_before_memory_is_taken);
    return g_test_run();
}
