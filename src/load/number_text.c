/* How numbers and positions that people typed are read: marks of all kinds become ASCII first. */
#include "load/number_text.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/num.h"

/* The longest coordinate that anybody writes has some 30 characters. */
enum { PLAIN_MAX = 64 };

/* In ASCII: '*' for the sign of degrees, ' ' for spaces of any width, N S E W for the letters of
 * Russian, '~' for the rest of its abbreviations (с.ш., в.д.). */
static const struct {
    gunichar from;
    char to;
} marks[] = {
    {0x00a0, ' '},  {0x2007, ' '},  {0x2009, ' '}, {0x202f, ' '},  {0x200a, ' '},  {0x2212, '-'},
    {0x2013, '-'},  {0x00b0, '*'},  {0x00ba, '*'}, {0x02da, '*'},  {0x2032, '\''}, {0x2019, '\''},
    {0x2018, '\''}, {0x00b4, '\''}, {'`', '\''},   {0x2033, '"'},  {0x201d, '"'},  {0x201c, '"'},
    {0x066b, ','},  {0x066c, ' '},  {'\t', ' '},   {0x0421, 'N'},  {0x0441, 'N'},  {0x042e, 'S'},
    {0x044e, 'S'},  {0x0412, 'E'},  {0x0432, 'E'}, {0x0417, 'W'},  {0x0437, 'W'},  {0x0448, '~'},
    {0x0428, '~'},  {0x0434, '~'},  {0x0414, '~'}, {0x200e, '\0'}, {0x200f, '\0'}, {0xfeff, '\0'},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* '\0': to be left out; 0x7f: no number has it. */
static char plain_char(gunichar c)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (marks[i].from == c)
            return marks[i].to;
    }

    if (c >= 0x0660 && c <= 0x0669)
        return (char)('0' + (c - 0x0660));
    if (c >= 0x06f0 && c <= 0x06f9)
        return (char)('0' + (c - 0x06f0));
    return c < 0x7f ? (char)c : 0x7f;
}

/* `s` in ASCII and without spaces at its ends; false when it is too long or no UTF-8. */
static bool make_plain(struct str s, char *buf, struct str *ret)
{
    size_t n = 0;
    if (!str_is_utf8(s))
        return false;

    for (const char *p = s.p, *end = s.p + s.len; p < end; p = g_utf8_next_char(p)) {
        char c = plain_char(g_utf8_get_char(p));
        if (n == PLAIN_MAX || c == 0x7f)
            return false;
        if (c)
            buf[n++] = c;
    }

    *ret = str_trim((struct str){buf, n});
    return ret->len > 0;
}

/* Cut the digits at the start of `s` off. */
static struct str cut_digits(struct str *s)
{
    size_t n = 0;
    while (n < s->len && is_digit(s->p[n]))
        n++;
    struct str ret = str_head(*s, n);
    *s = str_from(*s, n);
    return ret;
}

static bool is_separator(char c)
{
    return c == '.' || c == ',' || c == ' ' || c == '\'';
}

/* A number cut at its marks. */
struct grouped {
    struct str digits[PLAIN_MAX];
    char mark[PLAIN_MAX]; /* before digits[i + 1] */
    size_t n;
};

static bool cut_groups(struct str s, struct grouped *g)
{
    g->n = 0;
    while (g->n < PLAIN_MAX) {
        struct str digits = cut_digits(&s);
        if (!digits.len)
            return false;
        g->digits[g->n++] = digits;
        if (!s.len)
            return true;
        if (!is_separator(s.p[0]))
            return false;
        g->mark[g->n - 1] = s.p[0];
        s = str_from(s, 1);
    }
    return false;
}

/* Whether the first `n` groups are thousands: the same mark between all, three digits after each. */
static bool are_thousands(const struct grouped *g, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (g->digits[i].len != 3 || g->mark[i - 1] != g->mark[0])
            return false;
    }
    return n < 2 || g->digits[0].len <= 3;
}

/* Which mark is the decimal one: a point or comma that stands last and nowhere else. */
static bool parse_grouped(struct str s, double *ret)
{
    struct grouped g;
    char out[2 * PLAIN_MAX];
    size_t n = 0;
    if (s.p[0] == '-' || s.p[0] == '+') {
        out[n++] = s.p[0];
        s = str_from(s, 1);
    }
    if (!cut_groups(s, &g))
        return false;

    char last = g.n > 1 ? g.mark[g.n - 2] : 0;
    bool decimal = (last == '.' || last == ',') && (g.n == 2 || last != g.mark[0]);
    if (!are_thousands(&g, g.n - decimal))
        return false;

    for (size_t i = 0; i < g.n; i++) {
        if (decimal && i == g.n - 1)
            out[n++] = '.';
        memcpy(out + n, g.digits[i].p, g.digits[i].len);
        n += g.digits[i].len;
    }
    return num_parse((struct str){out, n}, ret);
}

bool number_text_parse(struct str s, double *ret)
{
    char buf[PLAIN_MAX];
    struct str plain;
    return make_plain(s, buf, &plain) && (num_parse(plain, ret) || parse_grouped(plain, ret));
}

/* ---- degrees */

struct degrees {
    double part[3]; /* degrees, minutes, seconds */
    size_t n;
    bool whole[3], marked, lettered, negative;
    size_t digits; /* of the first part before its point */
    char letter;   /* N S E W; 0: none */
};

static char hemisphere(char c)
{
    c = g_ascii_toupper(c);
    return c && strchr("NSEW", c) ? c : 0;
}

static void skip_spaces(struct str *s)
{
    while (s->len && s->p[0] == ' ')
        *s = str_from(*s, 1);
}

/* The letter at the start of `s`, with the rest of its abbreviation. */
static void take_letter(struct degrees *d, struct str *s)
{
    skip_spaces(s);
    if (d->letter || !s->len || !hemisphere(s->p[0]))
        return;

    d->letter = hemisphere(s->p[0]);
    do
        *s = str_from(*s, 1);
    while (s->len && (s->p[0] == '.' || s->p[0] == '~' || s->p[0] == ' '));
}

/* A mark that says what the part before it is: * d ' m " s '' or a colon; m and s only after d, since
 * an s may also be the south. False: it is the mark of another part. */
static bool take_mark(struct degrees *d, struct str *s)
{
    static const char *const own = "*'\"", *const letters = "dms";
    skip_spaces(s);
    if (!s->len)
        return true;

    size_t part = d->n - 1;
    if (part == 2 && str_starts(*s, STR("''"))) {
        *s = str_from(*s, 2);
        return true;
    }
    bool lettered = s->p[0] == letters[part] && (part == 0 || d->lettered);
    if (s->p[0] == own[part] || lettered) {
        d->marked = true;
        d->lettered = lettered;
        *s = str_from(*s, 1);
    } else if (s->len > 1 && (s->p[0] == ':' || s->p[0] == '-') && is_digit(s->p[1])) {
        *s = str_from(*s, 1);
    }

    return !s->len || !strchr("*'\"", s->p[0]);
}

static bool take_part(struct degrees *d, struct str *s)
{
    struct str digits = cut_digits(s), fraction = {0};
    if (!digits.len || d->n == 3 || (d->n && !d->whole[d->n - 1]))
        return false;
    if (s->len > 1 && (s->p[0] == '.' || s->p[0] == ',') && is_digit(s->p[1])) {
        *s = str_from(*s, 1);
        fraction = cut_digits(s);
    }

    char text[PLAIN_MAX + 2];
    int n = g_snprintf(text, sizeof text, "%.*s.%.*s", STR_FMT(digits), STR_FMT(fraction));
    if (!fraction.len)
        n--;
    if (!d->n)
        d->digits = digits.len;
    d->whole[d->n] = !fraction.len;
    return num_parse((struct str){text, (size_t)n}, &d->part[d->n++]) && take_mark(d, s);
}

/* DDMM, DDMMSS, DDDMM or DDDMMSS, as pilots write it: 342500N. */
static void unpack(struct degrees *d)
{
    if (d->n != 1 || d->marked || !d->letter || d->digits < 4 || d->digits > 7)
        return;

    double v = d->part[0];
    if (d->digits <= 5) {
        d->part[0] = floor(v / 100);
        d->part[1] = v - d->part[0] * 100;
        d->n = 2;
    } else {
        d->part[0] = floor(v / 10000);
        d->part[1] = floor((v - d->part[0] * 10000) / 100);
        d->part[2] = v - d->part[0] * 10000 - d->part[1] * 100;
        d->n = 3;
    }
}

static bool parse_degrees(struct str s, enum coordinate_axis axis, double *ret)
{
    struct degrees d = {0};
    take_letter(&d, &s);
    if (s.len && (s.p[0] == '-' || s.p[0] == '+')) {
        d.negative = s.p[0] == '-';
        s = str_from(s, 1);
    }

    while (s.len && is_digit(s.p[0])) {
        if (!take_part(&d, &s))
            return false;
        skip_spaces(&s);
    }
    take_letter(&d, &s);
    unpack(&d);

    bool fits = !d.letter || strchr(axis == AXIS_LAT ? "NS" : "EW", d.letter);
    if (s.len || !d.n || !fits || (d.negative && d.letter) || d.part[1] >= 60 || d.part[2] >= 60)
        return false;
    if (d.n == 1 && !d.letter && !d.marked)
        return false;

    double v = d.part[0] + d.part[1] / 60 + d.part[2] / 3600;
    if (v > (axis == AXIS_LAT ? 90 : 360))
        return false;
    *ret = d.negative || d.letter == 'S' || d.letter == 'W' ? -v : v;
    return true;
}

enum coordinate_form coordinate_parse(struct str s, enum coordinate_axis axis, bool degrees,
                                      double *ret)
{
    char buf[PLAIN_MAX];
    struct str plain;
    if (num_parse(str_trim(s), ret))
        return COORDINATE_PLAIN;
    if (!make_plain(s, buf, &plain))
        return COORDINATE_BAD;
    if (num_parse(plain, ret) || parse_grouped(plain, ret))
        return COORDINATE_NUMBER;
    return degrees && parse_degrees(plain, axis, ret) ? COORDINATE_DEGREES : COORDINATE_BAD;
}
