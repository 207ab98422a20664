/* Writes numbers, colours and XML into a growing text, the same on every machine. */
#include "draw/textbuf.h"

#include <math.h>

long hundredths(double pt)
{
    return lround(fmin(fmax(pt, -1e7), 1e7) * 100);
}

void put_hundredths(GString *to, long v, bool trim)
{
    char text[24], *end = text + sizeof text, *p = end;
    unsigned long rest = v < 0 ? 0ul - (unsigned long)v : (unsigned long)v;
    unsigned long part = rest % 100;
    bool whole = trim && rest >= 100;

    if (!trim || part) {
        if (!trim || part % 10)
            *--p = (char)('0' + part % 10);
        *--p = (char)('0' + part / 10);
        *--p = '.';
    }

    /* Trimmed, 0.5 is .5: in SVG every byte counts. */
    rest /= 100;
    if (whole || !trim || !part) {
        do {
            *--p = (char)('0' + rest % 10);
        } while (rest /= 10);
    }

    if (v < 0)
        *--p = '-';
    g_string_append_len(to, p, end - p);
}

void put_number(GString *to, double v)
{
    put_hundredths(to, hundredths(v), false);
}

void put_color(GString *to, struct rgba c)
{
    g_string_append_printf(to, "#%02x%02x%02x%02x", c.r, c.g, c.b, c.a);
}

static bool is_xml_char(gunichar c)
{
    return c == '\t' || c == '\n' || (c >= 0x20 && c < 0xd800) || (c > 0xdfff && c < 0xfffe) ||
           (c > 0xffff && c <= 0x10ffff);
}

void put_xml(GString *to, struct str s)
{
    for (const char *p = s.p, *end = s.p + s.len; p < end;) {
        gunichar c = g_utf8_get_char_validated(p, end - p);
        const char *next = c >= (gunichar)-2 ? p + 1 : g_utf8_next_char(p);
        if (c == '&')
            g_string_append(to, "&amp;");
        else if (c == '<')
            g_string_append(to, "&lt;");
        else if (c == '>')
            g_string_append(to, "&gt;");
        else if (c == '"')
            g_string_append(to, "&quot;");
        else if (c < (gunichar)-2 && is_xml_char(c))
            g_string_append_len(to, p, next - p);
        p = next;
    }
}
