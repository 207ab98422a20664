/* Cuts the text of an expression into tokens, and says what to write instead of signs of other
 * languages. */
#include "expr/lex.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"

struct lode_span cursor_span(struct source_cursor *c, size_t at, size_t len)
{
    struct str text = c->source->text;
    struct lode_span ret = c->source->at;
    if (!ret.line)
        return ret;

    for (; c->at < at && c->at < text.len; c->at++) {
        bool feed = text.p[c->at] == '\n';
        c->lines += feed;
        c->all_chars += (text.p[c->at] & 0xc0) != 0x80;
        c->chars = feed ? 0 : c->chars + ((text.p[c->at] & 0xc0) != 0x80);
    }

    struct str inside = str_head(str_from(text, at), len);
    if (ret.places)
        return span_inside(ret, c->all_chars, str_chars(inside));

    const char *end = inside.len ? memchr(inside.p, '\n', inside.len) : NULL;
    size_t chars = str_chars(end ? str_head(inside, (size_t)(end - inside.p)) : inside);
    ret.line += c->lines;
    return span_inside(ret, (size_t)c->chars, chars ? chars : 1);
}

struct lode_span source_span(const struct source *s, size_t at, size_t len)
{
    struct source_cursor c = {.source = s};
    return cursor_span(&c, at, len);
}

/* The character at byte `at`, and its length: 0 behind the end, U+FFFD for a broken byte. */
static gunichar char_at(const struct lexer *l, size_t at, size_t *ret_len)
{
    struct str s = str_from(l->source->text, at);
    *ret_len = 1;
    if (!s.len)
        return 0;
    if ((unsigned char)s.p[0] < 0x80)
        return (unsigned char)s.p[0];

    gunichar c = g_utf8_get_char_validated(s.p, (gssize)s.len);
    if (c >= (gunichar)-2)
        return 0xfffd;
    *ret_len = (size_t)(g_utf8_next_char(s.p) - s.p);
    return c;
}

static bool is_space(gunichar c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c > 0x7f && g_unichar_isspace(c));
}

/* XML's name characters without '-', and every letter that Unicode has added since. */
static bool starts_name(gunichar c)
{
    if (c < 0x80)
        return g_ascii_isalpha((char)c) || c == '_' || c == ':';
    return c != 0xfffd && (g_unichar_isalpha(c) || c == 0x200c || c == 0x200d);
}

static bool continues_name(gunichar c)
{
    if (c < 0x80)
        return starts_name(c) || g_ascii_isdigit((char)c) || c == '.';
    return starts_name(c) || g_unichar_isdigit(c) || g_unichar_ismark(c) || c == 0x203f ||
           c == 0x2040;
}

static void skip_space(struct lexer *l)
{
    size_t len;
    while (l->at < l->source->text.len && is_space(char_at(l, l->at, &len)))
        l->at += len;
}

static bool fail_at(struct lexer *l, size_t at, size_t len, struct lode_err *err, const char *what)
{
    return lode_fail(err, LODE_SYNTAX, source_span(l->source, at, len), "%s", what);
}

static void lex_name(struct lexer *l, struct token *ret)
{
    size_t len;
    while (l->at < l->source->text.len && continues_name(char_at(l, l->at, &len)))
        l->at += len;
    ret->kind = TOKEN_NAME;
}

/* page.feature."odd name": the last part of a name with dots may be in double quotes. */
static bool continues_quoted(const struct lexer *l)
{
    struct str text = l->source->text;
    return l->at && l->at < text.len && text.p[l->at - 1] == '.' && text.p[l->at] == '"';
}

/* The control character that a backslash and `letter` stand for (requirement /cql2-text/escaping),
 * or 0. */
static char control_named(char letter)
{
    static const char letters[] = "abtnvfr", meant[] = "\a\b\t\n\v\f\r";
    const char *at = letter ? strchr(letters, letter) : NULL;
    return at ? meant[at - letters] : 0;
}

/* Copy `s` to `out` with a doubled quote or \' made a single one, and in a text \n and its kin made
 * the control characters that they name; NULL: only count. Other backslashes stay as they are, for
 * LIKE, and "\\" is kept as a pair so that a text may end with it. */
static size_t unquote(struct str s, char quote, char *out, size_t *ret_used)
{
    size_t n = 0, i = 0;
    for (; i < s.len; i++) {
        char next = i + 1 < s.len ? s.p[i + 1] : 0;
        if (s.p[i] == quote && next != quote)
            break;

        bool escape = s.p[i] == '\\', pair = escape && next == '\\';
        char named = escape && quote == '\'' ? control_named(next) : 0;
        if (pair && out)
            out[n] = '\\';
        n += pair;
        i += pair || named || s.p[i] == quote || (escape && next == quote);
        if (out && i < s.len)
            out[n] = named ? named : s.p[i];
        n++;
    }

    *ret_used = i;
    return n;
}

static bool lex_quoted(struct lexer *l, char quote, struct str *ret, struct lode_err *err)
{
    struct str s = str_from(l->source->text, l->at + 1);
    size_t used, n = unquote(s, quote, NULL, &used);
    if (used >= s.len) {
        fail_at(l, l->at, s.len + 1, err,
                quote == '\'' ? "a text that starts with ' has no end"
                              : "a name that starts with \" has no end");
        return lode_hint(err, "close it with %c; a %c inside it is written twice", quote, quote);
    }

    *ret = str_head(s, n);
    if (n != used) {
        char *out = arena_array(l->a, char, n + 1);
        unquote(s, quote, out, &used);
        *ret = (struct str){out, n};
    }

    l->at += used + 2;
    return true;
}

/* The name so far, and the quoted part as it reads. */
static bool lex_quoted_part(struct lexer *l, struct token *ret, struct lode_err *err)
{
    struct str head = str_head(str_from(l->source->text, ret->at), l->at - ret->at), part;
    if (!lex_quoted(l, '"', &part, err))
        return false;
    ret->kind = TOKEN_QUOTED;
    ret->text = str_format(l->a, "%.*s%.*s", STR_FMT(head), STR_FMT(part));
    return true;
}

static bool lex_number(struct lexer *l, struct token *ret, struct lode_err *err)
{
    size_t start = l->at, len;
    struct str rest, s = str_from(l->source->text, start);
    if (!num_parse_prefix(s, &ret->d, &rest))
        return fail_at(l, start, 1, err, "a number that is too large");

    struct str number = str_head(s, s.len - rest.len);
    l->at += number.len;
    if (continues_name(char_at(l, l->at, &len))) {
        while (continues_name(char_at(l, l->at, &len)) && l->at < l->source->text.len)
            l->at += len;
        struct str word = str_head(s, l->at - start);
        lode_fail(err, LODE_SYNTAX, source_span(l->source, start, l->at - start),
                  "neither a number nor a name: '%.*s'", STR_FMT(word));
        return lode_hint(err,
                         "a name that starts with a digit is written in double quotes: "
                         "\"%.*s\"",
                         STR_FMT(word));
    }

    ret->kind = TOKEN_NUMBER;
    ret->is_int = num_parse_int(number, &ret->i);
    return true;
}

/* Signs that people who come from other languages write, and what to write here. */
static const struct slip {
    const char *text, *hint;
} slips[] = {
    {"==", "write '=' to compare"},
    {"!=", "write '<>' for 'not equal'"},
    {"=<", "write '<=' for 'at most'"},
    {"=>", "write '>=' for 'at least'"},
    {"&&", "write AND"},
    {"||", "write OR; texts are joined with concat(a, b)"},
    {"!", "write NOT"},
    {"&", "write AND"},
    {"|", "write OR"},
    {"\xe2\x80\x98", "write straight quotes: 'text'"},
    {"\xe2\x80\x99", "write straight quotes: 'text'"},
    {"\xe2\x80\x9c", "write straight quotes: 'text'"},
    {"\xe2\x80\x9d", "write straight quotes: 'text'"},
    {"\xe2\x88\x92", "write '-' for 'minus'"},
    {"\xe2\x89\xa0", "write '<>' for 'not equal'"},
    {"\xe2\x89\xa4", "write '<='"},
    {"\xe2\x89\xa5", "write '>='"},
    {"**", "write a ^ b"},
    {"~", "write name LIKE 'Ay%', where % is any text"},
    {"?", "write case(condition, then, else)"},
    {"$", "write area(), length() or perimeter() to measure"},
    {"@", "there are no variables: write the value"},
    {"`", "write names that need quotes in double quotes: \"a name\""},
    {"{", "braces are only for expressions inside a text"},
    {"}", "braces are only for expressions inside a text"},
};

static bool fail_sign(struct lexer *l, struct lode_err *err)
{
    struct str s = str_from(l->source->text, l->at);
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        if (!str_starts(s, str_of(slips[i].text)))
            continue;
        lode_fail(err, LODE_SYNTAX, source_span(l->source, l->at, strlen(slips[i].text)),
                  "unexpected '%s'", slips[i].text);
        return lode_hint(err, "%s", slips[i].hint);
    }

    size_t len;
    gunichar c = char_at(l, l->at, &len);
    if (c == 0xfffd || c < ' ')
        return fail_at(l, l->at, len, err, "a character that cannot stand here");
    return lode_fail(err, LODE_SYNTAX, source_span(l->source, l->at, len), "unexpected '%.*s'",
                     (int)len, s.p);
}

static bool lex_sign(struct lexer *l, struct token *ret, struct lode_err *err)
{
    struct str s = str_from(l->source->text, l->at);
    char next = s.len > 1 ? s.p[1] : 0;
    size_t len = 1;
    int sign = (unsigned char)s.p[0];

    if (sign == '<' && (next == '>' || next == '=')) {
        sign = next == '>' ? SIGN_NE : SIGN_LE;
        len = 2;
    } else if (sign == '>' && next == '=') {
        sign = SIGN_GE;
        len = 2;
    } else if (!strchr("()[],+-*/%^=<>", sign) ||
               (sign == '=' && (next == '=' || next == '<' || next == '>')) ||
               (sign == '*' && next == '*')) {
        return fail_sign(l, err);
    }

    l->at += len;
    ret->kind = TOKEN_SIGN;
    ret->sign = sign;
    return true;
}

char lex_peek(const struct lexer *l)
{
    struct lexer ahead = *l;
    skip_space(&ahead);
    return ahead.at < l->source->text.len ? l->source->text.p[ahead.at] : '\0';
}

bool lex_next(struct lexer *l, struct token *ret, struct lode_err *err)
{
    struct str text = l->source->text;
    size_t len;

    skip_space(l);
    *ret = (struct token){.kind = TOKEN_END, .at = (uint32_t)l->at};
    if (l->at >= text.len)
        return true;

    char c = text.p[l->at], next = l->at + 1 < text.len ? text.p[l->at + 1] : 0;
    bool ok = true;
    if (c == '\'' || c == '"') {
        ret->kind = c == '"' ? TOKEN_QUOTED : TOKEN_TEXT;
        ok = lex_quoted(l, c, &ret->text, err);
    } else if (g_ascii_isdigit(c) || (c == '.' && g_ascii_isdigit(next))) {
        ok = lex_number(l, ret, err);
    } else if (starts_name(char_at(l, l->at, &len))) {
        lex_name(l, ret);
        if (continues_quoted(l))
            ok = lex_quoted_part(l, ret, err);
    } else if (c == '\0') {
        ok = fail_sign(l, err);
    } else {
        ok = lex_sign(l, ret, err);
    }

    ret->len = (uint32_t)(l->at - ret->at);
    if (ok && ret->kind != TOKEN_TEXT && ret->kind != TOKEN_QUOTED)
        ret->text = str_head(str_from(text, ret->at), ret->len);
    return ok;
}
