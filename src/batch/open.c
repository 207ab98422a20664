/* Begins a run: locks the folder, reads the journals, removes what a run that was cut off left
 * behind. */
#include <dirent.h>
#include <errno.h>
#include <glib.h>
#include <json-c/json.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fnv.h"
#include "base/version.h"
#include "batch/batch.h"
#include "batch/outcome.h"

/* Bytes of a plan that are held before they are written: it may be of a million pages. */
enum { HELD_MAX = 1 << 20 };

void batch_init(struct batch *ret, struct arena *a, const struct batch_job *job,
                const struct batch_params *params)
{
    *ret = (struct batch){.a = a,
                          .job = job,
                          .params = *params,
                          .journal = {.fd = -1},
                          .pages = arena_array(a, struct page_work, job->n)};
    history_init(&ret->history, a);
}

void batch_finish(struct batch *b)
{
    journal_close(&b->journal);
    lock_end(&b->lock);
    history_finish(&b->history);
}

static bool is_whole(const struct batch *b)
{
    return !b->params.n_only && !b->params.shard.n;
}

/* The journal that this run writes. That of a selection is named by the words of --only, so that
 * the same words continue it. */
static struct str own_journal(struct batch *b)
{
    struct str folder = batch_state_folder(b->a, b->job);
    uint64_t hash = FNV_START;

    if (is_whole(b))
        return str_format(b->a, "%.*s/all.jsonl", STR_FMT(folder));
    if (!b->params.n_only)
        return str_format(b->a, "%.*s/%.*s.jsonl", STR_FMT(folder),
                          STR_FMT(shard_file_name(b->a, &b->params.shard)));

    for (size_t i = 0; i < b->params.n_only; i++)
        hash = fnv_text(hash, b->params.only[i]);
    hash = fnv_text(hash, shard_text(b->a, &b->params.shard));
    return str_format(b->a, "%.*s/only-%016llx.jsonl", STR_FMT(folder), (unsigned long long)hash);
}

static int by_name(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* The journals of all shards and selections, then our own. */
static bool read_all_journals(struct batch *b, struct str own, struct lode_err *err)
{
    struct str folder = batch_state_folder(b->a, b->job);
    ARRAY(struct str) names = {0};
    DIR *d = opendir(str_c(b->a, folder));
    for (struct dirent *e; d && (e = readdir(d));) {
        struct str name = str_of(e->d_name);
        if (str_ends(name, STR(".jsonl")) && !str_starts(name, STR(".")))
            *array_add(b->a, &names) =
                str_format(b->a, "%.*s/%.*s", STR_FMT(folder), STR_FMT(name));
    }
    if (d)
        closedir(d);

    if (names.n)
        qsort(names.v, names.n, sizeof *names.v, by_name);
    for (size_t i = 0; i < names.n; i++) {
        if (!str_eq(names.v[i], own) && !history_read(&b->history, names.v[i], err))
            return false;
    }
    return history_read(&b->history, own, err);
}

/* A whole run reads all journals; a part reads its own and the merged one. */
static bool read_journals(struct batch *b, struct str own, struct lode_err *err)
{
    struct str merged =
        str_format(b->a, "%.*s/all.jsonl", STR_FMT(batch_state_folder(b->a, b->job)));
    if (is_whole(b))
        return read_all_journals(b, own, err);
    return history_read(&b->history, merged, err) && history_read(&b->history, own, err);
}

/* Whether the process that made a temporary file still runs. Another run of a part may draw a page
 * of ours too. Where the process has ended and another one has its number now, the file stays until
 * the next whole run. */
static bool is_running(long pid)
{
    return pid > 0 && (kill((pid_t)pid, 0) == 0 || errno == EPERM);
}

/* Removes temporary files of the files in `names`; `alone`: nobody else writes here. */
static void sweep_folder(GHashTable *names, const char *folder, bool alone, struct arena *a)
{
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        const char *p = e->d_name;
        if (strncmp(p, ".lode-", 6) != 0 || p[6] < '0' || p[6] > '9')
            continue;

        long pid = strtol(p + 6, NULL, 10);
        p += 6 + strspn(p + 6, "0123456789");
        struct arena scratch = *a;
        struct str path = str_format(&scratch, "%s/%s", folder, p + (*p == '-'));
        if (*p == '-' && (alone || !is_running(pid)) &&
            g_hash_table_contains(names, str_c(&scratch, path)))
            unlink(str_c(&scratch, str_format(&scratch, "%s/%s", folder, e->d_name)));
    }
    if (d)
        closedir(d);
}

/* Adds a path to `names`, and its folder to `folders`. */
static void add_name(struct arena *a, GHashTable *names, GHashTable *folders, struct str path)
{
    const char *slash = memrchr(path.p, '/', path.len);
    struct str folder = slash ? str_head(path, (size_t)(slash - path.p)) : STR(".");
    struct str file = slash ? str_from(path, folder.len + 1) : path;
    g_hash_table_add(names, str_c(a, str_format(a, "%.*s/%.*s", STR_FMT(folder), STR_FMT(file))));

    char *name = str_c(a, folder);
    if (!g_hash_table_contains(folders, name))
        g_hash_table_add(folders, name);
}

static void sweep_folders(struct batch *b)
{
    struct arena scratch = *b->a;
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTable *folders = g_hash_table_new(g_str_hash, g_str_equal);

    for (size_t i = 0; i < b->job->n; i++) {
        const struct batch_page *p = &b->job->pages[i];
        for (size_t k = 0; k < p->n_files && b->pages[i].state == PAGE_TODO; k++)
            add_name(&scratch, names, folders, p->files[k]);
        if (p->leaf.len && b->pages[i].state == PAGE_TODO)
            add_name(&scratch, names, folders, p->leaf);
    }
    for (size_t i = 0; i < b->job->n_books && is_whole(b); i++)
        add_name(&scratch, names, folders, b->job->books[i].path);

    GHashTableIter it;
    gpointer folder;
    g_hash_table_iter_init(&it, folders);
    while (g_hash_table_iter_next(&it, &folder, NULL))
        sweep_folder(names, folder, is_whole(b), &scratch);
    g_hash_table_destroy(names);
    g_hash_table_destroy(folders);
}

/* Changes with what the "page" lines of the journal say. */
static uint64_t plan_hash(const struct batch *b)
{
    uint64_t h = fnv_bytes(FNV_START, &b->job->n, sizeof b->job->n);
    for (size_t i = 0; i < b->job->n; i++) {
        const struct batch_page *p = &b->job->pages[i];
        if (b->pages[i].state == PAGE_OTHER)
            continue;

        h = fnv_bytes(h, &i, sizeof i);
        h = fnv_text(fnv_text(fnv_text(h, p->key), p->title), p->label);
        h = fnv_text(h, batch_inner(b->job, p->leaf));
        for (size_t k = 0; k < p->n_files; k++)
            h = fnv_text(h, batch_inner(b->job, p->files[k]));
    }

    for (size_t i = 0; i < b->job->n_books; i++)
        h = fnv_text(fnv_text(h, b->job->books[i].path), b->job->books[i].title);
    return h;
}

/* What there is to do, so that `lode merge` finds gaps and makes books without the document. */
static bool add_plan_lines(struct batch *b, uint64_t plan, struct lode_err *err)
{
    const struct batch_book *book = b->job->books, *end = book + b->job->n_books;
    for (size_t i = 0; i < b->job->n; i++) {
        const struct batch_page *p = &b->job->pages[i];
        while (book < end && i >= book->first + book->n)
            book++;
        if (b->pages[i].state == PAGE_OTHER)
            continue;

        struct json_object *line = journal_page_event("page", i, p->key);
        if (p->leaf.len && book < end && i >= book->first) {
            journal_add_text(line, "title", p->title);
            journal_add_text(line, "label", p->label);
            journal_add_text(line, "leaf", batch_inner(b->job, p->leaf));
            journal_add_text(line, "book", batch_inner(b->job, book->path));
            journal_add_text(line, "book_title", book->title);
        }
        journal_put(&b->journal, line);
        if (b->journal.held.n > HELD_MAX && !journal_flush(&b->journal, err))
            return false;
    }

    /* Behind all of them: a plan that was cut off has no such line, and is written again. */
    struct json_object *line = journal_event("plan");
    journal_add_hash(line, "hash", plan);
    journal_put(&b->journal, line);
    return true;
}

static void add_run_line(struct batch *b)
{
    struct json_object *line = journal_event("run");
    json_object_object_add(line, "version", json_object_new_int(JOURNAL_VERSION));
    journal_add_text(line, "lode", STR(LODE_VERSION));
    journal_add_text(line, "map", b->job->map);
    json_object_object_add(line, "pages", json_object_new_int64((int64_t)b->job->n));
    if (b->params.shard.n)
        journal_add_text(line, "shard", shard_text(b->a, &b->params.shard));
    if (b->params.resume)
        json_object_object_add(line, "resume", json_object_new_boolean(true));
    journal_put(&b->journal, line);
}

static void report_batch(struct batch *b, enum lode_severity severity, const char *rule,
                         struct str text)
{
    struct lode_err note = {.severity = severity, .rule = rule};
    lode_fail(&note, LODE_OK, (struct lode_span){0}, "%.*s", STR_FMT(text));
    b->params.tell(b->params.ctx, &note);
}

/* What the runs before left behind. */
static void report_past(struct batch *b)
{
    struct history *h = &b->history;
    if (h->broken)
        report_batch(b, LODE_WARNING, "journal-damaged",
                     str_format(b->a,
                                "%zu lines of journals could not be read; their pages are checked "
                                "again",
                                h->broken));
    if (b->params.resume && !h->any_line)
        report_batch(b, LODE_NOTE, "nothing-to-resume",
                     STR("no earlier run to continue: this one is the first"));
    else if (h->begun && !h->ended && !b->params.dry)
        report_batch(b, LODE_NOTE, "run-cut-off",
                     STR("the run before was cut off; its finished pages are kept, the others are "
                         "drawn now"));
}

bool batch_open(struct batch *b, struct lode_err *err)
{
    struct str own = own_journal(b);

    if (!batch_job_check(b->a, b->job, err) || !batch_select(b, err))
        return false;
    if (!b->params.dry && (!batch_make_folders(b->a, b->job, err) ||
                           !lock_folder(b->a, b->job->folder, !is_whole(b), &b->lock, err) ||
                           !journal_open(b->a, own, &b->journal, err)))
        return false;
    if (!read_journals(b, own, err))
        return false;

    report_past(b);
    if (b->params.dry)
        return true;

    outcome_folder(b, &b->folder);
    uint64_t plan = plan_hash(b);
    sweep_folders(b);
    add_run_line(b);
    return (plan == b->history.plan || add_plan_lines(b, plan, err)) &&
           journal_flush(&b->journal, err);
}
