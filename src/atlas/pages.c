/* The pages of an atlas: their keys, order, titles and numbers. */
#include "atlas/pages.h"

#include <glib.h>

#include "atlas/front.h"
#include "atlas/shared.h"
#include "atlas/stem.h"
#include "base/composed.h"
#include "base/num.h"
#include "expr/template.h"
#include "run/geometry_env.h"
#include "run/page_words.h"

enum { PAGES_MAX = 1000000 };

/* ---- keys and groups, of the coverage's rows */

/* The values of an expression for all rows, as texts. */
static bool row_texts(struct page_maker *m, const struct doc_text *text, const struct str **ret)
{
    const struct features *f = &m->shared->coverage.features;
    struct expr_env env;
    struct template_text *t;
    struct str *texts, in_braces = str_format(m->a, "{%.*s}", STR_FMT(text->s));
    size_t n;

    if (!geometry_env(m->a, &m->run->env, f, &env, m->err) ||
        !template_parse(m->a, in_braces, text->at, &t, m->err) ||
        !template_eval(m->a, t, &f->table, &env, &texts, &n, m->err))
        return false;
    *ret = texts;
    return true;
}

/* Keys when the document names none: sheets have names, a table of extents may have; or numbers. */
static void set_default_keys(struct page_maker *m)
{
    const struct table *t = &m->shared->coverage.features.table;
    static const char *const names[] = {"key", "name"};
    for (size_t i = 0; i < 2; i++) {
        const struct column *c = table_lookup(t, str_of(names[i]));
        if (c && c->type == COL_TEXT && !c->null) {
            m->key = c->v.s;
            return;
        }
    }

    struct str *keys = arena_array(m->a, struct str, t->n);
    for (size_t i = 0; i < t->n; i++)
        keys[i] = str_format(m->a, "%zu", i + 1);
    m->key = keys;
}

/* Fails for the key of `row`, or for the keys of `*other` and `row` together. */
static bool fail_key(struct page_maker *m, const char *why, size_t row, const size_t *other)
{
    const struct features *f = &m->shared->coverage.features;
    struct lode_span at = m->doc->key.s.p ? m->doc->key.at : m->doc->over.at;
    if (!other)
        return lode_fail(m->err, LODE_DATA, at, "feature %lld of '%.*s' has %s",
                         (long long)f->fid[row], STR_FMT(f->table.name), why);

    struct str one = str_head(m->key[*other], 60), two = str_head(m->key[row], 60);
    if (!text_same(m->key[*other], m->key[row]))
        one = str_format(m->a, "%.*s' and '%.*s", STR_FMT(one), STR_FMT(two));
    return lode_fail(m->err, LODE_DATA, at, "features %lld and %lld of '%.*s' have %s: '%.*s'",
                     (long long)f->fid[*other], (long long)f->fid[row], STR_FMT(f->table.name), why,
                     STR_FMT(one));
}

/* No key is empty or stands twice, and the file names of keys differ, whatever the case of letters
 * and the way in which they are composed. */
static bool check_keys(struct page_maker *m)
{
    size_t n = m->shared->coverage.features.table.n;
    GHashTable *keys = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTable *stems = g_hash_table_new(g_str_hash, g_str_equal);
    size_t *rows = arena_array(m->a, size_t, n);
    bool ok = true;

    for (size_t i = 0; i < n && ok; i++) {
        struct str key = m->key[i];
        char *whole = str_c(m->a, text_composed(m->a, key));
        char *folded = str_c(m->a, str_fold(m->a, atlas_stem(m->a, key)));
        size_t *row = &rows[i];

        *row = i;
        const size_t *same = g_hash_table_lookup(keys, whole);
        const size_t *near = g_hash_table_lookup(stems, folded);

        if (!str_trim(key).len)
            ok = fail_key(m, "an empty key", i, NULL);
        else if (same)
            ok = fail_key(m, "the same key", i, same);
        else if (near)
            ok = fail_key(m, "keys that give the same file name", i, near);
        g_hash_table_insert(keys, whole, row);
        g_hash_table_insert(stems, folded, row);
    }

    g_hash_table_destroy(keys);
    g_hash_table_destroy(stems);

    if (!ok)
        lode_hint(m->err,
                  "a key names one page and its files: choose a column whose values differ, "
                  "or concat() several");
    return ok;
}

/* ---- order: pages of a group together, groups as they first appear */

static struct atlas_book *book_of(struct page_maker *m, GHashTable *groups, struct str group)
{
    char *name = str_c(m->a, text_composed(m->a, group));
    struct atlas_book *book = g_hash_table_lookup(groups, name);
    if (book)
        return book;

    book = &m->books[m->n_books++];
    *book = (struct atlas_book){.title = group, .at = m->doc->book.at};
    g_hash_table_insert(groups, name, book);
    return book;
}

/* How many front pages a book of `n` maps has. */
static size_t front_pages(const struct page_maker *m, size_t n)
{
    size_t contents = m->doc->contents ? atlas_front_contents_pages(m->run->doc, n) : 0;
    return contents + (m->doc->index != NULL);
}

static struct str roman(struct arena *a, size_t n)
{
    static const struct {
        size_t value;
        const char *text;
    } digits[] = {{50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
    struct str s = {0};

    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
        for (; n >= digits[i].value; n -= digits[i].value)
            s = str_format(a, "%.*s%s", STR_FMT(s), digits[i].text);
    }
    return s;
}

static struct str front_key(struct page_maker *m, const char *what, struct str group, size_t i)
{
    struct str key = str_of(what);
    if (group.len)
        key = str_format(m->a, "%.*s-%.*s", STR_FMT(key), STR_FMT(group));
    return i ? str_format(m->a, "%.*s-%zu", STR_FMT(key), i + 1) : key;
}

/* Contents and index, before the maps of a book. */
static void add_front(struct page_maker *m, size_t book, size_t n_maps)
{
    struct str group = m->books[book].title;
    size_t n = front_pages(m, n_maps), n_contents = n - (m->doc->index != NULL);

    for (size_t i = 0; i < n; i++) {
        bool contents = i < n_contents;
        struct atlas_page *p = &m->pages[m->n];
        m->row_of[m->n++] = UINT32_MAX;
        *p = (struct atlas_page){.kind = contents ? ATLAS_CONTENTS : ATLAS_INDEX,
                                 .group = group,
                                 .number = contents ? i + 1 : 1,
                                 .label = roman(m->a, i + 1),
                                 .book = book};
        p->key = front_key(m, contents ? "contents" : "index", group, contents ? i : 0);
        p->title = contents ? STR("Contents") : STR("Index of sheets");
    }
}

/* The keys of front pages differ from those of maps, also as file names. */
static bool check_front_keys(struct page_maker *m)
{
    GHashTable *keys = g_hash_table_new(g_str_hash, g_str_equal);
    bool ok = true;
    for (size_t i = 0; i < m->n; i++) {
        if (m->pages[i].kind != ATLAS_MAP)
            g_hash_table_add(keys, str_c(m->a, str_fold(m->a, m->pages[i].stem)));
    }

    for (size_t i = 0; i < m->n && ok && g_hash_table_size(keys); i++) {
        struct arena scratch = *m->a;
        uint32_t row = m->row_of[i];
        ok = row == UINT32_MAX ||
             !g_hash_table_contains(keys, str_c(&scratch, str_fold(&scratch, m->pages[i].stem)));
        if (!ok)
            fail_key(m, "the key of a front page, 'index' or 'contents'", row, NULL);
    }

    g_hash_table_destroy(keys);
    return ok || lode_hint(m->err, "start keys with something else: key: concat('p-', ...)");
}

static void add_pages(struct page_maker *m)
{
    size_t n = m->shared->coverage.features.table.n, most = 2 * n + 64;
    GHashTable *groups = g_hash_table_new(g_str_hash, g_str_equal);
    m->books = arena_array(m->a, struct atlas_book, n + 1);
    size_t *book = arena_array(m->a, size_t, n);

    for (size_t i = 0; i < n; i++) {
        book[i] = (size_t)(book_of(m, groups, m->group ? m->group[i] : STR("")) - m->books);
        m->books[book[i]].n++;
    }

    g_hash_table_destroy(groups);

    for (size_t b = 0; b < m->n_books; b++)
        most += front_pages(m, m->books[b].n);
    m->pages = arena_array(m->a, struct atlas_page, most);
    m->row_of = arena_array(m->a, uint32_t, most);

    for (size_t b = 0; b < m->n_books; b++) {
        size_t first = m->n, number = 0;
        add_front(m, b, m->books[b].n);

        /* A pass over all rows for each group is quick enough: no atlas has thousands of groups. */
        for (size_t i = 0; i < n; i++) {
            if (book[i] != b)
                continue;
            number++;
            m->row_of[m->n] = (uint32_t)i;
            m->pages[m->n++] = (struct atlas_page){.key = m->key[i],
                                                   .title = m->key[i],
                                                   .group = m->books[b].title,
                                                   .number = number,
                                                   .label = str_format(m->a, "%zu", number),
                                                   .book = b};
        }

        m->books[b].first = first;
        m->books[b].n = m->n - first;
    }
}

/* ---- words */

/* A column of the coverage with one row for each page. Front pages have no feature, and no
 * value. */
static struct column spread(struct page_maker *m, const struct column *c, struct str name)
{
    struct column ret = {.name = name, .type = c->type, .n = m->n};
    uint8_t *null = arena_array(m->a, uint8_t, m->n + 1);
    size_t width = c->type == COL_TEXT ? sizeof(struct str) : c->type == COL_BOOL ? 1 : 8;
    char *to = arena_alloc(m->a, width, m->n + 1);
    const char *from = (const char *)c->v.i;

    for (size_t i = 0; i < m->n; i++) {
        uint32_t row = m->row_of[i];
        null[i] = !from || row == UINT32_MAX || column_is_null(c, row);
        for (size_t k = 0; k < width && !null[i]; k++)
            to[i * width + k] = from[row * width + k];
    }

    ret.null = null;
    ret.v.i = (const int64_t *)(const void *)to;
    return ret;
}

static struct column own_text(struct page_maker *m, struct str name)
{
    struct str *texts = arena_array(m->a, struct str, m->n + 1);
    for (size_t i = 0; i < m->n; i++) {
        const struct atlas_page *p = &m->pages[i];
        texts[i] = str_is(name, "page.key")     ? p->key
                   : str_is(name, "page.title") ? p->title
                                                : p->group;
    }
    return (struct column){.name = name, .n = m->n, .type = COL_TEXT, .v.s = texts};
}

static struct column own_number(struct page_maker *m, struct str name)
{
    int64_t *numbers = arena_array(m->a, int64_t, m->n + 1);
    uint8_t *front = arena_array(m->a, uint8_t, m->n + 1); /* front pages have no number */
    bool count = str_is(name, "page.count");

    for (size_t i = 0; i < m->n; i++) {
        const struct atlas_page *p = &m->pages[i];
        const struct atlas_book *book = &m->books[p->book];
        front[i] = p->kind != ATLAS_MAP;
        /* The last page of a book is a map, and its number is how many there are. */
        numbers[i] = (int64_t)(count ? m->pages[book->first + book->n - 1].number : p->number);
    }
    return (struct column){
        .name = name, .n = m->n, .type = COL_INT, .v.i = numbers, .null = count ? NULL : front};
}

static struct column own_column(struct page_maker *m, struct str name)
{
    bool number = str_is(name, "page.number") || str_is(name, "page.count");
    return number ? own_number(m, name) : own_text(m, name);
}

/* The words of the run with their values; names and order are those that the check has given. */
static struct table words_of(struct page_maker *m)
{
    const struct run *r = m->run;
    const struct table *cover = &m->shared->coverage.features.table;
    struct column *columns = arena_array(m->a, struct column, r->n_page_words);

    for (size_t i = 0; i < r->n_page_words; i++) {
        struct str name = r->page_words[i].name;
        const struct column *c = page_word_column(cover, name);
        struct column unread = {.type = r->page_words[i].value.type};

        columns[i] = i < PAGE_OWN_WORDS ? own_column(m, name) : spread(m, c ? c : &unread, name);
    }
    return (struct table){.name = STR("a page of the atlas"),
                          .n = m->n,
                          .columns = columns,
                          .n_columns = r->n_page_words};
}

/* Titles by a template, with numbers in the digits of the language. */
static bool title_texts(struct page_maker *m, struct str text, struct lode_span at,
                        const struct table *t, struct str **ret)
{
    struct expr_env env = m->run->env;
    env.own_digits = true;
    return atlas_pages_evaluate(m, text, at, t, &env, ret);
}

/* The titles of all pages of one kind; when the template gives an empty text the title stays. */
static bool set_titles_of(struct page_maker *m, enum atlas_page_kind kind, struct str text,
                          struct lode_span at, const struct table *t)
{
    struct str *titles;
    if (!text.p)
        return true;
    if (!title_texts(m, text, at, t, &titles))
        return false;

    for (size_t i = 0; i < m->n; i++) {
        if (m->pages[i].kind == kind && titles[i].len)
            m->pages[i].title = titles[i];
    }
    return true;
}

static bool set_front_titles(struct page_maker *m, enum atlas_page_kind kind,
                             const struct node *section, const struct table *t)
{
    const struct node *title = node_lookup(section, "title");
    return !title || set_titles_of(m, kind, title->text, title->at, t);
}

static bool set_titles(struct page_maker *m)
{
    struct table t = words_of(m);
    const struct doc_text *title = &m->doc->title;
    return set_titles_of(m, ATLAS_MAP, title->s, title->at, &t) &&
           set_front_titles(m, ATLAS_INDEX, m->doc->index, &t) &&
           set_front_titles(m, ATLAS_CONTENTS, m->doc->contents, &t);
}

static bool fail_own_key(struct page_maker *m, struct str key, struct lode_span at)
{
    struct str *keys = arena_array(m->a, struct str, m->n);
    for (size_t i = 0; i < m->n; i++)
        keys[i] = m->pages[i].key;

    struct str near = str_nearest(key, keys, m->n);
    lode_fail(m->err, LODE_SCHEMA, at, "no page has the key '%.*s'", STR_FMT(key));
    return near.len && lode_hint(m->err, "did you mean '%.*s'?", STR_FMT(near));
}

/* Row `i` as a table of one. */
static struct table one_row(struct arena *a, const struct table *t, size_t i)
{
    struct column *columns = arena_array(a, struct column, t->n_columns);
    struct table one = *t;

    for (size_t c = 0; c < t->n_columns; c++) {
        struct column *to = &columns[c];

        *to = t->columns[c];
        to->n = 1;
        to->null = to->null ? to->null + i : NULL;
        if (to->type == COL_TEXT)
            to->v.s += i;
        else if (to->type == COL_BOOL)
            to->v.b += i;
        else
            to->v.i += i; /* also real numbers, which are as wide */
    }

    one.columns = columns;
    one.n = 1;
    return one;
}

/* The titles that `atlas.pages` gives to single pages. */
static bool set_own_titles(struct page_maker *m)
{
    const struct node *own = m->doc->pages;
    struct table all = own ? words_of(m) : (struct table){0};
    for (size_t k = 0; own && k < own->n_pairs; k++) {
        const struct node *title = node_lookup(own->pairs[k].value, "title");
        struct str *texts;
        size_t i = 0;

        while (i < m->n && !text_same(m->pages[i].key, own->pairs[k].key))
            i++;
        if (i == m->n)
            return fail_own_key(m, own->pairs[k].key, own->pairs[k].at);

        struct table one = one_row(m->a, &all, i);
        if (title && !title_texts(m, title->text, title->at, &one, &texts))
            return false;
        if (title)
            m->pages[i].title = texts[0];
    }

    return true;
}

static bool fail_no_page(struct page_maker *m)
{
    lode_fail(m->err, LODE_DATA, m->doc->over.at,
              "the atlas has no page: there is nothing in '%.*s'", STR_FMT(m->doc->over.s));
    return lode_hint(m->err, m->doc->filter.s.p ? "no feature passes its 'filter'"
                                                : "see what is in a source with: lode info FILE");
}

bool atlas_pages(struct run *r, struct atlas_shared *s, struct atlas *ret, struct lode_err *err)
{
    struct page_maker m = {.run = r, .a = &r->a, .doc = &r->doc->atlas, .shared = s, .err = err};
    size_t n = s->coverage.features.table.n;

    if (!n)
        return fail_no_page(&m);
    if (n > PAGES_MAX)
        return lode_fail(err, LODE_LIMIT, m.doc->over.at, "an atlas of more than %d pages: %zu",
                         PAGES_MAX, n);

    if (!m.doc->key.s.p)
        set_default_keys(&m);
    else if (!row_texts(&m, &m.doc->key, &m.key))
        return false;
    if ((m.doc->group.s.p && !row_texts(&m, &m.doc->group, &m.group)) || !check_keys(&m))
        return false;

    add_pages(&m);
    for (size_t i = 0; i < m.n; i++)
        m.pages[i].stem = atlas_stem(m.a, m.pages[i].key);
    if (!check_front_keys(&m) || !set_titles(&m) || !set_own_titles(&m))
        return false;

    s->words = words_of(&m);
    if (!atlas_pages_name_files(&m, &s->words))
        return false;

    s->row_of = m.row_of;
    ret->pages = m.pages;
    ret->n = m.n;
    ret->books = m.books;
    ret->n_books = m.doc->book.s.p ? m.n_books : 0;
    for (size_t i = 0; i < m.n && !ret->n_books; i++)
        m.pages[i].book = SIZE_MAX;
    return true;
}

bool atlas_page_lookup(const struct atlas *a, struct str key, size_t *ret)
{
    for (size_t i = 0; i < a->n; i++) {
        if (text_same(a->pages[i].key, key)) {
            *ret = i;
            return true;
        }
    }
    return false;
}
