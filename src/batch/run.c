/* Runs a batch from its first page to the last line of its journal, and says how it went. */
#include <json-c/json.h>

#include "batch/batch.h"
#include "batch/books.h"
#include "batch/outcome.h"
#include "batch/pool.h"

/* The status of the journal's last line. */
static const char *end_word(const struct batch *b)
{
    if (b->end == BATCH_INTERRUPTED)
        return "interrupted";
    if (b->end == BATCH_STOPPED)
        return "stopped";
    return batch_status(b) == 0 ? "all" : batch_status(b) == 3 ? "some" : "none";
}

static bool write_end_line(struct batch *b, struct lode_err *err)
{
    struct json_object *line = journal_event("end");
    journal_add_text(line, "status", str_of(end_word(b)));
    json_object_object_add(line, "done", json_object_new_int64((int64_t)b->done));
    json_object_object_add(line, "unchanged", json_object_new_int64((int64_t)b->unchanged));
    json_object_object_add(line, "failed", json_object_new_int64((int64_t)b->failed));
    journal_put(&b->journal, line);
    return journal_flush(&b->journal, err);
}

/* A shard or a selection has not all pages of a book: `lode merge` and whole runs make them. */
static bool makes_books(const struct batch *b)
{
    return b->end == BATCH_RAN && !b->params.shard.n && !b->params.n_only;
}

bool batch_run(struct batch *b, struct lode_err *err)
{
    bool ok = !b->todo || pool_draw(b, err);
    if (ok && !outcome_folder_stands(b, err)) {
        b->end = BATCH_STOPPED;
        ok = false;
    }
    if (ok && makes_books(b))
        ok = books_make(b, err);
    outcome_progress(b, BATCH_ENDS, (struct str){0}, NULL, 0);

    struct lode_err ignored = {0}; /* after a failure: the journal fails of the same cause */
    bool ended = write_end_line(b, ok ? err : &ignored);
    return ok && ended;
}

int batch_status(const struct batch *b)
{
    size_t there = b->done + b->unchanged;
    if (there == b->chosen && !b->books_waiting)
        return 0;
    return there ? 3 : 1;
}

size_t batch_slowest(const struct batch *b, size_t *ret, size_t most)
{
    size_t n = 0;

    for (size_t i = 0; i < b->job->n; i++) {
        double ms = b->pages[i].wall_ms;
        size_t at = n;
        while (at && b->pages[ret[at - 1]].wall_ms < ms)
            at--;
        if (b->pages[i].state != PAGE_DONE || at == most)
            continue;

        n += n < most;
        for (size_t k = n - 1; k > at; k--)
            ret[k] = ret[k - 1];
        ret[at] = i;
    }
    return n;
}
