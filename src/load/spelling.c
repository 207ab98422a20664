/* How texts become numbers, dates and booleans, and which of them are codes that must not. */
#include "load/spelling.h"

#include <math.h>
#include <ogr_core.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/num.h"
#include "expr/date.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A few digits, which is the common case, are read without num_parse_int. */
static bool parse_short_int(struct str s, int64_t *ret)
{
    size_t i = s.len && s.p[0] == '-';
    if (i == s.len || s.len > 18)
        return false;

    int64_t v = 0;
    for (; i < s.len; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        v = v * 10 + (s.p[i] - '0');
    }

    *ret = s.p[0] == '-' ? -v : v;
    return true;
}

/* "12.50" is 1250 / 10^2, which is exact when both are (Clinger 1990: below 2^53 and 10^22). */
static bool parse_short_real(struct str s, double *ret)
{
    static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    size_t i = s.len && s.p[0] == '-', point = 0, from = i;
    if (i == s.len || s.len - i > 16)
        return false;

    int64_t v = 0;
    for (; i < s.len; i++) {
        if (s.p[i] == '.' && !point)
            point = i + 1;
        else if (s.p[i] >= '0' && s.p[i] <= '9')
            v = v * 10 + (s.p[i] - '0');
        else
            return false;
    }

    double r = (double)v / powers[point ? s.len - point : 0];
    *ret = s.p[0] == '-' ? -r : r;
    return s.len - from > (point > 0);
}

static size_t skip_digits(struct str s, size_t at)
{
    while (at < s.len && is_digit(s.p[at]))
        at++;
    return at;
}

/* 12E4: no sign and no decimal point, which a program would have written. */
static bool is_digits_e_digits(struct str s, size_t whole_end)
{
    bool e = whole_end < s.len && (s.p[whole_end] == 'e' || s.p[whole_end] == 'E');
    return e && whole_end + 1 < s.len && is_digit(s.p[whole_end + 1]);
}

static bool read_int(struct str s, int64_t *ret)
{
    double d;
    if (parse_short_int(s, ret) || num_parse_int(s, ret))
        return true;
    if (!num_parse(s, &d) || d != floor(d) || fabs(d) > 0x1p53)
        return false;
    *ret = (int64_t)d; /* 1e5, 5.0 */
    return true;
}

static bool read_real(struct str s, bool comma, double *ret)
{
    char text[64];
    const char *at = comma && s.len < sizeof text ? memchr(s.p, ',', s.len) : NULL;
    if (!at)
        return parse_short_real(s, ret) || num_parse(s, ret);

    memcpy(text, s.p, s.len);
    text[at - s.p] = '.';
    return num_parse((struct str){text, s.len}, ret);
}

static bool is_rounded(int64_t i)
{
    return (i > INT64_C(1) << 53 || i < -(INT64_C(1) << 53)) && (int64_t)(double)i != i;
}

/* Digits with a zero before them, or 12E4, which a program would not have written for a number.
 * `ret_digits`: all of it is digits. */
static enum spelling spell_digits(struct str s, bool *ret_digits)
{
    size_t at = s.len && s.p[0] == '-', end = skip_digits(s, at);
    *ret_digits = end == s.len;
    if (end - at > 1 && s.p[at] == '0')
        return SPELLING_CODE;
    if (!is_digits_e_digits(s, end))
        return SPELLING_PLAIN;
    return end - at == 1 && s.p[at] != '0' ? SPELLING_POWER : SPELLING_CODE;
}

static enum spelling spell_number(struct str s, bool real, bool comma)
{
    if (!s.len)
        return SPELLING_PLAIN;
    if (s.p[0] == '+') {
        struct str rest = str_from(s, 1);
        bool sign = rest.len && (is_digit(rest.p[0]) || rest.p[0] == '.');
        return sign && spell_number(rest, real, comma) == SPELLING_PLAIN ? SPELLING_PLUS
                                                                         : SPELLING_CODE;
    }

    bool digits;
    int64_t i;
    double d;
    enum spelling ret = spell_digits(s, &digits);
    bool fits = digits ? read_int(s, &i) && !(real && is_rounded(i)) : read_real(s, comma, &d);
    return fits ? ret : SPELLING_CODE;
}

/* What GDAL takes for a boolean, beside 0 and 1: but NO is Norway. */
static const char *const bool_words[] = {"false", "true", "f", "t", "no",  "yes",
                                         "n",     "y",    "0", "1", "off", "on"};
enum { N_BOOL_WORDS = sizeof bool_words / sizeof *bool_words, FALSE_AND_TRUE = 3 };

uint32_t spelling_word(struct str s)
{
    s = str_trim(s);
    for (size_t i = 0; i < N_BOOL_WORDS; i++) {
        if (strlen(bool_words[i]) == s.len && strncasecmp(bool_words[i], s.p, s.len) == 0)
            return UINT32_C(1) << i;
    }
    return 0;
}

bool spelling_words_are_boolean(uint32_t words, bool capitals)
{
    for (size_t i = 0; i < N_BOOL_WORDS; i += 2) {
        uint32_t pair = UINT32_C(3) << i;
        if (words & ~pair)
            continue;
        if (words == pair)
            return true;
        size_t length = strlen(bool_words[words >> i == 1 ? i : i + 1]);
        return length > 2 || (length == 2 && !capitals);
    }
    return false;
}

/* GDAL also takes 12-11-10 for a date, in 2012. */
static bool has_whole_year(struct str s)
{
    return skip_digits(s, 0) == 4;
}

enum spelling spelling_of(struct str s, enum col_type type, bool comma)
{
    s = str_trim(s);
    switch (type) {
    case COL_INT:
    case COL_REAL:
        return spell_number(s, type == COL_REAL, comma);
    case COL_BOOL:
        return spelling_word(s) & FALSE_AND_TRUE ? SPELLING_PLAIN : SPELLING_WORD;
    case COL_DATE:
    case COL_TIMESTAMP:
        return has_whole_year(s) ? SPELLING_PLAIN : SPELLING_CODE;
    default:
        return SPELLING_PLAIN;
    }
}

static bool read_bool(struct str s, uint8_t *ret)
{
    uint32_t word = spelling_word(s);
    *ret = (word & UINT32_C(0xaaaaaaaa)) != 0;
    return word != 0;
}

/* As GDAL reads them: 2024-02-29, 2024/02/29, 2024-02-29T12:30:15+04:30. */
static bool read_time(struct str s, bool with_hours, int64_t *ret)
{
    char text[64], iso[40];
    OGRField f;
    if (s.len >= sizeof text)
        return false;

    memcpy(text, s.p, s.len);
    text[s.len] = '\0';
    if (!has_whole_year(s) || !OGRParseDate(text, &f, 0) || !f.Date.Month)
        return false;

    snprintf(iso, sizeof iso, "%04d-%02d-%02d", f.Date.Year, f.Date.Month, f.Date.Day);
    if (!date_parse(str_of(iso), ret))
        return false;
    if (!with_hours)
        return true;

    int64_t east_min = f.Date.TZFlag > 1 ? (f.Date.TZFlag - 100) * 15 : 0;
    int64_t ms = llround((double)f.Date.Second * 1000);
    *ret = (((*ret * 24 + f.Date.Hour) * 60 + f.Date.Minute - east_min) * 60000 + ms) * 1000;
    return true;
}

enum spelling spelling_as_read(struct str s, enum col_type type)
{
    s = str_trim(s);
    if (type != COL_INT && type != COL_REAL)
        return spelling_of(s, type, false);
    if (s.len && s.p[0] == '+')
        return SPELLING_PLUS;

    bool digits;
    int64_t i;
    enum spelling ret = spell_digits(s, &digits);
    bool rounded = type == COL_REAL && digits && s.len > 15 && read_int(s, &i) && is_rounded(i);
    return rounded ? SPELLING_CODE : ret;
}

bool spelling_read(struct str s, enum col_type type, bool comma, void *ret)
{
    s = str_trim(s);
    switch (type) {
    case COL_INT:
        return read_int(s, ret);
    case COL_REAL:
        return read_real(s, comma, ret);
    case COL_BOOL:
        return read_bool(s, ret);
    case COL_DATE:
    case COL_TIMESTAMP:
        return read_time(s, type == COL_TIMESTAMP, ret);
    default:
        return false;
    }
}
