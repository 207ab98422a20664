/* `--set page.size=A5`: a value from the command line in place of the document's. */
#include "base/arena.h"
#include "base/num.h"
#include "doc/reading.h"

struct override {
    struct reading *r;
    struct str key;      /* the whole dotted key */
    struct lode_span at; /* of the key */
    const struct node *value;
};

static const struct node *set_in(const struct override *o, const struct node *n, struct str rest);

static const struct node *set_in_list(const struct override *o, const struct node *list,
                                      struct str head, struct str rest)
{
    int64_t index;
    if (!num_parse_int(head, &index) || index < 0 || (size_t)index >= list->n_items) {
        reading_fail(o->r, o->at, "items of a list are counted from 0",
                     "no item '%.*s' in the list (it has %zu)", STR_FMT(head), list->n_items);
        return list;
    }

    const struct node **items = arena_array(o->r->a, const struct node *, list->n_items);
    for (size_t i = 0; i < list->n_items; i++)
        items[i] = i == (size_t)index ? set_in(o, list->items[i], rest) : list->items[i];

    struct node *changed = arena_new(o->r->a, struct node);
    *changed = *list;
    changed->items = items;
    return changed;
}

static const struct node *set_in_map(const struct override *o, const struct node *map,
                                     struct str head, struct str rest)
{
    size_t n = map->n_pairs, at = n;
    struct node_pair *pairs = arena_array(o->r->a, struct node_pair, n + 1);
    for (size_t i = 0; i < n; i++) {
        pairs[i] = map->pairs[i];
        if (str_eq(pairs[i].key, head))
            at = i;
    }

    static const struct node empty = {.kind = NODE_MAP};
    const struct node *under = at < n ? pairs[at].value : &empty;
    pairs[at] = (struct node_pair){head, rest.len || at == n ? o->at : pairs[at].at,
                                   set_in(o, under, rest)};

    struct node *changed = arena_new(o->r->a, struct node);
    *changed = *map;
    if (!changed->at.line)
        changed->at = o->at;
    changed->pairs = pairs;
    changed->n_pairs = at < n ? n : n + 1;
    return changed;
}

/* `n` with the value at the path `rest`; the value itself when the path is used up. */
static const struct node *set_in(const struct override *o, const struct node *n, struct str rest)
{
    struct str head;
    if (!rest.len)
        return o->value;

    str_cut(&rest, '.', &head);
    if (!head.len) {
        reading_fail(o->r, o->at, "write it like 'page.size'", "not a key: '%.*s'",
                     STR_FMT(o->key));
        return n;
    }
    if (n->kind == NODE_LIST)
        return set_in_list(o, n, head, rest);
    /* What is no map yet becomes one: --set page.title.align=end where the title is only a text. */
    static const struct node empty = {.kind = NODE_MAP};
    return set_in_map(o, n->kind == NODE_MAP ? n : &empty, head, rest);
}

const struct node *overrides_apply(struct reading *r, const struct node *root,
                                   const struct doc_set *sets, size_t n_sets)
{
    for (size_t i = 0; i < n_sets; i++) {
        struct str name = str_format(r->a, "--set %.*s", STR_FMT(sets[i].key));
        const char *file = str_c(r->a, name);
        struct lode_span at = {file, 1, 1, (int)str_chars(sets[i].value)};
        const struct node *value = NULL;

        if (!str_trim(sets[i].value).len) {
            struct node *empty = arena_new(r->a, struct node);
            *empty = (struct node){.kind = NODE_SCALAR, .quoted = true, .text = {"", 0}, .at = at};
            value = empty;
        } else if (!node_read(r->a, sets[i].value, file, &value, r->diags)) {
            continue;
        }

        if (!str_trim(sets[i].key).len) {
            reading_fail(r, at, "write it like 'page.size=A5'", "a setting without a key");
            continue;
        }

        struct override o = {r, sets[i].key, at, value};
        root = set_in(&o, root, sets[i].key);
    }

    return root;
}
