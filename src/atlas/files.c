/* The names of the files of pages and books: different from each other, whatever the data holds. */
#include <glib.h>

#include "atlas/pages.h"
#include "atlas/stem.h"
#include "base/file.h"
#include "expr/template.h"

/* NAME_MAX of Linux, 255, less the ".lode-4194304-" before the name of a file that is being
 * made. */
enum { NAME_BYTES_MAX = 241 };

/* Whether the name of a file or book has the word. */
static bool names_have(const struct page_maker *m, struct str word)
{
    size_t at;
    bool ret = str_find(m->doc->book.s, word, &at);
    for (size_t i = 0; i < m->doc->n_output && !ret; i++)
        ret = str_find(m->doc->output[i].s, word, &at);
    return ret;
}

/* The words of the pages, made fit for the names of files that have them. A front page lies in the
 * folder of its group, and its name has its key where the name of a map has a value of its
 * feature. */
static struct table file_words(struct page_maker *m, const struct table *words)
{
    struct column *columns = arena_array(m->a, struct column, words->n_columns);
    for (size_t c = 0; c < words->n_columns; c++) {
        columns[c] = words->columns[c];
        if (columns[c].type != COL_TEXT || !names_have(m, columns[c].name))
            continue;

        bool of_front = str_is(columns[c].name, "page.group");
        struct str *stems = arena_array(m->a, struct str, m->n + 1);
        for (size_t i = 0; i < m->n; i++) {
            bool front = m->pages[i].kind != ATLAS_MAP && !of_front;
            if (!front && column_is_null(&columns[c], i))
                continue;
            stems[i] = atlas_stem(m->a, front ? m->pages[i].key : words->columns[c].v.s[i]);
        }
        columns[c].v.s = stems;
        columns[c].null = NULL;
    }

    struct table t = *words;
    t.columns = columns;
    return t;
}

/* With '_' in place of a blank at the start of a part of the path, where a missing word stood. */
static struct str blanks_filled(struct page_maker *m, struct str path)
{
    char *p = str_c(m->a, path);
    for (size_t i = 0; i < path.len; i++) {
        if (p[i] == ' ' && (!i || p[i - 1] == '/'))
            p[i] = '_';
    }
    return (struct str){p, path.len};
}

/* A name whose words are all missing, "out/.png", gets the stem: "out/KEY.png". */
static struct str with_name(struct page_maker *m, struct str path, struct str stem)
{
    path = blanks_filled(m, path);
    size_t slash = path.len;
    while (slash && path.p[slash - 1] != '/')
        slash--;

    struct str name = str_from(path, slash);
    if (name.len && name.p[0] != '.')
        return path;
    return str_format(m->a, "%.*s%.*s%.*s", (int)slash, path.p, STR_FMT(stem), STR_FMT(name));
}

/* A template gives an empty text when all its words are missing: then the stem takes their
 * place. */
static struct str with_stem(struct page_maker *m, struct str text, struct str stem)
{
    size_t from = 0, to = text.len;
    while (from < text.len && text.p[from] != '{')
        from++;
    while (to && text.p[to - 1] != '}')
        to--;
    return str_format(m->a, "%.*s%.*s%.*s", (int)from, text.p, STR_FMT(stem),
                      STR_FMT(str_from(text, to)));
}

/* Whether ".." stands behind another part, and so leads out of a folder. At the start it is the
 * document's own choice. */
static bool leads_out(struct str path)
{
    struct str part;
    bool in = false;
    while (str_cut(&path, '/', &part)) {
        if (in && str_is(part, ".."))
            return true;
        in |= part.len && !str_is(part, "..") && !str_is(part, ".");
    }
    return false;
}

static bool fail_leads_out(struct page_maker *m, struct lode_span at, struct str path)
{
    lode_fail(m->err, LODE_SCHEMA, at, "a name that leads out of its folder: '%.*s'",
              STR_FMT(str_head(path, 120)));
    return lode_hint(m->err, "'..' may only stand at the start");
}

/* No part of the path is longer than a file system allows. */
static bool check_length(struct page_maker *m, struct atlas_file file, size_t page)
{
    struct str rest = file.path, part;
    while (str_cut(&rest, '/', &part)) {
        if (part.len <= NAME_BYTES_MAX)
            continue;

        lode_fail(m->err, LODE_DATA, file.at,
                  "the name of a file of the page '%.*s' has %zu bytes: '%.*s...'",
                  STR_FMT(str_head(m->pages[page].key, 60)), part.len, STR_FMT(str_head(part, 40)));
        return lode_hint(m->err, "file systems allow %d: use fewer words in the name",
                         NAME_BYTES_MAX);
    }
    return true;
}

/* Remember the name; fails when another page has it, also without regard to case. */
static bool take_name(struct page_maker *m, GHashTable *taken, struct atlas_file file, size_t page)
{
    char *name = str_c(m->a, str_fold(m->a, file.path));
    size_t other = (size_t)g_hash_table_lookup(taken, name);
    if (!other) {
        g_hash_table_insert(taken, name, (void *)(page + 1));
        return check_length(m, file, page);
    }

    lode_fail(m->err, LODE_DATA, file.at,
              "the pages '%.*s' and '%.*s' would write the same file '%.*s'",
              STR_FMT(m->pages[other - 1].key), STR_FMT(m->pages[page].key), STR_FMT(file.path));
    return lode_hint(m->err, "put '{page.key}' into its name");
}

static bool set_files(struct page_maker *m, const struct table *words)
{
    GHashTable *taken = g_hash_table_new(g_str_hash, g_str_equal);
    size_t n_out = m->doc->n_output;
    bool ok = true;

    for (size_t i = 0; i < m->n; i++)
        m->pages[i].files = arena_array(m->a, struct atlas_file, n_out);

    for (size_t k = 0; k < n_out && ok; k++) {
        const struct doc_text *out = &m->doc->output[k];
        struct str *paths;
        ok = atlas_pages_evaluate(m, out->s, out->at, words, &m->run->env, &paths);

        for (size_t i = 0; i < m->n && ok; i++) {
            struct atlas_page *p = &m->pages[i];
            if (leads_out(paths[i])) {
                ok = fail_leads_out(m, out->at, paths[i]);
                break;
            }

            struct str path =
                paths[i].len ? with_name(m, paths[i], p->stem) : with_stem(m, out->s, p->stem);
            bool from_command = out->at.file && str_starts(str_of(out->at.file), STR("--set "));
            struct atlas_file file = {from_command ? path : path_beside(m->a, path, out->at.file),
                                      out->at};
            ((struct atlas_file *)p->files)[p->n_files++] = file;
            ok = take_name(m, taken, file, i);
        }
    }

    g_hash_table_destroy(taken);
    return ok;
}

static bool set_books(struct page_maker *m, const struct table *words)
{
    const struct doc_text *book = &m->doc->book;
    struct str *paths;
    if (!book->s.p)
        return true;
    if (!atlas_pages_evaluate(m, book->s, book->at, words, &m->run->env, &paths))
        return false;

    for (size_t b = 0; b < m->n_books; b++) {
        size_t last = m->books[b].first + m->books[b].n - 1; /* a map, which has all words */
        if (leads_out(paths[last]))
            return fail_leads_out(m, book->at, paths[last]);

        m->books[b].path = path_beside(m->a, paths[last], book->at.file);
        for (size_t k = 0; k < b; k++) {
            if (!str_eq(m->books[k].path, m->books[b].path))
                continue;
            lode_fail(m->err, LODE_DATA, book->at, "two books would be the same file '%.*s'",
                      STR_FMT(m->books[b].path));
            return lode_hint(m->err, "put '{page.group}' into its name");
        }

        if (!m->books[b].title.len)
            m->books[b].title = m->run->doc->title.s;
    }

    return true;
}

bool atlas_pages_evaluate(struct page_maker *m, struct str text, struct lode_span at,
                          const struct table *t, const struct expr_env *env, struct str **ret)
{
    struct template_text *parsed;
    size_t n;
    return template_parse(m->a, text, at, &parsed, m->err) &&
           template_eval(m->a, parsed, t, env, ret, &n, m->err);
}

bool atlas_pages_name_files(struct page_maker *m, const struct table *words)
{
    struct table fit = file_words(m, words);
    return set_files(m, &fit) && set_books(m, &fit);
}
