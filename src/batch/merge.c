#include "batch/merge.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/num.h"
#include "base/version.h"
#include "batch/books.h"

enum { TOLD_MAX = 20 };

/* A page of the whole, and the folder in which its files are. */
struct merged_page {
    const struct past_page *past;
    size_t folder;
    bool there;
    struct str trouble; /* why not */
};

struct merge {
    struct arena *a;
    const struct merge_params *params;
    struct merge_outcome *outcome;
    struct str name;
    struct history *histories; /* of each folder */
    ARRAY(struct merged_page) pages;
    GHashTable *by_key; /* 1 + index */
    size_t planned;     /* pages of the whole atlas */
    size_t shards;      /* 0: not known */
    struct str map;
    size_t told;
    ARRAY(struct str) journals; /* those in the output folder, merged and then removed */
};

static void tell(struct merge *m, enum lode_severity severity, const char *rule, struct str text)
{
    struct lode_err what = {.severity = severity, .rule = rule};
    if (severity != LODE_NOTE && ++m->told > TOLD_MAX)
        return;
    lode_fail(&what, LODE_OK, (struct lode_span){0}, "%.*s", STR_FMT(text));
    m->params->tell(m->params->ctx, &what);
}

/* ---- reading */

static int by_text(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* Names in `folder` with this ending, without it, sorted. */
static size_t list_names(struct arena *a, struct str folder, struct str ending, struct str **ret)
{
    ARRAY(struct str) names = {0};
    DIR *d = opendir(str_c(a, folder));
    for (struct dirent *e; d && (e = readdir(d));) {
        struct str name = str_of(e->d_name);
        if (str_ends(name, ending) && name.len > ending.len && name.p[0] != '.')
            *array_add(a, &names) = str_copy(a, str_head(name, name.len - ending.len));
    }
    if (d)
        closedir(d);
    if (names.n)
        qsort(names.v, names.n, sizeof *names.v, by_text);
    *ret = names.v;
    return names.n;
}

static void note_shard(struct merge *m, struct str shard)
{
    struct str rest = shard, i;
    int64_t n;
    if (str_cut(&rest, '/', &i) && num_parse_int(rest, &n) && n > 0)
        m->shards = (size_t)n;
}

static bool read_folder(struct merge *m, size_t f, struct lode_err *err)
{
    struct str folder = m->params->folders[f], *names;
    struct history *h = &m->histories[f];
    struct str state = str_format(m->a, "%.*s/%.*s.batch", STR_FMT(folder), STR_FMT(m->name));
    size_t n = list_names(m->a, state, STR(".jsonl"), &names);
    history_init(h, m->a);
    for (size_t i = 0; i < n; i++) {
        struct str path = str_format(m->a, "%.*s/%.*s.jsonl", STR_FMT(state), STR_FMT(names[i]));
        if (!history_read(h, path, err))
            return false;
        note_shard(m, h->last_shard);
        if (h->last_map.len)
            m->map = h->last_map;
        if (str_eq(folder, m->params->output) && !str_is(names[i], "all"))
            *array_add(m->a, &m->journals) = path;
        if (h->begun && !h->ended)
            tell(m, LODE_WARNING, "run-cut-off",
                 str_format(m->a, "the run of '%.*s' was cut off, or goes on", STR_FMT(path)));
    }
    if (h->broken)
        tell(m, LODE_WARNING, "journal-damaged",
             str_format(m->a, "%zu lines of journals in '%.*s' could not be read", h->broken,
                        STR_FMT(state)));
    if (m->planned && h->pages_planned && m->planned != h->pages_planned)
        tell(m, LODE_WARNING, "other-plan",
             str_format(m->a, "'%.*s' is of an atlas with %zu pages, not %zu", STR_FMT(state),
                        h->pages_planned, m->planned));
    if (h->pages_planned > m->planned)
        m->planned = h->pages_planned;
    return true;
}

/* ---- one page from all that is told of it */

static void judge(struct merge *m, size_t f, const struct past_page *past, struct merged_page *ret)
{
    struct str missing = {0};
    *ret = (struct merged_page){.past = past, .folder = f};
    if (!past->was_done)
        ret->trouble = past->state == PAST_FAILED
                           ? str_format(m->a, "failed: %.*s", STR_FMT(past->reason))
                       : past->state == PAST_STARTED ? STR("was begun and not done")
                                                     : STR("was not begun");
    else if (!history_files_stand(m->a, past, m->params->folders[f], &missing))
        ret->trouble = str_format(m->a, "'%.*s' is not as it was left", STR_FMT(missing));
    ret->there = !ret->trouble.len;
}

static void tell_twice(struct merge *m, const struct past_page *p, bool differs)
{
    m->outcome->twice++;
    m->outcome->differing += differs;
    if (differs)
        tell(m, LODE_WARNING, "pages-differ",
             str_format(
                 m->a, "the page '%.*s' was made twice, of different things; the later one is kept",
                 STR_FMT(p->key)));
}

static void add_page(struct merge *m, size_t f, const struct past_page *past)
{
    struct merged_page one;
    judge(m, f, past, &one);
    size_t index = (size_t)g_hash_table_lookup(m->by_key, past->key.p);
    if (!index) {
        *array_add(m->a, &m->pages) = one;
        g_hash_table_insert(m->by_key, (char *)past->key.p, (void *)m->pages.n);
        if (past->times_done > 1)
            tell_twice(m, past, past->differs);
        return;
    }
    struct merged_page *was = &m->pages.v[index - 1];
    if (one.there && was->there)
        tell_twice(m, past, past->digest != was->past->digest);
    if (one.there == was->there ? str_cmp(past->at, was->past->at) > 0 : one.there)
        *was = one;
}

static int by_page(const void *x, const void *y)
{
    const struct merged_page *a = x, *b = y;
    if (a->past->page != b->past->page)
        return a->past->page < b->past->page ? -1 : 1;
    return str_cmp(a->past->key, b->past->key);
}

/* ---- gaps */

static struct str shard_of(struct merge *m, size_t page)
{
    return m->shards ? str_format(m->a, " of shard %zu/%zu", page % m->shards + 1, m->shards)
                     : (struct str){0};
}

/* Pages that no journal speaks of: their shards have not run. */
static void find_unplanned(struct merge *m)
{
    size_t *of_shard = arena_array(m->a, size_t, m->shards ? m->shards : 1), at = 0, all = 0;
    for (size_t page = 0; page < m->planned; page++) {
        while (at < m->pages.n && m->pages.v[at].past->page < page)
            at++;
        if (at < m->pages.n && m->pages.v[at].past->page == page)
            continue;
        of_shard[m->shards ? page % m->shards : 0]++;
        all++;
    }
    m->outcome->missing += all;
    for (size_t i = 0; i < m->shards && all; i++) {
        if (of_shard[i])
            tell(m, LODE_WARNING, "shard-missing",
                 str_format(m->a,
                            "shard %zu/%zu has not run, or its journal is not here: %zu pages",
                            i + 1, m->shards, of_shard[i]));
    }
    if (all && !m->shards)
        tell(m, LODE_WARNING, "pages-missing",
             str_format(m->a, "no journal speaks of %zu of %zu pages", all, m->planned));
}

static void find_gaps(struct merge *m)
{
    find_unplanned(m);
    for (size_t i = 0; i < m->pages.n; i++) {
        const struct merged_page *p = &m->pages.v[i];
        if (p->there)
            continue;
        m->outcome->missing++;
        tell(m, LODE_WARNING, "page-missing",
             str_format(m->a, "the page '%.*s'%.*s is missing: %.*s", STR_FMT(p->past->key),
                        STR_FMT(shard_of(m, p->past->page)), STR_FMT(p->trouble)));
    }
}

/* ---- bringing files */

static bool fail_bring(struct str path, struct lode_err *err)
{
    if (!err->code)
        err->sys_errno = errno;
    return lode_fail(err, LODE_IO, (struct lode_span){0}, "cannot bring '%.*s': %s", STR_FMT(path),
                     strerror(errno));
}

static bool copy_file(struct arena *a, struct str from, struct str to, struct lode_err *err)
{
    struct outfile out;
    struct stat st;
    int fd = open(str_c(a, from), O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0 || !outfile_open(a, to, (struct lode_span){0}, &out, err)) {
        fail_bring(from, err);
        if (fd >= 0)
            close(fd);
        return false;
    }
    off_t left = st.st_size;
    bool ok = true;
    while (left > 0 && ok) {
        ssize_t n = sendfile(out.fd, fd, NULL, (size_t)left);
        ok = n > 0 || (n < 0 && errno == EINTR);
        left -= n > 0 ? n : 0;
    }
    if (!ok)
        fail_bring(to, err);
    close(fd);
    ok = ok && outfile_commit(&out, err);
    outfile_abandon(&out);
    return ok;
}

static bool bring_page(struct merge *m, const struct merged_page *p, struct lode_err *err)
{
    struct str from = m->params->folders[p->folder];
    for (size_t i = 0; i < p->past->n_files; i++) {
        struct arena scratch = *m->a;
        struct str name = p->past->files[i].name;
        struct str source = str_format(&scratch, "%.*s/%.*s", STR_FMT(from), STR_FMT(name));
        struct str target =
            str_format(&scratch, "%.*s/%.*s", STR_FMT(m->params->output), STR_FMT(name));
        const char *slash = memrchr(target.p, '/', target.len);
        if (!batch_make_folder(&scratch, str_head(target, (size_t)(slash - target.p)), err) ||
            !copy_file(&scratch, source, target, err))
            return false;
    }
    m->outcome->brought++;
    return true;
}

/* A journal may come from anybody: names must not lead out of the folder. */
static bool is_inside(struct str name)
{
    struct str part;
    if (!name.len || name.p[0] == '/')
        return false;
    while (str_cut(&name, '/', &part)) {
        if (str_is(part, ".."))
            return false;
    }
    return true;
}

static bool bring_all(struct merge *m, struct lode_err *err)
{
    for (size_t i = 0; i < m->pages.n; i++) {
        const struct merged_page *p = &m->pages.v[i];
        for (size_t k = 0; k < p->past->n_files; k++) {
            if (!is_inside(p->past->files[k].name))
                return lode_fail(err, LODE_DATA, (struct lode_span){0},
                                 "a journal names a file outside of its folder: '%.*s'",
                                 STR_FMT(p->past->files[k].name));
        }
        if (p->there && !str_eq(m->params->folders[p->folder], m->params->output) &&
            !bring_page(m, p, err))
            return false;
    }
    return true;
}

/* ---- the merged journal */

static struct str in_output(struct merge *m, struct str name)
{
    return name.len ? str_format(m->a, "%.*s/%.*s", STR_FMT(m->params->output), STR_FMT(name))
                    : (struct str){0};
}

static void put_plan(struct journal *j, const struct past_page *p)
{
    struct json_object *line = journal_page_event("page", p->page, p->key);
    if (p->book.len) {
        journal_add_text(line, "title", p->title);
        journal_add_text(line, "label", p->label);
        journal_add_text(line, "leaf", p->leaf);
        journal_add_text(line, "book", p->book);
        journal_add_text(line, "book_title", p->book_title);
    }
    journal_put(j, line);
}

static void put_done(struct journal *j, const struct past_page *p)
{
    struct json_object *line = journal_page_event("done", p->page, p->key);
    struct json_object *files = json_object_new_array(), *parts = json_object_new_object();
    for (size_t i = 0; i < p->n_files; i++) {
        struct json_object *one = json_object_new_object();
        journal_add_text(one, "name", p->files[i].name);
        json_object_object_add(one, "bytes", json_object_new_int64(p->files[i].bytes));
        json_object_array_add(files, one);
    }
    for (size_t i = 0; i < p->n_parts; i++) {
        char name[256];
        snprintf(name, sizeof name, "%.*s", STR_FMT(p->parts[i].name));
        journal_add_hash(parts, name, p->parts[i].hash);
    }
    json_object_object_add(line, "files", files);
    journal_add_hash(line, "digest", p->digest);
    json_object_object_add(line, "parts", parts);
    journal_put(j, line);
}

static void put_all(struct merge *m, struct journal *j, const struct history *own)
{
    struct json_object *run = journal_event("run");
    json_object_object_add(run, "version", json_object_new_int(1));
    journal_add_text(run, "lode", STR(LODE_VERSION));
    journal_add_text(run, "map", m->map);
    json_object_object_add(run, "pages", json_object_new_int64((int64_t)m->planned));
    json_object_object_add(run, "merged", json_object_new_boolean(true));
    journal_put(j, run);
    for (size_t i = 0; i < m->pages.n; i++) {
        put_plan(j, m->pages.v[i].past);
        if (m->pages.v[i].there)
            put_done(j, m->pages.v[i].past);
    }
    for (size_t i = 0; own && i < own->books.n; i++) {
        struct json_object *line = journal_event("book");
        journal_add_text(line, "name", own->books.v[i].name);
        journal_add_hash(line, "digest", own->books.v[i].digest);
        json_object_object_add(line, "bytes", json_object_new_int64(own->books.v[i].bytes));
        journal_put(j, line);
    }
}

/* That of the folder in which all come together; NULL: it is not among those that were read. */
static const struct history *own_history(const struct merge *m)
{
    for (size_t f = 0; f < m->params->n; f++) {
        if (str_eq(m->params->folders[f], m->params->output))
            return &m->histories[f];
    }
    return NULL;
}

/* A new journal takes the place of the old one when it is whole on the disk; then the others go. */
static bool write_journal(struct merge *m, struct journal *ret, struct lode_err *err)
{
    struct str state =
        str_format(m->a, "%.*s/%.*s.batch", STR_FMT(m->params->output), STR_FMT(m->name));
    struct str path = str_format(m->a, "%.*s/all.jsonl", STR_FMT(state));
    struct str temporary = str_format(m->a, "%.*s/.merging.jsonl", STR_FMT(state));
    if (!batch_make_folder(m->a, state, err))
        return false;
    unlink(str_c(m->a, temporary));
    if (!journal_open(m->a, temporary, ret, err))
        return false;
    put_all(m, ret, own_history(m));
    if (!journal_flush(ret, err))
        return false;
    if (rename(str_c(m->a, temporary), str_c(m->a, path)) != 0)
        return fail_bring(path, err);
    for (size_t i = 0; i < m->journals.n; i++)
        unlink(str_c(m->a, m->journals.v[i]));
    return true;
}

/* ---- books */

static void fill_job(struct merge *m, struct batch_job *job, struct batch *b)
{
    struct batch_page *pages = arena_array(m->a, struct batch_page, m->pages.n);
    struct batch_book *books = arena_array(m->a, struct batch_book, m->pages.n);
    *job = (struct batch_job){.name = m->name,
                              .folder = m->params->output,
                              .map = m->map,
                              .pages = pages,
                              .n = m->pages.n,
                              .books = books};
    for (size_t i = 0; i < m->pages.n; i++) {
        const struct past_page *p = m->pages.v[i].past;
        pages[i] = (struct batch_page){
            .key = p->key, .title = p->title, .label = p->label, .leaf = in_output(m, p->leaf)};
        b->pages[i].state = m->pages.v[i].there ? PAGE_UNCHANGED : PAGE_FAILED;
        b->pages[i].digest.all = p->digest;
        if (!p->book.len || !is_inside(p->book))
            continue;
        struct batch_book *last = job->n_books ? &books[job->n_books - 1] : NULL;
        if (last && str_eq(batch_inner(job, last->path), p->book))
            last->n = i + 1 - last->first;
        else
            books[job->n_books++] = (struct batch_book){in_output(m, p->book), p->book_title, i, 1};
    }
}

/* With a gap it is not known which book it belongs to. */
static bool make_books(struct merge *m, struct journal *journal, struct lode_err *err)
{
    struct batch_job job;
    struct batch b = {.a = m->a,
                      .job = &job,
                      .params = {.tell = m->params->tell, .ctx = m->params->ctx},
                      .pages = arena_array(m->a, struct page_work, m->pages.n),
                      .journal = *journal};
    const struct history *own = own_history(m);
    if (own)
        b.history = *own;
    fill_job(m, &job, &b);
    if (m->pages.n < m->planned) {
        m->outcome->books_wait |= job.n_books > 0;
        return true;
    }
    bool ok = books_make(&b, err);
    *journal = b.journal;
    m->outcome->books += b.books_made + b.books_unchanged;
    m->outcome->books_wait |= b.books_waiting > 0;
    return ok;
}

static bool put_end(struct merge *m, struct journal *j, struct lode_err *err)
{
    struct json_object *line = journal_event("end");
    journal_add_text(line, "status", m->outcome->missing ? STR("some") : STR("all"));
    journal_put(j, line);
    return journal_flush(j, err);
}

static bool merge_read(struct merge *m, struct lode_err *err)
{
    for (size_t f = 0; f < m->params->n; f++) {
        if (!read_folder(m, f, err))
            return false;
    }
    for (size_t f = 0; f < m->params->n; f++) {
        for (size_t i = 0; i < m->histories[f].pages.n; i++)
            add_page(m, f, m->histories[f].pages.v[i]);
    }
    if (m->pages.n)
        qsort(m->pages.v, m->pages.n, sizeof *m->pages.v, by_page);
    return true;
}

static bool merge_one(struct merge *m, struct lode_err *err)
{
    struct journal journal = {.fd = -1};
    m->histories = arena_array(m->a, struct history, m->params->n);
    m->by_key = g_hash_table_new(g_str_hash, g_str_equal);
    bool ok = merge_read(m, err);
    if (ok)
        find_gaps(m);
    ok = ok && bring_all(m, err) && write_journal(m, &journal, err) &&
         make_books(m, &journal, err) && put_end(m, &journal, err);
    journal_close(&journal);
    for (size_t i = 0; i < m->pages.n; i++)
        m->outcome->there += m->pages.v[i].there;
    m->outcome->pages += m->planned > m->pages.n ? m->planned : m->pages.n;
    if (m->told > TOLD_MAX)
        tell(m, LODE_NOTE, NULL, str_format(m->a, "%zu more findings", m->told - TOLD_MAX));
    for (size_t f = 0; f < m->params->n; f++)
        history_finish(&m->histories[f]);
    g_hash_table_destroy(m->by_key);
    return ok;
}

/* ---- all that folders hold */

static bool fail_no_journal(struct str folder, struct lode_err *err)
{
    struct stat st;
    char name[4096];
    snprintf(name, sizeof name, "%.*s", STR_FMT(folder));
    if (stat(name, &st) != 0)
        return lode_fail(err, LODE_IO, (struct lode_span){0}, "cannot read '%s': %s", name,
                         strerror(errno));
    lode_fail(err, LODE_DATA, (struct lode_span){0}, "no journal in '%s'", name);
    return lode_hint(err, "name the folder in which 'lode batch' made NAME.batch");
}

bool merge_run(struct arena *a, const struct merge_params *params, struct merge_outcome *ret,
               struct lode_err *err)
{
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
    ARRAY(struct str) all = {0};
    struct lock lock = {-1};
    bool ok = true;
    *ret = (struct merge_outcome){0};
    for (size_t f = 0; f < params->n && ok; f++) {
        struct str *names;
        size_t n = list_names(a, params->folders[f], STR(".batch"), &names);
        for (size_t i = 0; i < n; i++) {
            if (g_hash_table_add(seen, str_c(a, names[i])))
                *array_add(a, &all) = names[i];
        }
        bool is_new = params->n > 1 && str_eq(params->folders[f], params->output);
        ok = n || is_new || fail_no_journal(params->folders[f], err);
    }
    ok = ok && batch_make_folder(a, params->output, err) &&
         lock_folder(a, params->output, false, &lock, err);
    for (size_t i = 0; i < all.n && ok; i++) {
        struct merge m = {.a = a, .params = params, .outcome = ret, .name = all.v[i]};
        ok = merge_one(&m, err);
        ret->atlases++;
    }
    lock_end(&lock);
    g_hash_table_destroy(seen);
    return ok;
}
