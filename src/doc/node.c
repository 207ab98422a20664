/* Looking into the tree of a document, and reading its values. */
#include "doc/node.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"

/* What stands there, for "not a number: ...". */
static const char *describe_node(const struct node *n, char *buf, size_t size)
{
    switch (n->kind) {
    case NODE_NULL:
        return "nothing is given";
    case NODE_LIST:
        return "a list";
    case NODE_MAP:
        return "a map";
    case NODE_SCALAR:
        break;
    }

    struct str head = n->text;
    size_t cut = 0;
    while (cut < head.len && cut < 60 && !strchr("\n\r", head.p[cut]))
        cut++;
    while (cut && cut < head.len && ((unsigned char)head.p[cut] & 0xc0) == 0x80)
        cut--;
    snprintf(buf, size, "'%.*s%s'", (int)cut, head.p ? head.p : "", cut < head.len ? "..." : "");
    return buf;
}

bool node_hint_comment(const struct node *n, struct lode_err *err)
{
    if (!n->comment.len)
        return false;
    return lode_hint(err, "'#' begins a comment: write the value in quotes, '%.*s'",
                     STR_FMT(str_head(n->comment, 40)));
}

static bool fail_kind(const struct node *n, const char *what, struct lode_err *err)
{
    char buf[96];
    lode_fail(err, LODE_SCHEMA, n->at, "not %s: %s", what, describe_node(n, buf, sizeof buf));
    return node_hint_comment(n, err);
}

static bool is_plain(const struct node *n)
{
    return n->kind == NODE_SCALAR && !n->quoted;
}

const struct node_pair *node_pair_lookup(const struct node *map, const char *key)
{
    if (!map || map->kind != NODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->n_pairs; i++) {
        if (str_is(map->pairs[i].key, key))
            return &map->pairs[i];
    }
    return NULL;
}

const struct node *node_lookup(const struct node *map, const char *key)
{
    const struct node_pair *pair = node_pair_lookup(map, key);
    return pair ? pair->value : NULL;
}

static const struct node_pair *lookup_str(const struct node *map, struct str key)
{
    for (size_t i = 0; i < map->n_pairs; i++) {
        if (str_eq(map->pairs[i].key, key))
            return &map->pairs[i];
    }
    return NULL;
}

bool node_same(const struct node *a, const struct node *b)
{
    if (a == b)
        return true;
    if (a->kind != b->kind || a->n_items != b->n_items || a->n_pairs != b->n_pairs ||
        !str_eq(a->text, b->text))
        return false;

    for (size_t i = 0; i < a->n_items; i++) {
        if (!node_same(a->items[i], b->items[i]))
            return false;
    }

    for (size_t i = 0; i < a->n_pairs; i++) {
        const struct node_pair *other = lookup_str(b, a->pairs[i].key);
        if (!other || !node_same(a->pairs[i].value, other->value))
            return false;
    }
    return true;
}

const struct node *node_merge(struct arena *a, const struct node *under, const struct node *over)
{
    if (!under || under->kind != NODE_MAP)
        return over ? over : under;
    if (!over || over->kind != NODE_MAP)
        return under;

    struct node_pair *pairs = arena_array(a, struct node_pair, under->n_pairs + over->n_pairs);
    size_t n = 0;

    for (size_t i = 0; i < under->n_pairs; i++) {
        const struct node_pair *instead = lookup_str(over, under->pairs[i].key);
        pairs[n++] = instead ? *instead : under->pairs[i];
    }

    for (size_t i = 0; i < over->n_pairs; i++) {
        if (!lookup_str(under, over->pairs[i].key))
            pairs[n++] = over->pairs[i];
    }

    struct node *merged = arena_new(a, struct node);
    *merged = (struct node){.kind = NODE_MAP, .at = over->at, .pairs = pairs, .n_pairs = n};
    return merged;
}

bool node_is(const struct node *n, const char *word)
{
    return n->kind == NODE_SCALAR && str_is(n->text, word);
}

bool node_number(const struct node *n, double *ret, struct lode_err *err)
{
    double v;
    bool reads = n->kind == NODE_SCALAR && num_parse(n->text, &v);

    if (reads && !n->quoted) {
        *ret = v;
        return true;
    }

    fail_kind(n, "a number", err);
    return reads ? lode_hint(err, "in quotes it is a text: take them off") : false;
}

bool node_int(const struct node *n, int64_t *ret, struct lode_err *err)
{
    if (is_plain(n) && num_parse_int(n->text, ret))
        return true;
    return fail_kind(n, "a whole number", err);
}

bool node_bool(const struct node *n, bool *ret, struct lode_err *err)
{
    /* YAML 1.2, 10.3.2: true | True | TRUE | false | False | FALSE */
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"true", true},   {"True", true},   {"TRUE", true},
                 {"false", false}, {"False", false}, {"FALSE", false}};

    for (size_t i = 0; is_plain(n) && i < sizeof words / sizeof *words; i++) {
        if (str_is(n->text, words[i].word)) {
            *ret = words[i].value;
            return true;
        }
    }

    return fail_kind(n, "true or false", err);
}

bool node_text(const struct node *n, struct str *ret, struct lode_err *err)
{
    if (n->kind != NODE_SCALAR)
        return fail_kind(n, "a text", err);
    *ret = n->text;
    return true;
}

static bool read_length(const struct node *n, unsigned kinds, const char *what, double *ret,
                        struct lode_err *err)
{
    struct length length;
    if (n->kind != NODE_SCALAR)
        return fail_kind(n, what, err);
    if (!length_parse(n->text, kinds, n->at, &length, err))
        return false;
    *ret = length.value;
    return true;
}

bool node_pt(const struct node *n, double *ret_pt, struct lode_err *err)
{
    return read_length(n, LENGTH_PAPER, "a length on paper", ret_pt, err);
}

bool node_m(const struct node *n, double *ret_m, struct lode_err *err)
{
    return read_length(n, LENGTH_GROUND, "a length on the ground", ret_m, err);
}

bool node_share(const struct node *n, double *ret, struct lode_err *err)
{
    double v;
    struct str rest;
    if (n->kind != NODE_SCALAR || !num_parse_prefix(n->text, &v, &rest))
        return fail_kind(n, "a share such as 0.5 or 50%", err);

    rest = str_trim(rest);
    if (str_is(rest, "%"))
        v /= 100;
    else if (rest.len || n->quoted)
        return fail_kind(n, "a share such as 0.5 or 50%", err);

    if (v < 0 || v > 1) {
        char buf[96];
        return lode_fail(err, LODE_SCHEMA, n->at,
                         "a share lies between 0 and 1 (0%% and 100%%): %s",
                         describe_node(n, buf, sizeof buf));
    }

    *ret = v;
    return true;
}

bool node_rgba(const struct node *n, struct rgba *ret, struct lode_err *err)
{
    if (n->kind != NODE_SCALAR)
        return fail_kind(n, "a colour", err);
    return color_parse(n->text, n->at, ret, err);
}

bool node_choice(const struct node *n, const char *const *names, size_t n_names, size_t *ret,
                 struct lode_err *err)
{
    struct str views[64];
    char list[300] = "";

    for (size_t i = 0; i < n_names; i++) {
        if (node_is(n, names[i])) {
            *ret = i;
            return true;
        }
        size_t len = strlen(list);
        snprintf(list + len, sizeof list - len, "%s%s", len ? ", " : "", names[i]);
        if (i < 64)
            views[i] = str_of(names[i]);
    }

    struct str near = {0};
    if (n->kind == NODE_SCALAR)
        near = str_nearest(n->text, views, n_names < 64 ? n_names : 64);

    fail_kind(n, "one of the words that may stand here", err);
    if (near.len)
        return lode_hint(err, "did you mean '%.*s'? One of: %s", STR_FMT(near), list);
    return lode_hint(err, "one of: %s", list);
}

bool node_choice_of(const struct node *n, const char *(*name_at)(size_t), size_t *ret,
                    struct lode_err *err)
{
    const char *names[64];
    size_t n_names = 0;
    while (n_names < 64 && name_at(n_names)) {
        names[n_names] = name_at(n_names);
        n_names++;
    }
    return node_choice(n, names, n_names, ret, err);
}
