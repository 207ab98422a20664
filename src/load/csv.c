/* How the bytes of CSV become rows, also where quote marks do not come in pairs. */
#include "load/csv.h"

#include <glib.h>
#include <string.h>

static bool ends_line(char c)
{
    return c == '\n' || c == '\r';
}

static bool ends_field(const struct csv_scan *s, const char *p)
{
    return p == s->end || ends_line(*p) || (s->delimiter && *p == s->delimiter);
}

static const char *skip_blanks(const struct csv_scan *s, const char *p)
{
    while (p < s->end && *p == ' ' && s->delimiter != ' ')
        p++;
    return p;
}

static const char *end_of_line(const struct csv_scan *s, const char *p)
{
    while (p < s->end && !ends_line(*p))
        p++;
    return p;
}

/* Take the end of the line at s->p. */
static void pass_line_end(struct csv_scan *s)
{
    if (s->p < s->end && *s->p == '\r') {
        s->p++;
        if (s->p < s->end && *s->p == '\n')
            s->p++;
        else
            s->lone_cr = true;
    } else if (s->p < s->end) {
        s->p++;
    }
    s->line++;
}

static struct csv_field *add_field(struct csv_row *row)
{
    if (row->n == row->cap) {
        row->cap = row->cap ? 2 * row->cap : 16;
        row->v = g_renew(struct csv_field, row->v, row->cap);
    }
    return &row->v[row->n++];
}

/* The quote that closes the field whose text begins at `p`; NULL: none does. A quote inside that is
 * not doubled is stray, and from there on the field must end on the same line. */
static const char *closing_quote(const struct csv_scan *s, const char *p, const char *limit,
                                 bool *ret_stray)
{
    while (p < limit) {
        const char *quote = memchr(p, '"', (size_t)(limit - p));
        if (!quote)
            return NULL;
        if (quote + 1 < limit && quote[1] == '"') {
            p = quote + 2;
            continue;
        }
        if (ends_field(s, skip_blanks(s, quote + 1)))
            return quote;

        *ret_stray = true;
        const char *line = end_of_line(s, quote);
        limit = line < limit ? line : limit;
        p = quote + 1;
    }
    return NULL;
}

/* Read the field at s->p; with `one_line` it ends on its line. */
static void read_field(struct csv_scan *s, struct csv_row *row, bool one_line)
{
    struct csv_field *f = add_field(row);
    const char *open = skip_blanks(s, s->p);
    if (open < s->end && *open == '"') {
        bool stray = false;
        const char *limit = one_line ? end_of_line(s, open) : s->end;
        const char *close = closing_quote(s, open + 1, limit, &stray);
        if (close) {
            *f = (struct csv_field){{open + 1, (size_t)(close - open - 1)}, .quoted = true};
            row->stray |= stray;
            s->p = skip_blanks(s, close + 1);
            return;
        }
    }

    const char *from = s->p;
    while (!ends_field(s, s->p)) {
        row->stray |= *s->p == '"';
        s->p++;
    }
    *f = (struct csv_field){{from, (size_t)(s->p - from)}, .quoted = false};
}

static void read_row(struct csv_scan *s, struct csv_row *row, bool one_line)
{
    const char *start = s->p;
    row->n = 0;
    row->line = s->line;
    row->stray = false;

    read_field(s, row, one_line);
    while (s->p < s->end && !ends_line(*s->p)) {
        s->p++; /* the delimiter */
        read_field(s, row, one_line);
    }

    const char *p = start;
    while ((p = memchr(p, '\n', (size_t)(s->p - p)))) {
        s->line++;
        p++;
    }
}

static bool spans_lines(const struct csv_scan *from, const struct csv_scan *to)
{
    return to->line > from->line;
}

/* Whether every line from `start` to `end` is a row by itself, if quotes are plain characters, and
 * its delimiters are not those of a sentence, which have a space after them. */
static bool lines_are_rows(const struct csv_scan *s, const char *start, const char *end)
{
    size_t n = 1, n_lines = 0;
    bool tight = false;
    for (const char *p = start; p <= end; p++) {
        if (p == end || *p == '\n') {
            if (n != s->expected)
                return false;
            n = 1;
            n_lines++;
        } else if (*p == s->delimiter) {
            n++;
            tight |= p + 1 < end && p[1] != ' ';
        }
    }
    return tight && (s->expected > 2 || (s->expected == 2 && n_lines > 2));
}

/* Leave lines out that hold nothing. */
static void skip_blank_lines(struct csv_scan *s)
{
    while (s->p < s->end) {
        const char *p = skip_blanks(s, s->p);
        if (p < s->end && !ends_line(*p))
            return;
        s->spaces |= p > s->p;
        s->p = p;
        pass_line_end(s);
    }
}

bool csv_next(struct csv_scan *s, struct csv_row *row)
{
    skip_blank_lines(s);
    if (s->p == s->end)
        return false;

    /* A text may have lines of its own. A quote that lacks its partner looks the same until the rows
     * that it swallowed show. */
    struct csv_scan start = *s;
    read_row(s, row, false);
    if (spans_lines(&start, s) && s->expected) {
        struct csv_scan after = *s;
        size_t n = row->n;
        bool rows = lines_are_rows(s, start.p, after.p);
        *s = start;
        read_row(s, row, true);
        if (!rows && (n == s->expected || row->n != s->expected)) {
            *s = start;
            read_row(s, row, false);
        } else {
            row->stray = true;
        }
    }

    if (s->p < s->end)
        pass_line_end(s);
    return true;
}

void csv_row_finish(struct csv_row *row)
{
    g_free(row->v);
    *row = (struct csv_row){0};
}
