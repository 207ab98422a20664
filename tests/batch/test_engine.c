/* The engine with pages that crash, hang, fail and kill themselves (pages.h). */
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pages.h"

static void test_all_then_nothing(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a b d e w1 w2 g");
    struct batch b = run(f, &(struct wanted){.done = 7});
    expect_files(f, "a b d e w1 w2 g");
    g_assert_cmpuint(b.warnings.n, ==, 1);
    g_assert_cmpuint(b.warnings.v[0].n, ==, 2);
    g_assert_cmpuint(f->told_warnings, ==, 2);
    run(f, &(struct wanted){.unchanged = 7});
    run(f, &(struct wanted){.done = 7, .params = {.force = true}});
    g_unlink(f->pages[1].files[0].p);
    b = run(f, &(struct wanted){.done = 1, .unchanged = 6});
    g_assert_nonnull(strstr(b.pages[1].why.p, "is missing, or was changed"));
    f->version = 2;
    b = run(f, &(struct wanted){.done = 7});
    g_assert_cmpstr(str_c(&f->a, b.pages[3].why), ==, "changed: document");
}

static void test_a_crash_costs_its_page(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a crash b once d quit e fails g lies i");
    struct batch b = run(f, &(struct wanted){.done = 7, .failed = 4, .status = 3});
    expect_files(f, "a b once d e g i");
    expect_no_temporaries(f);
    g_assert_cmpint(b.pages[1].attempts, ==, 2);
    g_assert_nonnull(strstr(b.pages[1].err->message, "signal 6"));
    g_assert_nonnull(strstr(b.pages[1].err->message, "a library said something"));
    g_assert_cmpint(b.pages[3].attempts, ==, 2);
    g_assert_cmpint(b.pages[3].state, ==, PAGE_DONE);
    g_assert_nonnull(strstr(b.pages[5].err->message, "ended with status 7"));
    g_assert_cmpint(b.pages[7].attempts, ==, 1);
    g_assert_nonnull(strstr(b.pages[9].err->message, "was drawn but is not there"));
    b = run(f,
            &(struct wanted){.unchanged = 7, .failed = 4, .status = 3, .params = {.resume = true}});
    g_assert_true(g_str_has_prefix(b.pages[7].why.p, "failed before: bad data"));
}

static void test_a_hanging_page_is_given_up(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a hangs b");
    double limit_s = 0.3;
    struct batch b = run(
        f, &(struct wanted){.done = 2, .failed = 1, .status = 3, .params = {.limit_s = limit_s}});
    g_assert_nonnull(strstr(b.pages[1].err->message, "took too long"));
    g_assert_cmpuint(f->shown, >, 4);
}

static void test_none(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "f1 f2 f3");
    run(f, &(struct wanted){.failed = 3, .status = 1});
    g_assert_cmpuint(f->told_errors, ==, 1); /* all three for the same reason */
}

static void test_fail_fast(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a fails b d e g");
    run(f, &(struct wanted){
               .done = 1, .failed = 1, .status = 3, .params = {.fail_fast = true, .jobs = 1}});
}

static void test_a_full_disk_stops(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a n b d e g");
    run(f, &(struct wanted){
               .done = 1, .failed = 1, .status = 3, .stops = true, .params = {.jobs = 1}});
    expect_files(f, "a");
}

static void test_a_folder_that_vanishes_stops(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "s1 s2 s3 s4 s5 s6 s7 s8 s9");
    pid_t remover = fork();
    if (remover == 0) {
        g_usleep(250000);
        remove_tree(f->job.folder.p);
        _exit(0);
    }
    struct batch b;
    struct lode_err err = {0};
    struct batch_params params = {.jobs = 1, .tell = tell, .ctx = f};
    batch_init(&b, &f->a, &f->job, &params);
    g_assert_true(batch_open(&b, &err));
    batch_choose(&b);
    g_assert_false(batch_run(&b, &err));
    g_assert_nonnull(strstr(err.message, "is gone: stopped"));
    g_assert_cmpuint(b.done, <, 9);
    batch_finish(&b);
    waitpid(remover, NULL, 0);
}

static void test_shards_and_keys(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a b d e g i j");
    struct str only[] = {STR("d"), STR("[ab]")};
    run(f, &(struct wanted){.done = 3, .params = {.only = only, .n_only = 2}});
    run(f, &(struct wanted){.done = 4, .params = {.shard = {1, 2}}});
    run(f, &(struct wanted){.unchanged = 4, .params = {.shard = {1, 2}}});
    run(f, &(struct wanted){.done = 3, .params = {.shard = {2, 2}}});
    run(f, &(struct wanted){.unchanged = 7});
    struct batch b;
    struct lode_err err = {0};
    struct str unknown[] = {STR("ab")};
    batch_init(&b, &f->a, &f->job,
               &(struct batch_params){.only = unknown, .n_only = 1, .tell = tell});
    g_assert_false(batch_open(&b, &err));
    g_assert_cmpint(err.code, ==, LODE_USAGE);
    batch_finish(&b);
}

static void test_two_runs_at_once(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a b d e");
    struct batch first, second;
    struct lode_err err = {0};
    struct batch_params params = {.tell = tell, .ctx = f};
    batch_init(&first, &f->a, &f->job, &params);
    g_assert_true(batch_open(&first, &err));
    batch_init(&second, &f->a, &f->job, &params);
    g_assert_false(batch_open(&second, &err));
    g_assert_nonnull(strstr(err.message, "another run writes into"));
    char *us = g_strdup_printf("process %ld on ", (long)getpid());
    g_assert_nonnull(strstr(err.message, us));
    g_free(us);
    batch_finish(&second);
    batch_finish(&first);
    params.shard = (struct shard){1, 2};
    batch_init(&first, &f->a, &f->job, &params);
    g_assert_true(batch_open(&first, &(struct lode_err){0}));
    batch_init(&second, &f->a, &f->job, &params);
    g_assert_false(batch_open(&second, &(struct lode_err){0}));
    batch_finish(&second);
    params.shard = (struct shard){2, 2};
    batch_init(&second, &f->a, &f->job, &params);
    g_assert_true(batch_open(&second, &(struct lode_err){0}));
    batch_finish(&second);
    batch_finish(&first);
}

/* The whole run in a child, killed after some time; then taken up again. */
static void test_kill_and_resume(struct fixture *f, gconstpointer data)
{
    (void)data;
    const char *keys = "s1 s2 s3 s4 s5 s6 s7 s8";
    make_job(f, keys);
    for (int round = 0; round < 3; round++) {
        pid_t child = fork();
        if (child == 0) {
            run(f, &(struct wanted){.done = 8});
            _exit(0);
        }
        g_usleep(60000 + 70000 * (gulong)round);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        g_usleep(50000); /* its workers let the lock go when they see that it is gone */
    }
    struct batch b;
    struct lode_err err = {0};
    struct batch_params params = {.resume = true, .jobs = 2, .tell = tell, .ctx = f};
    batch_init(&b, &f->a, &f->job, &params);
    g_assert_true(batch_open(&b, &err));
    batch_choose(&b);
    g_assert_cmpuint(b.unchanged, >, 0);
    g_assert_true(batch_run(&b, &err));
    g_assert_cmpuint(b.done + b.unchanged, ==, 8);
    batch_finish(&b);
    expect_files(f, keys);
    expect_no_temporaries(f);
}

static void test_a_signal_ends_it(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a s1 s2 s3 s4 s5 s6 s7 s8 hangs");
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        g_usleep(250000);
        kill(parent, SIGTERM);
        _exit(0);
    }
    struct batch b;
    struct lode_err err = {0};
    struct batch_params params = {.jobs = 2, .tell = tell, .ctx = f};
    batch_init(&b, &f->a, &f->job, &params);
    g_assert_true(batch_open(&b, &err) && (batch_choose(&b), batch_run(&b, &err)));
    g_assert_cmpint(b.end, ==, BATCH_INTERRUPTED);
    g_assert_cmpint(b.signal, ==, SIGTERM);
    g_assert_cmpuint(b.done, >, 0);
    g_assert_cmpuint(b.failed, ==, 0);
    batch_finish(&b);
    waitpid(child, NULL, 0);
    expect_no_temporaries(f);
}

static void expect_refused(struct fixture *f, const char *words)
{
    struct batch b;
    struct lode_err err = {0};
    batch_init(&b, &f->a, &f->job, &(struct batch_params){.tell = tell, .ctx = f});
    g_assert_false(batch_open(&b, &err));
    g_test_message("%s", err.message);
    g_assert_nonnull(strstr(err.message, words));
    batch_finish(&b);
    g_assert_false(g_file_test(f->job.folder.p, G_FILE_TEST_EXISTS));
}

static void test_bad_plans_are_refused_before_any_work(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a b");
    f->pages[1].key = STR("a");
    expect_refused(f, "two pages have the key 'a'");
    f->pages[1].key = STR("");
    expect_refused(f, "page 2 has no key");
    f->pages[1].key = STR("b");
    struct str other = f->pages[1].files[0];
    f->pages[1].files = f->pages[0].files;
    expect_refused(f, "pages 'a' and 'b' would both write");
    struct str shouted = str_format(&f->a, "%.*s/A.TXT", STR_FMT(f->job.folder));
    f->pages[1].files = &shouted;
    expect_refused(f, "pages 'a' and 'b' would both write");
    struct str outside = str_format(&f->a, "%.*s/../b.txt", STR_FMT(f->job.folder));
    f->pages[1].files = &outside;
    expect_refused(f, "is outside of");
    f->pages[1].files = &(struct str){"/b.txt", 6};
    expect_refused(f, "is outside of");
    f->pages[1].files = &other;
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, fn) g_test_add("/batch/engine/" name, struct fixture, NULL, set_up, fn, tear_down)
    ADD("all", test_all_then_nothing);
    ADD("crash", test_a_crash_costs_its_page);
    ADD("hang", test_a_hanging_page_is_given_up);
    ADD("none", test_none);
    ADD("fail-fast", test_fail_fast);
    ADD("full-disk", test_a_full_disk_stops);
    ADD("vanishing-folder", test_a_folder_that_vanishes_stops);
    ADD("parts", test_shards_and_keys);
    ADD("two-runs", test_two_runs_at_once);
    ADD("kill", test_kill_and_resume);
    ADD("signal", test_a_signal_ends_it);
    ADD("bad-plans", test_bad_plans_are_refused_before_any_work);
    return g_test_run();
}
