/* Case, accents, composed form and white space by Unicode's rules, with short ways for the usual
 * text. */
#include "expr/unicode.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/composed.h"

struct vec vec_composed(struct eval *e, const struct vec *v)
{
    size_t n = v->constant ? 1 : e->n, k = 0;
    while (k < n && (vec_null(v, k) || text_is_composed(v->v.s[k])))
        k++;
    if (k == n)
        return *v;

    struct str *out = arena_array(e->a, struct str, n);
    for (k = 0; k < n; k++)
        out[k] = vec_null(v, k) ? (struct str){0} : text_composed(e->a, v->v.s[k]);
    struct vec ret = *v;
    ret.v.s = out;
    return ret;
}

static struct str map_ascii(struct arena *a, struct str s, char (*map)(char))
{
    char *out = arena_array(a, char, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        out[i] = map(s.p[i]);
    return (struct str){out, s.len};
}

static char ascii_upper(char c)
{
    return g_ascii_toupper(c);
}

static char ascii_lower(char c)
{
    return g_ascii_tolower(c);
}

struct str text_casei(struct arena *a, struct str s)
{
    if (text_is_ascii(s))
        return map_ascii(a, s, ascii_lower);
    if (!g_utf8_validate_len(s.p, s.len, NULL))
        return s;
    return text_composed(a, text_kept(a, s, g_utf8_casefold(s.p, (gssize)s.len)));
}

/* Letters with a stroke, which Unicode does not decompose, though readers take it for an accent. */
static const struct stroke {
    gunichar letter, plain;
} strokes[] = {
    {0xd8, 'O'},  {0xf8, 'o'},  {0x110, 'D'}, {0x111, 'd'}, {0x126, 'H'}, {0x127, 'h'},
    {0x131, 'i'}, {0x141, 'L'}, {0x142, 'l'}, {0x166, 'T'}, {0x167, 't'}, {0x197, 'I'},
};

static gunichar without_stroke(gunichar c)
{
    for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++) {
        if (strokes[i].letter == c)
            return strokes[i].plain;
    }
    return c;
}

struct str text_accenti(struct arena *a, struct str s)
{
    if (text_is_ascii(s) || !g_utf8_validate_len(s.p, s.len, NULL))
        return s;
    char *apart = g_utf8_normalize(s.p, (gssize)s.len, G_NORMALIZE_NFD);
    if (!apart)
        return s;

    size_t n = 0;
    char *out = arena_array(a, char, strlen(apart) + 1);
    for (const char *p = apart; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_type(c) != G_UNICODE_NON_SPACING_MARK)
            n += (size_t)g_unichar_to_utf8(without_stroke(c), out + n);
    }
    g_free(apart);
    return text_composed(a, (struct str){out, n});
}

size_t utf8_next(struct str s, size_t at)
{
    if (at >= s.len)
        return 0;
    if (!(s.p[at] & 0x80))
        return 1;
    gunichar c = g_utf8_get_char_validated(s.p + at, (gssize)(s.len - at));
    return c >= (gunichar)-2 ? 1 : (size_t)(g_utf8_next_char(s.p + at) - (s.p + at));
}

struct str text_trim(struct str s)
{
    size_t start = 0, end = 0;
    bool inside = false;

    for (size_t i = 0, len; i < s.len; i += len) {
        len = utf8_next(s, i);
        gunichar c = len == 1 ? (gunichar)(unsigned char)s.p[i] : g_utf8_get_char(s.p + i);
        bool space = c == '\t' || c == '\n' || c == '\r' || c == 0xfeff || g_unichar_isspace(c);
        if (space || (len == 1 && c >= 0x80))
            continue;

        start = inside ? start : i;
        inside = true;
        end = i + len;
    }
    return str_from(str_head(s, end), start);
}

enum letter_case { UPPER, LOWER, TITLE };

/* i and ı in the other case; 0: another letter. */
static gunichar turkic_pair(gunichar c, enum letter_case to)
{
    if (to == LOWER)
        return c == 'I' ? 0x131 : c == 0x130 ? 'i' : 0;
    return c == 'i' ? 0x130 : c == 0x131 ? 'I' : 0;
}

/* One character in another case, as UTF-8 at `out`. `final`: the last letter of a word, where a
 * sigma has a form of its own. */
static size_t map_char(gunichar c, enum letter_case to, bool turkic, bool final, char *out)
{
    gunichar pair = turkic ? turkic_pair(c, to) : 0;
    if (pair)
        return (size_t)g_unichar_to_utf8(pair, out);
    if (c == 0xdf && to != LOWER) {
        memcpy(out, to == UPPER ? "SS" : "Ss", 2);
        return 2;
    }

    if (c == 0x3a3 && to == LOWER && final)
        return (size_t)g_unichar_to_utf8(0x3c2, out);
    if (c == 0x130 && to == LOWER)
        return (size_t)g_unichar_to_utf8('i', out);
    gunichar mapped = to == UPPER   ? g_unichar_toupper(c)
                      : to == LOWER ? g_unichar_tolower(c)
                                    : g_unichar_totitle(c);
    return (size_t)g_unichar_to_utf8(mapped, out);
}

static bool letter_follows(struct str s, size_t at)
{
    return at < s.len && g_unichar_isalpha(g_utf8_get_char(s.p + at));
}

static struct str map_text(struct arena *a, struct str s, enum letter_case to, bool turkic)
{
    if (!g_utf8_validate_len(s.p ? s.p : "", s.len, NULL))
        return s;

    char *out = arena_array(a, char, 2 * s.len + 8);
    size_t n = 0;
    bool inside = false; /* a word */

    for (size_t i = 0, len; i < s.len; i += len) {
        gunichar c = g_utf8_get_char(s.p + i);
        len = (size_t)(g_utf8_next_char(s.p + i) - (s.p + i));
        enum letter_case as = to == TITLE && inside ? LOWER : to;
        n += map_char(c, as, turkic, inside && !letter_follows(s, i + len), out + n);
        inside =
            g_unichar_isalnum(c) || g_unichar_ismark(c) || c == '\'' || c == 0x2019 || c == 0x2bc;
    }
    return (struct str){out, n};
}

struct str text_upper(struct arena *a, struct str s, bool turkic)
{
    return !turkic && text_is_ascii(s) ? map_ascii(a, s, ascii_upper)
                                       : map_text(a, s, UPPER, turkic);
}

struct str text_lower(struct arena *a, struct str s, bool turkic)
{
    return !turkic && text_is_ascii(s) ? map_ascii(a, s, ascii_lower)
                                       : map_text(a, s, LOWER, turkic);
}

struct str text_title(struct arena *a, struct str s, bool turkic)
{
    return map_text(a, s, TITLE, turkic);
}
