/* The check of the section `atlas:` against the schemas of sources and steps. */
#include <glib.h>
#include <string.h>

#include "base/log.h"
#include "expr/template.h"
#include "run/page_words.h"
#include "run/tables.h"
#include "write/format.h"

/* The columns of what has a page each. False when its layer failed. */
static bool coverage_schema(struct run *r, struct table *ret)
{
    const struct doc_atlas *at = &r->doc->atlas;
    const struct features *f = layer_lookup(&r->schemas, at->over.s);
    *ret = (struct table){.name = at->over.s};
    if (page_words_columns(at->kind, &ret->columns, &ret->n_columns)) {
        ret->name = at->kind == OVER_GRID ? STR("grid") : STR("strip");
        return true;
    }

    if (f)
        *ret = f->table;
    return f != NULL;
}

/* Whether every page has a word of that name, which a column then cannot have. */
static bool is_own_word(struct str name)
{
    for (size_t i = 0; i < PAGE_OWN_WORDS; i++) {
        if (str_eq(str_from(str_of(page_own_words[i].name), 5), name))
            return true;
    }
    return false;
}

static void add_words(struct arena *a, const struct table *cover, const char *prefix,
                      struct column *columns, size_t *n)
{
    bool hidden = strcmp(prefix, PAGE_FEATURE) != 0; /* then a word of every page comes first */
    for (size_t i = 0; i < cover->n_columns; i++) {
        const struct column *c = &cover->columns[i];
        if (!hidden || !is_own_word(c->name))
            columns[(*n)++] = (struct column){
                .name = str_format(a, "%s%.*s", prefix, STR_FMT(c->name)), .type = c->type};
    }
}

/* Whether `text` has `word` as a whole: "page.count", not "page.country". */
static bool has_word(struct str text, struct str word)
{
    size_t at;
    for (; str_find(text, word, &at); text = str_from(text, at + 1)) {
        unsigned char next = at + word.len < text.len ? (unsigned char)text.p[at + word.len] : 0;
        unsigned char before = at ? (unsigned char)text.p[at - 1] : 0;
        if (!g_ascii_isalnum(next) && next != '_' && next < 0x80 && !g_ascii_isalnum(before) &&
            before != '_' && before != '.')
            return true;
    }
    return false;
}

/* The first text of the document that says `word`; NULL: none does. */
static const struct node *says_word(const struct node *n, struct str word)
{
    const struct node *found = n->kind == NODE_SCALAR && has_word(n->text, word) ? n : NULL;
    for (size_t i = 0; !found && i < n->n_pairs; i++)
        found = says_word(n->pairs[i].value, word);
    for (size_t i = 0; !found && i < n->n_items; i++)
        found = says_word(n->items[i], word);
    return found;
}

/* Whether the document, or a look that it uses, asks for `page.feature.NAME`: the words of all
 * columns a second time are made then only. */
static bool says_feature(const struct map_doc *doc)
{
    struct str word = STR("page.feature");
    bool said = says_word(doc->root, word) != NULL;
    for (size_t i = 0; !said && i < doc->n_layers; i++)
        said = says_word(doc->layers[i].props, word) != NULL;
    return said;
}

static void set_page_words(struct run *r, const struct table *cover)
{
    struct column *columns =
        arena_array(&r->a, struct column, 2 * cover->n_columns + PAGE_OWN_WORDS);
    struct table t = {.columns = columns};

    for (size_t i = 0; i < PAGE_OWN_WORDS; i++)
        columns[t.n_columns++] =
            (struct column){.name = str_of(page_own_words[i].name), .type = page_own_words[i].type};
    add_words(&r->a, cover, "page.", columns, &t.n_columns);
    if (says_feature(r->doc))
        add_words(&r->a, cover, PAGE_FEATURE, columns, &t.n_columns);

    r->page_words = page_words_of(&r->a, &t, SIZE_MAX);
    r->n_page_words = t.n_columns;
    run_set_words(r, STR("-"), STR("-"));
}

/* ---- words that hide a column */

/* Whether a word and the column of its name are the same: `key: key`, `title: '{page.feature.title}'`. */
static bool is_same_thing(const struct doc_atlas *at, struct str name)
{
    struct str said = str_is(name, "key")     ? at->key.s
                      : str_is(name, "group") ? at->group.s
                      : str_is(name, "title") ? at->title.s
                                              : (struct str){0};
    size_t found;
    if (str_is(name, "key") && !said.len)
        return true; /* the usual key is the column of that name */
    return str_eq(str_trim(said), name) ||
           (str_is(name, "title") && str_find(said, STR(PAGE_FEATURE "title"), &found));
}

static void report_hidden_columns(struct run *r, const struct table *cover)
{
    for (size_t i = 0; i < PAGE_OWN_WORDS; i++) {
        struct str word = str_of(page_own_words[i].name), name = str_from(word, 5);
        if (!table_lookup(cover, name) || is_same_thing(&r->doc->atlas, name))
            continue;

        const struct node *n = says_word(r->doc->root, word);
        if (n)
            log_warn(n->at, "hidden-column",
                     "'%.*s' is %s, and hides the column '%.*s' of '%.*s', which is "
                     "'" PAGE_FEATURE "%.*s'",
                     STR_FMT(word), page_own_words[i].what, STR_FMT(name), STR_FMT(cover->name),
                     STR_FMT(name));
    }
}

static void check_expression(struct run *r, const struct doc_text *text, const struct table *t,
                             const struct expr_env *env, bool condition)
{
    struct lode_err err = {0};
    struct expr *e;
    enum col_type type;
    if (!text->s.p)
        return;

    if (expr_parse(&r->a, text->s, text->at, &e, &err) &&
        expr_check(&r->a, e, t, env, &type, &err) && condition && type != COL_BOOL) {
        lode_fail(&err, LODE_SCHEMA, text->at, "a filter needs a condition, not %s",
                  col_type_name(type));
        lode_hint(&err, "compare it with something: name = 'Kabul', pop > 1000");
    }

    if (err.code)
        diags_put(&r->diags, &err);
}

static void check_template(struct run *r, struct str text, struct lode_span at)
{
    struct lode_err err = {0};
    struct template_text *t;
    struct table none = {.name = STR("a page of the atlas")};
    if (text.p && (!template_parse(&r->a, text, at, &t, &err) ||
                   !template_check(&r->a, t, &none, &r->env, &err)))
        diags_put(&r->diags, &err);
}

static void check_template_under(struct run *r, const struct node *section, const char *key)
{
    const struct node *n = node_lookup(section, key);
    if (n && n->kind == NODE_SCALAR)
        check_template(r, n->text, n->at);
}

static void check_number_column(struct run *r, const struct table *t, const char *name)
{
    struct lode_err err = {0};
    const struct column *c = table_lookup(t, str_of(name));
    if (c && (c->type == COL_INT || c->type == COL_REAL))
        return;

    lode_fail(&err, LODE_SCHEMA, r->doc->atlas.over.at, "no column of numbers '%s' in '%.*s'", name,
              STR_FMT(t->name));
    lode_hint(&err, "a table of extents has the columns west, south, east and north, in degrees");
    diags_put(&r->diags, &err);
}

/* The layer fits the kind of atlas: extents have four numbers, strips have lines. */
static void check_kind(struct run *r, const struct table *t)
{
    const struct doc_atlas *at = &r->doc->atlas;
    struct lode_err err = {0};
    static const char *const sides[] = {"west", "south", "east", "north"};

    for (size_t i = 0; at->kind == OVER_EXTENTS && i < 4; i++)
        check_number_column(r, t, sides[i]);

    const struct features *f = layer_lookup(&r->schemas, at->over.s);
    if (at->kind == OVER_STRIP && f && f->table.kind != GEOM_LINE && f->table.kind != GEOM_NONE) {
        lode_fail(&err, LODE_SCHEMA, at->over.at, "sheets follow lines, and '%.*s' has none",
                  STR_FMT(at->over.s));
        lode_hint(&err, "the outlines of areas are lines: steps: [{outlines: {lines: %.*s}}]",
                  STR_FMT(at->over.s));
        diags_put(&r->diags, &err);
    }
}

static void check_texts(struct run *r)
{
    const struct doc_atlas *at = &r->doc->atlas;
    check_template(r, at->title.s, at->title.at);
    check_template(r, at->book.s, at->book.at);
    for (size_t i = 0; i < at->n_output; i++)
        check_template(r, at->output[i].s, at->output[i].at);

    check_template_under(r, at->neighbours, "text");
    check_template_under(r, at->index, "title");
    check_template_under(r, at->contents, "title");
    check_template_under(r, at->contents, "text");
    for (size_t i = 0; at->pages && i < at->pages->n_pairs; i++)
        check_template_under(r, at->pages->pairs[i].value, "title");
}

static void check_outputs(struct run *r)
{
    const struct doc_atlas *at = &r->doc->atlas;
    for (size_t i = 0; i < at->n_output; i++) {
        const struct doc_text *file = &at->output[i];
        struct lode_err err = {0};
        if (write_format_of(file->s))
            continue;

        write_format_fail(file->s, file->at, &err);
        diags_put(&r->diags, &err);
    }
}

static void check_book(struct run *r)
{
    const struct doc_text *book = &r->doc->atlas.book;
    const struct write_format *format = write_format_of_books();
    struct lode_err err = {0};
    if (!book->s.p || write_format_of(book->s) == format)
        return;

    lode_fail(&err, LODE_SCHEMA, book->at, "a book is a %s: '%.*s'", format->name,
              STR_FMT(book->s));
    lode_hint(&err, "let its name end in %s", format->endings[0]);
    diags_put(&r->diags, &err);
}

void run_check_atlas_files(struct run *r)
{
    const struct doc_atlas *at = &r->doc->atlas;
    struct lode_err err = {0};
    if (!at->node || at->n_output || at->book.s.p)
        return;

    lode_fail(&err, LODE_SCHEMA, at->node->at,
              "the atlas makes no file: it has neither 'output' nor 'book'");
    lode_hint(&err, "write, for example, output: 'out/{page.key}.png'");
    diags_put(&r->diags, &err);
}

void run_check_atlas(struct run *r)
{
    const struct doc_atlas *at = &r->doc->atlas;
    struct table cover;
    struct expr_env env = r->env;
    struct lode_err err = {0};

    if (!at->node || !coverage_schema(r, &cover))
        return;

    const struct features *f = layer_lookup(&r->schemas, at->over.s);
    bool own = at->kind == OVER_GRID || at->kind == OVER_STRIP;
    if (!own && f && !run_schema_env(r, f, &env, &err))
        diags_put(&r->diags, &err);

    check_kind(r, &cover);
    check_expression(r, &at->filter, &cover, &env, true);
    check_expression(r, &at->key, &cover, &env, false);
    check_expression(r, &at->group, &cover, &env, false);
    tables_check_order(r, &cover, at->order, at->n_order);

    set_page_words(r, &cover);
    report_hidden_columns(r, &cover);
    check_texts(r);
    check_outputs(r);
    check_book(r);
}
