/* What `lode merge` says of several atlases, of folders that cannot be read or have two names, and of
 * pages that were made twice. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "batch/merge.h"
#include "pages.h"

static struct str inside(struct fixture *f, const char *name)
{
    return str_format(&f->a, "%s/%s", f->folder, name);
}

static bool merge_folders(struct fixture *f, struct str first, struct str second,
                          struct merge_outcome *ret, struct lode_err *err)
{
    struct str folders[] = {first, second};
    struct merge_params params = {
        .folders = folders, .n = 2, .output = first, .tell = tell, .ctx = f};
    return merge_run(&f->a, &params, ret, err);
}

static bool merge_into(struct fixture *f, struct str output, struct merge_outcome *ret)
{
    struct lode_err err = {0};
    struct merge_params params = {
        .folders = &f->job.folder, .n = 1, .output = output, .tell = tell, .ctx = f};
    return merge_run(&f->a, &params, ret, &err);
}

static bool journal_says(struct fixture *f, const char *journal, const char *words)
{
    char *text;
    g_assert_true(g_file_get_contents(str_c(&f->a, inside(f, journal)), &text, NULL, NULL));
    bool found = strstr(text, words) != NULL;
    g_free(text);
    return found;
}

static void test_each_atlas_has_its_own_gaps(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct merge_outcome outcome;
    make_job(f, "a b");
    run(f, &(struct wanted){.done = 1, .params = {.shard = {1, 2}}});
    make_job(f, "d e");
    f->job.name = STR("whole");
    run(f, &(struct wanted){.done = 2});

    g_assert_true(merge_into(f, f->job.folder, &outcome));
    g_assert_cmpuint(outcome.missing, ==, 1);
    g_assert_true(journal_says(f, "out/test.batch/all.jsonl", "\"status\":\"some\""));
    g_assert_true(journal_says(f, "out/whole.batch/all.jsonl", "\"status\":\"all\""));
    g_assert_false(journal_says(f, "out/whole.batch/all.jsonl", "\"status\":\"some\""));
}

/* A file in the place of the folder: who is root may read any folder. */
static void test_a_folder_that_cannot_be_read(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct merge_outcome outcome;
    struct lode_err err = {0};
    make_job(f, "a");
    run(f, &(struct wanted){.done = 1});
    g_assert_cmpint(g_mkdir(str_c(&f->a, inside(f, "node")), 0777), ==, 0);
    g_assert_true(g_file_set_contents(str_c(&f->a, inside(f, "node/test.batch")), "", 0, NULL));

    g_assert_false(merge_folders(f, f->job.folder, inside(f, "node"), &outcome, &err));
    g_assert_cmpint(err.code, ==, LODE_IO);
    g_assert_nonnull(strstr(err.message, "/node/test.batch': Not a directory"));
}

/* In the second folder, whose later result is that of the first. */
static void test_pages_that_differ_in_the_second_folder(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct merge_outcome outcome;
    struct lode_err err = {0};
    const struct str only[] = {STR("a")};
    make_job(f, "a");
    run(f, &(struct wanted){.done = 1, .params = {.shard = {1, 1}}});
    f->version = 2;
    run(f, &(struct wanted){.done = 1, .params = {.only = only, .n_only = 1}});
    g_assert_cmpint(g_rename(str_c(&f->a, f->job.folder), str_c(&f->a, inside(f, "node"))), ==, 0);
    run(f, &(struct wanted){.done = 1});

    g_assert_true(merge_folders(f, f->job.folder, inside(f, "node"), &outcome, &err));
    g_assert_cmpuint(outcome.twice, ==, 1);
    g_assert_cmpuint(outcome.differing, ==, 1);
    g_assert_nonnull(strstr(f->last_warning, "'a' was made twice, with different results"));
}

static void test_the_output_by_another_name(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct merge_outcome outcome;
    make_job(f, "a b");
    run(f, &(struct wanted){.done = 1, .params = {.shard = {1, 2}}});
    run(f, &(struct wanted){.done = 1, .params = {.shard = {2, 2}}});

    g_assert_true(merge_into(f, inside(f, "./out"), &outcome));
    g_assert_cmpuint(outcome.there, ==, 2);
    g_assert_cmpuint(outcome.brought, ==, 0);
    char *shard = str_c(&f->a, inside(f, "out/test.batch/1-of-2.jsonl"));
    g_assert_false(g_file_test(shard, G_FILE_TEST_EXISTS));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, fn) g_test_add("/batch/merge/" name, struct fixture, NULL, set_up, fn, tear_down)
    ADD("atlases", test_each_atlas_has_its_own_gaps);
    ADD("unreadable", test_a_folder_that_cannot_be_read);
    ADD("twice", test_pages_that_differ_in_the_second_folder);
    ADD("names", test_the_output_by_another_name);
    return g_test_run();
}
