/* Puts the pages of each book together when all of them are in place, and leaves a book alone that
 * has not changed. */
#include "batch/books.h"

#include <json-c/json.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/fnv.h"
#include "write/book.h"

static bool in_place(const struct batch *b, size_t page)
{
    return b->pages[page].state == PAGE_DONE || b->pages[page].state == PAGE_UNCHANGED;
}

static size_t count_missing(const struct batch *b, const struct batch_book *book)
{
    size_t n = 0;
    for (size_t i = 0; i < book->n; i++)
        n += !in_place(b, book->first + i);
    return n;
}

/* Changes with what the pages were made of, and with what the book adds to them. */
static uint64_t book_digest(const struct batch *b, const struct batch_book *book)
{
    uint64_t h = fnv_text(FNV_START, book->title);
    for (size_t i = 0; i < book->n; i++) {
        const struct batch_page *p = &b->job->pages[book->first + i];
        h = fnv_text(fnv_text(fnv_text(h, p->key), p->title), p->label);
        h = fnv_bytes(h, &b->pages[book->first + i].digest.all, sizeof(uint64_t));
    }
    return h;
}

/* Whether the file is there as the journal says it was made, from the same pages. */
static bool is_unchanged(struct batch *b, const struct batch_book *book, uint64_t hash)
{
    struct stat st;
    const struct past_book *past = history_book(&b->history, batch_inner(b->job, book->path));
    return past && past->digest == hash && stat(str_c(b->a, book->path), &st) == 0 &&
           st.st_size == past->bytes;
}

static void report_waiting(struct batch *b, const struct batch_book *book, size_t n)
{
    struct lode_err note = {.severity = LODE_WARNING, .rule = "book-waits"};
    lode_fail(&note, LODE_OK, (struct lode_span){0},
              "the book '%.*s' is not made: %zu of its %zu pages are missing", STR_FMT(book->path),
              n, book->n);
    b->params.tell(b->params.ctx, &note);
}

static bool write_book(struct batch *b, const struct batch_book *book, struct lode_err *err)
{
    struct arena scratch = {0};
    arena_init(&scratch, 0);
    struct book_page *pages = arena_array(&scratch, struct book_page, book->n);
    for (size_t i = 0; i < book->n; i++) {
        const struct batch_page *p = &b->job->pages[book->first + i];
        pages[i] = (struct book_page){
            .file = p->leaf, .key = p->key, .title = p->title, .label = p->label};
    }

    struct book_params params = {
        .path = book->path, .title = book->title, .pages = pages, .n = book->n};
    bool ok = book_write(&scratch, &params, err);
    arena_finish(&scratch);
    return ok;
}

static bool make_book(struct batch *b, const struct batch_book *book, uint64_t hash,
                      struct lode_err *err)
{
    struct stat st;
    if (!write_book(b, book, err) || stat(str_c(b->a, book->path), &st) != 0)
        return lode_within(err, "book '%.*s'", STR_FMT(book->path));
    folder_flush(b->a, path_folder(book->path));

    struct json_object *line = journal_event("book");
    journal_add_text(line, "name", batch_inner(b->job, book->path));
    journal_add_hash(line, "digest", hash);
    json_object_object_add(line, "bytes", json_object_new_int64(st.st_size));
    journal_put(&b->journal, line);
    return journal_flush(&b->journal, err);
}

bool books_make(struct batch *b, struct lode_err *err)
{
    for (size_t i = 0; i < b->job->n_books; i++) {
        const struct batch_book *book = &b->job->books[i];
        struct lode_err one = {0};
        size_t n = count_missing(b, book);
        uint64_t hash = book_digest(b, book);

        if (n) {
            report_waiting(b, book, n);
            b->books_waiting++;
        } else if (!b->params.force && is_unchanged(b, book, hash)) {
            b->books_unchanged++;
        } else if (make_book(b, book, hash, &one)) {
            b->books_made++;
        } else {
            b->books_waiting++;
            if (!err->code)
                *err = one;
        }
    }
    return !err->code;
}
