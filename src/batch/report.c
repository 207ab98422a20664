/* Writes the report of a batch as JSON, for programs that watch it. */
#include "base/json.h"
#include "base/version.h"
#include "batch/batch.h"

enum { SLOWEST_MAX = 10 }; /* pages that are listed as slowest (taste) */

static const char *const state_words[] = {[PAGE_OTHER] = "other",
                                          [PAGE_UNCHANGED] = "unchanged",
                                          [PAGE_TODO] = "not made",
                                          [PAGE_DONE] = "done",
                                          [PAGE_FAILED] = "failed"};

static void put_place(struct json *j, const struct lode_err *e)
{
    if (!e->at.file)
        return;
    json_text(j, "file", str_of(e->at.file));
    if (e->at.line > 0) {
        json_int(j, "line", e->at.line);
        json_int(j, "column", e->at.col);
    }
}

static void put_page(struct json *j, const struct batch *b, size_t i)
{
    const struct batch_page *p = &b->job->pages[i];
    const struct page_work *w = &b->pages[i];
    json_open(j, NULL, '{');
    json_text(j, "key", p->key);
    json_int(j, "page", (int64_t)i + 1);
    json_text(j, "state", str_of(state_words[w->state]));
    if (w->why.len)
        json_text(j, "why", w->why);
    json_open(j, "files", '[');
    for (size_t k = 0; k < p->n_files; k++)
        json_text(j, NULL, batch_inner(b->job, p->files[k]));
    json_close(j);

    if (w->state == PAGE_DONE) {
        json_int(j, "ms", (int64_t)(w->wall_ms + 0.5));
        json_int(j, "processor_ms", (int64_t)(w->processor_ms + 0.5));
        json_int(j, "warnings", (int64_t)w->warnings);
    }
    if (w->attempts)
        json_int(j, "attempts", w->attempts);
    if (w->err) {
        json_text(j, "reason", str_of(w->err->message));
        if (w->err->hint[0])
            json_text(j, "hint", str_of(w->err->hint));
        put_place(j, w->err);
    }
    json_close(j);
}

static void put_numbers(struct json *j, const struct batch *b)
{
    json_int(j, "pages", (int64_t)b->job->n);
    json_int(j, "chosen", (int64_t)b->chosen);
    json_int(j, "done", (int64_t)b->done);
    json_int(j, "unchanged", (int64_t)b->unchanged);
    json_int(j, "failed", (int64_t)b->failed);
    json_int(j, "not_made", (int64_t)(b->chosen - b->done - b->unchanged - b->failed));
    json_int(j, "workers_died", (int64_t)b->deaths);
    json_int(j, "elapsed_ms", (int64_t)(b->elapsed_s * 1e3 + 0.5));
    json_int(j, "processor_ms", (int64_t)(b->processor_ms + 0.5));
    json_int(j, "peak_memory_kb", b->peak_kb);
    json_int(j, "books_made", (int64_t)b->books_made);
    json_int(j, "books_unchanged", (int64_t)b->books_unchanged);
    json_int(j, "books_waiting", (int64_t)b->books_waiting);
}

static void put_slowest(struct json *j, const struct batch *b)
{
    size_t slow[SLOWEST_MAX], n = batch_slowest(b, slow, SLOWEST_MAX);
    json_open(j, "slowest", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "key", b->job->pages[slow[i]].key);
        json_int(j, "ms", (int64_t)(b->pages[slow[i]].wall_ms + 0.5));
        json_close(j);
    }
    json_close(j);
}

static void put_tallies(struct json *j, const char *name, const struct batch_tallies *t)
{
    json_open(j, name, '[');
    for (size_t i = 0; i < t->n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "rule", t->v[i].rule);
        json_int(j, "count", (int64_t)t->v[i].n);
        json_text(j, "example", t->v[i].example);
        json_close(j);
    }
    json_close(j);
}

struct str batch_report(struct arena *a, const struct batch *b)
{
    static const char *const ends[] = {
        [BATCH_RAN] = "ran", [BATCH_INTERRUPTED] = "interrupted", [BATCH_STOPPED] = "stopped"};
    struct json j = {.arena = a};

    json_open(&j, NULL, '{');
    json_text(&j, "lode", STR(LODE_VERSION));
    json_text(&j, "map", b->job->map);
    json_text(&j, "folder", b->job->folder);
    json_text(&j, "end", str_of(ends[b->end]));
    json_int(&j, "status", batch_status(b));
    put_numbers(&j, b);
    put_slowest(&j, b);
    put_tallies(&j, "warnings", &b->warnings);
    put_tallies(&j, "notes", &b->notes);

    json_open(&j, "page_list", '[');
    for (size_t i = 0; i < b->job->n; i++) {
        if (b->pages[i].state != PAGE_OTHER)
            put_page(&j, b, i);
    }
    json_close(&j);
    json_close(&j);
    return json_finish(&j);
}
