/* Names of the document: used by nothing, or by two. */
#include <glib.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lint/parts.h"

void lint_put(struct diags *diags, enum lode_severity severity, const char *rule,
              struct lode_span at, const char *hint, const char *fmt, ...)
{
    struct lode_err err = {.severity = severity, .rule = rule};
    va_list args;
    va_start(args, fmt);
    lode_vfail(&err, LODE_OK, at, fmt, args);
    va_end(args);
    if (hint)
        lode_hint(&err, "%s", hint);
    diags_put(diags, &err);
}

/* Names of layers that items of the page have. */
struct named {
    const struct node *const *v;
    size_t n;
};

/* Whether something reads this source or step; steps before `from` do not count. */
static bool is_read(const struct map_doc *doc, const struct named *page, struct str name,
                    size_t from)
{
    for (size_t i = 0; i < page->n; i++) {
        if (str_eq(page->v[i]->text, name))
            return true;
    }

    for (size_t i = 0; i < doc->n_layers; i++) {
        if (str_eq(doc->layers[i].of.s, name))
            return true;
    }

    for (size_t i = from; i < doc->n_steps; i++) {
        if (str_eq(doc->steps[i].input.s, name) || str_eq(doc->steps[i].with.s, name))
            return true;
    }

    for (size_t i = 0; i < doc->n_tables; i++) {
        if (str_eq(doc->tables[i].of.s, name))
            return true;
    }

    return str_eq(doc->map.extent.of.s, name) || str_eq(doc->atlas.over.s, name);
}

static void report_unused_layers(const struct map_doc *doc, struct diags *diags)
{
    struct named page;
    page.n = doc_page_layers(diags->arena, doc, &page.v);

    for (size_t i = 0; i < doc->n_sources; i++) {
        if (!is_read(doc, &page, doc->sources[i].name, 0))
            lint_put(diags, LODE_WARNING, "unused-data", doc->sources[i].at,
                     "take it out, or draw it", "nothing uses the source '%.*s'",
                     STR_FMT(doc->sources[i].name));
    }

    for (size_t i = 0; i < doc->n_steps; i++) {
        if (!is_read(doc, &page, doc->steps[i].name, i + 1))
            lint_put(diags, LODE_WARNING, "unused-step", doc->steps[i].at,
                     "take it out, draw it, or write it under 'tables:'",
                     "nothing uses the step '%.*s'", STR_FMT(doc->steps[i].name));
    }
}

static bool same_name(struct str a, struct str b)
{
    return a.len == b.len && g_ascii_strncasecmp(a.p, b.p, a.len) == 0;
}

static bool lists_name(const struct node *n, struct str name)
{
    if (n->kind == NODE_SCALAR)
        return same_name(n->text, name);
    for (size_t i = 0; i < n->n_items; i++) {
        if (lists_name(n->items[i], name))
            return true;
    }
    return false;
}

/* Whether `key: name` or `key: [name, ...]` stands anywhere in the tree. */
static bool is_named(const struct node *tree, const char *key, struct str name)
{
    for (size_t i = 0; tree && i < tree->n_pairs; i++) {
        const struct node_pair *pair = &tree->pairs[i];
        if (str_is(pair->key, key) && lists_name(pair->value, name))
            return true;
        if (is_named(pair->value, key, name))
            return true;
    }

    for (size_t i = 0; tree && i < tree->n_items; i++) {
        if (is_named(tree->items[i], key, name))
            return true;
    }
    return false;
}

/* Whether a theme takes a palette for scales that name none. */
static bool theme_lists_palette(const struct map_doc *doc, struct str name)
{
    const struct node *usual = node_lookup(doc->styles.theme, "palettes");
    for (size_t i = 0; usual && i < usual->n_pairs; i++) {
        if (lists_name(usual->pairs[i].value, name))
            return true;
    }
    return false;
}

/* Looks and palettes of the document itself: a style file is shared, and has more than one map needs. */
static void report_unused_styles(const struct map_doc *doc, struct diags *diags)
{
    static const struct {
        const char *section, *key, *rule, *what;
    } kinds[] = {{"looks", "use", "unused-look", "look"},
                 {"palettes", "palette", "unused-palette", "palette"}};
    for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
        const struct node *own = node_lookup(doc->root, kinds[k].section);
        for (size_t i = 0; own && i < own->n_pairs; i++) {
            struct str name = own->pairs[i].key;
            if ((k && theme_lists_palette(doc, name)) || is_named(doc->root, kinds[k].key, name) ||
                is_named(doc->styles.looks, kinds[k].key, name))
                continue;

            lint_put(diags, LODE_WARNING, kinds[k].rule, own->pairs[i].at, NULL,
                     "nothing uses the %s '%.*s'", kinds[k].what, STR_FMT(name));
        }
    }
}

static void report_duplicate_ids(const struct map_doc *doc, struct diags *diags)
{
    for (size_t i = 0; i < doc->n_layers; i++) {
        const struct node *id = node_lookup(doc->layers[i].props, "id");
        for (size_t k = 0; id && k < i; k++) {
            const struct node *before = node_lookup(doc->layers[k].props, "id");
            char hint[80];
            if (!before || !str_eq(before->text, id->text))
                continue;

            snprintf(hint, sizeof hint, "it stands first in line %d", before->at.line);
            lint_put(diags, LODE_WARNING, "duplicate-id", id->at, hint,
                     "two layers have the id '%.*s'", STR_FMT(id->text));
            break;
        }
    }
}

void lint_names(const struct map_doc *doc, struct diags *diags)
{
    if (!diags->n_errors) /* the part that has a fault may be the one that uses the layer */
        report_unused_layers(doc, diags);
    report_unused_styles(doc, diags);
    report_duplicate_ids(doc, diags);
}
