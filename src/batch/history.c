/* Reads journals into what is known of each page: whether it was done, what it was made of, into
 * which files. */
#include "batch/history.h"

#include <glib.h>
#include <json-c/json.h>
#include <string.h>
#include <sys/stat.h>

#include "batch/journal.h"

void history_init(struct history *ret, struct arena *a)
{
    *ret = (struct history){.arena = a, .by_key = g_hash_table_new(g_str_hash, g_str_equal)};
}

void history_finish(struct history *h)
{
    if (h->by_key)
        g_hash_table_destroy(h->by_key);
    *h = (struct history){0};
}

/* The page that an event is about, new when it is met for the first time; NULL: it has no key. */
static struct past_page *page_of(struct history *h, struct json_object *event)
{
    struct str key = journal_text(event, "key");
    if (!key.len)
        return NULL;
    struct past_page *p = g_hash_table_lookup(h->by_key, key.p);
    if (p)
        return p;

    p = arena_new(h->arena, struct past_page);
    p->key = str_copy(h->arena, key);
    p->key.p = str_c(h->arena, p->key);
    g_hash_table_insert(h->by_key, (char *)p->key.p, p);
    *array_add(h->arena, &h->pages) = p;
    return p;
}

static struct str copy_text(struct history *h, struct json_object *event, const char *key)
{
    return str_copy(h->arena, journal_text(event, key));
}

/* A copy of `text`, in the memory of the text that it replaces where both are as long: a journal of
 * many runs has each page again and again. */
static struct str replace_text(struct history *h, struct str old, struct str text)
{
    if (!text.len)
        return (struct str){0};
    if (old.len != text.len)
        return str_copy(h->arena, text);
    memcpy((char *)old.p, text.p, text.len); /* it was copied here */
    return old;
}

static void read_parts(struct history *h, struct json_object *event, struct past_page *p)
{
    struct json_object *parts;
    size_t before = p->n_parts, n;
    p->n_parts = 0;
    if (!json_object_object_get_ex(event, "parts", &parts) ||
        !json_object_is_type(parts, json_type_object))
        return;

    n = (size_t)json_object_object_length(parts);
    if (n != before)
        p->parts = arena_array(h->arena, struct batch_part, n);
    json_object_object_foreach(parts, name, value)
    {
        struct batch_part *one = &p->parts[p->n_parts];
        (void)value;
        one->name = replace_text(h, one->name, str_of(name));
        if (journal_hash(parts, name, &one->hash))
            p->n_parts++;
    }
}

static void read_files(struct history *h, struct json_object *event, struct past_page *p)
{
    struct json_object *files;
    size_t before = p->n_files;
    p->n_files = 0;
    if (!json_object_object_get_ex(event, "files", &files) ||
        !json_object_is_type(files, json_type_array))
        return;

    size_t n = json_object_array_length(files);
    if (n != before)
        p->files = arena_array(h->arena, struct past_file, n);
    for (size_t i = 0; i < n; i++) {
        struct json_object *one = json_object_array_get_idx(files, i);
        struct past_file *f = &p->files[p->n_files];
        if (!json_object_is_type(one, json_type_object))
            continue;

        f->name = replace_text(h, f->name, journal_text(one, "name"));
        f->bytes = journal_number(one, "bytes");
        p->n_files++;
    }
}

static void read_done(struct history *h, struct json_object *event, struct past_page *p, bool newer)
{
    uint64_t digest;
    if (!journal_hash(event, "digest", &digest))
        return;

    if (p->done_in != h->journals) {
        p->times_done++;
        p->differs |= p->was_done && p->digest != digest;
        p->done_in = h->journals;
    }
    if (!newer && p->was_done)
        return;

    p->was_done = true;
    p->digest = digest;
    read_parts(h, event, p);
    read_files(h, event, p);
}

static void read_plan(struct history *h, struct json_object *event, struct past_page *p)
{
    p->title = replace_text(h, p->title, journal_text(event, "title"));
    p->label = replace_text(h, p->label, journal_text(event, "label"));
    p->leaf = replace_text(h, p->leaf, journal_text(event, "leaf"));
    p->book = replace_text(h, p->book, journal_text(event, "book"));
    p->book_title = replace_text(h, p->book_title, journal_text(event, "book_title"));
}

/* Events of a page; others, of a later lode or of `retry`, change nothing. */
static void read_page(struct history *h, struct json_object *event, struct str what)
{
    static const struct {
        const char *event;
        enum past_state state;
    } states[] = {{"page", PAST_PLANNED},
                  {"start", PAST_STARTED},
                  {"failed", PAST_FAILED},
                  {"done", PAST_DONE}};
    enum past_state state = PAST_NONE;

    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (str_is(what, states[i].event))
            state = states[i].state;
    }
    struct past_page *p = state ? page_of(h, event) : NULL;
    if (!p)
        return;

    struct str at = journal_text(event, "at");
    bool newer = p->journal == h->journals || str_cmp(at, p->at) >= 0;
    int64_t page = journal_number(event, "page");
    if (newer && page > 0 && page <= JOURNAL_PAGES_MAX)
        p->page = (size_t)page - 1;

    if (state == PAST_PLANNED)
        read_plan(h, event, p);
    if (state == PAST_DONE)
        read_done(h, event, p, newer);
    if (!newer || (state == PAST_PLANNED && p->state))
        return;

    p->at = replace_text(h, p->at, at);
    p->journal = h->journals;
    p->state = state;
    p->reason = replace_text(h, p->reason, journal_text(event, "reason"));
}

static void read_book(struct history *h, struct json_object *event)
{
    struct past_book book = {.name = copy_text(h, event, "name"),
                             .bytes = journal_number(event, "bytes")};
    if (!journal_hash(event, "digest", &book.digest))
        return;

    for (size_t i = 0; i < h->books.n; i++) {
        if (str_eq(h->books.v[i].name, book.name)) {
            h->books.v[i] = book;
            return;
        }
    }
    *array_add(h->arena, &h->books) = book;
}

static void read_line(void *ctx, struct json_object *event)
{
    struct history *h = ctx;
    struct str what = journal_text(event, "event");
    h->any_line = true;

    if (str_is(what, "run")) {
        int64_t pages = journal_number(event, "pages"), version = journal_number(event, "version");

        h->begun = true;
        h->ended = false;
        h->pages_planned = pages <= JOURNAL_PAGES_MAX ? (size_t)pages : 0;
        h->version = version > h->version ? version : h->version;
        h->last_shard = copy_text(h, event, "shard");
        h->last_map = copy_text(h, event, "map");
    } else if (str_is(what, "plan")) {
        if (!journal_hash(event, "hash", &h->plan))
            h->plan = 0;
    } else if (str_is(what, "end")) {
        h->ended = !str_is(journal_text(event, "status"), "interrupted");
    } else if (str_is(what, "book")) {
        read_book(h, event);
    } else {
        read_page(h, event, what);
    }
}

bool history_read(struct history *h, struct str path, struct lode_err *err)
{
    h->begun = h->ended = false;
    h->plan = 0;
    h->last_shard = h->last_map = (struct str){0};
    h->journals++;
    if (!journal_each(h->arena, path, read_line, h, &h->broken, err))
        return false;
    if (h->version <= JOURNAL_VERSION)
        return true;

    lode_fail(err, LODE_DATA, (struct lode_span){0},
              "the journal '%.*s' was written by a newer lode (its format is version %lld)",
              STR_FMT(path), (long long)h->version);
    return lode_hint(err, "use that lode; or remove the journal, then all pages are drawn again");
}

const struct past_page *history_lookup(const struct history *h, struct str key)
{
    struct arena scratch = *h->arena;
    return g_hash_table_lookup(h->by_key, str_c(&scratch, key));
}

const struct past_book *history_book(const struct history *h, struct str name)
{
    for (size_t i = 0; i < h->books.n; i++) {
        if (str_eq(h->books.v[i].name, name))
            return &h->books.v[i];
    }
    return NULL;
}

bool history_files_stand(struct arena *a, const struct past_page *p, struct str folder,
                         struct str *ret_missing)
{
    struct arena scratch = *a;
    for (size_t i = 0; i < p->n_files; i++) {
        struct stat st;
        struct str path =
            str_format(&scratch, "%.*s/%.*s", STR_FMT(folder), STR_FMT(p->files[i].name));
        if (stat(str_c(&scratch, path), &st) == 0 && st.st_size == p->files[i].bytes)
            continue;

        if (ret_missing)
            *ret_missing = p->files[i].name;
        return false;
    }
    return true;
}
