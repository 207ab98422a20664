/* `lode batch`: draws the pages of an atlas with the engine in batch/. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "api/batch_job.h"
#include "base/file.h"

/* The summary of a run lists so many pages. Taste. */
enum { SLOWEST_SHOWN = 5, FAILED_SHOWN = 20 };

static void report_finding(void *ctx, const struct lode_err *what)
{
    struct atlas_batch *me = ctx;
    session_tell(me->r->session, what);
}

static const struct lode_tally *tallies_of(struct arena *a, const struct batch_tallies *of)
{
    struct lode_tally *ret = arena_array(a, struct lode_tally, of->n);
    for (size_t i = 0; i < of->n; i++)
        ret[i] = (struct lode_tally){str_c(a, of->v[i].rule), of->v[i].n};
    return ret;
}

/* The first failed pages, into `ret`. Returns how many. */
static size_t failed_keys(struct arena *a, const struct atlas_batch *me, const char **ret)
{
    size_t n = 0;
    for (size_t i = 0; i < me->job.n && n < FAILED_SHOWN; i++) {
        if (me->batch->pages[i].state == PAGE_FAILED)
            ret[n++] = str_c(a, me->job.pages[i].key);
    }
    return n;
}

static size_t slowest_pages(struct arena *a, const struct atlas_batch *me,
                            struct lode_page_time *ret)
{
    size_t slow[SLOWEST_SHOWN], n = batch_slowest(me->batch, slow, SLOWEST_SHOWN);
    for (size_t i = 0; i < n; i++)
        ret[i] = (struct lode_page_time){str_c(a, me->job.pages[slow[i]].key),
                                         me->batch->pages[slow[i]].wall_ms};
    return n;
}

static void show_progress(void *ctx, const struct batch_progress *p)
{
    static const enum lode_moment moments[] = {[BATCH_BEGINS] = LODE_BATCH_BEGINS,
                                               [BATCH_GOES_ON] = LODE_BATCH_GOES_ON,
                                               [BATCH_PAGE_DONE] = LODE_BATCH_PAGE,
                                               [BATCH_PAGE_FAILED] = LODE_BATCH_PAGE,
                                               [BATCH_ENDS] = LODE_BATCH_ENDS};
    struct atlas_batch *me = ctx;
    const struct batch *b = me->batch;
    struct lode_page_time slowest[SLOWEST_SHOWN];
    const char *failed[FAILED_SHOWN];
    bool ends = p->moment == BATCH_ENDS;
    struct arena scratch = {0};

    arena_init(&scratch, 0);
    const char **keys = arena_array(&scratch, const char *, p->n_in_work);
    for (size_t i = 0; i < p->n_in_work; i++)
        keys[i] = str_c(&scratch, p->in_work[i]);
    size_t n_slowest = ends ? slowest_pages(&scratch, me, slowest) : 0;
    size_t n_failed = ends ? failed_keys(&scratch, me, failed) : 0;

    me->params->progress(me->params->ctx,
                         &(struct lode_progress){.moment = moments[p->moment],
                                                 .pages = b->chosen,
                                                 .todo = p->todo,
                                                 .done = p->done,
                                                 .failed = p->failed,
                                                 .unchanged = p->unchanged,
                                                 .workers = p->workers,
                                                 .elapsed_s = p->elapsed_s,
                                                 .rate_per_s = p->rate_per_s,
                                                 .remaining_s = p->remaining_s,
                                                 .in_work = keys,
                                                 .n_in_work = p->n_in_work,
                                                 .books_made = b->books_made,
                                                 .books_waiting = b->books_waiting,
                                                 .failed_keys = failed,
                                                 .n_failed_keys = n_failed,
                                                 .slowest = slowest,
                                                 .n_slowest = n_slowest,
                                                 .warnings = tallies_of(&scratch, &b->warnings),
                                                 .n_warnings = b->warnings.n,
                                                 .notes = tallies_of(&scratch, &b->notes),
                                                 .n_notes = b->notes.n});

    arena_finish(&scratch);
}

static bool fail_only(struct lode_err *err)
{
    lode_fail(err, LODE_USAGE, (struct lode_span){0}, "--only without a key");
    return lode_hint(err, "is the variable behind it empty? without --only all pages are drawn");
}

/* The keys of --only: each word is a key as it stands, or several keys with commas between. */
static bool split_keys(struct atlas_batch *me, const struct str **ret, size_t *ret_n,
                       struct lode_err *err)
{
    ARRAY(struct str) list = {0};
    struct arena *a = &me->r->a;

    for (size_t i = 0; i < me->params->n_only; i++) {
        struct str rest = str_of(me->params->only[i]), word;
        size_t ignored, before = list.n;
        if (atlas_page_lookup(&me->atlas, rest, &ignored)) {
            *array_add(a, &list) = rest;
            continue;
        }

        while (str_cut(&rest, ',', &word)) {
            if (str_trim(word).len)
                *array_add(a, &list) = str_trim(word);
        }
        if (list.n == before)
            return fail_only(err);
    }

    *ret = list.v;
    *ret_n = list.n;
    return true;
}

/* `getenv` as shard_parse takes it: it promises not to change the value. */
static const char *environment(const char *name)
{
    return getenv(name);
}

static bool engine_params(struct atlas_batch *me, struct batch_params *ret, struct lode_err *err)
{
    const struct lode_batch_params *p = me->params;
    *ret = (struct batch_params){.jobs = p->jobs,
                                 .resume = p->resume,
                                 .force = p->force,
                                 .fail_fast = p->fail_fast,
                                 .dry = p->dry_run || p->list,
                                 .limit_s = p->limit_s,
                                 .tick_s = p->tick_s,
                                 .tell = report_finding,
                                 .progress = p->progress ? show_progress : NULL,
                                 .ctx = me};

    return split_keys(me, &ret->only, &ret->n_only, err) &&
           (!p->shard || shard_parse(p->shard, environment, &ret->shard, err));
}

/* A key on one line: '?' in place of line ends, so that --only finds the key as a pattern. */
static struct str as_pattern(struct arena *a, struct str key)
{
    char *p = str_c(a, key);
    for (size_t i = 0; i < key.len; i++) {
        if ((unsigned char)p[i] < 0x20 || p[i] == 0x7f)
            p[i] = '?';
    }
    return (struct str){p, key.len};
}

static bool print_pages(struct atlas_batch *me, bool reasons)
{
    const struct batch *b = me->batch;
    for (size_t i = 0; i < me->job.n; i++) {
        struct arena scratch = me->r->a;
        const struct page_work *w = &b->pages[i];
        struct str key = as_pattern(&scratch, me->job.pages[i].key),
                   line = str_format(&scratch, "%.*s\n", STR_FMT(key));
        if (w->state == PAGE_OTHER)
            continue;

        if (reasons)
            line = str_format(&scratch, "%.*s\t%s\t%.*s\n", STR_FMT(key),
                              w->state == PAGE_TODO ? "draw" : "keep",
                              STR_FMT(w->state == PAGE_TODO ? w->why : STR("unchanged")));
        if (!session_write(me->r->session, line))
            return false;
    }

    return true;
}

static void report_reasons(struct atlas_batch *me)
{
    for (size_t i = 0; i < me->job.n; i++) {
        struct lode_err note = {.severity = LODE_NOTE, .rule = "stale-page"};
        if (me->batch->pages[i].state != PAGE_TODO)
            continue;

        lode_fail(&note, LODE_OK, (struct lode_span){0}, "'%.*s' is drawn: %.*s",
                  STR_FMT(me->job.pages[i].key), STR_FMT(me->batch->pages[i].why));
        session_tell(me->r->session, &note);
    }
}

static bool write_report(struct atlas_batch *me, struct lode_err *err)
{
    struct arena *a = &me->r->a;
    struct outfile out;
    if (!me->params->report)
        return true;

    struct str text = batch_report(a, me->batch);
    if (strcmp(me->params->report, "-") == 0)
        return session_write(me->r->session, text);

    bool ok = outfile_open(a, str_of(me->params->report), (struct lode_span){0}, &out, err) &&
              outfile_write(&out, text.p, text.len, err) && outfile_commit(&out, err);
    outfile_abandon(&out);
    return ok;
}

/* The exit status of a run that has begun: with an error of its own it is never 0. */
static int status_of(struct atlas_batch *me, const struct lode_err *err)
{
    int status = batch_status(me->batch), failed = 0;
    if (err->code)
        failed = session_fail(me->r->session, err);
    return failed && status == 0 ? 3 : status;
}

static int run_engine(struct atlas_batch *me, struct batch *b, struct lode_err *err)
{
    const struct lode_batch_params *p = me->params;
    if (!batch_open(b, err))
        return session_fail(me->r->session, err);

    if (!p->list)
        batch_choose(b);
    if (p->list || p->dry_run) {
        struct lode_err report = {0};
        print_pages(me, !p->list);
        return write_report(me, &report) || !report.code ? 0
                                                         : session_fail(me->r->session, &report);
    }

    if (p->explain)
        report_reasons(me);
    batch_run(b, err);

    struct lode_err report = {0};
    int status = status_of(me, err);
    if (!write_report(me, &report) && report.code) {
        session_fail(me->r->session, &report);
        status = status ? status : 1;
    }

    return status;
}

static int run_batch(struct atlas_batch *me)
{
    struct run *r = me->r;
    struct batch_params params;
    struct batch b;
    struct lode_err err = {0};

    if (me->params->report && strcmp(me->params->report, "-") != 0 &&
        !outfile_check(&r->a, str_of(me->params->report), (struct lode_span){0}, &err))
        return session_fail(r->session, &err);
    if (!atlas_plan(r, &me->atlas, &err))
        return session_fail(r->session, &err);

    batch_job_make(me);
    if (!engine_params(me, &params, &err))
        return session_fail(r->session, &err);

    batch_init(&b, &r->a, &me->job, &params);
    me->batch = &b;
    int status = run_engine(me, &b, &err), signal_number = b.signal;
    bool interrupted = b.end == BATCH_INTERRUPTED;
    batch_finish(&b);

    if (interrupted)
        raise(signal_number);
    return status;
}

int lode_batch(struct lode *l, const char *map, const struct lode_batch_params *params)
{
    struct run r;
    struct atlas_batch me = {.r = &r, .params = params};
    run_init(&r, l);
    run_document(&r, map, NULL, params->sets, params->n_sets);
    if (!r.diags.n_errors && run_check(&r))
        run_check_atlas_files(&r);

    int status = session_report(l, &r.diags);
    if (!r.diags.n_errors)
        status = run_batch(&me);
    run_finish(&r);
    return status;
}
