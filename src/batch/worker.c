/* Starts and ends worker processes, sends them pages, and reads what they answer and print. */
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

enum { PRINTS_MAX = 16384 }; /* bytes that are kept of what a worker prints */

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

/* Draws a page and sends the result; false when the parent is gone. */
static bool draw_page(const struct batch_job *job, uint32_t page, int results)
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

    bool sent = write_all(results, message_pack(&a, &r));
    arena_finish(&a);
    return sent;
}

static void draw_pages(const struct batch_job *job, int orders, int results, int prints)
{
    uint32_t page;
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(nothing, STDIN_FILENO);
    dup2(prints, STDOUT_FILENO);
    dup2(prints, STDERR_FILENO);

    while (read_all(orders, &page, sizeof page) && draw_page(job, page, results))
        ;

    /* Without exit's handlers: they would flush and free what is the parent's. */
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

/* The ends of a worker's pipes: [0] is read from, [1] is written to. */
enum { ORDERS, RESULTS, PRINTS, PIPES };

/* What the new process does; never returns. */
static void run_worker(const struct batch_job *job, const struct worker *others, size_t n,
                       const sigset_t *mask, pid_t parent, int pipes[PIPES][2])
{
    /* When the parent is killed the worker ends too, and removes its temporary files. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);

    /* A terminal sends these to all processes; the parent hears them and ends its workers. */
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    sigset_t own = *mask;
    sigdelset(&own, SIGTERM); /* whoever started lode may have blocked it */
    sigprocmask(SIG_SETMASK, &own, NULL);
    if (getppid() != parent)
        _exit(1);

    for (size_t i = 0; i < n; i++)
        close_ends(&others[i]);
    close(pipes[ORDERS][1]);
    close(pipes[RESULTS][0]);
    close(pipes[PRINTS][0]);
    draw_pages(job, pipes[ORDERS][0], pipes[RESULTS][1], pipes[PRINTS][1]);
}

bool worker_start(struct worker *ret, const struct batch_job *job, const struct worker *others,
                  size_t n, const sigset_t *mask, struct lode_err *err)
{
    int pipes[PIPES][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
    pid_t parent = getpid(), pid = -1;

    bool ok = pipe2(pipes[ORDERS], O_CLOEXEC) == 0 && pipe2(pipes[RESULTS], O_CLOEXEC) == 0 &&
              pipe2(pipes[PRINTS], O_CLOEXEC) == 0 && (pid = fork()) >= 0;
    if (ok && pid == 0)
        run_worker(job, others, n, mask, parent, pipes);

    int why = errno;
    for (int i = 0; i < PIPES; i++) { /* the worker's ends; ours too when there is none */
        close(pipes[i][i == ORDERS ? 0 : 1]);
        if (!ok)
            close(pipes[i][i == ORDERS ? 1 : 0]);
    }
    errno = why;
    if (!ok)
        return fail_start(err);

    *ret = (struct worker){.pid = pid,
                           .orders = pipes[ORDERS][1],
                           .results = pipes[RESULTS][0],
                           .prints = pipes[PRINTS][0],
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

/* Reads up to `most` bytes, as many as there are; false at the end of the pipe. */
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

    /* No more than a pipe holds: a worker that prints without end must not keep us from the others.
     */
    for (size_t got = 1, all = 0; got && all < 4 * PRINTS_MAX; all += got) {
        if (w->printed.n == PRINTS_MAX) { /* the end says why it died */
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
