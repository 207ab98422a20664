/* Messages as JSON or SARIF: for editors, code hosts and other programs. */
#include "cli/findings.h"

#include <string.h>

#include "base/json.h"
#include "base/version.h"

static const char *const level_names[] = {
    [LODE_LEVEL_ERROR] = "error",
    [LODE_LEVEL_WARNING] = "warning",
    [LODE_LEVEL_NOTE] = "note",
};

static const char *copy_text(struct findings *f, const char *text)
{
    return text ? str_c(f->arena, str_of(text)) : NULL;
}

/* The name of a rule, one copy for all its findings. */
static const char *known_rule(struct findings *f, const char *rule)
{
    for (size_t i = 0; i < f->rules.n; i++) {
        if (strcmp(f->rules.v[i], rule) == 0)
            return f->rules.v[i];
    }
    return *array_add(f->arena, &f->rules) = copy_text(f, rule);
}

void findings_add(struct findings *f, const struct lode_message *m)
{
    struct lode_message own = *m;
    own.rule = known_rule(f, m->rule ? m->rule : "usage");
    own.file = copy_text(f, m->file);
    own.source_line = copy_text(f, m->source_line);
    own.message = copy_text(f, m->message ? m->message : "");
    own.hint = copy_text(f, m->hint ? m->hint : "");
    own.trail = copy_text(f, m->trail ? m->trail : "");
    *array_add(f->arena, &f->v) = own;
}

/* ---- JSON */

static void put_counts(struct json *j, const struct findings *f)
{
    static const char *const names[] = {"errors", "warnings", "notes"};
    size_t n[3] = {0};

    for (size_t i = 0; i < f->v.n; i++)
        n[f->v.v[i].level]++;
    for (int i = 0; i < 3; i++)
        json_int(j, names[i], (int64_t)n[i]);
}

static void put_finding(struct json *j, const struct lode_message *m)
{
    json_open(j, NULL, '{');
    json_text(j, "level", str_of(level_names[m->level]));
    json_text(j, "rule", str_of(m->rule));
    json_text(j, "message", str_of(m->message));
    if (*m->hint)
        json_text(j, "hint", str_of(m->hint));
    if (*m->trail)
        json_text(j, "in", str_of(m->trail));

    if (m->file)
        json_text(j, "file", str_of(m->file));
    if (m->file && m->line > 0) {
        json_int(j, "line", m->line);
        json_int(j, "column", m->col);
        json_int(j, "length", m->len);
    }
    if (m->file && m->line > 0 && m->source_line)
        json_text(j, "source", str_of(m->source_line));

    json_close(j);
}

struct str findings_json(const struct findings *f)
{
    struct json j = {.arena = f->arena};
    json_open(&j, NULL, '{');
    json_text(&j, "lode", STR(LODE_VERSION));
    put_counts(&j, f);

    json_open(&j, "findings", '[');
    for (size_t i = 0; i < f->v.n; i++)
        put_finding(&j, &f->v.v[i]);
    json_close(&j);

    json_close(&j);
    return json_finish(&j);
}

/* ---- SARIF */

/* A path as a URI reference, RFC 3986: absolute ones become file URIs. */
static struct str uri_of(struct arena *a, const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "-._~/";
    static const char hex[] = "0123456789ABCDEF";
    char *text = arena_array(a, char, 3 * strlen(path) + sizeof "file://");
    size_t n = 0;

    if (*path == '/') {
        memcpy(text, "file://", 7);
        n = 7;
    }

    for (const char *p = path; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (strchr(plain, c)) {
            text[n++] = *p;
            continue;
        }
        text[n++] = '%';
        text[n++] = hex[c >> 4];
        text[n++] = hex[c & 15];
    }

    return (struct str){text, n};
}

static void put_message(struct json *j, const struct lode_message *m)
{
    struct str text = str_of(m->message);
    if (*m->trail)
        text = str_format(j->arena, "%.*s (in: %s)", STR_FMT(text), m->trail);
    if (*m->hint)
        text = str_format(j->arena, "%.*s\nhint: %s", STR_FMT(text), m->hint);
    json_open(j, "message", '{');
    json_text(j, "text", text);
    json_close(j);
}

static void put_region(struct json *j, const struct lode_message *m)
{
    json_open(j, "region", '{');
    json_int(j, "startLine", m->line);
    json_int(j, "startColumn", m->col > 0 ? m->col : 1);
    json_int(j, "endLine", m->line);
    json_int(j, "endColumn", (m->col > 0 ? m->col : 1) + (m->len > 1 ? m->len : 1));
    if (m->source_line) {
        json_open(j, "snippet", '{');
        json_text(j, "text", str_of(m->source_line));
        json_close(j);
    }
    json_close(j);
}

static void put_location(struct json *j, const struct lode_message *m)
{
    /* "--set page.size" is no file. */
    if (!m->file || *m->file == '-')
        return;
    json_open(j, "locations", '[');
    json_open(j, NULL, '{');
    json_open(j, "physicalLocation", '{');
    json_open(j, "artifactLocation", '{');
    json_text(j, "uri", uri_of(j->arena, m->file));
    json_close(j);
    if (m->line > 0)
        put_region(j, m);
    json_close(j);
    json_close(j);
    json_close(j);
}

static void put_rules(struct json *j, const struct findings *f)
{
    json_open(j, "rules", '[');
    for (size_t i = 0; i < f->rules.n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "id", str_of(f->rules.v[i]));
        json_close(j);
    }
    json_close(j);
}

static void put_driver(struct json *j, const struct findings *f)
{
    json_open(j, "tool", '{');
    json_open(j, "driver", '{');
    json_text(j, "name", STR("lode"));
    json_text(j, "version", STR(LODE_VERSION));
    json_text(j, "semanticVersion", STR(LODE_VERSION));
    put_rules(j, f);
    json_close(j);
    json_close(j);
}

static void put_result(struct json *j, const struct findings *f, const struct lode_message *m)
{
    size_t index = 0;
    while (strcmp(f->rules.v[index], m->rule) != 0)
        index++;

    json_open(j, NULL, '{');
    json_text(j, "ruleId", str_of(m->rule));
    json_int(j, "ruleIndex", (int64_t)index);
    json_text(j, "level", str_of(level_names[m->level]));
    put_message(j, m);
    put_location(j, m);
    json_close(j);
}

struct str findings_sarif(const struct findings *f)
{
    struct json j = {.arena = f->arena};

    json_open(&j, NULL, '{');
    json_text(&j, "$schema", STR("https://json.schemastore.org/sarif-2.1.0.json"));
    json_text(&j, "version", STR("2.1.0"));

    json_open(&j, "runs", '[');
    json_open(&j, NULL, '{');
    put_driver(&j, f);
    json_text(&j, "columnKind", STR("unicodeCodePoints"));

    json_open(&j, "results", '[');
    for (size_t i = 0; i < f->v.n; i++)
        put_result(&j, f, &f->v.v[i]);
    json_close(&j);

    json_close(&j);
    json_close(&j);
    json_close(&j);
    return json_finish(&j);
}
