/* The document as read: a tree in which every key and every value keeps its place. */
#ifndef LODE_DOC_NODE_H
#define LODE_DOC_NODE_H

#include "base/color.h"
#include "base/err.h"
#include "base/length.h"
#include "base/str.h"

struct arena;

enum node_kind { NODE_NULL, NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    bool quoted;     /* a quoted or block scalar is text, never a number or a boolean */
    struct str text; /* scalar: its value */
    /* of a scalar: its characters, inside the quotes; of a list or a map: its first value or key */
    struct lode_span at;
    const struct node_pair {
        struct str key;
        struct lode_span at;
        const struct node *value;
    } * pairs;
    size_t n_pairs;
    const struct node *const *items;
    size_t n_items;
    struct str comment; /* where there is no value: the comment in its place, "#ff0000" */
};

/* YAML 1.2 core schema by libfyaml; JSON is YAML. Bounded in depth (64), aliases and size (16 MiB).
 * All syntax faults that the parser reports go to `diags`. */
bool node_read(struct arena *a, struct str text, const char *file, const struct node **ret,
               struct diags *diags);

/* NULL when `map` is NULL, no map, or has no such key. */
const struct node *node_lookup(const struct node *map, const char *key);
const struct node_pair *node_pair_lookup(const struct node *map, const char *key);

/* The same in content, whatever their places and the order of keys. */
bool node_same(const struct node *a, const struct node *b);

/* The pairs of `over` win over those of `under`: a look and the keys beside `use:`. */
const struct node *node_merge(struct arena *a, const struct node *under, const struct node *over);

/* Add to the message that no value is given that `#` begins a comment: `color: #ff0000`. Returns
 * false. */
bool node_hint_comment(const struct node *n, struct lode_err *err);

/* Readers of values: false, with err at the node, when it is no such value. `n` is never NULL. */
bool node_is(const struct node *n, const char *word); /* an unquoted or quoted scalar equal to it */
bool node_number(const struct node *n, double *ret, struct lode_err *err);
bool node_int(const struct node *n, int64_t *ret, struct lode_err *err);
bool node_bool(const struct node *n, bool *ret, struct lode_err *err);
bool node_text(const struct node *n, struct str *ret, struct lode_err *err); /* any scalar */
bool node_pt(const struct node *n, double *ret_pt, struct lode_err *err);    /* length on paper */
bool node_m(const struct node *n, double *ret_m, struct lode_err *err);   /* length on the ground */
bool node_share(const struct node *n, double *ret, struct lode_err *err); /* 0.5, 50%: [0, 1] */
bool node_rgba(const struct node *n, struct rgba *ret, struct lode_err *err);
/* One of `names`: its index. The message lists them, and suggests the nearest. */
bool node_choice(const struct node *n, const char *const *names, size_t n_names, size_t *ret,
                 struct lode_err *err);
/* The same with the names of a table's rows: `name_at` gives NULL past the last. At most 64. */
bool node_choice_of(const struct node *n, const char *(*name_at)(size_t), size_t *ret,
                    struct lode_err *err);

#endif
