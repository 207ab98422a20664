/* The engine when the process around it is not as it was meant: signals, limits, pipes, journals
 * that tell half of it. */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "batch/worker.h"
#include "pages.h"

static void test_a_worker_that_babbles_is_ended(struct fixture *f, gconstpointer data)
{
    (void)data;
    double begun = clock_s();
    make_job(f, "a x b");
    struct batch b =
        run(f, &(struct wanted){.done = 2, .failed = 1, .status = 3, .params = {.limit_s = 60}});
    g_assert_cmpint(b.pages[1].attempts, ==, 2);
    g_assert_cmpfloat(clock_s() - begun, <, 30);
}

static void test_a_page_that_prints_without_end(struct fixture *f, gconstpointer data)
{
    (void)data;
    double begun = clock_s(), limit_s = 0.3;
    make_job(f, "a prints b");
    struct batch b = run(
        f, &(struct wanted){.done = 2, .failed = 1, .status = 3, .params = {.limit_s = limit_s}});
    g_assert_nonnull(strstr(b.pages[1].err->message, "took too long"));
    g_assert_nonnull(strstr(b.pages[1].err->message, "again and again"));
    g_assert_cmpfloat(clock_s() - begun, <, 30);
}

/* Three descriptors a worker: with room for four of sixteen, four do the work. */
static void test_few_descriptors_are_fewer_workers(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct rlimit usual, few;
    g_assert_cmpint(getrlimit(RLIMIT_NOFILE, &usual), ==, 0);
    make_job(f, "s1 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 s12 s13 s14 s15 s16 s17 s18");
    int next = dup(0);
    close(next);
    few = usual;
    few.rlim_cur = (rlim_t)next + 18;
    g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &few), ==, 0);
    struct batch b = run(f, &(struct wanted){.done = 18, .params = {.jobs = 16}});
    g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &usual), ==, 0);
    g_assert_cmpuint(b.workers, >, 0);
    g_assert_cmpuint(b.workers, <, 16);
    g_assert_cmpuint(f->told_warnings, ==, 1);
    g_assert_nonnull(strstr(f->last_warning, "cannot start a worker"));
}

/* Ctrl-Z, and after some time fg: the page's time stood still. */
static void test_a_run_that_was_stopped_goes_on(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "keeps");
    pid_t child = fork();
    if (child == 0) {
        double limit_s = 2;
        setpgid(0, 0);
        struct batch b =
            run(f, &(struct wanted){.done = 1, .params = {.jobs = 1, .limit_s = limit_s}});
        g_assert_cmpint(b.pages[0].attempts, ==, 1);
        _exit(0);
    }
    int status;
    g_usleep(150000);
    g_assert_cmpint(kill(-child, SIGSTOP), ==, 0);
    g_usleep(3500000);
    g_assert_cmpint(kill(-child, SIGCONT), ==, 0);
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, 0);
}

/* Whoever starts us may have blocked the signal that ends workers. */
static void test_workers_hear_signals_that_the_caller_blocked(struct fixture *f, gconstpointer data)
{
    (void)data;
    sigset_t set, before;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, &before);
    signal(SIGHUP, SIG_DFL); /* a run of the tests under nohup has it ignored */
    make_job(f, "hangs");
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        g_usleep(300000);
        kill(parent, SIGHUP);
        _exit(0);
    }
    struct batch b;
    struct lode_err err = {0};
    struct batch_params params = {.jobs = 1, .tell = tell, .ctx = f};
    batch_init(&b, &f->a, &f->job, &params);
    g_assert_true(batch_open(&b, &err) && (batch_choose(&b), batch_run(&b, &err)));
    g_assert_cmpint(b.signal, ==, SIGHUP);
    g_assert_cmpfloat(b.elapsed_s, <, 2); /* then they would be killed */
    batch_finish(&b);
    waitpid(child, NULL, 0);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

/* ---- journals that tell half of it */

static char *journal_path(struct fixture *f)
{
    return str_c(&f->a, str_format(&f->a, "%.*s/test.batch/all.jsonl", STR_FMT(f->job.folder)));
}

/* It was drawn, begun anew from other things, and the run was cut off: the file may be of either.
 */
static void test_a_page_begun_anew_is_drawn_again(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a b d");
    run(f, &(struct wanted){.done = 3});
    FILE *journal = fopen(journal_path(f), "a");
    fputs("{\"event\":\"start\",\"page\":2,\"key\":\"b\",\"at\":\"2999-01-01T00:00:00.000Z\"}\n",
          journal);
    fclose(journal);
    struct batch b = run(f, &(struct wanted){.done = 1, .unchanged = 2});
    g_assert_cmpstr(str_c(&f->a, b.pages[1].why), ==, "was being drawn when the run was cut off");
    run(f, &(struct wanted){.unchanged = 3});
}

static size_t count(const char *text, const char *word)
{
    size_t n = 0;
    for (; (text = strstr(text, word)); text++)
        n++;
    return n;
}

/* Without its end a plan is not one: `lode merge` would miss pages that no line speaks of. */
static void test_a_plan_that_was_cut_off_is_written_anew(struct fixture *f, gconstpointer data)
{
    (void)data;
    char *text;
    make_job(f, "a b d e");
    run(f, &(struct wanted){.done = 4});
    run(f, &(struct wanted){.unchanged = 4});
    g_assert_true(g_file_get_contents(journal_path(f), &text, NULL, NULL));
    g_assert_cmpuint(count(text, "\"event\":\"page\""), ==, 4);
    char *second = strstr(text, "\"event\":\"page\"") + 1;
    second = strstr(second, "\"event\":\"page\"");
    *strchr(second, '\n') = '\0';
    g_assert_true(g_file_set_contents(journal_path(f), text, -1, NULL));
    g_free(text);
    run(f, &(struct wanted){.done = 4});
    g_assert_true(g_file_get_contents(journal_path(f), &text, NULL, NULL));
    g_assert_cmpuint(count(text, "\"event\":\"page\""), ==, 1 + 4);
    g_free(text);
}

/* A selection may run beside a shard that draws one of its pages. */
static void test_files_that_another_run_makes_are_left(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct str only[] = {STR("a")};
    make_job(f, "a b");
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    waitpid(gone, NULL, 0);
    run(f, &(struct wanted){.done = 1, .params = {.only = only, .n_only = 1}});
    char *ours = g_strdup_printf("%s/out/.lode-%ld-a.txt", f->folder, (long)getpid());
    char *left = g_strdup_printf("%s/out/.lode-%ld-a.txt", f->folder, (long)gone);
    g_assert_true(g_file_set_contents(ours, "half", -1, NULL));
    g_assert_true(g_file_set_contents(left, "half", -1, NULL));
    run(f, &(struct wanted){.unchanged = 1, .params = {.only = only, .n_only = 1}});
    g_assert_true(g_file_test(ours, G_FILE_TEST_EXISTS));
    g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
    run(f, &(struct wanted){.done = 1, .unchanged = 1});
    expect_no_temporaries(f);
    g_free(ours);
    g_free(left);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, fn) g_test_add("/batch/engine/" name, struct fixture, NULL, set_up, fn, tear_down)
    ADD("babble", test_a_worker_that_babbles_is_ended);
    ADD("prints", test_a_page_that_prints_without_end);
    ADD("few-descriptors", test_few_descriptors_are_fewer_workers);
    ADD("stopped", test_a_run_that_was_stopped_goes_on);
    ADD("blocked-signals", test_workers_hear_signals_that_the_caller_blocked);
    ADD("begun-anew", test_a_page_begun_anew_is_drawn_again);
    ADD("half-a-plan", test_a_plan_that_was_cut_off_is_written_anew);
    ADD("others-files", test_files_that_another_run_makes_are_left);
    return g_test_run();
}
