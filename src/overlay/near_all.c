/* How the nearest features of all rows are found by several threads, with a result in order of
 * rows. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/processors.h"
#include "overlay/near.h"
#include "overlay/near_tree.h"

/* BLOCK: rows that a thread takes at a time, near each other on the ground. Taste. THREADS_MOST: a
 * thread's number is a byte. */
enum { BLOCK = 256, THREADS_MOST = 256 };

/* The hits of one thread in the order in which it found them; gather_hits puts all in order of
 * rows. */
struct found {
    struct near_hit *v;
    size_t n, cap;
};

struct work {
    const struct near_params *params;
    uint32_t *order;
    /* For each row: the thread that found its hits, where they begin in `found`, how many. */
    uint8_t *thread;
    size_t *where;
    uint32_t *count;
    atomic_size_t next, done;
    atomic_bool stop;
};

struct worker {
    struct work *work;
    struct found found;
    uint8_t number;
};

static void find_row(struct worker *w, struct near_finder *f, uint32_t row)
{
    const struct near_params *p = w->work->params;
    struct near_want want = {p->k, p->within_m, p->same ? row : NEAR_NO_ROW};
    size_t k = p->k ? p->k : 1;

    if (w->found.n + k > w->found.cap) {
        w->found.cap = w->found.cap ? w->found.cap + w->found.cap / 2 : 1024;
        w->found.cap = w->found.cap < w->found.n + k ? w->found.n + k : w->found.cap;
        w->found.v = memory_grow(w->found.v, sizeof *w->found.v, w->found.cap);
    }

    /* A table without shapes is near nothing. */
    size_t n = p->from->table.geom.n ? near_find(f, row, &want, w->found.v + w->found.n) : 0;
    w->work->thread[row] = w->number;
    w->work->where[row] = w->found.n;
    w->work->count[row] = (uint32_t)n;
    w->found.n += n;
}

/* The work of one thread. Only the caller's, number 0, reports progress. */
static void *find_blocks(void *worker)
{
    struct worker *w = worker;
    struct work *work = w->work;
    const struct near_params *p = work->params;
    size_t n = p->from->table.n;
    struct near_finder *f = near_finder_create(p->index, p->from);

    while (!atomic_load(&work->stop)) {
        size_t from = atomic_fetch_add(&work->next, BLOCK);
        if (from >= n)
            break;
        size_t to = from + BLOCK < n ? from + BLOCK : n;
        for (size_t i = from; i < to; i++)
            find_row(w, f, work->order[i]);
        size_t done = atomic_fetch_add(&work->done, to - from) + to - from;
        if (w->number == 0 && p->progress && !p->progress(p->ctx, done, n))
            atomic_store(&work->stop, true);
    }

    near_finder_destroy(f);
    return NULL;
}

static int threads_for(const struct near_params *p)
{
    size_t blocks = (p->from->table.n + BLOCK - 1) / BLOCK;
    int n = p->n_threads > 0 ? p->n_threads : processors_allowed();
    n = n > THREADS_MOST ? THREADS_MOST : n;
    return blocks < (size_t)n ? (int)(blocks ? blocks : 1) : n;
}

/* An order in which rows that follow each other are near each other, so that guesses are good. */
static void order_rows(const struct features *f, uint32_t *ret)
{
    const struct geometry *g = &f->table.geom;
    struct space *at = memory_grow(NULL, sizeof *at, f->table.n + 1);

    for (size_t i = 0; i < f->table.n; i++) {
        at[i] = (struct space){0, 0, 0};
        if (i < g->n && g->kind[i] != GEOM_NONE)
            at[i] = space_of(lonlat_at(geometry_first(g, i), 0));
    }

    near_order(at, ret, f->table.n);
    free(at);
}

static void gather_hits(const struct work *work, const struct worker *workers,
                        struct near_table *ret)
{
    size_t n = work->params->from->table.n;

    ret->n = n;
    ret->first = memory_grow(NULL, sizeof *ret->first, n + 1);
    ret->first[0] = 0;
    for (size_t i = 0; i < n; i++)
        ret->first[i + 1] = ret->first[i] + work->count[i];

    ret->v = memory_grow(NULL, sizeof *ret->v, ret->first[n] + 1);
    for (size_t i = 0; i < n; i++)
        memcpy(ret->v + ret->first[i], workers[work->thread[i]].found.v + work->where[i],
               work->count[i] * sizeof *ret->v);
}

bool near_all(const struct near_params *params, struct near_table *ret, struct lode_err *err)
{
    size_t n = params->from->table.n;
    int n_threads = threads_for(params);
    struct work work = {.params = params};
    struct worker *workers = memory_grow(NULL, sizeof *workers, (size_t)n_threads);
    pthread_t *threads = memory_grow(NULL, sizeof *threads, (size_t)n_threads);

    work.order = memory_grow(NULL, sizeof *work.order, n + 1);
    work.thread = memory_grow(NULL, sizeof *work.thread, n + 1);
    work.where = memory_grow(NULL, sizeof *work.where, n + 1);
    work.count = memory_grow(NULL, sizeof *work.count, n + 1);
    order_rows(params->from, work.order);

    int started = 1; /* this thread is the first */
    for (int i = 0; i < n_threads; i++)
        workers[i] = (struct worker){.work = &work, .number = (uint8_t)i};
    for (; started < n_threads; started++) {
        if (pthread_create(&threads[started], NULL, find_blocks, &workers[started]) != 0)
            break;
    }

    find_blocks(&workers[0]);
    for (int i = 1; i < started; i++)
        pthread_join(threads[i], NULL);

    bool ok = !atomic_load(&work.stop) ||
              lode_fail(err, LODE_IO, params->at, "interrupted after %zu of %zu features",
                        atomic_load(&work.done), n);
    if (ok)
        gather_hits(&work, workers, ret);

    for (int i = 0; i < n_threads; i++)
        free(workers[i].found.v);
    free(work.order);
    free(work.thread);
    free(work.where);
    free(work.count);
    free(threads);
    free(workers);
    return ok;
}

void near_table_finish(struct near_table *t)
{
    free(t->first);
    free(t->v);
    *t = (struct near_table){0};
}
