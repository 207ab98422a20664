#include "doc/schema_hints.h"

#include <stdio.h>
#include <string.h>

/* The map that may stand under `key`; NULL: none may. */
static const struct section *section_under(const struct key *key)
{
    const struct value *v = key->value;
    if (!v)
        return NULL;
    if (v->kind == VALUE_MAP)
        return v->section;
    for (size_t i = 0; v->kind == VALUE_ONE_OF && v->any[i]; i++) {
        if (v->any[i]->kind == VALUE_MAP)
            return v->any[i]->section;
    }
    return NULL;
}

static const struct key *without_prefix(const struct section *s, struct str name)
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

struct str schema_meant_key(const struct section *s, struct str name)
{
    struct str names[80];
    size_t n = 0;
    const struct key *bare = without_prefix(s, name);
    if (bare)
        return str_of(bare->name);
    const struct key *key;
    for (size_t i = 0; (key = section_key_at(s, i)) && n < 80; i++)
        names[n++] = str_of(key->name);
    return str_nearest(name, names, n);
}

/* Where below `s` a key of this name stands: "'theme', 'page: title'". */
static void places_below(const struct section *s, struct str name, const char *skip,
                         const char *above, int depth, char *list, size_t size)
{
    const struct key *key;
    for (size_t i = 0; (key = section_key_at(s, i)); i++) {
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

void schema_hint_keys(const struct section *s, struct str name, struct lode_err *err)
{
    char list[360] = "", below[120] = "";
    struct str part, rest;
    size_t n = 0;
    const struct key *key;
    for (size_t i = 0; (key = section_key_at(s, i)); i++) {
        size_t len = strlen(list);
        snprintf(list + len, sizeof list - len, "%s%s", n++ ? ", " : "", key->name);
    }
    if (is_part_of_a_part(s, name, &part, &rest))
        lode_hint(err, "it is written '%.*s: {%.*s: ...}'", STR_FMT(part), STR_FMT(rest));
    struct str near = schema_meant_key(s, name);
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
    else if (n)
        lode_hint(err, "it may have: %s", list);
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
