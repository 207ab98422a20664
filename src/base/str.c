/* How views of text are compared, cut, copied, formatted and searched for a near name. */
#include "base/str.h"

#include <glib.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

struct str str_of(const char *c)
{
    return (struct str){c ? c : "", c ? strlen(c) : 0};
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (!a.len || memcmp(a.p, b.p, a.len) == 0);
}

bool str_is(struct str a, const char *c)
{
    return str_eq(a, str_of(c));
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_eq(str_head(s, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_eq(str_from(s, s.len - suffix.len), suffix);
}

bool str_ends_as(struct str s, const char *ending)
{
    size_t n = strlen(ending);
    return s.len > n && g_ascii_strncasecmp(s.p + s.len - n, ending, n) == 0;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    while (s.len && is_space(s.p[0]))
        s = str_from(s, 1);
    while (s.len && is_space(s.p[s.len - 1]))
        s.len--;
    return s;
}

struct str str_from(struct str s, size_t at)
{
    return at >= s.len ? (struct str){0} : (struct str){s.p + at, s.len - at};
}

struct str str_head(struct str s, size_t len)
{
    return (struct str){s.p, len < s.len ? len : s.len};
}

bool str_find(struct str s, struct str what, size_t *ret_at)
{
    for (size_t i = 0; i + what.len <= s.len; i++) {
        if (!what.len || memcmp(s.p + i, what.p, what.len) == 0) {
            *ret_at = i;
            return true;
        }
    }
    return false;
}

bool str_cut(struct str *s, char sep, struct str *ret_head)
{
    if (!s->p)
        return false;

    const char *hit = s->len ? memchr(s->p, sep, s->len) : NULL;
    if (!hit) {
        *ret_head = *s;
        *s = (struct str){0};
        return true;
    }

    *ret_head = str_head(*s, (size_t)(hit - s->p));
    *s = (struct str){hit + 1, s->len - (size_t)(hit + 1 - s->p)};
    return true;
}

char *str_c(struct arena *a, struct str s)
{
    char *c = arena_array(a, char, s.len + 1);
    if (s.len)
        memcpy(c, s.p, s.len);
    return c;
}

struct str str_copy(struct arena *a, struct str s)
{
    return (struct str){str_c(a, s), s.len};
}

struct str str_vformat(struct arena *a, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    size_t n = len > 0 ? (size_t)len : 0;

    char *p = arena_array(a, char, n + 1);
    vsnprintf(p, n + 1, fmt, again);
    va_end(again);
    return (struct str){p, n};
}

struct str str_format(struct arena *a, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    struct str ret = str_vformat(a, fmt, args);
    va_end(args);
    return ret;
}

size_t str_chars(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; n++) {
        gunichar c = g_utf8_get_char_validated(s.p + i, (gssize)(s.len - i));
        i += c >= (gunichar)-2 ? 1 : (size_t)(g_utf8_next_char(s.p + i) - (s.p + i));
    }
    return n;
}

/* Longer names are compared by their first 64 bytes. Taste: columns and keys are shorter. */
enum { NAME_MAX_LEN = 64 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many edits lie between two names: letters added, dropped, replaced, or two exchanged. */
static size_t count_edits(struct str a, struct str b)
{
    size_t d[NAME_MAX_LEN + 1][NAME_MAX_LEN + 1];
    a = str_head(a, NAME_MAX_LEN);
    b = str_head(b, NAME_MAX_LEN);

    for (size_t i = 0; i <= a.len; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= b.len; j++)
        d[0][j] = j;

    for (size_t i = 1; i <= a.len; i++) {
        for (size_t j = 1; j <= b.len; j++) {
            char x = g_ascii_tolower(a.p[i - 1]), y = g_ascii_tolower(b.p[j - 1]);
            size_t best = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (x != y));
            if (i > 1 && j > 1 && x == g_ascii_tolower(b.p[j - 2]) &&
                y == g_ascii_tolower(a.p[i - 2]))
                best = least(best, d[i - 2][j - 2] + 1);
            d[i][j] = best;
        }
    }

    return d[a.len][b.len];
}

bool str_is_utf8(struct str s)
{
    return !s.len || g_utf8_validate_len(s.p, s.len, NULL);
}

struct str str_nearest(struct str word, const struct str *names, size_t n)
{
    struct str best = {0};
    size_t best_edits = (word.len > 3 ? word.len / 3 : 1) + 1;
    for (size_t i = 0; i < n; i++) {
        size_t e = count_edits(word, names[i]);
        if (e < best_edits) {
            best_edits = e;
            best = names[i];
        }
    }
    return best;
}

void str_alternatives(char *buf, size_t size, const char *const *words, size_t n)
{
    buf[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(buf);
        snprintf(buf + len, size - len, "%s%s", !i ? "" : i + 1 == n ? " or " : ", ", words[i]);
    }
}

struct str str_fold(struct arena *a, struct str s)
{
    char *p = str_c(a, s);
    size_t i = 0;
    for (; i < s.len && (unsigned char)p[i] < 0x80; i++)
        p[i] = g_ascii_tolower(p[i]);
    if (i == s.len || !str_is_utf8(s))
        return (struct str){p, s.len};

    char *apart = g_utf8_normalize(s.p, (gssize)s.len, G_NORMALIZE_NFD);
    char *folded = g_utf8_casefold(apart, -1);
    char *whole = g_utf8_normalize(folded, -1, G_NORMALIZE_NFC);
    struct str ret = str_copy(a, str_of(whole));

    g_free(apart);
    g_free(folded);
    g_free(whole);
    return ret;
}

enum seen { SEEN, BLANK, UNSEEN };

/* How the character at `p` shows; a byte that is no UTF-8 is seen. */
static enum seen look_at(const char *p, const char *end, size_t *ret_len)
{
    gunichar c = g_utf8_get_char_validated(p, end - p);
    *ret_len = 1;
    if (c >= (gunichar)-2)
        return SEEN;

    *ret_len = (size_t)(g_utf8_next_char(p) - p);
    GUnicodeType type = g_unichar_type(c);
    if (g_unichar_isspace(c) || type == G_UNICODE_SPACE_SEPARATOR)
        return BLANK;
    bool joiner = c == 0x034f; /* U+034F, which nothing shows */
    return type == G_UNICODE_FORMAT || type == G_UNICODE_CONTROL || joiner ? UNSEEN : SEEN;
}

struct str str_seen(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, 1, s.len + 1);
    size_t n = 0, len;
    bool gap = false;

    for (const char *p = s.p, *end = s.p + s.len; p < end; p += len) {
        enum seen how = look_at(p, end, &len);
        if (how == BLANK)
            gap = n > 0;
        if (how != SEEN)
            continue;

        if (gap)
            out[n++] = ' ';
        gap = false;
        memcpy(out + n, p, len);
        n += len;
    }

    return (struct str){out, n};
}

bool str_is_blank(struct str s)
{
    size_t len;
    for (const char *p = s.p, *end = s.p + s.len; p < end; p += len) {
        if (look_at(p, end, &len) == SEEN)
            return false;
    }
    return true;
}
