/* In which order names and contents reach the disk, as the calls are made: after a power cut a line
 * of the journal must never speak of a file that is not there. The calls are wrapped by the linker
 * (--wrap) and told by all processes into shared memory. */
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "batch/merge.h"
#include "pages.h"

enum { CALLS_MAX = 2000 };

static struct calls {
    size_t n;
    struct call {
        char what[10], path[300];
    } v[CALLS_MAX];
} * calls;

static void note(const char *what, const char *path)
{
    size_t i = calls ? __atomic_fetch_add(&calls->n, 1, __ATOMIC_SEQ_CST) : CALLS_MAX;
    if (i >= CALLS_MAX)
        return;
    g_strlcpy(calls->v[i].what, what, sizeof calls->v[i].what);
    g_strlcpy(calls->v[i].path, path, sizeof calls->v[i].path);
}

static void note_fd(const char *what, int fd)
{
    char link[64], path[300];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    path[n > 0 ? n : 0] = '\0';
    note(what, path);
}

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
    note_fd("flush", fd);
    return __real_fsync(fd);
}

int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
int __wrap_fdatasync(int fd)
{
    note_fd("flush", fd);
    return __real_fdatasync(fd);
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to)
{
    note("rename", to);
    return __real_rename(from, to);
}

int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __wrap_unlink(const char *path)
{
    note("unlink", path);
    return __real_unlink(path);
}

/* The first such call from `from` on, by the end of its path. */
static size_t next(size_t from, const char *what, const char *path)
{
    for (size_t i = from; i < calls->n; i++) {
        if (g_str_equal(calls->v[i].what, what) && g_str_has_suffix(calls->v[i].path, path))
            return i + 1;
    }
    for (size_t i = from; i < calls->n; i++)
        g_test_message("%s %s", calls->v[i].what, calls->v[i].path);
    g_test_message("no %s of %s after call %zu", what, path, from);
    g_test_fail();
    return calls->n;
}

static void begin(void)
{
    calls = mmap(NULL, sizeof *calls, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    g_assert_true(calls != MAP_FAILED);
}

static void end(void)
{
    munmap(calls, sizeof *calls);
    calls = NULL;
}

static void test_a_page(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a");
    begin();
    run(f, &(struct wanted){.done = 1});
    /* the folders, in those above them; the journal's name; what was planned; the page */
    size_t at = next(0, "flush", f->folder);
    at = next(at, "flush", "/out");
    at = next(at, "flush", "/test.batch");
    at = next(at, "flush", "/all.jsonl");
    at = next(at, "flush", "-a.txt");
    at = next(at, "rename", "/out/a.txt");
    at = next(at, "flush", "/out");
    next(at, "flush", "/all.jsonl");
    end();
}

static void merge(struct fixture *f, struct str to)
{
    struct merge_outcome outcome;
    struct lode_err err = {0};
    struct str folders[] = {f->job.folder, to};
    struct merge_params params = {.folders = folders,
                                  .n = str_eq(to, f->job.folder) ? 1 : 2,
                                  .output = to,
                                  .tell = tell,
                                  .ctx = f};
    g_assert_true(merge_run(&f->a, &params, &outcome, &err));
    g_assert_cmpuint(outcome.there, ==, 2);
}

static void test_a_merge(struct fixture *f, gconstpointer data)
{
    (void)data;
    make_job(f, "a b");
    run(f, &(struct wanted){.done = 1, .params = {.shard = {1, 2}}});
    run(f, &(struct wanted){.done = 1, .params = {.shard = {2, 2}}});
    begin();
    merge(f, str_format(&f->a, "%s/whole", f->folder));
    size_t at = next(0, "flush", "-b.txt");
    at = next(at, "rename", "/whole/b.txt");
    at = next(at, "flush", "/whole");
    at = next(at, "flush", "/.merging.jsonl");
    at = next(at, "rename", "/whole/test.batch/all.jsonl");
    next(at, "flush", "/whole/test.batch");
    end();
    begin();
    merge(f, f->job.folder);
    at = next(0, "rename", "/all.jsonl");
    at = next(at, "flush", "/test.batch");
    at = next(at, "unlink", "/1-of-2.jsonl");
    next(at, "unlink", "/2-of-2.jsonl");
    end();
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, fn)                                                                              \
    g_test_add("/batch/durability/" name, struct fixture, NULL, set_up, fn, tear_down)
    ADD("page", test_a_page);
    ADD("merge", test_a_merge);
    return g_test_run();
}
