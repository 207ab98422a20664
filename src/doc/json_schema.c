/* The tables of the language printed as a JSON Schema. */
#include "doc/json_schema.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

/* What num_parse_prefix reads, and a little more. */
#define NUMBER "[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?"

struct printer {
    struct json j;
    const struct json_schema *schema;
    ARRAY(const struct section *) sections; /* those referred to so far */
    ARRAY(const char *) names;
};

static void put_value(struct printer *p, const struct value *v);

static struct str without_article(const char *what)
{
    static const char *const articles[] = {"a ", "an ", "the "};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        if (str_starts(str_of(what), str_of(articles[i])))
            return str_from(str_of(what), strlen(articles[i]));
    }
    return str_of(what);
}

static bool is_taken(const struct printer *p, const char *name)
{
    for (size_t i = 0; i < p->names.n; i++) {
        if (strcmp(p->names.v[i], name) == 0)
            return true;
    }
    return false;
}

/* "a step 'buffer'" -> "step-buffer"; sections of the same name get a number. */
static const char *name_section(struct printer *p, const struct section *s)
{
    char slug[80];
    size_t n = 0;
    struct str what = without_article(s->what);

    for (size_t i = 0; i < what.len && n + 1 < sizeof slug; i++) {
        char c = what.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            slug[n++] = c;
        else if (n && slug[n - 1] != '-')
            slug[n++] = '-';
    }

    while (n && slug[n - 1] == '-')
        n--;
    struct str name = str_format(p->j.arena, "%.*s", (int)n, slug);
    for (int i = 2; is_taken(p, name.p); i++)
        name = str_format(p->j.arena, "%.*s-%d", (int)n, slug, i);
    return name.p;
}

static const char *section_name(struct printer *p, const struct section *s)
{
    for (size_t i = 0; i < p->sections.n; i++) {
        if (p->sections.v[i] == s)
            return p->names.v[i];
    }
    const char *name = name_section(p, s);
    *array_add(p->j.arena, &p->sections) = s;
    *array_add(p->j.arena, &p->names) = name;
    return name;
}

/* ---- scalars ---- */

static void put_type(struct printer *p, const char *type)
{
    json_text(&p->j, "type", str_of(type));
}

static void put_pattern(struct printer *p, struct str pattern)
{
    json_text(&p->j, "pattern", pattern);
}

/* Any scalar is a text: `title: 2024` too. */
static void put_any_scalar(struct printer *p)
{
    json_open(&p->j, "type", '[');
    json_text(&p->j, NULL, STR("string"));
    json_text(&p->j, NULL, STR("number"));
    json_text(&p->j, NULL, STR("boolean"));
    json_close(&p->j);
}

static void put_bounds(struct printer *p, const struct value *v)
{
    if (v->bound == BOUND_POSITIVE)
        json_int(&p->j, "exclusiveMinimum", 0);
    else if (v->bound == BOUND_NOT_NEGATIVE)
        json_int(&p->j, "minimum", 0);
    if (v->most > 0)
        json_number(&p->j, "maximum", v->most);
}

static void put_words(struct printer *p, const struct value *v)
{
    json_open(&p->j, "enum", '[');
    for (size_t i = 0; v->words && v->words[i]; i++)
        json_text(&p->j, NULL, str_of(v->words[i]));
    for (size_t i = 0; v->word_at && v->word_at(i); i++)
        json_text(&p->j, NULL, str_of(v->word_at(i)));
    json_close(&p->j);
}

static void put_share(struct printer *p)
{
    json_open(&p->j, "anyOf", '[');
    json_open(&p->j, NULL, '{');
    put_type(p, "number");
    json_int(&p->j, "minimum", 0);
    json_int(&p->j, "maximum", 1);
    json_close(&p->j);
    json_open(&p->j, NULL, '{');
    put_type(p, "string");
    put_pattern(p, STR("^\\s*" NUMBER "\\s*%\\s*$"));
    json_close(&p->j);
    json_close(&p->j);
}

static void put_length(struct printer *p, const struct value *v)
{
    static const struct {
        unsigned kind;
        const char *units;
    } kinds[] = {{LENGTH_PAPER, "mm|cm|in|pt|px"},
                 {LENGTH_GROUND, "m|km|mi|nmi|ft"},
                 {LENGTH_ANGLE, "deg"},
                 {LENGTH_PERCENT, "%"}};
    struct str units = {0};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (v->lengths & kinds[i].kind)
            units = str_format(p->j.arena, "%.*s%s%s", STR_FMT(units), units.len ? "|" : "",
                               kinds[i].units);
    }

    put_type(p, "string");
    put_pattern(p, str_format(p->j.arena, "^\\s*" NUMBER "\\s*(%.*s)\\s*$", STR_FMT(units)));
}

/* ".png" in any case: "\\.[pP][nN][gG]". */
static struct str ending_pattern(struct arena *a, const char *ending)
{
    struct str ret = STR("\\.");
    for (const char *c = ending + 1; *c; c++) {
        bool letter = *c >= 'a' && *c <= 'z';
        ret = letter ? str_format(a, "%.*s[%c%c]", STR_FMT(ret), *c, *c - 'a' + 'A')
                     : str_format(a, "%.*s%c", STR_FMT(ret), *c);
    }
    return ret;
}

/* What the names of files in formats of output end in. "-" is a file too, but not where each page has
 * its own. */
static void put_files(struct printer *p, const struct value *v)
{
    const char *const *endings = p->schema->endings[v->files];
    struct arena *a = p->j.arena;
    struct str any = {0};

    json_open(&p->j, "examples", '[');
    for (size_t i = 0; endings[i]; i++) {
        any = str_format(a, "%.*s%s%.*s", STR_FMT(any), i ? "|" : "",
                         STR_FMT(ending_pattern(a, endings[i])));
        json_text(&p->j, NULL, str_format(a, "map%s", endings[i]));
    }
    json_close(&p->j);

    put_pattern(p, str_format(a, "%s(%.*s)$", v->kind == VALUE_FILE ? "^-$|" : "", STR_FMT(any)));
}

static void put_scalar(struct printer *p, const struct value *v)
{
    switch (v->kind) {
    case VALUE_NUMBER:
        put_type(p, "number");
        put_bounds(p, v);
        break;
    case VALUE_WHOLE:
        put_type(p, "integer");
        put_bounds(p, v);
        break;
    case VALUE_BOOL:
        put_type(p, "boolean");
        break;
    case VALUE_SHARE:
        put_share(p);
        break;
    case VALUE_COLOR:
        put_type(p, "string");
        put_pattern(p, STR("^\\s*(#[0-9a-fA-F]{3,8}|[A-Za-z]+|(rgb|hsl)a?\\(.*\\))\\s*$"));
        break;

    case VALUE_LENGTH:
        put_length(p, v);
        break;
    case VALUE_WORD:
        put_words(p, v);
        break;
    case VALUE_EXPRESSION:
    case VALUE_FILE:
    case VALUE_LAYER:
        put_any_scalar(p);
        if (!v->files)
            put_pattern(p, STR("\\S"));
        break;
    default:
        put_any_scalar(p);
        break;
    }
    if (v->files)
        put_files(p, v);
}

/* ---- lists and maps ---- */

static enum value_files files_of(const struct value *v)
{
    if (v->kind == VALUE_ONE_OF)
        return files_of(v->any[0]);
    return v->kind == VALUE_LIST ? files_of(v->of) : v->files;
}

/* What a key is for, and how the names of its files end. */
static void put_help(struct printer *p, const struct key *key)
{
    enum value_files files = files_of(key->value);
    char names[120];
    size_t n = 0;
    if (!files) {
        json_text(&p->j, "description", str_of(key->help));
        return;
    }

    while (p->schema->endings[files][n])
        n++;
    str_alternatives(names, sizeof names, p->schema->endings[files], n);
    json_text(&p->j, "description", str_format(p->j.arena, "%s: %s", key->help, names));
}

static void put_count(struct printer *p, const char *key, size_t n)
{
    if (n)
        json_int(&p->j, key, (int64_t)n);
}

static void put_list(struct printer *p, const struct value *v)
{
    put_type(p, "array");
    put_count(p, "minItems", v->at_least);
    put_count(p, "maxItems", v->at_most);
    json_open(&p->j, "items", '{');
    put_value(p, v->of);
    json_close(&p->j);
}

static void put_dict(struct printer *p, const struct value *v)
{
    put_type(p, "object");
    put_count(p, "minProperties", v->at_least);
    put_count(p, "maxProperties", v->at_most);
    json_open(&p->j, "propertyNames", '{');
    put_pattern(p, STR("\\S"));
    json_close(&p->j);
    json_open(&p->j, "additionalProperties", '{');
    put_value(p, v->of);
    json_close(&p->j);
}

static void put_one_of(struct printer *p, const struct value *v)
{
    json_open(&p->j, "anyOf", '[');
    for (size_t i = 0; v->any[i]; i++) {
        json_open(&p->j, NULL, '{');
        put_value(p, v->any[i]);
        json_close(&p->j);
    }
    json_close(&p->j);
}

static void put_section(struct printer *p, const struct section *s)
{
    json_text(&p->j, "title", without_article(s->what));
    put_type(p, "object");

    json_open(&p->j, "properties", '{');
    for (size_t i = 0; i < s->n_keys; i++) {
        json_open(&p->j, s->keys[i].name, '{');
        put_help(p, &s->keys[i]);
        put_value(p, s->keys[i].value);
        json_close(&p->j);
    }
    json_close(&p->j);

    json_open(&p->j, "required", '[');
    for (size_t i = 0; i < s->n_keys; i++) {
        if (s->keys[i].flags & KEY_REQUIRED)
            json_text(&p->j, NULL, str_of(s->keys[i].name));
    }
    json_close(&p->j);

    if (!s->rest) {
        json_flag(&p->j, "additionalProperties", false);
        return;
    }

    json_open(&p->j, "additionalProperties", '{');
    put_value(p, s->rest);
    json_close(&p->j);
}

/* The keywords of `v` into the schema that is open. */
static void put_value(struct printer *p, const struct value *v)
{
    if (v->what)
        json_text(&p->j, "title", without_article(v->what));

    switch (v->kind) {
    case VALUE_LIST:
        put_list(p, v);
        break;
    case VALUE_DICT:
        put_dict(p, v);
        break;

    case VALUE_MAP:
        json_text(&p->j, "$ref", str_format(p->j.arena, "#/$defs/%s", section_name(p, v->section)));
        break;
    case VALUE_ONE_OF:
        put_one_of(p, v);
        break;
    default:
        put_scalar(p, v);
        break;
    }
}

struct str json_schema_text(struct arena *a, const struct json_schema *schema)
{
    struct printer p = {.j.arena = a, .schema = schema};
    json_open(&p.j, NULL, '{');
    json_text(&p.j, "$schema", STR("https://json-schema.org/draft/2020-12/schema"));
    json_text(&p.j, "title", str_of(schema->title));
    json_text(&p.j, "description", str_of(schema->description));
    json_text(&p.j, "$ref", str_format(a, "#/$defs/%s", section_name(&p, schema->root->section)));

    json_open(&p.j, "$defs", '{');
    for (size_t i = 0; i < p.sections.n; i++) { /* the list grows while it is printed */
        json_open(&p.j, p.names.v[i], '{');
        put_section(&p, p.sections.v[i]);
        json_close(&p.j);
    }
    json_close(&p.j);

    json_close(&p.j);
    return json_finish(&p.j);
}
