/* Writes the whole that shards make: copies their files, writes one journal, makes the books. */
#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/version.h"
#include "batch/books.h"
#include "batch/merge_parts.h"

/* ---- bringing files */

static bool fail_copy(struct str path, struct lode_err *err)
{
    if (!err->code)
        err->sys_errno = errno;
    return lode_fail(err, LODE_IO, (struct lode_span){0}, "cannot copy '%.*s': %s", STR_FMT(path),
                     strerror(errno));
}

static bool copy_file(struct arena *a, struct str from, struct str to, struct lode_err *err)
{
    struct outfile out;
    struct stat st;
    int fd = open(str_c(a, from), O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &st) != 0 || !outfile_open(a, to, (struct lode_span){0}, &out, err)) {
        fail_copy(from, err);
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
        fail_copy(to, err);
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
        struct str folder = path_folder(target);

        if (!batch_make_folder(&scratch, folder, err) || !copy_file(&scratch, source, target, err))
            return false;
        folder_flush(&scratch, folder);
    }
    m->outcome->brought++;
    return true;
}

static bool check_inside(struct str name, struct lode_err *err)
{
    return !name.len || batch_is_inside(name) ||
           lode_fail(err, LODE_DATA, (struct lode_span){0},
                     "a journal names a file outside of its folder: '%.*s'", STR_FMT(name));
}

/* A journal may come from anybody: names must not lead out of the folder. */
static bool check_names(const struct past_page *p, struct lode_err *err)
{
    bool ok = check_inside(p->leaf, err) && check_inside(p->book, err);
    for (size_t k = 0; k < p->n_files && ok; k++)
        ok = check_inside(p->files[k].name, err);
    return ok;
}

bool merge_bring(struct merge *m, struct lode_err *err)
{
    for (size_t i = 0; i < m->pages.n; i++) {
        const struct merged_page *p = &m->pages.v[i];
        if (!check_names(p->past, err))
            return false;
        if (p->there && p->folder != m->own && !bring_page(m, p, err))
            return false;
    }
    return true;
}

/* ---- the merged journal */

/* A name seen from the output folder as a path. */
static struct str in_output(struct merge *m, struct str name)
{
    return name.len ? str_format(m->a, "%.*s/%.*s", STR_FMT(m->params->output), STR_FMT(name))
                    : (struct str){0};
}

static void add_plan_line(struct journal *j, const struct past_page *p)
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

static void add_done_line(struct journal *j, const struct past_page *p)
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

static void add_all_lines(struct merge *m, struct journal *j, const struct history *own)
{
    struct json_object *run = journal_event("run");
    json_object_object_add(run, "version", json_object_new_int(JOURNAL_VERSION));
    journal_add_text(run, "lode", STR(LODE_VERSION));
    journal_add_text(run, "map", m->map);
    json_object_object_add(run, "pages", json_object_new_int64((int64_t)m->planned));
    json_object_object_add(run, "merged", json_object_new_boolean(true));
    journal_put(j, run);

    for (size_t i = 0; i < m->pages.n; i++) {
        add_plan_line(j, m->pages.v[i].past);
        if (m->pages.v[i].there)
            add_done_line(j, m->pages.v[i].past);
    }

    for (size_t i = 0; own && i < own->books.n; i++) {
        struct json_object *line = journal_event("book");
        journal_add_text(line, "name", own->books.v[i].name);
        journal_add_hash(line, "digest", own->books.v[i].digest);
        json_object_object_add(line, "bytes", json_object_new_int64(own->books.v[i].bytes));
        journal_put(j, line);
    }
}

/* The history of the output folder; NULL: that folder is not among those that were read. */
static const struct history *own_history(const struct merge *m)
{
    return m->own < m->params->n ? &m->histories[m->own] : NULL;
}

/* The new journal takes the place of the old one when all of it is on the disk; then the journals
 * that it was made of are removed. */
bool merge_write_journal(struct merge *m, struct journal *ret, struct lode_err *err)
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

    add_all_lines(m, ret, own_history(m));
    if (!journal_flush(ret, err))
        return false;
    if (rename(str_c(m->a, temporary), str_c(m->a, path)) != 0)
        return fail_copy(path, err);

    folder_flush(m->a, state);
    for (size_t i = 0; i < m->journals.n; i++)
        unlink(str_c(m->a, m->journals.v[i]));
    return true;
}

/* ---- books */

/* The job and the batch that books_make needs, from the pages of the whole. */
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
        if (!p->book.len)
            continue;

        struct batch_book *last = job->n_books ? &books[job->n_books - 1] : NULL;
        if (last && str_eq(batch_inner(job, last->path), p->book))
            last->n = i + 1 - last->first;
        else
            books[job->n_books++] = (struct batch_book){in_output(m, p->book), p->book_title, i, 1};
    }
}

/* While pages are missing that no journal speaks of, no book is made: they may belong to any. */
bool merge_books(struct merge *m, struct journal *journal, struct lode_err *err)
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
