/* What to write in place of a key or a word that is not known where it stands. */
#include "doc/schema_hints.h"

#include <stdio.h>
#include <string.h>

#include "doc/foreign.h"

/* The map that may stand under `key`; NULL: none may. */
static const struct section *section_under(const struct key *key)
{
    const struct value *v = key->value;
    if (v->kind == VALUE_MAP)
        return v->section;
    for (size_t i = 0; v->kind == VALUE_ONE_OF && v->any[i]; i++) {
        if (v->any[i]->kind == VALUE_MAP)
            return v->any[i]->section;
    }
    return NULL;
}

/* The key that `name` would be without its prefix: `line-width` where `width` is written. */
static const struct key *key_without_prefix(const struct section *s, struct str name)
{
    struct str rest = name, prefix;
    if (!str_cut(&rest, '-', &prefix) || !rest.len)
        return NULL;
    return section_key(s, rest);
}

/* `stroke-width` where `stroke: {width: ...}` is written; false: no such thing. */
static bool is_part_of_a_part(const struct section *s, struct str name, struct str *ret_part,
                              struct str *ret_rest)
{
    struct str rest = name, prefix;
    if (!str_cut(&rest, '-', &prefix) || !rest.len)
        return false;
    const struct key *part = section_key(s, prefix);
    const struct section *under = part ? section_under(part) : NULL;
    *ret_part = prefix;
    *ret_rest = rest;
    return under && section_key(under, rest);
}

/* Whether a map under `key` may have `name`. */
static bool has_part(const struct key *key, struct str name)
{
    const struct value *v = key->value;
    if (v->kind == VALUE_MAP)
        return section_key(v->section, name);
    for (size_t i = 0; v->kind == VALUE_ONE_OF && v->any[i]; i++) {
        if (v->any[i]->kind == VALUE_MAP && section_key(v->any[i]->section, name))
            return true;
    }
    return false;
}

/* Whether `ours`, "width" or "stroke.width", may be written in `s`. */
static bool has_path(const struct section *s, const char *ours)
{
    struct str rest = str_of(ours), part;
    str_cut(&rest, '.', &part);
    const struct key *key = section_key(s, part);
    return key && (!rest.len || has_part(key, rest));
}

/* What a word of another tool is called in `s`, as far as `map` does not have that key already: the
 * `symbol` of {marker: p, symbol: star} is no second `marker`. NULL: nothing is like it. */
static const struct foreign_word *foreign_key(const struct section *s, const struct node *map,
                                              struct str name)
{
    const struct foreign_word *row, *ret = NULL;
    for (size_t i = 0; (row = foreign_next(name, &i));) {
        if (!has_path(s, row->ours))
            continue;
        if (!node_lookup(map, row->ours))
            return row;
        ret = ret ? ret : row;
    }
    return ret;
}

static void hint_foreign(const struct foreign_word *row, struct lode_err *err)
{
    struct str rest = str_of(row->ours), part;
    str_cut(&rest, '.', &part);
    if (row->note)
        lode_hint(err, "%s", row->note);
    else if (rest.len)
        lode_hint(err, "it is written '%.*s: {%.*s: ...}'", STR_FMT(part), STR_FMT(rest));
    else
        lode_hint(err, "it is called '%s' here", row->ours);
}

struct str schema_meant_key(const struct section *s, const struct node *map, struct str name)
{
    struct str names[80];
    size_t n = 0;
    const struct foreign_word *foreign = foreign_key(s, map, name);
    const struct key *bare = key_without_prefix(s, name);

    if (foreign && section_key(s, str_of(foreign->ours)))
        return str_of(foreign->ours);
    if (bare)
        return str_of(bare->name);

    for (; n < s->n_keys && n < 80; n++)
        names[n] = str_of(s->keys[n].name);
    return str_nearest(name, names, n);
}

/* Where below `s` a key of this name stands: "'theme', 'page: title'". */
static void places_below(const struct section *s, struct str name, const char *skip,
                         const char *above, int depth, char *list, size_t size)
{
    for (size_t i = 0; i < s->n_keys; i++) {
        const struct key *key = &s->keys[i];
        const struct section *under = section_under(key);
        char path[80];
        if (!under || strcmp(key->name, skip) == 0)
            continue;

        snprintf(path, sizeof path, "%s%s%s", above, *above ? ": " : "", key->name);
        size_t len = strlen(list);
        if (section_key(under, name) && len + 40 < size)
            snprintf(list + len, size - len, "%s'%s'", len ? ", " : "", path);
        else if (depth > 1)
            places_below(under, name, skip, path, depth - 1, list, size);
    }
}

/* Where in the document a key stands that has no place here or below: by its own name, or by what a word
 * of another tool is called. */
static void hint_elsewhere(const struct section *document, struct str name, struct lode_err *err)
{
    const struct foreign_word *row = NULL;
    char places[120] = "";
    size_t i = 0;

    if (section_key(document, name))
        lode_hint(err, "'%.*s' stands at the top of the document", STR_FMT(name));
    places_below(document, name, "theme", "", 2, places, sizeof places);
    if (*places)
        lode_hint(err, "'%.*s' stands under %s", STR_FMT(name), places);

    while (!err->hint[0] && (row = foreign_next(name, &i))) {
        places_below(document, str_of(row->ours), "theme", "", 2, places, sizeof places);
        if (*places)
            lode_hint(err, "it is called '%s' here, and stands under %s", row->ours, places);
        else if (section_key(document, str_of(row->ours)))
            lode_hint(err, "it is called '%s' here, and stands at the top of the document",
                      row->ours);
    }
}

void schema_hint_keys(const struct section *document, const struct section *s,
                      const struct node *map, struct str name, struct lode_err *err)
{
    char list[360] = "", below[120] = "";
    struct str part, rest;

    for (size_t i = 0; i < s->n_keys; i++) {
        size_t len = strlen(list);
        snprintf(list + len, sizeof list - len, "%s%s", i ? ", " : "", s->keys[i].name);
    }

    const struct foreign_word *foreign = foreign_key(s, map, name);
    if (foreign)
        hint_foreign(foreign, err);
    if (is_part_of_a_part(s, name, &part, &rest))
        lode_hint(err, "it is written '%.*s: {%.*s: ...}'", STR_FMT(part), STR_FMT(rest));

    struct str near = schema_meant_key(s, map, name);
    if (near.len == name.len + 1 && str_starts(near, name)) /* 'output' for 'outputs' */
        lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
    /* the nearer the better, and a theme only says how things look that stand elsewhere */
    for (int depth = 1; name.len && depth <= 3 && !*below; depth++)
        places_below(s, name, depth < 3 ? "theme" : "", "", depth < 3 ? depth : 1, below,
                     sizeof below);
    if (*below)
        lode_hint(err, "'%.*s' stands under %s", STR_FMT(name), below);

    if (near.len)
        lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
    if (name.len)
        hint_elsewhere(document, name, err);
    if (s->n_keys)
        lode_hint(err, "it may have: %s", list);
}

/* The row of `name` whose own word is one of `words`; NULL: none. */
static const struct foreign_word *foreign_among(struct str name, const struct str *words, size_t n)
{
    const struct foreign_word *row;
    for (size_t i = 0; (row = foreign_next(name, &i));) {
        for (size_t k = 0; k < n; k++) {
            if (str_is(words[k], row->ours))
                return row;
        }
    }
    return NULL;
}

bool schema_hint_kind(struct str name, const struct str *kinds, size_t n, struct lode_err *err)
{
    const struct foreign_word *row = foreign_among(name, kinds, n);
    if (row)
        hint_foreign(row, err);
    return row;
}

void schema_hint_word(struct str text, const struct value *v, struct lode_err *err)
{
    struct str views[64];
    size_t n = 0;

    for (; v->words && v->words[n] && n < 64; n++)
        views[n] = str_of(v->words[n]);
    for (; v->word_at && v->word_at(n) && n < 64; n++)
        views[n] = str_of(v->word_at(n));

    const struct foreign_word *row = foreign_among(text, views, n);
    if (row && row->note)
        lode_hint(err, "%s", row->note);
    else if (row)
        lode_hint(err, "the word here is '%s'", row->ours);
}

void schema_hint_by(const struct node *n, struct lode_err *err)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";

    for (size_t i = 0; i < n->text.len; i++) {
        const char *at = memchr(letters, n->text.p[i], sizeof letters - 1);
        if (!at || (!i && at - letters > 52))
            return;
    }
    if (!n->text.len || strncmp(err->hint, "did you mean", 12) == 0)
        return;

    size_t used = strlen(err->hint);
    snprintf(err->hint + used, sizeof err->hint - used,
             "%sa value of the data is written {by: %.*s}", used ? "; " : "",
             STR_FMT(str_head(n->text, 60)));
}
