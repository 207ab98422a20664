#include "batch/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PRINTS_MAX = 16384 };

double clock_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double processor_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- in the worker */

static bool read_all(int fd, void *to, size_t n)
{
    for (char *p = to; n;) {
        ssize_t got = read(fd, p, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

static bool write_all(int fd, struct str bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.p, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = str_from(bytes, (size_t)n);
    }
    return true;
}

static int64_t peak_kb(void)
{
    struct rusage use;
    return getrusage(RUSAGE_SELF, &use) == 0 ? use.ru_maxrss : 0;
}

static bool draw_one(const struct batch_job *job, uint32_t page, int results)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct page_result r = {.page = page};
    diags_init(&r.findings, &a);
    double wall = clock_s(), processor = processor_s();
    r.ok = job->draw(job->ctx, page, &r.findings, &r.err);
    r.wall_ms = (clock_s() - wall) * 1e3;
    r.processor_ms = (processor_s() - processor) * 1e3;
    r.peak_kb = peak_kb();
    bool told = write_all(results, message_pack(&a, &r));
    arena_finish(&a);
    return told;
}

static void work(const struct batch_job *job, int orders, int results, int prints)
{
    uint32_t page;
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(nothing, STDIN_FILENO);
    dup2(prints, STDOUT_FILENO);
    dup2(prints, STDERR_FILENO);
    while (read_all(orders, &page, sizeof page) && draw_one(job, page, results))
        ;
    /* Nothing of the parent's is flushed or freed twice. */
    _exit(0);
}

/* ---- in the parent */

static void close_ends(const struct worker *w)
{
    if (!w->pid)
        return;
    close(w->orders);
    close(w->results);
    close(w->prints);
}

static bool fail_start(struct lode_err *err)
{
    return lode_fail(err, LODE_IO, (struct lode_span){0}, "cannot start a worker: %s",
                     strerror(errno));
}

bool worker_start(struct worker *ret, const struct batch_job *job, const struct worker *others,
                  size_t n, const sigset_t *mask, struct lode_err *err)
{
    int pipes[3][2] = {{-1, -1}, {-1, -1}, {-1, -1}}; /* orders, results, prints */
    pid_t parent = getpid(), pid = -1;
    bool ok = pipe2(pipes[0], O_CLOEXEC) == 0 && pipe2(pipes[1], O_CLOEXEC) == 0 &&
              pipe2(pipes[2], O_CLOEXEC) == 0 && (pid = fork()) >= 0;
    if (ok && pid == 0) {
        /* So that it removes its temporaries when the parent is killed. */
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        /* A terminal sends these to all of us: the parent hears them, and ends us in order. */
        signal(SIGINT, SIG_IGN);
        signal(SIGHUP, SIG_IGN);
        sigset_t own = *mask;
        sigdelset(&own, SIGTERM); /* whoever started us may have blocked it */
        sigprocmask(SIG_SETMASK, &own, NULL);
        if (getppid() != parent)
            _exit(1);
        for (size_t i = 0; i < n; i++)
            close_ends(&others[i]);
        close(pipes[0][1]);
        close(pipes[1][0]);
        close(pipes[2][0]);
        work(job, pipes[0][0], pipes[1][1], pipes[2][1]);
    }

    int why = errno;
    for (int i = 0; i < 3; i++) {
        close(pipes[i][i == 0 ? 0 : 1]);
        if (!ok)
            close(pipes[i][i == 0 ? 1 : 0]);
    }

    errno = why;
    if (!ok)
        return fail_start(err);
    *ret = (struct worker){.pid = pid,
                           .orders = pipes[0][1],
                           .results = pipes[1][0],
                           .prints = pipes[2][0],
                           .page = NO_PAGE,
                           .frame = ret->frame,
                           .printed = ret->printed};
    ret->frame.n = ret->printed.n = 0;
    fcntl(ret->results, F_SETFL, O_NONBLOCK);
    fcntl(ret->prints, F_SETFL, O_NONBLOCK);
    return true;
}

bool worker_order(struct worker *w, size_t page)
{
    uint32_t number = (uint32_t)page;
    w->page = (int64_t)page;
    w->begun_s = clock_s();
    w->late = false;
    w->printed.n = 0;
    return write_all(w->orders, (struct str){(const char *)&number, sizeof number});
}

/* What is left of the pipe's bytes up to `most`; false at its end. */
static bool read_some(int fd, char *to, size_t most, size_t *ret)
{
    ssize_t n = read(fd, to, most);
    *ret = n > 0 ? (size_t)n : 0;
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

bool worker_read(struct arena *a, struct worker *w, struct str *ret_frame)
{
    uint32_t len = 0;
    *ret_frame = (struct str){0};
    for (;;) {
        bool has_len = w->frame.n >= sizeof len;
        if (has_len)
            memcpy(&len, w->frame.v, sizeof len);
        if (len > MESSAGE_MAX)
            return false;

        size_t want = has_len ? sizeof len + len : sizeof len, got;
        if (has_len && w->frame.n == want) {
            *ret_frame = (struct str){w->frame.v + sizeof len, len};
            w->frame.n = 0;
            return true;
        }

        if (w->frame.cap < want) {
            size_t cap = want > 4096 ? 2 * want : 8192;
            w->frame.v = arena_grow(a, w->frame.v, 1, w->frame.cap, cap);
            w->frame.cap = cap;
        }

        if (!read_some(w->results, w->frame.v + w->frame.n, want - w->frame.n, &got))
            return false;
        if (!got)
            return true;
        w->frame.n += got;
    }
}

void worker_read_prints(struct arena *a, struct worker *w)
{
    if (!w->printed.cap) {
        w->printed.v = arena_array(a, char, PRINTS_MAX);
        w->printed.cap = PRINTS_MAX;
    }
    /* No more than a pipe holds: one that prints without end must not keep us from the others. */
    for (size_t got = 1, all = 0; got && all < 4 * PRINTS_MAX; all += got) {
        if (w->printed.n == PRINTS_MAX) { /* the end is what tells why it died */
            memmove(w->printed.v, w->printed.v + PRINTS_MAX / 2, PRINTS_MAX / 2);
            w->printed.n = PRINTS_MAX / 2;
        }
        read_some(w->prints, w->printed.v + w->printed.n, PRINTS_MAX - w->printed.n, &got);
        w->printed.n += got;
    }
}

struct str worker_end(struct arena *a, struct worker *w, bool kill_it)
{
    int status = 0;
    if (kill_it)
        kill(w->pid, SIGKILL);
    while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
        ;
    close_ends(w);
    w->pid = 0;
    if (w->late)
        return STR("took too long and was ended");
    if (WIFSIGNALED(status))
        return str_format(a, "was killed by signal %d (%s)", WTERMSIG(status),
                          strsignal(WTERMSIG(status)));
    return str_format(a, "ended with status %d", WEXITSTATUS(status));
}
