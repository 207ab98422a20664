/* How texts are compared whose letters were composed in different ways: by their composed form. */
#include "base/composed.h"

#include <glib.h>

#include "base/arena.h"

/* Bytes of a character that no composition changes, by its first byte; 0: look closer. For the
 * scripts that maps are full of: Latin below the combining marks, Greek, Cyrillic, Arabic letters
 * beyond the basic ones, CJK ideographs. */
static const uint8_t stable_lead[256] = {
    [0x00 ... 0x7f] = 1, [0xc2 ... 0xcb] = 2, [0xcf ... 0xd1] = 2, [0xda] = 2, [0xe4 ... 0xe9] = 3,
};

/* The rest of those scripts, by code point. */
static bool is_stable(gunichar c)
{
    return (c >= 0x388 && c < 0x3c0) || (c >= 0x48a && c < 0x591) || (c >= 0x620 && c < 0x64b) ||
           (c >= 0x660 && c < 0x670) || (c >= 0x671 && c < 0x6d6) || (c >= 0x2010 && c < 0x2030) ||
           c == 0x200c || c == 0x200d || (c >= 0xac00 && c < 0xd7a4);
}

bool text_is_composed(struct str s)
{
    if (text_is_ascii(s))
        return true;

    for (size_t i = 0; i < s.len;) {
        size_t len = stable_lead[(unsigned char)s.p[i]];
        if (!len) {
            gunichar c = g_utf8_get_char_validated(s.p + i, (gssize)(s.len - i));
            if (c >= (gunichar)-2 || !is_stable(c))
                return false;
            len = (size_t)(g_utf8_next_char(s.p + i) - (s.p + i));
        }
        i += len;
    }
    return true;
}

struct str text_kept(struct arena *a, struct str s, char *made)
{
    if (!made)
        return s;

    struct str ret = str_of(made);
    ret = str_eq(ret, s) ? s : str_copy(a, ret);
    g_free(made);
    return ret;
}

struct str text_composed(struct arena *a, struct str s)
{
    if (text_is_composed(s))
        return s;
    return text_kept(a, s, g_utf8_normalize(s.p, (gssize)s.len, G_NORMALIZE_NFC));
}

/* To be given to g_free; broken UTF-8 is left as it is. */
static char *make_composed(struct str s)
{
    char *made = s.len ? g_utf8_normalize(s.p, (gssize)s.len, G_NORMALIZE_NFC) : NULL;
    return made ? made : g_strndup(s.p ? s.p : "", s.len);
}

int text_cmp(struct str a, struct str b)
{
    if (text_is_composed(a) && text_is_composed(b))
        return str_cmp(a, b);

    char *x = make_composed(a), *y = make_composed(b);
    int order = str_cmp(str_of(x), str_of(y));
    g_free(x);
    g_free(y);
    return order;
}

bool text_same(struct str a, struct str b)
{
    if (str_eq(a, b))
        return true;
    return !(text_is_composed(a) && text_is_composed(b)) && text_cmp(a, b) == 0;
}
