/* A document checked against the tables of the language, with every fault at its place. */
#include "doc/schema.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/units.h"
#include "doc/schema_hints.h"

/* A page is at most 5 m, see map_doc.c; nothing drawn on it has reason to be larger. */
static const double PAPER_MOST_PT = 5000 * PT_PER_MM;

static const char *const kind_names[] = {
    [VALUE_TEXT] = "a text",
    [VALUE_EXPRESSION] = "an expression",
    [VALUE_TEMPLATE] = "a text",
    [VALUE_FILE] = "a file name",
    [VALUE_LAYER] = "the name of a layer",
    [VALUE_NUMBER] = "a number",
    [VALUE_WHOLE] = "a whole number",
    [VALUE_BOOL] = "true or false",
    [VALUE_SHARE] = "a share",
    [VALUE_COLOR] = "a colour",
    [VALUE_LENGTH] = "a length",
    [VALUE_WORD] = "a word",
    [VALUE_LIST] = "a list",
    [VALUE_DICT] = "a map",
    [VALUE_MAP] = "a map",
    [VALUE_ONE_OF] = "a value",
};

static const char *const node_names[] = {
    [NODE_NULL] = "nothing is given",
    [NODE_SCALAR] = "a single value",
    [NODE_LIST] = "a list",
    [NODE_MAP] = "a map",
};

/* A check on its way through a document. */
struct check {
    const struct section *document; /* all keys, for hints that say where one stands */
    struct diags *diags;
};

static void add_fault(const struct check *c, const struct lode_err *err)
{
    if (err->code)
        diags_put(c->diags, err);
}

static void check_value(const struct check *c, const struct value *v, const struct node *n);

static size_t count_words(const char *const *words)
{
    size_t n = 0;
    while (words && words[n])
        n++;
    return n;
}

static enum node_kind shape_of(const struct value *v)
{
    switch (v->kind) {
    case VALUE_LIST:
        return NODE_LIST;
    case VALUE_DICT:
    case VALUE_MAP:
        return NODE_MAP;
    default:
        return NODE_SCALAR;
    }
}

/* "a colour", or "a colour, a list or a map" for alternatives; each once. */
static void name_value(const struct value *v, char *buf, size_t size)
{
    if (v->what || v->kind != VALUE_ONE_OF) {
        snprintf(buf, size, "%s", v->what ? v->what : kind_names[v->kind]);
        return;
    }

    const char *names[16];
    size_t n = 0;
    for (size_t i = 0; v->any[i] && n < 16; i++) {
        const struct value *one = v->any[i];
        const char *name = one->what                ? one->what
                           : one->kind == VALUE_MAP ? one->section->what
                                                    : kind_names[one->kind];
        bool known = false;
        for (size_t k = 0; k < n && !known; k++)
            known = strcmp(names[k], name) == 0;
        if (!known)
            names[n++] = name;
    }

    str_alternatives(buf, size, names, n);
}

/* Whether a key is the rest of a text that a comma ended: `{priority: case(a, 3, 1), ...}`. */
static bool is_cut_text(const struct node_pair *pair)
{
    return pair->value->kind == NODE_NULL && !pair->value->text.len &&
           pair->value->at.line == pair->at.line && pair->value->at.col == pair->at.col;
}

/* `{NAME}` without quotes is a map, not a text: the hint says what to write, NAME between
 * `before` and `after`. True when there is a hint now. */
static bool hint_braces(const struct node *n, const char *before, const char *after,
                        struct lode_err *err)
{
    if (n->kind != NODE_MAP || n->n_pairs != 1 || !is_cut_text(&n->pairs[0]))
        return false;
    lode_hint(err, "%s%.*s%s", before, STR_FMT(str_head(n->pairs[0].key, 60)), after);
    return true;
}

static bool takes_expression(const struct value *v)
{
    return v->kind == VALUE_EXPRESSION ||
           (v->kind == VALUE_ONE_OF && v->any[0]->kind == VALUE_EXPRESSION);
}

static bool fail_shape(const struct value *v, const struct node *n, struct lode_err *err)
{
    char name[160];
    name_value(v, name, sizeof name);
    if (n->kind == NODE_SCALAR && n->text.len <= 60)
        return lode_fail(err, LODE_SCHEMA, n->at, "not %s: '%.*s'", name, STR_FMT(n->text));
    lode_fail(err, LODE_SCHEMA, n->at, "not %s: %s", name, node_names[n->kind]);
    if (takes_expression(v))
        hint_braces(n, "a column stands here without braces: '", "'", err);
    hint_braces(n, "a text with braces needs quotes: '{", "}'", err);
    return node_hint_comment(n, err);
}

static bool check_bounds(const struct value *v, const struct node *n, double number,
                         struct lode_err *err)
{
    if (v->bound == BOUND_POSITIVE && !(number > 0))
        return lode_fail(err, LODE_SCHEMA, n->at, "must be greater than 0: '%.*s'",
                         STR_FMT(n->text));
    if (v->bound == BOUND_NOT_NEGATIVE && !(number >= 0))
        return lode_fail(err, LODE_SCHEMA, n->at, "must not be negative: '%.*s'", STR_FMT(n->text));
    if (v->most > 0 && number > v->most)
        return lode_fail(err, LODE_SCHEMA, n->at, "must be at most %d: '%.*s'", (int)v->most,
                         STR_FMT(n->text));
    return true;
}

/* The hint for a word of another tool goes first, since a hint that is there is kept. */
static bool check_word(const struct value *v, const struct node *n, struct lode_err *err)
{
    size_t which;
    struct lode_err own = {0};

    if (v->word_at ? node_choice_of(n, v->word_at, &which, &own)
                   : node_choice(n, v->words, count_words(v->words), &which, &own))
        return true;
    if (n->kind == NODE_SCALAR)
        schema_hint_word(n->text, v, err);
    lode_fail(err, own.code, own.at, "%s", own.message);
    return lode_hint(err, "%s", own.hint);
}

static bool check_bool(const struct node *n, struct lode_err *err)
{
    static const char *const words[] = {"true", "false", NULL};
    static const struct value truths = {.words = words};
    bool truth;
    if (node_bool(n, &truth, err))
        return true;
    if (n->kind == NODE_SCALAR)
        schema_hint_word(n->text, &truths, err);
    return false;
}

static bool check_length(const struct value *v, const struct node *n, struct lode_err *err)
{
    struct length length;
    if (n->kind != NODE_SCALAR)
        return fail_shape(v, n, err);
    if (!length_parse(n->text, v->lengths, n->at, &length, err) ||
        !check_bounds(v, n, length.value, err))
        return false;
    if (length.kind == LENGTH_PAPER && fabs(length.value) > PAPER_MOST_PT)
        return lode_fail(err, LODE_SCHEMA, n->at, "longer than the largest page (5 m): '%.*s'",
                         STR_FMT(n->text));
    return true;
}

static bool check_scalar(const struct value *v, const struct node *n, struct lode_err *err)
{
    double number;
    int64_t whole;
    struct rgba color;

    switch (v->kind) {
    case VALUE_NUMBER:
        return node_number(n, &number, err) && check_bounds(v, n, number, err);
    case VALUE_WHOLE:
        return node_int(n, &whole, err) && check_bounds(v, n, (double)whole, err);
    case VALUE_BOOL:
        return check_bool(n, err);
    case VALUE_SHARE:
        return node_share(n, &number, err);
    case VALUE_COLOR:
        return node_rgba(n, &color, err);
    case VALUE_LENGTH:
        return check_length(v, n, err);
    case VALUE_WORD:
        return check_word(v, n, err);
    case VALUE_EXPRESSION:
    case VALUE_FILE:
    case VALUE_LAYER:
        if (n->kind == NODE_SCALAR && !str_trim(n->text).len)
            return lode_fail(err, LODE_SCHEMA, n->at, "not %s: an empty text",
                             v->what ? v->what : kind_names[v->kind]);
        return n->kind == NODE_SCALAR || fail_shape(v, n, err);
    default:
        return n->kind == NODE_SCALAR || fail_shape(v, n, err);
    }
}

const struct key *section_key(const struct section *s, struct str name)
{
    for (size_t i = 0; i < s->n_keys; i++) {
        if (str_is(name, s->keys[i].name))
            return &s->keys[i];
    }
    return NULL;
}

bool schema_is_misspelt(const struct section *s, const struct node *map, const char *name)
{
    for (size_t i = 0; i < map->n_pairs; i++) {
        if (!section_key(s, map->pairs[i].key) &&
            str_is(schema_meant_key(s, map, map->pairs[i].key), name))
            return true;
    }
    return false;
}

static bool check_name(const struct check *c, const struct section *s, const struct node *map,
                       const struct node_pair *pair)
{
    struct lode_err err = {0};
    if (section_key(s, pair->key) || s->rest)
        return true;

    lode_rule(&err, "unknown-key");
    lode_fail(&err, LODE_SCHEMA, pair->at, "unknown key '%.*s' in %s", STR_FMT(pair->key), s->what);
    if (section_key(s, STR("by")))
        hint_braces(map, "a value of the data is written {by: ", "}", &err);
    if (!hint_braces(map, "a text with braces needs quotes: '{", "}'", &err) && is_cut_text(pair))
        lode_hint(&err, "inside { } a text with a comma needs quotes");
    schema_hint_keys(c->document, s, map, pair->key, &err);
    add_fault(c, &err);
    return false;
}

static void check_section(const struct check *c, const struct section *s, const struct node *n)
{
    size_t n_errors = c->diags->n_errors;
    for (size_t i = 0; i < n->n_pairs && !c->diags->dropped; i++) {
        /* A text that a comma cut into pieces is reported with its first piece. */
        if (i && is_cut_text(&n->pairs[i]) && is_cut_text(&n->pairs[i - 1]) &&
            !section_key(s, n->pairs[i].key) && !section_key(s, n->pairs[i - 1].key))
            continue;
        if (!check_name(c, s, n, &n->pairs[i]))
            continue;
        const struct key *known = section_key(s, n->pairs[i].key);
        check_value(c, known ? known->value : s->rest, n->pairs[i].value);
    }

    for (size_t i = 0; i < s->n_keys; i++) {
        const struct key *key = &s->keys[i];
        struct lode_err err = {0};
        if (!(key->flags & KEY_REQUIRED) || node_pair_lookup(n, key->name) ||
            schema_is_misspelt(s, n, key->name))
            continue;

        lode_rule(&err, "missing-key");
        lode_fail(&err, LODE_SCHEMA, n->at, "no '%s' in %s", key->name, s->what);
        lode_hint(&err, "'%s' is %s", key->name, key->help);
        add_fault(c, &err);
    }

    if (s->also && c->diags->n_errors == n_errors)
        s->also(n, c->diags);
}

static void check_items(const struct check *c, const struct value *v, const struct node *n)
{
    struct lode_err err = {0};

    if (v->at_least == v->at_most && v->at_least && n->n_items != v->at_least)
        lode_fail(&err, LODE_SCHEMA, n->at, "expected %zu values here, not %zu", v->at_least,
                  n->n_items);
    else if (n->n_items < v->at_least)
        lode_fail(&err, LODE_SCHEMA, n->at, "expected at least %zu value%s here, not %zu",
                  v->at_least, v->at_least == 1 ? "" : "s", n->n_items);
    else if (v->at_most && n->n_items > v->at_most)
        lode_fail(&err, v->at_most < 1000 ? LODE_SCHEMA : LODE_LIMIT, n->items[v->at_most]->at,
                  "more than %zu values here", v->at_most);

    add_fault(c, &err);
    for (size_t i = 0; i < n->n_items && !c->diags->dropped; i++)
        check_value(c, v->of, n->items[i]);
}

static void check_dict(const struct check *c, const struct value *v, const struct node *n)
{
    struct lode_err err = {0};

    if (v->at_most == 1 && n->n_pairs > 1)
        lode_fail(&err, LODE_SCHEMA, n->pairs[1].at, "a second name in %s: '%.*s'",
                  v->what ? v->what : "this map", STR_FMT(n->pairs[1].key));
    else if (v->at_most && n->n_pairs > v->at_most)
        lode_fail(&err, LODE_LIMIT, n->pairs[v->at_most].at, "more than %zu names", v->at_most);
    else if (n->n_pairs < v->at_least)
        lode_fail(&err, LODE_SCHEMA, n->at, "%s is empty", v->what ? v->what : "this map");
    add_fault(c, &err);

    for (size_t i = 0; i < n->n_pairs && (!v->at_most || i < v->at_most) && !c->diags->dropped;
         i++) {
        struct lode_err empty = {0};
        if (!str_trim(n->pairs[i].key).len)
            lode_fail(&empty, LODE_SCHEMA, n->pairs[i].at, "a name must not be empty");
        add_fault(c, &empty);
        check_value(c, v->of, n->pairs[i].value);
    }
}

/* Whether a map with free names is of this kind: the kind's own key has to come first then. */
static bool begins_as(const struct section *s, const struct node *n)
{
    return s->rest && n->n_pairs && str_is(n->pairs[0].key, s->keys[0].name) &&
           n->pairs[0].value->kind == NODE_SCALAR;
}

/* The kind of map whose first key is there; otherwise one with free names, or the only kind. */
static const struct value *choose_map(const struct value *v, const struct node *n)
{
    const struct value *free_names = NULL, *only = NULL;
    size_t n_maps = 0;

    for (size_t i = 0; v->any[i]; i++) {
        if (v->any[i]->kind == VALUE_MAP && begins_as(v->any[i]->section, n))
            return v->any[i];
    }

    for (size_t i = 0; v->any[i]; i++) {
        if (v->any[i]->kind == VALUE_DICT)
            free_names = v->any[i];
        if (v->any[i]->kind != VALUE_MAP)
            continue;
        if (node_pair_lookup(n, v->any[i]->section->keys[0].name))
            return v->any[i];
        only = v->any[i];
        n_maps++;
    }

    return free_names ? free_names : n_maps == 1 ? only : NULL;
}

/* No key says which kind of map this is: suggest from all of their first keys. */
static void fail_choice(const struct value *v, const struct node *n, struct lode_err *err)
{
    struct str names[40], near = {0};
    const struct node_pair *meant = NULL;
    char list[300] = "";
    size_t n_names = 0;

    for (size_t i = 0; v->any[i] && n_names < 40; i++) {
        const struct key *first = v->any[i]->kind == VALUE_MAP ? v->any[i]->section->keys : NULL;
        if (!first)
            continue;
        names[n_names++] = str_of(first->name);
        size_t len = strlen(list);
        snprintf(list + len, sizeof list - len, "%s%s", len ? ", " : "", first->name);
    }

    for (size_t i = 0; i < n->n_pairs && !meant; i++) {
        if (schema_hint_kind(n->pairs[i].key, names, n_names, err))
            meant = &n->pairs[i];
    }

    for (size_t i = 0; i < n->n_pairs && !near.len && !err->hint[0]; i++) {
        near = str_nearest(n->pairs[i].key, names, n_names);
        meant = near.len ? &n->pairs[i] : n->n_pairs ? &n->pairs[0] : NULL;
    }

    char name[160];
    name_value(v, name, sizeof name);
    lode_rule(err, meant ? "unknown-key" : "schema");
    if (meant)
        lode_fail(err, LODE_SCHEMA, meant->at, "unknown key '%.*s' in %s", STR_FMT(meant->key),
                  name);
    else
        lode_fail(err, LODE_SCHEMA, n->at, "%s is empty", name);
    if (near.len)
        lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
    else
        lode_hint(err, "one of: %s", list);
}

/* The message of the alternative that is most likely meant: a length for what starts with a number,
 * the first otherwise. */
static void check_alternatives(const struct check *c, const struct value *v, const struct node *n)
{
    struct lode_err first = {0};
    size_t n_tried = 0;
    double number;
    struct str rest;
    bool numeric = num_parse_prefix(n->text, &number, &rest), only_words = true;
    const struct section *part = NULL;

    for (size_t i = 0; v->any[i]; i++) {
        struct lode_err err = {0};
        if (v->any[i]->kind == VALUE_MAP)
            part = v->any[i]->section;
        if (shape_of(v->any[i]) != NODE_SCALAR)
            continue;
        only_words = only_words && count_words(v->any[i]->words) == 1;
        if (check_scalar(v->any[i], n, &err))
            return;

        bool is_number = v->any[i]->kind == VALUE_LENGTH || v->any[i]->kind == VALUE_NUMBER ||
                         v->any[i]->kind == VALUE_WHOLE;
        if (!n_tried++ || (numeric && is_number))
            first = err;
    }

    /* `stroke: red`: that it is not the word 'none' is the lesser half of what is wrong. */
    if (n_tried && only_words && part) {
        first = (struct lode_err){0};
        fail_shape(v, n, &first);
        for (size_t i = 0; v->any[i]; i++)
            schema_hint_word(n->text, v->any[i], &first);
        if (!v->what)
            schema_hint_keys(c->document, part, NULL, (struct str){0}, &first);
    }

    if (!n_tried)
        fail_shape(v, n, &first);
    else if (part && part->n_keys && strcmp(part->keys[0].name, "by") == 0)
        schema_hint_by(n, &first);
    add_fault(c, &first);
}

static void check_one_of(const struct check *c, const struct value *v, const struct node *n)
{
    struct lode_err err = {0};
    if (n->kind == NODE_SCALAR) {
        check_alternatives(c, v, n);
        return;
    }

    if (n->kind == NODE_MAP) {
        const struct value *map = choose_map(v, n);
        size_t n_maps = 0;
        for (size_t i = 0; v->any[i]; i++)
            n_maps += shape_of(v->any[i]) == NODE_MAP;
        if (map)
            check_value(c, map, n);
        else if (n_maps)
            fail_choice(v, n, &err);
        else
            fail_shape(v, n, &err);
        add_fault(c, &err);
        return;
    }

    for (size_t i = 0; v->any[i]; i++) {
        if (shape_of(v->any[i]) == n->kind) {
            check_value(c, v->any[i], n);
            return;
        }
    }

    fail_shape(v, n, &err);
    add_fault(c, &err);
}

static void check_value(const struct check *c, const struct value *v, const struct node *n)
{
    struct lode_err err = {0};
    if (v->kind == VALUE_ONE_OF) {
        check_one_of(c, v, n);
        return;
    }

    enum node_kind shape = shape_of(v);
    if (shape == NODE_SCALAR)
        check_scalar(v, n, &err);
    else if (n->kind != shape)
        fail_shape(v, n, &err);
    else if (v->kind == VALUE_LIST)
        check_items(c, v, n);
    else if (v->kind == VALUE_DICT)
        check_dict(c, v, n);
    else
        check_section(c, v->section, n);
    add_fault(c, &err);
}

void schema_check(const struct schema *schema, const struct value *v, const struct node *n,
                  struct diags *diags)
{
    const struct check c = {schema->document->section, diags};
    check_value(&c, v, n);
}

void schema_check_names(const struct schema *schema, const struct section *s,
                        const struct node *map, struct diags *diags)
{
    const struct check c = {schema->document->section, diags};
    for (size_t i = 0; map && i < map->n_pairs; i++)
        check_name(&c, s, map, &map->pairs[i]);
}

/* ---- values of one kind ---- */

struct finding {
    struct arena *a;
    const struct value *wanted;
    ARRAY(const struct node *) found;
};

static void find_values(struct finding *f, const struct value *v, const struct node *n);

static void find_in_section(struct finding *f, const struct section *s, const struct node *n)
{
    for (size_t i = 0; i < n->n_pairs; i++) {
        const struct key *key = section_key(s, n->pairs[i].key);
        if (key || s->rest)
            find_values(f, key ? key->value : s->rest, n->pairs[i].value);
    }
}

static void find_in_alternatives(struct finding *f, const struct value *v, const struct node *n)
{
    const struct value *map = n->kind == NODE_MAP ? choose_map(v, n) : NULL;
    if (map)
        find_values(f, map, n);
    for (size_t i = 0; v->any[i] && n->kind != NODE_MAP; i++)
        find_values(f, v->any[i], n);
}

static void find_values(struct finding *f, const struct value *v, const struct node *n)
{
    if (v->kind == VALUE_ONE_OF) {
        find_in_alternatives(f, v, n);
        return;
    }
    if (shape_of(v) != n->kind)
        return;

    if (v == f->wanted)
        *array_add(f->a, &f->found) = n;

    if (v->kind == VALUE_MAP)
        find_in_section(f, v->section, n);
    for (size_t i = 0; v->kind == VALUE_LIST && i < n->n_items; i++)
        find_values(f, v->of, n->items[i]);
    for (size_t i = 0; v->kind == VALUE_DICT && i < n->n_pairs; i++)
        find_values(f, v->of, n->pairs[i].value);
}

size_t schema_values_of(struct arena *a, const struct value *v, const struct node *n,
                        const struct value *wanted, const struct node *const **ret)
{
    struct finding f = {.a = a, .wanted = wanted};
    if (n)
        find_values(&f, v, n);
    *ret = f.found.v;
    return f.found.n;
}
