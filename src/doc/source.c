/* Bytes of a document turned into lines and columns, once it is known to be UTF-8. */
#include "doc/source.h"

#include <string.h>

#include "base/arena.h"

/* Length of the well-formed UTF-8 sequence at `p` (Unicode 15, table 3-7); 0: it is none. */
static size_t utf8_len(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80)
        return 1;

    size_t len = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4 || len > left)
        return 0;
    unsigned char low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    }
    return len;
}

static bool is_end_of_line(char c)
{
    return c == '\n' || c == '\r';
}

static size_t chars_between(const char *p, const char *end)
{
    size_t n = 0;
    for (; p < end; p++)
        n += ((unsigned char)*p & 0xc0) != 0x80;
    return n;
}

static void find_lines(struct arena *a, struct source *s)
{
    ARRAY(size_t) starts = {0};
    *array_add(a, &starts) = 0;
    for (size_t i = 0; i < s->text.len; i++) {
        char c = s->text.p[i];
        bool crlf = c == '\r' && i + 1 < s->text.len && s->text.p[i + 1] == '\n';
        if (is_end_of_line(c) && !crlf)
            *array_add(a, &starts) = i + 1;
    }
    s->line_start = starts.v;
    s->n_lines = starts.n;
}

static bool check_characters(struct source *s, struct lode_err *err)
{
    const unsigned char *p = (const unsigned char *)s->text.p;

    for (size_t i = 0, len; i < s->text.len; i += len) {
        len = utf8_len(p + i, s->text.len - i);
        if (!len) {
            struct lode_span at = source_extent(s, i, i + 1);
            at.len = 1;
            lode_fail(err, LODE_SYNTAX, at, "not UTF-8: the byte 0x%02X", p[i]);
            return lode_hint(err, "save the file as UTF-8");
        }
        if ((p[i] < 0x20 && !strchr("\t\n\r", p[i])) || p[i] == 0x7f || !p[i])
            return lode_fail(err, LODE_SYNTAX, source_extent(s, i, i + 1),
                             "the control character U+%04X may not stand here", p[i]);
    }
    return true;
}

static size_t line_of(const struct source *s, size_t byte)
{
    size_t low = 0, high = s->n_lines;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (s->line_start[mid] <= byte)
            low = mid;
        else
            high = mid;
    }
    return low;
}

static size_t end_of_line(const struct source *s, size_t line)
{
    size_t end = line + 1 < s->n_lines ? s->line_start[line + 1] : s->text.len;
    while (end > s->line_start[line] && is_end_of_line(s->text.p[end - 1]))
        end--;
    return end;
}

bool source_init(struct arena *a, struct str text, const char *file, struct source *ret,
                 struct lode_err *err)
{
    struct lode_span start = {file ? str_c(a, str_of(file)) : NULL, 1, 1, 1};
    if (text.len >= 2 &&
        (memcmp(text.p, "\xff\xfe", 2) == 0 || memcmp(text.p, "\xfe\xff", 2) == 0)) {
        lode_fail(err, LODE_SYNTAX, start, "not UTF-8: the file is UTF-16");
        return lode_hint(err, "save the file as UTF-8");
    }

    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_from(text, 3);
    *ret = (struct source){.file = start.file, .text = text};
    find_lines(a, ret);
    return check_characters(ret, err);
}

struct lode_span source_extent(struct source *s, size_t from, size_t to)
{
    from = from < s->text.len ? from : s->text.len;
    size_t line = line_of(s, from), end = end_of_line(s, line);

    if (line != s->seen_line || from < s->seen_byte) {
        s->seen_line = line;
        s->seen_byte = s->line_start[line];
        s->seen_chars = 0;
    }
    s->seen_chars += chars_between(s->text.p + s->seen_byte, s->text.p + from);
    s->seen_byte = from;

    to = to < end ? to : end;
    size_t len = to > from ? chars_between(s->text.p + from, s->text.p + to) : 1;
    return (struct lode_span){s->file, (int)line + 1, (int)s->seen_chars + 1, (int)len};
}

struct lode_span source_place(const struct source *s, int line, int col)
{
    size_t last = s->n_lines - 1;
    while (last && s->line_start[last] >= s->text.len)
        last--;

    if (line < 1 || (size_t)line - 1 > last) {
        line = (int)last + 1;
        col =
            (int)chars_between(s->text.p + s->line_start[last], s->text.p + end_of_line(s, last)) +
            1;
    }
    return (struct lode_span){s->file, line, col < 1 ? 1 : col, 1};
}

size_t source_separator(const struct source *s, size_t from)
{
    for (size_t line = line_of(s, from); line < s->n_lines; line++) {
        size_t start = s->line_start[line];
        if (start >= from && str_starts(str_from(s->text, start), STR("---")))
            return start;
    }
    return from;
}
