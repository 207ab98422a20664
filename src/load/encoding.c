#include "load/encoding.h"

#include <glib.h>

/* Windows-1252, 0x80 to 0x9f; the rest is as in ISO 8859-1. Source: WHATWG Encoding,
 * index-windows-1252. */
static const gunichar high_half[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

char *text_mend(struct str s)
{
    GString *out = g_string_sized_new(s.len + 8);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char byte = (unsigned char)s.p[i];
        g_string_append_unichar(out, byte >= 0x80 && byte < 0xa0 ? high_half[byte - 0x80] : byte);
    }
    return g_string_free(out, FALSE);
}
