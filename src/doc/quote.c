/* Texts written so that reading a document gives them back. */
#include "doc/quote.h"

#include <glib.h>

#include "base/arena.h"

/* Line ends would be folded, and the other characters may not stand in a document as they are.
 * Source: YAML 1.2.2, 5.1 (c-printable) and 5.4. */
static bool needs_escape(gunichar c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff ||
           c == 0xfffe || c == 0xffff;
}

static bool is_plain(struct str s)
{
    for (const char *p = s.p; p < s.p + s.len; p = g_utf8_next_char(p)) {
        if (needs_escape(g_utf8_get_char(p)))
            return false;
    }
    return true;
}

/* `text` moved into the arena. */
static struct str finish_text(struct arena *a, GString *text)
{
    struct str ret = str_copy(a, (struct str){text->str, text->len});
    g_string_free(text, TRUE);
    return ret;
}

static struct str doubled(struct arena *a, struct str s, const char *which, const char *around)
{
    GString *out = g_string_new(around);
    for (size_t i = 0; i < s.len; i++) {
        g_string_append_c(out, s.p[i]);
        if (strchr(which, s.p[i]))
            g_string_append_c(out, s.p[i]);
    }
    g_string_append(out, around);
    return finish_text(a, out);
}

static struct str escaped(struct arena *a, struct str s)
{
    GString *out = g_string_new("\"");
    for (const char *p = s.p; p < s.p + s.len; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == '\n')
            g_string_append(out, "\\n");
        else if (c == '\t')
            g_string_append(out, "\\t");
        else if (c == '"' || c == '\\')
            g_string_append_printf(out, "\\%c", (char)c);
        else if (needs_escape(c))
            g_string_append_printf(out, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
        else
            g_string_append_unichar(out, c);
    }

    g_string_append_c(out, '"');
    return finish_text(a, out);
}

struct str quote_yaml(struct arena *a, struct str s)
{
    return is_plain(s) ? doubled(a, s, "'", "'") : escaped(a, s);
}

struct str quote_template(struct arena *a, struct str s)
{
    return doubled(a, s, "{}", "");
}
