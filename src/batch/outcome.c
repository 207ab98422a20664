/* What happens when a page is begun, done, failed or tried again: its state, its lines in the
 * journal, what is reported. */
#include "batch/outcome.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/worker.h"

/* Adds the page to the trail of a finding, unless it stands there. */
static void within_page(const struct batch *b, size_t page, struct lode_err *e)
{
    char words[sizeof e->trail];
    snprintf(words, sizeof words, "page '%.*s'", STR_FMT(b->job->pages[page].key));
    if (!strstr(e->trail, words))
        lode_within(e, "%s", words);
}

void outcome_started(struct batch *b, size_t page)
{
    journal_put(&b->journal, journal_page_event("start", page, b->job->pages[page].key));
}

static bool add_file(struct batch *b, struct json_object *list, struct str path, size_t page,
                     struct lode_err *err)
{
    char name[4096];
    struct stat st;
    snprintf(name, sizeof name, "%.*s", STR_FMT(path));

    if (stat(name, &st) != 0) {
        err->sys_errno = errno;
        return lode_fail(err, LODE_IO, (struct lode_span){0},
                         "'%s' of page '%.*s' was drawn but is not there: %s", name,
                         STR_FMT(b->job->pages[page].key), strerror(errno));
    }

    struct json_object *one = json_object_new_object();
    journal_add_text(one, "name", batch_inner(b->job, path));
    json_object_object_add(one, "bytes", json_object_new_int64(st.st_size));
    json_object_array_add(list, one);
    return true;
}

static void add_parts(struct json_object *line, const struct batch_digest *d)
{
    struct json_object *parts = json_object_new_object();
    for (size_t i = 0; i < d->n; i++) {
        char name[256];
        snprintf(name, sizeof name, "%.*s", STR_FMT(d->parts[i].name));
        journal_add_hash(parts, name, d->parts[i].hash);
    }
    journal_add_hash(line, "digest", d->all);
    json_object_object_add(line, "parts", parts);
}

static bool add_files(struct batch *b, struct json_object *line, size_t page, struct lode_err *err)
{
    const struct batch_page *p = &b->job->pages[page];
    struct json_object *list = json_object_new_array();
    bool ok = true;
    json_object_object_add(line, "files", list);

    for (size_t i = 0; i < p->n_files && ok; i++)
        ok = add_file(b, list, p->files[i], page, err);
    return ok && (!p->leaf.len || add_file(b, list, p->leaf, page, err));
}

static size_t count_warnings(const struct diags *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        n += d->v[i].severity == LODE_WARNING;
    return n;
}

bool outcome_done(struct batch *b, size_t page, const struct page_result *r, struct lode_err *err)
{
    struct page_work *w = &b->pages[page];
    struct json_object *line = journal_page_event("done", page, b->job->pages[page].key);
    if (!add_files(b, line, page, err)) {
        json_object_put(line);
        return false;
    }

    add_parts(line, &w->digest);
    w->state = PAGE_DONE;
    w->wall_ms = r->wall_ms;
    w->processor_ms = r->processor_ms;
    w->warnings = count_warnings(&r->findings);
    b->done++;
    b->processor_ms += r->processor_ms;
    if (r->peak_kb > b->peak_kb)
        b->peak_kb = r->peak_kb;

    json_object_object_add(line, "ms", json_object_new_int64((int64_t)(r->wall_ms + 0.5)));
    if (w->attempts > 1)
        json_object_object_add(line, "attempts", json_object_new_int(w->attempts));
    if (w->warnings)
        json_object_object_add(line, "warnings", json_object_new_int64((int64_t)w->warnings));
    journal_put(&b->journal, line);
    return true;
}

/* A copy that lives as long as the batch. */
static struct lode_err *copy_finding(struct batch *b, const struct lode_err *err)
{
    struct lode_err *e = arena_new(b->a, struct lode_err);
    *e = *err;
    e->at.file = err->at.file ? str_c(b->a, str_of(err->at.file)) : NULL;
    e->rule = err->rule ? str_c(b->a, str_of(err->rule)) : NULL;
    return e;
}

/* Whether the same failure has been met before. A fault of the document makes every page fail, and
 * is reported once. */
static bool count_failure(struct batch *b, const struct lode_err *err)
{
    for (size_t i = 0; i < b->failures.n; i++) {
        const struct lode_err *e = b->failures.v[i].err;
        if (e->at.line != err->at.line || e->at.col != err->at.col ||
            strcmp(e->message, err->message) != 0)
            continue;

        b->failures.v[i].n++;
        return true;
    }
    *array_add(b->a, &b->failures) = (struct batch_failure){err, 1};
    return false;
}

void outcome_failed(struct batch *b, size_t page, const struct lode_err *err)
{
    struct page_work *w = &b->pages[page];
    struct str key = b->job->pages[page].key;
    struct json_object *line = journal_page_event("failed", page, key);

    w->state = PAGE_FAILED;
    w->err = copy_finding(b, err);
    b->failed++;

    journal_add_text(line, "reason", str_of(err->message));
    json_object_object_add(line, "attempts", json_object_new_int(w->attempts));
    journal_put(&b->journal, line);
    if (count_failure(b, w->err))
        return;

    struct lode_err reported = *w->err;
    within_page(b, page, &reported);
    b->params.tell(b->params.ctx, &reported);
}

void outcome_retry(struct batch *b, size_t page, struct str why)
{
    struct str key = b->job->pages[page].key;
    struct json_object *line = journal_page_event("retry", page, key);
    journal_add_text(line, "reason", why);
    journal_put(&b->journal, line);

    struct lode_err warning = {.severity = LODE_WARNING, .rule = "worker-died"};
    lode_fail(&warning, LODE_OK, (struct lode_span){0},
              "the worker of page '%.*s' %.*s; the page is tried once more", STR_FMT(key),
              STR_FMT(why));
    b->params.tell(b->params.ctx, &warning);
}

/* The last line that is not empty: glibc and the sanitizers say there what went wrong. */
static struct str last_line(struct str text)
{
    struct str line, last = {0};
    while (str_cut(&text, '\n', &line)) {
        if (str_trim(line).len)
            last = str_trim(line);
    }
    return last;
}

void outcome_death(struct batch *b, size_t page, struct str why, struct str printed,
                   struct lode_err *ret)
{
    struct str said = last_line(printed);
    lode_rule(ret, "worker-died");
    lode_fail(ret, LODE_BUG, (struct lode_span){0}, "the worker %.*s, twice%s%.*s", STR_FMT(why),
              said.len ? ": " : "", STR_FMT(said));
    lode_hint(ret,
              "the other pages are not affected; draw this one alone: lode batch %.*s -j 1 "
              "--only '%.*s'",
              STR_FMT(b->job->map), STR_FMT(b->job->pages[page].key));
}

static void count_finding(struct batch *b, struct batch_tallies *in, const struct lode_err *e)
{
    struct str rule = e->rule ? str_of(e->rule) : STR("other");
    for (size_t i = 0; i < in->n; i++) {
        if (str_eq(in->v[i].rule, rule)) {
            in->v[i].n++;
            return;
        }
    }
    *array_add(b->a, in) =
        (struct batch_tally){str_copy(b->a, rule), str_copy(b->a, str_of(e->message)), 1};
}

void outcome_findings(struct batch *b, size_t page, const struct diags *d)
{
    for (size_t i = 0; i < d->n; i++) {
        struct lode_err one = d->v[i];
        bool note = one.severity == LODE_NOTE;
        count_finding(b, note ? &b->notes : &b->warnings, &one);
        if (note) /* nearly every page has the same few: which projection, how many labels */
            continue;

        within_page(b, page, &one);
        b->params.tell(b->params.ctx, &one);
    }
}

bool outcome_folder(const struct batch *b, struct folder_id *ret)
{
    char folder[4096];
    struct stat st;
    snprintf(folder, sizeof folder, "%.*s", STR_FMT(b->job->folder));
    if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode))
        return false;
    *ret = (struct folder_id){st.st_dev, st.st_ino};
    return true;
}

static bool fail_gone(const struct batch *b, struct lode_err *ret)
{
    lode_rule(ret, "folder-gone");
    lode_fail(ret, LODE_IO, (struct lode_span){0}, "the folder '%.*s' is gone: stopped",
              STR_FMT(b->job->folder));
    return lode_hint(
        ret, "the pages in it are gone too: put it back, or start again: lode batch %.*s --resume",
        STR_FMT(b->job->map));
}

bool outcome_folder_stands(struct batch *b, struct lode_err *ret)
{
    struct folder_id now;
    if (outcome_folder(b, &now) && now.device == b->folder.device && now.inode == b->folder.inode)
        return true;

    for (size_t i = 0; i < b->job->n; i++) {
        struct page_work *w = &b->pages[i];
        if (w->state == PAGE_DONE || w->state == PAGE_UNCHANGED)
            w->state = PAGE_TODO;
    }

    b->done = b->unchanged = 0;
    *ret = (struct lode_err){0};
    return fail_gone(b, ret);
}

bool outcome_is_fatal(const struct batch *b, const struct lode_err *err, struct lode_err *ret)
{
    char folder[4096];
    if (err->code != LODE_IO)
        return false;

    *ret = (struct lode_err){.sys_errno = err->sys_errno};
    snprintf(folder, sizeof folder, "%.*s", STR_FMT(b->job->folder));
    switch (err->sys_errno) {
    case ENOSPC:
    case EDQUOT:
        lode_rule(ret, "disk-full");
        lode_fail(ret, LODE_IO, (struct lode_span){0}, "the disk of '%s' is full: stopped", folder);
        break;
    case EROFS:
    case EIO:
    case ESTALE:
    case ENODEV:
        lode_fail(ret, LODE_IO, (struct lode_span){0},
                  "'%s' can no longer be written to (%s): "
                  "stopped",
                  folder, strerror(err->sys_errno));
        break;
    default:
        return false;
    }

    lode_hint(ret,
              "the files that were made are whole; when this is solved continue: lode batch %.*s "
              "--resume",
              STR_FMT(b->job->map));
    return true;
}

/* The temporary file that base/file.h makes beside `path`. */
static void remove_temporary(struct str path, pid_t pid)
{
    char name[4096];
    const char *slash = path.len ? memrchr(path.p, '/', path.len) : NULL;
    size_t folder = slash ? (size_t)(slash - path.p) + 1 : 0;
    snprintf(name, sizeof name, "%.*s.lode-%ld-%.*s", (int)folder, path.p, (long)pid,
             STR_FMT(str_from(path, folder)));
    unlink(name);
}

void outcome_sweep(struct batch *b, size_t page, pid_t pid)
{
    const struct batch_page *p = &b->job->pages[page];
    for (size_t i = 0; i < p->n_files; i++)
        remove_temporary(p->files[i], pid);
    if (p->leaf.len)
        remove_temporary(p->leaf, pid);
}

void outcome_progress(struct batch *b, enum batch_moment moment, struct str key,
                      const struct str *in_work, size_t n)
{
    if (!b->params.progress)
        return;

    double elapsed = b->begun_s > 0 ? clock_s() - b->begun_s : 0;
    size_t finished = b->done + b->failed;
    double rate = finished && elapsed > 0 ? (double)finished / elapsed : 0;

    b->params.progress(b->params.ctx,
                       &(struct batch_progress){
                           .moment = moment,
                           .todo = b->todo,
                           .done = b->done,
                           .failed = b->failed,
                           .unchanged = b->unchanged,
                           .workers = b->workers,
                           .elapsed_s = elapsed,
                           .rate_per_s = rate,
                           .remaining_s = rate > 0 ? (double)(b->todo - finished) / rate : -1,
                           .in_work = in_work,
                           .n_in_work = n,
                           .key = key,
                       });
}
