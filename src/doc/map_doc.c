/* A map document read: its sections in their order, with the faults of all of them. */
#include "doc/map_doc.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "doc/reading.h"

enum {
    DOCUMENT_BYTES_MAX = 16 << 20,
    FAULTS_MAX = 20, /* more than anybody mends before the next try */
};

void reading_fail(struct reading *r, struct lode_span at, const char *hint, const char *fmt, ...)
{
    struct lode_err err = {0};
    va_list args;

    va_start(args, fmt);
    lode_vfail(&err, LODE_SCHEMA, at, fmt, args);
    va_end(args);

    if (hint)
        lode_hint(&err, "%s", hint);
    diags_put(r->diags, &err);
}

struct doc_text reading_text(const struct node *n)
{
    if (!n || n->kind != NODE_SCALAR)
        return (struct doc_text){0};
    return (struct doc_text){{n->text.p ? n->text.p : "", n->text.len}, n->at};
}

struct doc_text reading_path(struct reading *r, const struct node *n)
{
    struct doc_text text = reading_text(n);
    bool from_command = text.at.file && str_starts(str_of(text.at.file), STR("--set "));
    if (text.s.len && !from_command)
        text.s = path_beside(r->a, text.s, text.at.file);
    return text;
}

size_t reading_list(const struct node *n, const struct node *const **ret, const struct node **one)
{
    *one = n;
    if (n && n->kind == NODE_LIST) {
        *ret = n->items;
        return n->n_items;
    }
    *ret = one;
    return n && n->kind == NODE_SCALAR;
}

const struct doc_text *reading_texts(struct reading *r, const struct node *n, size_t *ret_n)
{
    const struct node *one;
    const struct node *const *items;
    size_t count = reading_list(n, &items, &one);
    struct doc_text *list = arena_array(r->a, struct doc_text, count);

    for (size_t i = 0; i < count; i++)
        list[i] = reading_text(items[i]);

    *ret_n = count;
    return list;
}

bool reading_check(struct reading *r, const struct value *v, const struct node *n)
{
    size_t before = r->diags->n;

    schema_check(r->doc->schema, v, n, r->diags);
    for (size_t i = before; i < r->diags->n; i++) {
        if (r->diags->v[i].code == LODE_LIMIT)
            return false;
    }
    return !r->diags->dropped;
}

static bool is_subtag(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i] | 32;
        if (!(c >= 'a' && c <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9'))
            return false;
    }
    return s.len >= 1 && s.len <= 8;
}

/* Only the shape of a tag (BCP 47) is checked: no list of subtags is kept here. */
static void check_language(struct reading *r, struct doc_text language)
{
    struct str rest = language.s, subtag;
    if (!language.s.p)
        return;

    bool ok = rest.len > 0;
    for (size_t i = 0; ok && str_cut(&rest, '-', &subtag); i++)
        ok = is_subtag(subtag) && (i || (subtag.len >= 2 && subtag.p[0] > '9'));
    if (!ok)
        reading_fail(r, language.at, "write it like 'en', 'fa' or 'uz-Cyrl'",
                     "not a language tag: '%.*s'", STR_FMT(language.s));
}

/* False for another version: what else may stand in such a document is not known. */
static bool check_version(struct reading *r)
{
    struct lode_err ignored = {0};
    const struct node *version = node_lookup(r->doc->root, "lode");
    int64_t v;
    if (!version || !node_int(version, &v, &ignored) || v == 1)
        return true;

    reading_fail(r, version->at, "this program reads version 1",
                 "unknown version of the language: '%.*s'", STR_FMT(version->text));
    return false;
}

static void read_map(struct reading *r)
{
    struct lode_err ignored = {0};
    struct doc_map *map = &r->doc->map;
    map->node = node_lookup(r->doc->root, "map");
    const struct node *background = node_lookup(map->node, "background");
    map->has_background = background && node_rgba(background, &map->background, &ignored);
    extent_read(r);
}

static void read_sections(struct reading *r)
{
    struct lode_err ignored = {0};
    struct map_doc *doc = r->doc;

    doc->title = reading_text(node_lookup(doc->root, "title"));
    doc->description = reading_text(node_lookup(doc->root, "description"));
    doc->language = reading_text(node_lookup(doc->root, "language"));
    doc->dpi = 300;
    if (node_lookup(doc->root, "dpi"))
        node_number(node_lookup(doc->root, "dpi"), &doc->dpi, &ignored);

    check_language(r, doc->language);
    styles_read(r);
    sources_read(r);
    steps_read(r);
    layers_read(r);
    read_map(r);
    page_read(r);
    tables_read(r);
    outputs_read(r);
    atlas_read(r);
}

/* Sorted, and no more than a person will read. */
static void cut_faults(struct diags *diags)
{
    size_t n_faults = 0, n = 0;
    diags_sort(diags);
    for (size_t i = 0; i < diags->n; i++) {
        bool fault = diags->v[i].severity == LODE_ERROR;
        if (fault && n_faults == FAULTS_MAX) {
            diags->dropped++;
            continue;
        }
        n_faults += fault;
        diags->v[n++] = diags->v[i];
    }
    diags->n = n;
}

static bool read_text(struct arena *a, struct str text, const char *name,
                      const struct doc_params *params, struct map_doc **ret, struct diags *diags)
{
    const struct node *root = NULL;
    size_t n_errors = diags->n_errors;
    bool whole = node_read(a, text, name, &root, diags);

    if (!root)
        return false;

    struct map_doc *doc = arena_new(a, struct map_doc);
    struct reading r = {.a = a, .doc = doc, .diags = diags};
    doc->file = str_c(a, str_of(name));
    doc->text = text;
    doc->schema = schema_make(a, params->rows);

    doc->root = overrides_apply(&r, root, params->sets, params->n_sets);
    if (!check_version(&r) || !reading_check(&r, doc->schema->document, doc->root) ||
        doc->root->kind != NODE_MAP)
        return false;

    read_sections(&r);
    *ret = doc;
    return whole && diags->n_errors == n_errors;
}

bool doc_read_text(struct arena *a, struct str text, const char *name,
                   const struct doc_params *params, struct map_doc **ret, struct diags *diags)
{
    bool ok = read_text(a, text, name, params, ret, diags);
    cut_faults(diags);
    return ok;
}

bool doc_read(struct arena *a, const char *file, const struct doc_params *params,
              struct map_doc **ret, struct diags *diags)
{
    struct lode_err err = {0};
    struct str text;
    if (!file_read(a, file, DOCUMENT_BYTES_MAX, (struct lode_span){0}, &text, &err)) {
        /* The command line names the document: that it is not there is a fault of usage. */
        if (err.code == LODE_IO)
            err.code = LODE_USAGE;
        if (err.code == LODE_LIMIT)
            err.at = (struct lode_span){file, 1, 1, 1};
        diags_put(diags, &err);
        return false;
    }
    return doc_read_text(a, text, file, params, ret, diags);
}
