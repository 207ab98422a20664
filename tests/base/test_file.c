#include <glib.h>
#include <glib/gstdio.h>
#include <sys/wait.h>
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

/* /dev/null may be written by all, its folder by root alone, who may do everything. */
static void test_a_device_is_no_file_of_its_folder(void)
{
    pid_t child = fork();
    g_assert_cmpint(child, >=, 0);
    if (child == 0) {
        struct arena a = {0};
        struct lode_err err = {0};
        struct lode_span nowhere = {0};
        arena_init(&a, 0);
        bool user = getuid() != 0 || setuid(65534) == 0;
        bool ok = user && outfile_check(&a, STR("/dev/null"), nowhere, &err) &&
                  !outfile_check(&a, STR("/dev/lode.png"), nowhere, &err);
        _exit(ok ? 0 : 1);
    }

    int status;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/file/stem", test_the_stem_of_a_path);
    g_test_add_func("/file/huge", test_a_huge_file_is_refused_before_memory_is_taken);
    g_test_add_func("/file/device", test_a_device_is_no_file_of_its_folder);
    return g_test_run();
}
