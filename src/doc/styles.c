/* Looks, palettes and themes: from style files and from the document, and their use by layers. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "doc/reading.h"

enum {
    STYLE_FILES_MAX = 64,       /* taste */
    STYLE_BYTES_MAX = 16 << 20, /* as a document */
};

/* Parts of a look that are maps of properties: `stroke: {width: 1 mm}` over a look with a white
 * stroke changes the width and leaves it white, as stroke-width and stroke-color would. */
static const char *const parts[] = {"stroke", "casing", "ticks", "hatch",
                                    "halo",   "label",  "legend"};

static bool is_part(struct str key)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (str_is(key, parts[i]))
            return true;
    }
    return false;
}

static const struct node_pair *lookup_pair(const struct node *map, struct str key)
{
    for (size_t i = 0; map && i < map->n_pairs; i++) {
        if (str_eq(map->pairs[i].key, key))
            return &map->pairs[i];
    }
    return NULL;
}

/* As node_merge, and maps under the same key are merged too: all of them, or the parts of looks. */
static const struct node *merge_deep(struct arena *a, const struct node *under,
                                     const struct node *over, bool all)
{
    const struct node *merged = node_merge(a, under, over);
    if (merged == under || merged == over)
        return merged;

    struct node_pair *pairs = arena_array(a, struct node_pair, merged->n_pairs);
    for (size_t i = 0; i < merged->n_pairs; i++) {
        pairs[i] = merged->pairs[i];
        const struct node_pair *below = lookup_pair(under, pairs[i].key);
        const struct node_pair *above = lookup_pair(over, pairs[i].key);
        if ((all || is_part(pairs[i].key)) && below && above && below->value->kind == NODE_MAP &&
            above->value->kind == NODE_MAP)
            pairs[i].value = merge_deep(a, below->value, above->value, all);
    }

    struct node *ret = arena_new(a, struct node);
    *ret = *merged;
    ret->pairs = pairs;
    return ret;
}

const struct node *reading_merge(struct arena *a, const struct node *under, const struct node *over)
{
    return under ? merge_deep(a, under, over, true) : over;
}

static const struct node *without_key(struct arena *a, const struct node *map, const char *key)
{
    struct node_pair *pairs = arena_array(a, struct node_pair, map->n_pairs);
    size_t n = 0;

    for (size_t i = 0; i < map->n_pairs; i++) {
        if (!str_is(map->pairs[i].key, key))
            pairs[n++] = map->pairs[i];
    }

    struct node *ret = arena_new(a, struct node);
    *ret = *map;
    ret->pairs = pairs;
    ret->n_pairs = n;
    return ret;
}

static void fail_look(struct reading *r, const struct node *name)
{
    struct lode_err err = {0};
    const struct node *looks = r->doc->styles.looks;
    size_t n = looks ? looks->n_pairs : 0;
    struct str *names = arena_array(r->a, struct str, n);
    char list[300] = "";

    for (size_t i = 0; i < n; i++) {
        names[i] = looks->pairs[i].key;
        size_t len = strlen(list);
        snprintf(list + len, sizeof list - len, "%s%.*s", len ? ", " : "", STR_FMT(names[i]));
    }

    struct str near = str_nearest(name->text, names, n);
    lode_rule(&err, "unknown-look");
    lode_fail(&err, LODE_SCHEMA, name->at, "no look '%.*s'", STR_FMT(name->text));
    if (near.len)
        lode_hint(&err, "did you mean '%.*s'?", STR_FMT(near));
    else if (n)
        lode_hint(&err, "there are: %s", list);
    else
        lode_hint(&err, "looks come from files under 'styles:', or from 'looks:'");
    diags_put(r->diags, &err);
}

/* `map` with `label: '{NAME}'` written out as `label: {text: '{NAME}'}`. */
static const struct node *with_label_map(struct reading *r, const struct node *map)
{
    const struct node_pair *label = node_pair_lookup(map, "label");
    if (!label || label->value->kind != NODE_SCALAR)
        return map;
    if (!memchr(label->value->text.p, '{', label->value->text.len))
        reading_fail(r, label->value->at,
                     "a column stands in braces: '{NAME}'; one text for all is {text: ...}",
                     "a label without an expression: '%.*s'",
                     STR_FMT(str_head(label->value->text, 60)));

    struct node_pair *text = arena_new(r->a, struct node_pair);
    *text = (struct node_pair){STR("text"), label->at, label->value};
    struct node *inner = arena_new(r->a, struct node);
    *inner = (struct node){.kind = NODE_MAP, .at = label->value->at, .pairs = text, .n_pairs = 1};
    struct node_pair pair = {label->key, label->at, inner};
    struct node over = {.kind = NODE_MAP, .at = map->at, .pairs = &pair, .n_pairs = 1};

    return node_merge(r->a, map, &over);
}

static const struct node *resolve_uses(struct reading *r, const struct node *map);

/* A look with what it uses itself. Each is made once: looks that use looks many times over would
 * otherwise take exponential time. */
static const struct node *resolve_look(struct reading *r, const struct node *name, size_t index)
{
    struct reading_look *look = &r->looks[index];
    const struct node *value = r->doc->styles.looks->pairs[index].value;
    if (look->open) {
        reading_fail(r, name->at, NULL, "the look '%.*s' uses itself", STR_FMT(name->text));
        return NULL;
    }

    if (!look->resolved && value->kind == NODE_MAP) {
        look->open = true;
        look->resolved = resolve_uses(r, with_label_map(r, value));
        look->open = false;
    }

    return look->resolved;
}

/* What the looks named under `use` come to; NULL: nothing. */
static const struct node *merge_used(struct reading *r, const struct node *use)
{
    const struct node *under = NULL, *one;
    const struct node *const *names;
    size_t n = reading_list(use, &names, &one);

    for (size_t i = 0; i < n; i++) {
        if (names[i]->kind != NODE_SCALAR)
            continue;
        const struct node_pair *pair = lookup_pair(r->doc->styles.looks, names[i]->text);
        if (!pair) {
            fail_look(r, names[i]);
            continue;
        }

        size_t index = (size_t)(pair - r->doc->styles.looks->pairs);
        const struct node *look = resolve_look(r, names[i], index);
        if (look)
            under = merge_deep(r->a, under, look, false);
    }

    return under;
}

/* `map` on top of the looks that it uses, and its `label` on top of those that the label uses. */
static const struct node *resolve_uses(struct reading *r, const struct node *map)
{
    const struct node_pair *use = node_pair_lookup(map, "use");
    const struct node *label = node_lookup(map, "label");

    if (label && node_pair_lookup(label, "use")) {
        struct node_pair pair = *node_pair_lookup(map, "label");
        pair.value = resolve_uses(r, label);
        struct node over = {.kind = NODE_MAP, .at = map->at, .pairs = &pair, .n_pairs = 1};
        map = node_merge(r->a, map, &over);
    }

    if (!use)
        return map;
    map = without_key(r->a, map, "use");
    return merge_deep(r->a, merge_used(r, use->value), map, false);
}

/* Keys that a look brings and that this kind of layer does not have. */
static void check_look_names(struct reading *r, const struct node *layer,
                             const struct node *resolved, const struct section *kind)
{
    size_t n = r->diags->n;
    struct node_pair *pairs = arena_array(r->a, struct node_pair, resolved->n_pairs);
    struct node from_looks = {.kind = NODE_MAP, .pairs = pairs};

    for (size_t i = 0; i < resolved->n_pairs; i++) {
        if (!lookup_pair(layer, resolved->pairs[i].key))
            pairs[from_looks.n_pairs++] = resolved->pairs[i];
    }

    schema_check_names(r->doc->schema, kind, &from_looks, r->diags);
    const struct node *use = node_lookup(layer, "use");
    for (size_t i = n; use && i < r->diags->n; i++)
        lode_within(&r->diags->v[i], "a look used in line %d", use->at.line);
}

const struct node *styles_resolve(struct reading *r, const struct node *layer,
                                  const struct section *kind)
{
    bool has_label = kind != &schema_label; /* there `label` names the layer */
    const struct node *resolved = resolve_uses(r, has_label ? with_label_map(r, layer) : layer);
    if (node_lookup(layer, "use"))
        check_look_names(r, layer, resolved, kind);
    return resolved;
}

/* A section of `file` on top of what earlier ones said. */
static void add_sections(struct reading *r, const struct node *file)
{
    struct doc_styles *styles = &r->doc->styles;
    styles->looks = node_merge(r->a, styles->looks, node_lookup(file, "looks"));
    styles->palettes = node_merge(r->a, styles->palettes, node_lookup(file, "palettes"));
    styles->theme = merge_deep(r->a, styles->theme, node_lookup(file, "theme"), true);
}

static void read_file(struct reading *r, const struct node *name)
{
    struct doc_text path = reading_path(r, name);
    struct lode_err err = {0};
    struct str text;
    const struct node *root = NULL;
    const char *file = str_c(r->a, path.s);

    if (!file_read(r->a, file, STYLE_BYTES_MAX, path.at, &text, &err)) {
        /* A file that the document names and that is not there: the document is at fault. */
        if (err.code == LODE_IO)
            err.code = LODE_SCHEMA;
        diags_put(r->diags, &err);
        return;
    }

    if (!node_read(r->a, text, file, &root, r->diags))
        return;
    if (reading_check(r, &schema_style_file, root))
        add_sections(r, root);
}

void styles_read(struct reading *r)
{
    const struct node *one;
    const struct node *const *names;
    size_t n = reading_list(node_lookup(r->doc->root, "styles"), &names, &one);

    if (n > STYLE_FILES_MAX) {
        reading_fail(r, names[STYLE_FILES_MAX]->at, NULL, "more than %d style files",
                     STYLE_FILES_MAX);
        n = STYLE_FILES_MAX;
    }

    for (size_t i = 0; i < n; i++) {
        if (names[i]->kind == NODE_SCALAR && names[i]->text.len)
            read_file(r, names[i]);
    }

    add_sections(r, r->doc->root);
    r->looks = arena_array(r->a, struct reading_look,
                           r->doc->styles.looks ? r->doc->styles.looks->n_pairs : 0);
}
