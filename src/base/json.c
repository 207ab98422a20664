#include "base/json.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"

static void put(struct json *j, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        *array_add(j->arena, &j->text) = bytes[i];
}

static void put_c(struct json *j, const char *c)
{
    put(j, c, strlen(c));
}

static void put_indent(struct json *j)
{
    put_c(j, "\n");
    for (int i = 0; i < j->depth; i++)
        put_c(j, "  ");
}

static void put_char(struct json *j, gunichar c)
{
    char buf[8];
    if (c == '"' || c == '\\')
        put(j, (char[]){'\\', (char)c}, 2);
    else if (c == '\n')
        put_c(j, "\\n");
    else if (c == '\t')
        put_c(j, "\\t");
    else if (c < 0x20 || c == 0x7f)
        put(j, buf, (size_t)snprintf(buf, sizeof buf, "\\u%04x", (unsigned)c));
    else
        put(j, buf, (size_t)g_unichar_to_utf8(c, buf));
}

static void put_string(struct json *j, struct str s)
{
    put_c(j, "\"");
    for (const char *p = s.p, *end = s.p + s.len; p < end;) {
        gunichar c = g_utf8_get_char_validated(p, end - p);
        bool broken = c == (gunichar)-1 || c == (gunichar)-2;
        put_char(j, broken ? 0xfffd : c);
        p = broken ? p + 1 : g_utf8_next_char(p);
    }
    put_c(j, "\"");
}

/* The comma after what stands before, a new line, the key. */
static void begin(struct json *j, const char *key)
{
    if (j->depth) {
        bool *filled = &j->filled[j->depth - 1];
        put_c(j, *filled ? "," : "");
        *filled = true;
        put_indent(j);
    }
    if (!key)
        return;
    put_string(j, str_of(key));
    put_c(j, ": ");
}

void json_open(struct json *j, const char *key, char bracket)
{
    begin(j, key);
    put(j, &bracket, 1);
    g_assert(j->depth < JSON_DEPTH_MAX);
    j->open[j->depth] = bracket;
    j->filled[j->depth++] = false;
}

void json_close(struct json *j)
{
    bool filled = j->filled[--j->depth];
    if (filled)
        put_indent(j);
    put_c(j, j->open[j->depth] == '{' ? "}" : "]");
}

void json_text(struct json *j, const char *key, struct str v)
{
    begin(j, key);
    put_string(j, v);
}

void json_int(struct json *j, const char *key, int64_t v)
{
    char buf[24];
    begin(j, key);
    put(j, buf, (size_t)snprintf(buf, sizeof buf, "%lld", (long long)v));
}

void json_number(struct json *j, const char *key, double v)
{
    begin(j, key);
    struct str text = num_text(j->arena, v);
    put(j, text.p, text.len);
}

void json_bool(struct json *j, const char *key, bool v)
{
    begin(j, key);
    put_c(j, v ? "true" : "false");
}

struct str json_finish(struct json *j)
{
    put_c(j, "\n");
    return (struct str){j->text.v, j->text.n};
}
