/* Where the characters of a scalar stand that is not written as it reads. */
#include <string.h>

#include "base/arena.h"
#include "doc/source.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_break(char c)
{
    return c == '\n' || c == '\r';
}

struct str source_single_quoted(struct arena *a, struct str raw)
{
    char *out = arena_array(a, char, raw.len + 1);
    size_t n = 0, kept = 0, breaks; /* kept: behind the last character that is no white space */

    for (size_t i = 0; i < raw.len; i++) {
        if (!is_break(raw.p[i])) {
            out[n++] = raw.p[i];
            i += raw.p[i] == '\'' && i + 1 < raw.len && raw.p[i + 1] == '\'';
            kept = is_blank(out[n - 1]) ? kept : n;
            continue;
        }

        for (breaks = 0; i < raw.len && (is_break(raw.p[i]) || is_blank(raw.p[i])); i++)
            breaks += raw.p[i] == '\n' ||
                      (raw.p[i] == '\r' && (i + 1 == raw.len || raw.p[i + 1] != '\n'));
        n = kept;
        if (breaks == 1)
            out[n++] = ' ';
        for (; breaks > 1; breaks--)
            out[n++] = '\n';
        kept = n;
        i--;
    }

    return (struct str){out, n};
}

/* A way through a scalar as it is written and as it reads, side by side. */
struct walk {
    struct str raw;  /* the scalar as it is written */
    struct str text; /* as it reads */
    size_t i, j;     /* in raw, in text */
    int line, col;   /* of raw[i] */
    char style;
    struct span_place *places;
    size_t n;
};

static bool goes_on(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* Past one character of the source. */
static void skip_character(struct walk *w)
{
    char c = w->raw.p[w->i++];
    if (c == '\r' && w->i < w->raw.len && w->raw.p[w->i] == '\n')
        w->i++;
    if (is_break(c)) {
        w->line++;
        w->col = 1;
        return;
    }
    while (w->i < w->raw.len && goes_on(w->raw.p[w->i]))
        w->i++;
    w->col++;
}

/* The next character of the text stands at `at`. */
static void add_place(struct walk *w, struct span_place at)
{
    w->places[w->n++] = at;
    w->j++;
    while (w->j < w->text.len && goes_on(w->text.p[w->j]))
        w->j++;
}

static struct span_place place_of(const struct walk *w)
{
    return (struct span_place){w->line, w->col};
}

/* How many characters of the source an escape takes. */
static size_t escape_length(char kind)
{
    return kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
}

/* An escape of a double-quoted text: one character of it, or none where it hides the end of a line. */
static void take_escape(struct walk *w)
{
    struct span_place at = place_of(w);
    char kind = w->i + 1 < w->raw.len ? w->raw.p[w->i + 1] : 0;
    for (size_t n = escape_length(kind); n && w->i < w->raw.len; n--)
        skip_character(w);

    if (!is_break(kind)) {
        add_place(w, at);
        return;
    }
    while (w->i < w->raw.len && (is_blank(w->raw.p[w->i]) || is_break(w->raw.p[w->i])))
        skip_character(w);
}

/* Whether a line of the source ends before the next character that is no white space. */
static bool ends_line(const struct walk *w)
{
    size_t i = w->i;
    while (i < w->raw.len && is_blank(w->raw.p[i]))
        i++;
    return i < w->raw.len && is_break(w->raw.p[i]);
}

/* Lines that are folded: what they became in the text has its place where the white space starts. In a
 * quoted or plain text they became one blank, or a line feed for each line end but the first. */
static void take_fold(struct walk *w)
{
    struct span_place at = place_of(w);
    size_t breaks = 0;
    while (w->i < w->raw.len && (is_blank(w->raw.p[w->i]) || is_break(w->raw.p[w->i]))) {
        breaks += is_break(w->raw.p[w->i]);
        skip_character(w);
    }

    size_t most = w->style == '>' ? w->text.len : breaks > 1 ? breaks - 1 : 1;
    for (; most && w->j < w->text.len && (w->text.p[w->j] == ' ' || w->text.p[w->j] == '\n');
         most--)
        add_place(w, at);
}

/* False when what is written is not what the text reads. */
static bool take_next(struct walk *w)
{
    char c = w->raw.p[w->i];
    if (w->style == '"' && c == '\\') {
        take_escape(w);
        return true;
    }

    if ((is_blank(c) || is_break(c)) && ends_line(w)) {
        take_fold(w);
        return true;
    }

    if (c != w->text.p[w->j])
        return false;
    add_place(w, place_of(w));
    if (w->style == '\'' && c == '\'')
        skip_character(w);
    skip_character(w);
    return true;
}

const struct span_place *source_places(struct arena *a, struct source *s, size_t from, size_t to,
                                       struct str text, char style)
{
    struct str raw = {s->text.p + from, to - from};
    if (!text.len || (raw.len >= text.len && memcmp(raw.p, text.p, text.len) == 0))
        return NULL;

    struct lode_span start = source_extent(s, from, to);
    struct walk w = {
        .raw = raw, .text = text, .line = start.line, .col = start.col, .style = style};
    w.places = arena_array(a, struct span_place, str_chars(text) + 2);

    while (w.j < text.len && w.i < raw.len) {
        if (!take_next(&w))
            return NULL;
    }

    /* what is left of the text are line ends that the block keeps */
    while (w.j < text.len)
        add_place(&w, place_of(&w));
    w.places[w.n] = place_of(&w);
    return w.places;
}
