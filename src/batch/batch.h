/* Many pages, unattended: choose what is to be drawn, draw it in forked workers, keep a journal,
 * put the books together.
 *
 *   batch_init(&b, &arena, &job, &params);
 *   batch_open(&b, &err)   checks, folders, lock, journals: what was done before; false: fails
 *   batch_choose(&b);      which pages are to be drawn, and why
 *   batch_run(&b, &err);   draws them; false when the run was stopped, with the reason
 *   batch_finish(&b);      always
 *
 * With `dry` nothing is made, locked or written. The caller has no other thread, and no data source
 * open, from batch_run on: workers are copies of it.
 */
#ifndef LODE_BATCH_BATCH_H
#define LODE_BATCH_BATCH_H

#include <sys/types.h>

#include "batch/history.h"
#include "batch/job.h"
#include "batch/journal.h"
#include "batch/lock.h"
#include "batch/shard.h"

enum page_state {
    PAGE_OTHER,     /* of another shard, or not among --only */
    PAGE_UNCHANGED, /* made before, of the same things */
    PAGE_TODO,
    PAGE_DONE,
    PAGE_FAILED,
};

struct page_work {
    enum page_state state;
    struct batch_digest digest; /* of pages that are to be looked at */
    struct str why;             /* why it is drawn: "not made yet", "changed: data: railways" */
    int attempts;
    struct lode_err *err; /* PAGE_FAILED */
    size_t warnings;
    double wall_ms, processor_ms;
    bool suspect; /* it was being drawn, or failed, when the run before ended: it comes last */
};

enum batch_moment { BATCH_BEGINS, BATCH_GOES_ON, BATCH_PAGE_DONE, BATCH_PAGE_FAILED, BATCH_ENDS };

struct batch_progress {
    enum batch_moment moment;
    size_t todo, done, failed, unchanged; /* todo: all that are drawn in this run */
    size_t workers;
    double elapsed_s, rate_per_s;
    double remaining_s;        /* below 0: not known yet */
    const struct str *in_work; /* keys */
    size_t n_in_work;
    struct str key; /* of the page, BATCH_PAGE_... */
};

struct batch_params {
    size_t jobs;            /* 0: as many as processors may be used */
    const struct str *only; /* keys, or patterns with * ? [..]; none: all */
    size_t n_only;
    struct shard shard;
    bool resume, force, fail_fast, dry;
    double limit_s; /* a page that takes longer is given up; 0: no limit */
    double tick_s;  /* between two calls of `progress` while nothing happens */
    void (*tell)(void *ctx, const struct lode_err *what); /* for warnings, notes and failures */
    void (*progress)(void *ctx, const struct batch_progress *p); /* may be NULL */
    void *ctx;
};

/* Warnings, or notes, of one rule: how many, and the first of them. */
struct batch_tally {
    struct str rule, example;
    size_t n;
};

struct batch_tallies {
    struct batch_tally *v;
    size_t n, cap;
};

/* Failures with the same words at the same place: the first is reported, the others are counted. */
struct batch_failure {
    const struct lode_err *err;
    size_t n;
};

/* A folder, whatever its name: another one of that name may have taken its place. */
struct folder_id {
    dev_t device;
    ino_t inode;
};

enum batch_end { BATCH_RAN, BATCH_INTERRUPTED, BATCH_STOPPED };

struct batch {
    struct arena *a;
    const struct batch_job *job;
    struct batch_params params;
    struct lock lock;
    struct folder_id folder; /* of the outputs, as it was when the run began */
    struct journal journal;
    struct history history;
    struct page_work *pages;
    size_t todo, done, failed, unchanged, chosen;
    double begun_s, elapsed_s;
    double processor_ms;
    int64_t peak_kb; /* of the largest worker */
    size_t workers;  /* at a time */
    size_t deaths;   /* workers that died */
    struct batch_tallies warnings, notes;
    ARRAY(struct batch_failure) failures;
    size_t books_made, books_unchanged, books_waiting;
    enum batch_end end;
    int signal; /* BATCH_INTERRUPTED: by which */
};

void batch_init(struct batch *ret, struct arena *a, const struct batch_job *job,
                const struct batch_params *params);
bool batch_open(struct batch *b, struct lode_err *err);
void batch_choose(struct batch *b);
bool batch_run(struct batch *b, struct lode_err *err);
void batch_finish(struct batch *b);

/* 0: all pages are there; 3: some; 1: none. */
int batch_status(const struct batch *b);

/* The pages that `only` and `shard` choose, whatever was done before: their state becomes
 * PAGE_TODO, that of the others PAGE_OTHER. Fails: LODE_USAGE for a key that no page has. */
bool batch_select(struct batch *b, struct lode_err *err);

/* The run as JSON: numbers, each page in the order of the atlas, warnings by kind, slowest pages.
 */
struct str batch_report(struct arena *a, const struct batch *b);

/* Numbers of the `most` slowest pages that were drawn, slowest first. */
size_t batch_slowest(const struct batch *b, size_t *ret, size_t most);

/* Processors that this process may use: those it is bound to, and no more than its control group
 * may use at a time. */
size_t batch_processors(void);

#endif
