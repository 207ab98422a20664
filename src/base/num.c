/* How numbers are read and printed, the same in every locale. */
#include "base/num.h"

#include <errno.h>
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How many digits stand from `at` on. */
static size_t count_digits(struct str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.len && is_digit(s.p[at + n]))
        n++;
    return n;
}

bool num_parse_prefix(struct str s, double *ret, struct str *ret_rest)
{
    size_t i = s.len && (s.p[0] == '-' || s.p[0] == '+');
    size_t whole = count_digits(s, i), part = 0;
    i += whole;

    if (i < s.len && s.p[i] == '.') {
        part = count_digits(s, i + 1);
        i += part || whole ? 1 + part : 0;
    }
    if (!whole && !part)
        return false;

    if (i < s.len && (s.p[i] == 'e' || s.p[i] == 'E')) {
        size_t sign = i + 1 < s.len && (s.p[i + 1] == '-' || s.p[i + 1] == '+');
        size_t power = count_digits(s, i + 1 + sign);
        i += power ? 1 + sign + power : 0;
    }

    /* The largest double, written out, has 309 digits: what is longer was not written as a number. */
    char text[400];
    if (i >= sizeof text)
        return false;
    memcpy(text, s.p, i);
    text[i] = '\0';

    double v = g_ascii_strtod(text, NULL);
    if (!isfinite(v))
        return false;
    *ret = v;
    *ret_rest = (struct str){s.p + i, s.len - i};
    return true;
}

bool num_parse(struct str s, double *ret)
{
    struct str rest;
    double v;
    if (!num_parse_prefix(s, &v, &rest) || rest.len)
        return false;
    *ret = v;
    return true;
}

bool num_parse_int(struct str s, int64_t *ret)
{
    size_t i = s.len && (s.p[0] == '-' || s.p[0] == '+');
    if (i == s.len || count_digits(s, i) != s.len - i || s.len > 20)
        return false;

    char text[24];
    memcpy(text, s.p, s.len);
    text[s.len] = '\0';

    errno = 0;
    long long v = strtoll(text, NULL, 10);
    if (errno)
        return false;
    *ret = v;
    return true;
}

struct str num_text(struct arena *a, double v)
{
    if (v == 0)
        return STR("0");

    char text[G_ASCII_DTOSTR_BUF_SIZE];
    for (int precision = 1; precision <= 17; precision++) {
        char format[8];
        g_snprintf(format, sizeof format, "%%.%dg", precision);
        g_ascii_formatd(text, sizeof text, format, v);
        if (g_ascii_strtod(text, NULL) == v)
            break;
    }

    /* 2.5e+06 -> 2500000 where that is short enough to read */
    if (strchr(text, 'e') && fabs(v) < 1e15 && v == floor(v))
        g_ascii_formatd(text, sizeof text, "%.0f", v);
    return str_copy(a, str_of(text));
}

struct str num_fixed(struct arena *a, double v, int decimals)
{
    decimals = decimals < 0 ? 0 : decimals > 15 ? 15 : decimals;
    double scale = pow(10, decimals);

    /* 0.285 is stored as 0.28499...: rounding the shortest decimal gives what a reader expects. 4e-16
     * is about two steps of a double. */
    if (fabs(v) < 1e15 / scale)
        v = (v < 0 ? -1 : 1) * floor(fabs(v) * scale * (1 + 4e-16) + 0.5) / scale;
    if (v == 0)
        v = 0; /* not -0 */

    char format[8], text[400];
    g_snprintf(format, sizeof format, "%%.%df", decimals);
    g_ascii_formatd(text, sizeof text, format, v);
    return str_copy(a, str_of(text));
}
