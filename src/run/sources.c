/* What of the sources a document needs: which of them whole, and which of their columns. */
#include "run/sources.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "expr/order.h"
#include "expr/template.h"
#include "style/style.h"

bool sources_needed_whole(const struct map_doc *doc, struct str name)
{
    for (size_t i = 0; i < doc->n_steps; i++) {
        if (str_eq(doc->steps[i].input.s, name) || str_eq(doc->steps[i].with.s, name))
            return true;
    }

    for (size_t i = 0; i < doc->n_tables; i++) {
        if (str_eq(doc->tables[i].of.s, name))
            return true;
    }

    if (str_eq(doc->atlas.over.s, name))
        return true;

    for (size_t i = 0; i < doc->page.n_tables; i++) {
        if (str_eq(doc->page.tables[i].of.s, name))
            return true;
    }

    const struct doc_extent *e = &doc->map.extent;
    return (e->kind == EXTENT_LAYER && str_eq(e->of.s, name)) ||
           (e->kind == EXTENT_ALL && sources_drawn(doc, name));
}

bool sources_drawn(const struct map_doc *doc, struct str name)
{
    for (size_t i = 0; i < doc->n_layers; i++) {
        if (str_eq(doc->layers[i].of.s, name))
            return true;
    }
    return false;
}

static bool has_scale(const struct node *n)
{
    if (node_lookup(n, "by"))
        return true;
    for (size_t i = 0; i < n->n_pairs; i++) {
        if (has_scale(n->pairs[i].value))
            return true;
    }
    return false;
}

bool sources_scaled(const struct map_doc *doc, struct str name)
{
    for (size_t i = 0; i < doc->n_layers; i++) {
        if (str_eq(doc->layers[i].of.s, name) && has_scale(doc->layers[i].props))
            return true;
    }
    return false;
}

/* `by: length() / 1000` may measure shapes; `by: a column` does not. */
static bool has_computed_scale(const struct node *n)
{
    const struct node *by = node_lookup(n, "by");
    size_t at;
    if (by && by->kind == NODE_SCALAR && str_find(by->text, STR("("), &at))
        return true;
    for (size_t i = 0; i < n->n_pairs; i++) {
        if (has_computed_scale(n->pairs[i].value))
            return true;
    }
    return false;
}

bool sources_only_shown(const struct map_doc *doc, struct str name)
{
    bool is_over = str_eq(doc->atlas.over.s, name);

    for (size_t i = 0; i < doc->n_steps; i++) {
        if (str_eq(doc->steps[i].input.s, name) || str_eq(doc->steps[i].with.s, name))
            return false;
    }

    for (size_t i = 0; i < doc->n_tables; i++) {
        if (str_eq(doc->tables[i].of.s, name))
            return false;
    }

    for (size_t i = 0; i < doc->page.n_tables; i++) {
        if (str_eq(doc->page.tables[i].of.s, name))
            return false;
    }

    for (size_t i = 0; i < doc->n_layers; i++) {
        if (str_eq(doc->layers[i].of.s, name) && has_computed_scale(doc->layers[i].props))
            return false;
    }

    return !is_over || doc->atlas.kind == OVER_LAYER;
}

bool sources_located(const struct map_doc *doc, struct str name)
{
    const struct node *locator = doc_page_part(&doc->page, "locator");
    const struct node *layers = node_lookup(locator, "layers");

    for (size_t i = 0; layers && i < layers->n_items; i++) {
        if (str_eq(layers->items[i]->text, name))
            return true;
    }
    for (size_t i = 0; locator && !layers && i < doc->n_layers; i++) {
        if (doc->layers[i].kind == LAYER_FILL)
            return str_eq(doc->layers[i].of.s, name);
    }
    return false;
}

/* A step that joins two layers calls a second column `name` `name_2`: the name without that
 * number. */
static struct str without_number(struct str name)
{
    size_t n = name.len;
    while (n && name.p[n - 1] >= '0' && name.p[n - 1] <= '9')
        n--;
    return n > 1 && n < name.len && name.p[n - 1] == '_' ? str_head(name, n - 1) : name;
}

static void keep_names(const struct table *schema, const struct expr_name *names, size_t n,
                       bool *wanted)
{
    for (size_t i = 0; i < n; i++) {
        const struct column *c = table_lookup(schema, names[i].name);
        const struct column *stem = table_lookup(schema, without_number(names[i].name));
        if (c)
            wanted[c - schema->columns] = true;
        if (stem)
            wanted[stem - schema->columns] = true;
    }
}

/* Names of columns as `tables:` has them; "-name" sorts by `name`, falling. */
static void keep_texts(const struct table *schema, const struct doc_text *texts, size_t n,
                       bool *wanted)
{
    bool falling;
    for (size_t i = 0; i < n; i++) {
        struct expr_name name = {.name = order_name(texts[i].s, &falling)};
        keep_names(schema, &name, 1, wanted);
    }
}

static void keep_expression(struct arena *a, const struct table *schema,
                            const struct doc_text *text, bool *wanted)
{
    struct expr *e;
    struct expr_name *names;
    size_t n;
    struct lode_err ignored = {0}; /* the check has reported it */
    if (!text->s.p || !expr_parse(a, text->s, text->at, &e, &ignored))
        return;

    expr_names(a, e, &names, &n);
    keep_names(schema, names, n, wanted);
}

/* What follows `page.` or `page.feature.`, without the quote that a name may stand in. */
static struct str skip_prefix(struct str s)
{
    struct str feature = STR("feature.");
    s = str_starts(s, feature) ? str_from(s, feature.len) : s;
    return str_starts(s, STR("\"")) ? str_from(s, 1) : s;
}

/* Columns that texts name as words of a page; one with a quote in its name, which is written twice,
 * is always kept. In `{page.name || '!'}` the end of the name is not
 * known, so every column whose name begins what follows `page.` is kept. */
static void keep_page_words(const struct table *schema, const struct node *n, bool *wanted)
{
    size_t at, quote;
    for (struct str rest = n->text; n->kind == NODE_SCALAR && str_find(rest, STR("page."), &at);) {
        rest = str_from(rest, at + 5);
        for (size_t i = 0; i < schema->n_columns; i++) {
            struct str name = schema->columns[i].name;
            wanted[i] |= str_starts(rest, name) || str_starts(skip_prefix(rest), name) ||
                         str_find(name, STR("\""), &quote);
        }
    }
    for (size_t i = 0; i < n->n_pairs; i++)
        keep_page_words(schema, n->pairs[i].value, wanted);
    for (size_t i = 0; i < n->n_items; i++)
        keep_page_words(schema, n->items[i], wanted);
}

static void keep_atlas(struct arena *a, const struct map_doc *doc, const struct table *schema,
                       bool *wanted)
{
    static const char *const usual[] = {"key", "name", "west", "south", "east", "north"};
    const struct doc_atlas *at = &doc->atlas;
    if (!at->node)
        return;

    keep_expression(a, schema, &at->filter, wanted);
    keep_expression(a, schema, &at->key, wanted);
    keep_expression(a, schema, &at->group, wanted);
    keep_texts(schema, at->order, at->n_order, wanted);

    keep_page_words(schema, doc->root, wanted);
    for (size_t i = 0; i < doc->n_layers; i++)
        keep_page_words(schema, doc->layers[i].props, wanted);

    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        struct expr_name name = {.name = str_of(usual[i])};
        keep_names(schema, &name, 1, wanted);
    }
}

static void keep_template(struct arena *a, const struct table *schema, const struct node *text,
                          bool *wanted)
{
    struct template_text *t;
    struct expr_name *names;
    size_t n;
    struct lode_err ignored = {0}; /* the check has reported it */
    if (!text || !template_parse(a, text->text, text->at, &t, &ignored))
        return;

    template_names(a, t, &names, &n);
    keep_names(schema, names, n, wanted);
}

static void keep_page_table(struct arena *a, const struct table *schema,
                            const struct doc_page_table *t, bool *wanted)
{
    for (size_t i = 0; i < t->n_columns; i++) {
        keep_texts(schema, &t->columns[i].column, t->columns[i].column.s.p != NULL, wanted);
        keep_template(a, schema, t->columns[i].format, wanted);
    }
    keep_texts(schema, t->order, t->n_order, wanted);
}

struct str *sources_columns(struct arena *a, const struct map_doc *doc, const struct table *schema,
                            size_t *ret_n)
{
    /* A column may reach a layer through several steps: every name that is used anywhere is
     * kept. */
    bool *wanted = arena_array(a, bool, schema->n_columns);
    struct expr_name *names;
    size_t n;

    for (size_t i = 0; i < doc->n_layers; i++) {
        style_names(a, &doc->layers[i], &names, &n);
        keep_names(schema, names, n, wanted);
    }

    for (size_t i = 0; i < doc->n_steps; i++) {
        step_names(a, &doc->steps[i], &names, &n);
        keep_names(schema, names, n, wanted);
    }

    for (size_t i = 0; i < doc->n_tables; i++) {
        keep_texts(schema, doc->tables[i].columns, doc->tables[i].n_columns, wanted);
        keep_texts(schema, doc->tables[i].order, doc->tables[i].n_order, wanted);
    }

    keep_expression(a, schema, &doc->map.extent.filter, wanted);
    keep_atlas(a, doc, schema, wanted);
    for (size_t i = 0; i < doc->page.n_tables; i++)
        keep_page_table(a, schema, &doc->page.tables[i], wanted);

    struct str *ret = arena_array(a, struct str, schema->n_columns);
    *ret_n = 0;
    for (size_t i = 0; i < schema->n_columns; i++) {
        if (wanted[i])
            ret[(*ret_n)++] = schema->columns[i].name;
    }

    return ret;
}

static bool was_read(const struct layer_set *layers, const struct doc_source *s)
{
    return !layers->n || layer_lookup(layers, s->name);
}

struct str sources_text(struct arena *a, const struct map_doc *doc, const struct layer_set *layers)
{
    struct str *seen = arena_array(a, struct str, doc->n_sources), text = STR("");
    size_t n = 0;
    bool credited = false;

    for (size_t i = 0; i < doc->n_sources; i++)
        credited |= doc->sources[i].credit.s.len && was_read(layers, &doc->sources[i]);

    for (size_t i = 0; i < doc->n_sources; i++) {
        const struct doc_source *s = &doc->sources[i];
        struct str credit = credited ? s->credit.s : path_stem(s->file.s);
        bool skipped = !credit.len || !was_read(layers, s);
        for (size_t k = 0; k < n && !skipped; k++)
            skipped = str_eq(seen[k], credit);
        if (skipped)
            continue;

        seen[n++] = credit;
        text = str_format(a, "%.*s%s%.*s", STR_FMT(text), n > 1 ? "; " : "", STR_FMT(credit));
    }

    return text;
}
