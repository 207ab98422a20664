/* Draws the pages of a batch with a pool of workers, and replaces workers that die, hang or print
 * without end. */
#include "batch/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "batch/outcome.h"
#include "batch/worker.h"

enum {
    ATTEMPTS_MAX = 2,
    GRACE_MS = 2000, /* from SIGTERM to SIGKILL, when a run is interrupted */
    STOPPED_S = 1,   /* a busy machine does not keep us from running for so long */
};

/* From a line of the journal to its flush, at most: 20 waits for the disk a second (taste). */
static const double FLUSH_S = 0.05;

struct pool {
    struct batch *b;
    struct arena messages; /* of one message at a time */
    struct worker *workers;
    size_t n_workers;
    size_t *queue; /* pages to give out; those to be tried again are added at its end */
    size_t n_queue, next;
    struct pollfd *polled; /* signals, then two of each worker */
    struct str *in_work;
    int signals;
    sigset_t mask_before;
    bool draining; /* nothing more is given out */
    struct lode_err stop;
    double next_tick_s, flush_due_s; /* 0: nothing waits to be flushed */
    ARRAY(struct str) folders;       /* with new files since the last flush */
};

/* ---- signals: they become readable, so that nothing happens between two lines of code */

static bool watch_signals(struct pool *p, struct lode_err *err)
{
    static const int watched[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof watched / sizeof *watched; i++) {
        struct sigaction now;
        /* What nohup ignores stays ignored. */
        if (sigaction(watched[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(&set, watched[i]);
    }

    sigprocmask(SIG_BLOCK, &set, &p->mask_before);
    p->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return p->signals >= 0 || lode_fail(err, LODE_IO, (struct lode_span){0},
                                        "cannot watch for signals: %s", strerror(errno));
}

static void unwatch_signals(struct pool *p)
{
    if (p->signals >= 0)
        close(p->signals);
    sigprocmask(SIG_SETMASK, &p->mask_before, NULL);
}

/* ---- progress */

static void show_progress(struct pool *p, enum batch_moment moment, struct str key)
{
    struct batch *b = p->b;
    size_t n = 0;
    for (size_t i = 0; i < p->n_workers; i++) {
        if (p->workers[i].pid && p->workers[i].page != NO_PAGE)
            p->in_work[n++] = b->job->pages[p->workers[i].page].key;
    }

    outcome_progress(b, moment, key, p->in_work, n);
    p->next_tick_s = clock_s() + b->params.tick_s;
}

/* Gives out no more pages; the first reason is kept. */
static void stop_drawing(struct pool *p, const struct lode_err *why)
{
    p->draining = true;
    if (!p->stop.code)
        p->stop = *why;
}

/* ---- giving out */

static bool has_work(const struct pool *p)
{
    return !p->draining && p->next < p->n_queue;
}

/* No worker can be started, because the limits of the process are reached: goes on with those that
 * there are. */
static void go_on_with_fewer(struct pool *p, struct lode_err *why)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_workers; i++) {
        if (p->workers[i].pid)
            p->workers[n++] = p->workers[i];
    }

    if (!n) {
        stop_drawing(p, why);
        return;
    }

    p->n_workers = p->b->workers = n;
    why->severity = LODE_WARNING;
    lode_rule(why, "fewer-workers");
    lode_hint(why, "%zu workers are running; see the limits of the process: ulimit -n -u", n);
    p->b->params.tell(p->b->params.ctx, why);
}

static void give_out_pages(struct pool *p)
{
    for (size_t i = 0; i < p->n_workers && has_work(p); i++) {
        struct worker *w = &p->workers[i];
        struct lode_err err = {0};

        if (w->pid && w->page != NO_PAGE)
            continue;
        if (!w->pid &&
            !worker_start(w, p->b->job, p->workers, p->n_workers, &p->mask_before, &err)) {
            go_on_with_fewer(p, &err);
            return;
        }

        size_t page = p->queue[p->next++];
        outcome_started(p->b, page);
        worker_order(w, page); /* when the worker is gone, the end of its pipe will show it */
    }
}

/* ---- results */

/* The folder of `path` has a new file. */
static void note_folder(struct pool *p, struct str path)
{
    struct str folder = path_folder(path);
    for (size_t i = 0; i < p->folders.n; i++) {
        if (str_eq(p->folders.v[i], folder))
            return;
    }
    *array_add(p->b->a, &p->folders) = folder;
}

/* The names of files go onto the disk before the lines of the journal that speak of them. */
static void flush_to_disk(struct pool *p)
{
    struct lode_err err = {0}, fatal;

    for (size_t i = 0; i < p->folders.n; i++)
        folder_flush(&p->messages, p->folders.v[i]);
    p->folders.n = 0;

    p->flush_due_s = 0;
    if (!journal_flush(&p->b->journal, &err))
        stop_drawing(p, outcome_is_fatal(p->b, &err, &fatal) ? &fatal : &err);
}

/* One flush for all lines of FLUSH_S: while we wait for the disk we read from no worker. */
static void flush_when_due(struct pool *p)
{
    if (!p->b->journal.held.n)
        return;
    if (!p->flush_due_s)
        p->flush_due_s = clock_s() + FLUSH_S;
    if (clock_s() >= p->flush_due_s)
        flush_to_disk(p);
}

/* The page is drawn, or has failed. */
static void finish_page(struct pool *p, size_t page, const struct page_result *r)
{
    struct batch *b = p->b;
    struct lode_err err = r->err, fatal;
    if (!outcome_folder_stands(b, &fatal)) {
        stop_drawing(p, &fatal);
        return;
    }

    bool ok = r->ok && outcome_done(b, page, r, &err);
    if (!ok) {
        if (outcome_is_fatal(b, &err, &fatal))
            stop_drawing(p, &fatal);
        outcome_failed(b, page, &err);
        p->draining |= b->params.fail_fast;
    }

    const struct batch_page *at = &b->job->pages[page];
    for (size_t i = 0; i < at->n_files && ok; i++)
        note_folder(p, at->files[i]);
    if (ok && at->leaf.len)
        note_folder(p, at->leaf);
    outcome_findings(b, page, &r->findings);

    give_out_pages(p); /* first, so that progress shows the pages that are drawn now */
    show_progress(p, ok ? BATCH_PAGE_DONE : BATCH_PAGE_FAILED, at->key);
}

/* The answer of a worker; false: it is not one about its page. */
static bool take_frame(struct pool *p, struct worker *w, struct str frame)
{
    struct arena scratch = p->messages;
    struct page_result r;
    size_t page = (size_t)w->page;
    if (w->page == NO_PAGE || !message_unpack(&scratch, frame, &r) || r.page != page)
        return false;

    w->page = NO_PAGE;
    p->b->pages[page].attempts++;
    finish_page(p, page, &r);
    return true;
}

/* Ends a worker that died, or has to be killed. Its page is tried once more, after all others; then
 * it has failed. */
static void end_worker(struct pool *p, struct worker *w, bool kill_it)
{
    struct batch *b = p->b;
    struct arena scratch = p->messages;
    size_t page = (size_t)w->page;
    bool had_page = w->page != NO_PAGE;

    worker_read_prints(b->a, w);
    pid_t pid = w->pid;
    struct str why = worker_end(&scratch, w, kill_it);
    if (had_page)
        outcome_sweep(b, page, pid);
    if (!had_page || b->end == BATCH_INTERRUPTED)
        return;

    b->deaths++;
    if (++b->pages[page].attempts < ATTEMPTS_MAX) {
        outcome_retry(b, page, why);
        p->queue[p->n_queue++] = page;
        return;
    }

    struct page_result r = {.page = (uint32_t)page};
    outcome_death(b, page, why, (struct str){w->printed.v, w->printed.n}, &r.err);
    finish_page(p, page, &r);
}

/* Reads what a worker has written. */
static void hear_worker(struct pool *p, struct worker *w)
{
    struct str frame;
    worker_read_prints(p->b->a, w);
    bool alive = worker_read(p->b->a, w, &frame);
    if (!alive || (frame.p && !take_frame(p, w, frame)))
        end_worker(p, w, true);
}

/* ---- waiting */

static size_t count_busy(const struct pool *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_workers; i++)
        n += p->workers[i].pid && p->workers[i].page != NO_PAGE;
    return n;
}

/* Milliseconds until progress, a page's time limit or a flush is due. */
static int patience_ms(const struct pool *p)
{
    double now = clock_s(), due = p->b->params.tick_s > 0 ? p->next_tick_s : now + 60;

    for (size_t i = 0; i < p->n_workers && p->b->params.limit_s > 0; i++) {
        const struct worker *w = &p->workers[i];
        if (w->pid && w->page != NO_PAGE && w->begun_s + p->b->params.limit_s < due)
            due = w->begun_s + p->b->params.limit_s;
    }
    if (p->flush_due_s && p->flush_due_s < due)
        due = p->flush_due_s;

    return due <= now ? 0 : due - now > 60 ? 60000 : (int)((due - now) * 1e3) + 1;
}

/* Ends workers whose page takes longer than it may. */
static void end_late_workers(struct pool *p)
{
    double now = clock_s();
    for (size_t i = 0; i < p->n_workers && p->b->params.limit_s > 0; i++) {
        struct worker *w = &p->workers[i];
        if (!w->pid || w->page == NO_PAGE || now - w->begun_s < p->b->params.limit_s)
            continue;

        w->late = true;
        end_worker(p, w, true);
    }
}

static void hear_signal(struct pool *p)
{
    struct signalfd_siginfo info;
    if (read(p->signals, &info, sizeof info) != (ssize_t)sizeof info)
        return;
    p->draining = true;
    p->b->end = BATCH_INTERRUPTED;
    p->b->signal = (int)info.ssi_signo;
}

/* Later than poll should have returned: we were stopped (Ctrl-Z), and the workers with us. The time
 * limit of their pages does not count that. */
static void forgive_stop(struct pool *p, double late_s)
{
    for (size_t i = 0; i < p->n_workers && late_s > STOPPED_S; i++)
        p->workers[i].begun_s += late_s;
}

static void wait_and_hear(struct pool *p)
{
    p->polled[0] = (struct pollfd){.fd = p->signals, .events = POLLIN};
    for (size_t i = 0; i < p->n_workers; i++) {
        const struct worker *w = &p->workers[i];
        p->polled[1 + 2 * i] = (struct pollfd){.fd = w->pid ? w->results : -1, .events = POLLIN};
        p->polled[2 + 2 * i] = (struct pollfd){.fd = w->pid ? w->prints : -1, .events = POLLIN};
    }

    int patience = patience_ms(p);
    double due = clock_s() + patience * 1e-3;
    bool failed = poll(p->polled, 1 + 2 * p->n_workers, patience) < 0;
    forgive_stop(p, clock_s() - due);
    if (failed)
        return;

    if (p->polled[0].revents)
        hear_signal(p);
    for (size_t i = 0; i < p->n_workers; i++) {
        if (p->polled[1 + 2 * i].revents)
            hear_worker(p, &p->workers[i]);
        else if (p->polled[2 + 2 * i].revents)
            worker_read_prints(p->b->a, &p->workers[i]);
    }
}

/* ---- the end */

/* When the run is interrupted workers remove their temporary files and end; those that do not are
 * killed. */
static void end_workers(struct pool *p)
{
    bool at_once = p->b->end == BATCH_INTERRUPTED;
    for (size_t i = 0; i < p->n_workers && at_once; i++) {
        if (p->workers[i].pid)
            kill(p->workers[i].pid, SIGTERM);
    }

    double until = clock_s() + GRACE_MS * 1e-3;
    for (size_t i = 0; i < p->n_workers; i++) {
        struct worker *w = &p->workers[i];
        if (!w->pid)
            continue;

        close(w->orders);
        w->orders = -1;
        struct pollfd gone = {.fd = w->results, .events = 0};
        int left_ms = (int)((until - clock_s()) * 1e3);
        poll(&gone, 1, left_ms > 0 ? left_ms : 0);

        size_t page = (size_t)w->page;
        bool had_page = w->page != NO_PAGE;
        pid_t pid = w->pid;
        worker_end(&p->messages, w, !(gone.revents & POLLHUP));
        if (had_page)
            outcome_sweep(p->b, page, pid);
    }
}

/* In the order of the atlas; pages that may have ended the run before come last. */
static void fill_queue(struct pool *p)
{
    const struct batch *b = p->b;
    p->queue = arena_array(b->a, size_t, b->todo * ATTEMPTS_MAX);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < b->job->n; i++) {
            if (b->pages[i].state == PAGE_TODO && b->pages[i].suspect == (pass == 1))
                p->queue[p->n_queue++] = i;
        }
    }
}

static void make_workers(struct pool *p)
{
    struct batch *b = p->b;
    size_t n = b->params.jobs ? b->params.jobs : batch_processors();
    p->n_workers = b->workers = n < b->todo ? n : b->todo;
    p->workers = arena_array(b->a, struct worker, p->n_workers);
    p->in_work = arena_array(b->a, struct str, p->n_workers);
    p->polled = arena_array(b->a, struct pollfd, 1 + 2 * p->n_workers);
}

bool pool_draw(struct batch *b, struct lode_err *err)
{
    struct pool p = {.b = b, .signals = -1};

    if (!watch_signals(&p, err)) {
        unwatch_signals(&p);
        return false;
    }

    arena_init(&p.messages, 0);
    fill_queue(&p);
    make_workers(&p);
    b->begun_s = clock_s();
    show_progress(&p, BATCH_BEGINS, (struct str){0});

    while (b->end != BATCH_INTERRUPTED && (has_work(&p) || count_busy(&p))) {
        give_out_pages(&p);
        wait_and_hear(&p);
        end_late_workers(&p);
        flush_when_due(&p);
        if (b->params.tick_s > 0 && clock_s() >= p.next_tick_s)
            show_progress(&p, BATCH_GOES_ON, (struct str){0});
    }

    end_workers(&p);
    flush_to_disk(&p);
    b->elapsed_s = clock_s() - b->begun_s;
    unwatch_signals(&p);
    arena_finish(&p.messages);

    if (!p.stop.code || b->end == BATCH_INTERRUPTED)
        return true;
    b->end = BATCH_STOPPED;
    *err = p.stop;
    return false;
}
