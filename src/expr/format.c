/* Writes numbers as the readers of a language write them: group sign, decimal sign, digits. */
#include "expr/format.h"

#include <string.h>

#include "base/arena.h"

#define NARROW_SPACE "\xe2\x80\xaf" /* U+202F, no break */
#define NO_BREAK     "\xc2\xa0"     /* U+00A0 */
#define LTR_MARK     "\xe2\x80\x8e" /* U+200E: keeps a sign before its number */

/* After Unicode CLDR 42, but with the narrow space in Spanish, Russian and the neighbours of Russian, as
 * typesetters have it: four digits stand together there. `least`: digits before the decimal sign from
 * which on they are grouped. */
static const struct style {
    const char *language, *group, *decimal;
    int least;
    unsigned zero; /* code point of the digit zero */
} styles[] = {
    {"ar", "\xd9\xac", "\xd9\xab", 4, 0x660},
    {"az", ".", ",", 4, '0'},
    {"bg", NARROW_SPACE, ",", 5, '0'},
    {"ckb", "\xd9\xac", "\xd9\xab", 4, 0x660},
    {"cs", NO_BREAK, ",", 4, '0'},
    {"da", ".", ",", 4, '0'},
    {"de-CH", "\xe2\x80\x99", ".", 4, '0'},
    {"de", ".", ",", 4, '0'},
    {"el", ".", ",", 4, '0'},
    {"en", ",", ".", 4, '0'},
    {"es", NARROW_SPACE, ",", 5, '0'},
    {"fa", "\xd9\xac", "\xd9\xab", 4, 0x6f0},
    {"fi", NO_BREAK, ",", 4, '0'},
    {"fr", NARROW_SPACE, ",", 5, '0'},
    {"hu", NO_BREAK, ",", 5, '0'},
    {"hy", NO_BREAK, ",", 4, '0'},
    {"id", ".", ",", 4, '0'},
    {"it", ".", ",", 4, '0'},
    {"ka", NO_BREAK, ",", 5, '0'},
    {"kk", NARROW_SPACE, ",", 5, '0'},
    {"ky", NARROW_SPACE, ",", 5, '0'},
    {"nb", NO_BREAK, ",", 4, '0'},
    {"nl", ".", ",", 4, '0'},
    {"no", NO_BREAK, ",", 4, '0'},
    {"pl", NO_BREAK, ",", 5, '0'},
    {"prs", "\xd9\xac", "\xd9\xab", 4, 0x6f0},
    {"ps", "\xd9\xac", "\xd9\xab", 4, 0x6f0},
    {"pt", ".", ",", 4, '0'},
    {"ro", ".", ",", 4, '0'},
    {"ru", NARROW_SPACE, ",", 5, '0'},
    {"sv", NO_BREAK, ",", 4, '0'},
    {"tg", NARROW_SPACE, ",", 5, '0'},
    {"tk", NARROW_SPACE, ",", 5, '0'},
    {"tr", ".", ",", 4, '0'},
    {"uk", NARROW_SPACE, ",", 5, '0'},
    {"uz", NARROW_SPACE, ",", 5, '0'},
};
static const struct style english = {"en", ",", ".", 4, '0'};

/* "de-CH" before "de", "de" for "de-AT". */
static const struct style *style_lookup(struct str language)
{
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        size_t len = strlen(styles[i].language);
        if (str_starts(language, str_of(styles[i].language)) &&
            (language.len == len || language.p[len] == '-' || language.p[len] == '_'))
            return &styles[i];
    }
    return &english;
}

/* Each of these writes at `out` and gives the number of bytes. */
static size_t put_sign(char *out, const char *s)
{
    memcpy(out, s, strlen(s));
    return strlen(s);
}

static size_t put_digit(char *out, const struct style *style, char digit)
{
    unsigned c = style->zero + (unsigned)(digit - '0');
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    out[0] = (char)(0xc0 | c >> 6);
    out[1] = (char)(0x80 | (c & 0x3f));
    return 2;
}

static struct str spell_number(struct arena *a, struct str number, const struct style *style)
{
    bool negative = number.len && number.p[0] == '-';
    struct str fraction = str_from(number, negative), whole = {0};
    if (!number.len || memchr(number.p, 'e', number.len))
        return number;

    str_cut(&fraction, '.', &whole);
    /* A digit has two bytes at most, a group sign three. */
    char *out = arena_array(a, char, number.len * 5 + 8);
    size_t n = 0;
    if (negative)
        n += put_sign(out, style->zero == '0' ? "-" : LTR_MARK "-");
    for (size_t i = 0; i < whole.len; i++) {
        bool edge = i && (whole.len - i) % 3 == 0 && whole.len >= (size_t)style->least;
        n += edge ? put_sign(out + n, style->group) : 0;
        n += put_digit(out + n, style, whole.p[i]);
    }

    if (fraction.len)
        n += put_sign(out + n, style->decimal);
    for (size_t i = 0; i < fraction.len; i++)
        n += put_digit(out + n, style, fraction.p[i]);
    return (struct str){out, n};
}

struct str format_digits(struct arena *a, struct str number, struct str language)
{
    return spell_number(a, number, style_lookup(language));
}

struct str format_ungrouped(struct arena *a, struct str number, struct str language)
{
    struct style style = *style_lookup(language);
    style.group = "";
    return spell_number(a, number, &style);
}

struct str format_own_digits(struct arena *a, struct str number, struct str language)
{
    return style_lookup(language)->zero == '0' ? number : format_ungrouped(a, number, language);
}
