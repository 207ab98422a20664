/* How texts in a named encoding become UTF-8, and what becomes of those that are not in it. */
#include "load/encoding.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Windows-1252 from 0x80 to 0x9f; the rest of it is as in ISO 8859-1.
 * Source: WHATWG Encoding, index-windows-1252. */
static const gunichar high_half[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

/* Language drivers of dBASE. Source: the table in ESRI's "Code page" notes and GDAL's cpg_ldid.html. */
static const struct {
    uint8_t ldid;
    const char *name;
} ldids[] = {
    {0x01, "CP437"},
    {0x02, "CP850"},
    {0x03, "CP1252"},
    {0x04, "MACINTOSH"},
    {0x08, "CP865"},
    {0x09, "CP437"},
    {0x0a, "CP850"},
    {0x0b, "CP437"},
    {0x0d, "CP437"},
    {0x0e, "CP850"},
    {0x0f, "CP437"},
    {0x10, "CP850"},
    {0x11, "CP437"},
    {0x12, "CP850"},
    {0x13, "CP932"},
    {0x14, "CP850"},
    {0x15, "CP437"},
    {0x16, "CP850"},
    {0x17, "CP865"},
    {0x18, "CP437"},
    {0x19, "CP437"},
    {0x1a, "CP850"},
    {0x1b, "CP437"},
    {0x1c, "CP863"},
    {0x1d, "CP850"},
    {0x1f, "CP852"},
    {0x22, "CP852"},
    {0x23, "CP852"},
    {0x24, "CP860"},
    {0x25, "CP850"},
    {0x26, "CP866"},
    {0x37, "CP850"},
    {0x40, "CP852"},
    {0x4d, "CP936"},
    {0x4e, "CP949"},
    {0x4f, "CP950"},
    {0x50, "CP874"},
    {0x58, "CP1252"},
    {0x59, "CP1252"},
    {0x64, "CP852"},
    {0x65, "CP866"},
    {0x66, "CP865"},
    {0x67, "CP861"},
    {0x6a, "CP737"},
    {0x6b, "CP857"},
    {0x6c, "CP863"},
    {0x78, "CP950"},
    {0x79, "CP949"},
    {0x7a, "CP936"},
    {0x7b, "CP932"},
    {0x7c, "CP874"},
    {0x7d, "CP1255"},
    {0x7e, "CP1256"},
    {0x96, "MAC-CYRILLIC"},
    {0x97, "MAC-CENTRALEUROPE"},
    {0x86, "CP737"},
    {0x87, "CP852"},
    {0x88, "CP857"},
    {0xc8, "CP1250"},
    {0xc9, "CP1251"},
    {0xca, "CP1254"},
    {0xcb, "CP1253"},
    {0xcc, "CP1257"},
};

bool encoding_is_ascii(struct str s)
{
    uint64_t high = 0;
    size_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word;
        memcpy(&word, s.p + i, 8);
        high |= word;
    }

    for (; i < s.len; i++)
        high |= (unsigned char)s.p[i];
    return !(high & 0x8080808080808080u);
}

/* Whether all of `s` is UTF-8; in `ret_len` the length of the part in front that is. */
static bool is_valid(struct str s, size_t *ret_len)
{
    const char *end;
    bool whole = !s.len || g_utf8_validate_len(s.p, s.len, &end);
    *ret_len = whole ? s.len : (size_t)(end - s.p);
    return whole;
}

/* Whether `rest` is the start of a character whose end is missing, which GLib says by -2. */
static bool is_cut(struct str rest)
{
    return rest.len < 4 && (unsigned char)rest.p[0] >= 0xc2 &&
           g_utf8_get_char_validated(rest.p, (gssize)rest.len) == (gunichar)-2;
}

bool encoding_is_utf8(struct str s)
{
    size_t len;
    return is_valid(s, &len) || (is_cut(str_from(s, len)) && !encoding_is_ascii(str_head(s, len)));
}

static void close_iconv(void *ptr)
{
    g_iconv_close(ptr);
}

static bool open_iconv(struct arena *a, const char *name, struct encoding *ret)
{
    *ret = (struct encoding){.name = name};
    if (strcmp(name, "UTF-8") == 0)
        return true;

    GIConv cd = g_iconv_open("UTF-8", name);
    if (cd == (GIConv)-1)
        return false;
    ret->iconv = cd;
    arena_defer(a, close_iconv, cd);
    return true;
}

/* Numbers that Windows has for encodings which are not called CP and the number.
 * Source: Microsoft, Code Page Identifiers. */
static const struct {
    const char *number, *name;
} numbered[] = {
    {"10000", "MACINTOSH"}, {"10007", "MAC-CYRILLIC"}, {"10029", "MAC-CENTRALEUROPE"},
    {"20866", "KOI8-R"},    {"21866", "KOI8-U"},       {"20932", "EUC-JP"},
    {"51932", "EUC-JP"},    {"51936", "GB18030"},      {"51949", "EUC-KR"},
    {"54936", "GB18030"},   {"65001", "UTF-8"},
};

/* "ISO-8859-7" by "28597"; else CP and the number. */
static const char *name_of_number(struct arena *a, const char *number)
{
    for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++) {
        if (strcmp(numbered[i].number, number) == 0)
            return numbered[i].name;
    }

    if (g_str_has_prefix(number, "8859") && number[4])
        return str_format(a, "ISO-8859-%s", number + 4).p;
    long part = strlen(number) == 5 ? strtol(number, NULL, 10) - 28590 : 0;
    if (part >= 1 && part <= 16)
        return str_format(a, "ISO-8859-%ld", part).p;
    return str_format(a, "CP%s", number).p;
}

bool encoding_of_ldid(struct arena *a, uint8_t ldid, struct encoding *ret)
{
    for (size_t i = 0; i < sizeof ldids / sizeof *ldids; i++) {
        if (ldids[i].ldid == ldid)
            return open_iconv(a, ldids[i].name, ret);
    }
    return false;
}

bool encoding_named(struct arena *a, struct str name, struct encoding *ret)
{
    /* Only letters and digits, in capitals: "ISO 8859-1" and "iso88591" are the same. */
    char word[40];
    size_t n = 0;
    for (size_t i = 0; i < name.len && n + 1 < sizeof word; i++) {
        if (g_ascii_isalnum(name.p[i]))
            word[n++] = g_ascii_toupper(name.p[i]);
    }
    word[n] = '\0';

    const char *digits = word;
    static const char *const leads[] = {"ANSI", "OEM", "CP", "WINDOWS", "MS", "IBM"};
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        if (g_str_has_prefix(word, leads[i])) {
            digits = word + strlen(leads[i]);
            break;
        }
    }

    bool number = *digits && strspn(digits, "0123456789") == strlen(digits);
    if (strcmp(word, "UTF8") == 0)
        return open_iconv(a, "UTF-8", ret);
    if (strcmp(word, "LATIN1") == 0)
        return open_iconv(a, "ISO-8859-1", ret);
    if (g_str_has_prefix(word, "ISO8859") && word[7])
        return open_iconv(a, str_format(a, "ISO-8859-%s", word + 7).p, ret);
    if (number)
        return open_iconv(a, name_of_number(a, digits), ret);
    return n && open_iconv(a, str_c(a, str_trim(name)), ret);
}

bool encoding_fail_unknown(struct str name, struct lode_span at, struct lode_err *err)
{
    lode_fail(err, LODE_SCHEMA, at, "unknown encoding '%.*s'", STR_FMT(name));
    return lode_hint(err, "for example UTF-8, windows-1252, windows-1251, ISO-8859-1, CP866, GBK");
}

/* Windows-1252, because every text can be read as that. */
static struct str read_as_1252(struct arena *a, struct str s)
{
    GString *out = g_string_sized_new(s.len + 8);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char byte = (unsigned char)s.p[i];
        g_string_append_unichar(out, byte >= 0x80 && byte < 0xa0 ? high_half[byte - 0x80] : byte);
    }

    struct str ret = str_copy(a, (struct str){out->str, out->len});
    g_string_free(out, TRUE);
    return ret;
}

/* The part of `s` in front of a character that is cut off at its end, or all. False: it has other
 * bytes that are not in the encoding. */
static bool convert(struct arena *a, const struct encoding *e, struct str s, struct str *ret,
                    bool *ret_cut)
{
    size_t len;
    *ret_cut = false;
    if (!e->iconv) {
        *ret_cut = !is_valid(s, &len);
        *ret = str_head(s, len);
        return !*ret_cut || is_cut(str_from(s, len));
    }

    gsize read = 0, wrote = 0;
    char *text = g_convert_with_iconv(s.p, (gssize)s.len, e->iconv, &read, &wrote, NULL);
    bool ok = text && g_utf8_validate_len(text, wrote, NULL);
    *ret_cut = read < s.len;
    if (ok)
        *ret = str_copy(a, (struct str){text, wrote});
    g_free(text);
    return ok;
}

bool encoding_reads(struct arena *a, const struct encoding *e, struct str s, struct str *ret)
{
    bool cut;
    *ret = s;
    return encoding_is_ascii(s) || convert(a, e, s, ret, &cut);
}

/* Look at all texts, once. */
static void find_other(struct arena *a, struct encoding *e)
{
    if (!e->find_other || e->other)
        return;
    e->other = arena_new(a, struct encoding);
    e->find_other(a, e, e->find_ctx, e->other);
}

/* By the encoding that the other broken texts are likely to be in; else as Windows-1252, because
 * every text can be read as that. */
static struct str mend_broken(struct arena *a, struct encoding *e, struct str s)
{
    struct str ret;
    bool cut;
    find_other(a, e);
    if (!e->other || !e->other->iconv || !convert(a, e->other, s, &ret, &cut))
        ret = read_as_1252(a, s);
    if (!e->n_broken++)
        e->first_broken = ret;
    return ret;
}

/* Whether a text may be UTF-8 although its last character is cut off: 'Bogot\xe1' is not. */
static bool may_be_cut(struct arena *a, struct encoding *e)
{
    if (!e->iconv)
        find_other(a, e);
    return e->iconv || !e->find_other || e->cuts;
}

/* Whether a text is UTF-8 in a file of another encoding, which has all of its characters. */
static bool is_utf8_among_others(const struct encoding *e, struct str s)
{
    if (!e->mixed || !str_is_utf8(s))
        return false;

    char *back = g_convert(s.p, (gssize)s.len, e->name, "UTF-8", NULL, NULL, NULL);
    g_free(back);
    return back != NULL;
}

struct str encoding_text(struct arena *a, struct encoding *e, struct str s)
{
    struct str ret;
    bool cut;
    if (encoding_is_ascii(s) || is_utf8_among_others(e, s))
        return s;
    if (!convert(a, e, s, &ret, &cut) || (cut && !may_be_cut(a, e)))
        return mend_broken(a, e, s);

    e->n_whole++;
    e->n_cut += cut;
    return ret;
}
