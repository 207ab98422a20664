/* Who has the folder is told as it is: the process that has it alone, nobody who has ended. */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "batch/lock.h"

struct place {
    struct arena a;
    char *folder;
};

static void set_up(struct place *p, gconstpointer data)
{
    (void)data;
    arena_init(&p->a, 0);
    p->folder = g_dir_make_tmp("lode-lock-XXXXXX", NULL);
}

static void tear_down(struct place *p, gconstpointer data)
{
    (void)data;
    char *file = g_build_filename(p->folder, ".lode-batch.lock", NULL);
    g_remove(file);
    g_rmdir(p->folder);
    g_free(file);
    g_free(p->folder);
    arena_finish(&p->a);
}

static struct lock take(struct place *p, bool shared)
{
    struct lock lock;
    struct lode_err err = {0};
    g_assert_true(lock_folder(&p->a, str_of(p->folder), shared, &lock, &err));
    return lock;
}

/* The message of the run that does not get it. */
static char *refusal(struct place *p, bool shared)
{
    struct lock lock;
    struct lode_err err = {0};
    g_assert_false(lock_folder(&p->a, str_of(p->folder), shared, &lock, &err));
    g_assert_cmpint(err.code, ==, LODE_IO);
    return str_c(&p->a, str_of(err.message));
}

static void test_a_whole_run_is_named(struct place *p, gconstpointer data)
{
    (void)data;
    struct lock whole = take(p, false);
    char *name = str_c(&p->a, str_format(&p->a, "process %ld on ", (long)getpid()));
    g_assert_nonnull(strstr(refusal(p, false), name));
    g_assert_nonnull(strstr(refusal(p, true), name));
    lock_end(&whole);
}

static void test_a_run_that_has_ended_is_not_named(struct place *p, gconstpointer data)
{
    (void)data;
    struct lock whole = take(p, false);
    lock_end(&whole);

    struct lock shard = take(p, true);
    g_assert_null(strstr(refusal(p, false), "process"));
    lock_end(&shard);
}

static void test_no_lock_closes_nothing(struct place *p, gconstpointer data)
{
    (void)p;
    (void)data;
    g_assert_cmpint(fcntl(STDIN_FILENO, F_GETFD), >=, 0);
    lock_end(&(struct lock){0});
    g_assert_cmpint(fcntl(STDIN_FILENO, F_GETFD), >=, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, fn) g_test_add("/batch/lock/" name, struct place, NULL, set_up, fn, tear_down)
    ADD("whole", test_a_whole_run_is_named);
    ADD("ended", test_a_run_that_has_ended_is_not_named);
    ADD("none", test_no_lock_closes_nothing);
    return g_test_run();
}
