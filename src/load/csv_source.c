/* How a table of text is checked, reported and put right before GDAL reads it. GDAL takes a quote mark
 * anywhere for the start of a text that may have lines of its own, so that one mark of inches or
 * seconds hides all rows up to the next; and it pads and cuts rows without a word. */
#include "load/csv_source.h"

#include <cpl_vsi.h>
#include <gdal.h>
#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/num.h"
#include "load/bytes.h"
#include "load/csv.h"
#include "load/open.h"
#include "load/packed.h"
#include "load/place.h"
#include "load/unreadable.h"

/* Taste: so many lines are named, and so many are looked at for the delimiter. */
enum { LINES_NAMED = 5, LINES_TRIED = 50 };

/* Lines of which the same is said. */
struct line_tally {
    size_t n;
    uint32_t first[LINES_NAMED];
    size_t fields; /* of the first */
};

struct csv_check {
    struct reading *r;
    struct str text;
    struct csv_scan start; /* at the names, or at the first row where there are none */
    struct str *names;     /* of the columns, where they must be written anew; else NULL */
    size_t n;              /* of columns */
    struct line_tally few, many, stray, comments;
    struct {
        size_t at;  /* which column, from 1; 0: there is none */
        bool typed; /* in a way that is no number to GDAL */
    } x, y;
    struct str left_out; /* of the first row with too many fields */
    ARRAY(uint32_t) lines;
    size_t n_nul;
    bool headless, from_utf16, sep_line, rewrite;
    char delimiter_of_gdal;
};

static void tally_line(struct line_tally *t, const struct csv_row *row)
{
    if (t->n < LINES_NAMED)
        t->first[t->n] = row->line;
    if (!t->n++)
        t->fields = row->n;
}

/* "line 3", "lines 3, 7, 9 and 12 more". */
static struct str lines_text(struct arena *a, const struct line_tally *t)
{
    struct str s = str_format(a, "line%s", t->n == 1 ? "" : "s");
    size_t shown = t->n < LINES_NAMED ? t->n : LINES_NAMED;
    for (size_t i = 0; i < shown; i++)
        s = str_format(a, "%.*s%s%u", STR_FMT(s), i ? ", " : " ", t->first[i]);
    return t->n > shown ? str_format(a, "%.*s and %zu more", STR_FMT(s), t->n - shown) : s;
}

/* ---- bytes to text */

bool csv_is(struct str file)
{
    file = packed_name(file);
    return str_ends_as(file, ".csv") || str_ends_as(file, ".tsv") || str_ends_as(file, ".txt");
}

/* The name of UTF-16 that it is in, by its mark, or by the zeros in its first characters; else NULL. */
static const char *utf16_of(struct str s)
{
    if (str_starts(s, STR("\xff\xfe")))
        return "UTF-16LE";
    if (str_starts(s, STR("\xfe\xff")))
        return "UTF-16BE";

    size_t zeros[2] = {0}, n = s.len < 64 ? s.len : 64;
    for (size_t i = 0; i < n; i++)
        zeros[i & 1] += s.p[i] == '\0';
    if (n < 8 || zeros[0] + zeros[1] < n / 3 || (zeros[0] && zeros[1]))
        return NULL;
    return zeros[1] ? "UTF-16LE" : "UTF-16BE";
}

static bool take_utf16(struct csv_check *c, const char *encoding)
{
    gsize n;
    char *text = g_convert(c->text.p, (gssize)c->text.len, "UTF-8", encoding, NULL, &n, NULL);
    if (!text)
        return false;
    arena_defer(c->r->arena, g_free, text);
    c->text = (struct str){text, n};
    c->from_utf16 = c->rewrite = true;
    return true;
}

/* A NUL ends the line for GDAL, and the rest of it is lost. */
static void drop_nuls(struct csv_check *c)
{
    if (!memchr(c->text.p, '\0', c->text.len))
        return;

    char *to = g_malloc(c->text.len);
    size_t n = 0;
    arena_defer(c->r->arena, g_free, to);
    for (size_t i = 0; i < c->text.len; i++) {
        if (c->text.p[i])
            to[n++] = c->text.p[i];
    }

    c->n_nul = c->text.len - n;
    c->text = (struct str){to, n};
    c->rewrite = true;
}

/* False: it is no table of text, whatever its name says. */
static bool take_text(struct csv_check *c)
{
    const char *utf16 = utf16_of(c->text);
    if (utf16 && !take_utf16(c, utf16))
        return false;
    if (str_starts(c->text, STR("\xef\xbb\xbf")))
        c->text = str_from(c->text, 3);

    struct str head = str_trim(str_head(c->text, 200));
    if (!head.len || head.p[0] == '<' || head.p[0] == '{' || str_starts(head, STR("PK\3\4")) ||
        str_starts(head, STR("version https://git-lfs")))
        return false;

    drop_nuls(c);
    return c->n_nul <= c->text.len / 8;
}

/* ---- the delimiter and the names */

/* How many of the first lines have as many fields as the names; 0 when that is one. */
static size_t lines_that_agree(struct csv_scan scan, char delimiter, size_t *ret_fields)
{
    struct csv_row row = {0};
    size_t agree = 0;
    scan.delimiter = delimiter;
    *ret_fields = 0;

    for (int i = 0; i <= LINES_TRIED && csv_next(&scan, &row); i++) {
        if (!i)
            *ret_fields = scan.expected = row.n;
        agree += row.n == *ret_fields;
    }

    csv_row_finish(&row);
    return *ret_fields > 1 ? agree : 0;
}

/* What GDAL takes: of those that stand in the line of names, the comma before the others. */
static char delimiter_of_gdal(struct csv_scan scan)
{
    static const char tried[] = ",;\t ";
    for (const char *d = tried; *d; d++) {
        struct csv_scan one = scan;
        struct csv_row row = {0};
        one.delimiter = *d;
        bool found = csv_next(&one, &row) && row.n > 1;
        csv_row_finish(&row);
        if (found)
            return *d;
    }
    return ',';
}

static char find_delimiter(const struct csv_check *c)
{
    static const char tried[] = ",;\t|";
    char best = '\0';
    size_t most = 0, most_fields = 0;
    for (const char *d = tried; *d; d++) {
        size_t fields, agree = lines_that_agree(c->start, *d, &fields);
        if (agree > most || (agree == most && agree && fields > most_fields)) {
            best = *d;
            most = agree;
            most_fields = fields;
        }
    }
    return best;
}

/* Excel's "sep=;" names the delimiter before the names of columns do. */
static bool take_sep_line(struct csv_check *c)
{
    struct str s = (struct str){c->start.p, (size_t)(c->start.end - c->start.p)};
    if (s.len < 5 || g_ascii_strncasecmp(s.p, "sep=", 4) != 0 ||
        (s.len > 5 && s.p[5] != '\r' && s.p[5] != '\n'))
        return false;

    struct csv_row row = {0};
    char delimiter = s.p[4];
    c->start.delimiter = '\0';
    csv_next(&c->start, &row);
    csv_row_finish(&row);
    c->start.delimiter = delimiter;
    c->sep_line = c->rewrite = true;
    return true;
}

static bool is_comment(const struct csv_row *row)
{
    return row->n && !row->v[0].quoted && row->v[0].s.len && row->v[0].s.p[0] == '#';
}

/* Pass the comments before the names. One line with # that has as many fields as the next is the
 * names. */
static void pass_comments(struct csv_check *c)
{
    struct csv_scan scan = c->start, from = c->start;
    struct csv_row row = {0};
    size_t n = 0, fields = 0;
    scan.delimiter = '\0';
    while (from = scan, csv_next(&scan, &row) && is_comment(&row))
        n++;

    if (n == 1) {
        char delimiter = delimiter_of_gdal(c->start);
        lines_that_agree(c->start, delimiter, &fields);
        struct csv_scan next = from;
        next.delimiter = delimiter;
        if (fields > 1 && csv_next(&next, &row) && row.n == fields)
            n = 0;
    }

    while (n && csv_next(&c->start, &row) && n--)
        tally_line(&c->comments, &row);
    c->rewrite |= c->comments.n > 0;
    csv_row_finish(&row);
}

/* GDAL's rule: a line with a number in it has no names. */
static bool is_headless(const struct csv_row *row)
{
    double ignored;
    for (size_t i = 0; i < row->n; i++) {
        if (num_parse(str_trim(row->v[i].s), &ignored))
            return true;
    }
    return false;
}

static struct str field_text(struct arena *a, const struct csv_field *f)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < f->s.len; i++) {
        g_string_append_c(s, f->s.p[i]);
        if (f->quoted && f->s.p[i] == '"' && i + 1 < f->s.len && f->s.p[i + 1] == '"')
            i++;
    }
    struct str ret = str_copy(a, (struct str){s->str, s->len});
    g_string_free(s, TRUE);
    return ret;
}

/* Name columns whose names stand twice, and say which have none. */
static void take_names(struct csv_check *c, const struct csv_row *row)
{
    struct arena *a = c->r->arena;
    struct str *names = arena_array(a, struct str, row->n + 1), twice = {0};
    GHashTable *taken = g_hash_table_new(g_str_hash, g_str_equal);
    size_t n_twice = 0, n_empty = 0, first_empty = 0;

    for (size_t i = 0; i < row->n; i++) {
        struct str name = field_text(a, &row->v[i]);
        names[i] = name.len ? column_free_name(a, taken, name) : name;
        if (!str_eq(names[i], name) && !n_twice++)
            twice = str_format(a, "'%.*s' stands again as column %zu, which is called '%.*s'",
                               STR_FMT(name), i + 1, STR_FMT(names[i]));
        if (!name.len && i + 1 < row->n && !n_empty++)
            first_empty = i + 1;
    }
    g_hash_table_destroy(taken);

    for (size_t i = 0; i < row->n; i++) {
        if (place_is_usual(names[i], AXIS_LON))
            c->x.at = i + 1;
        if (place_is_usual(names[i], AXIS_LAT))
            c->y.at = i + 1;
    }

    if (n_twice) {
        c->names = names;
        c->rewrite = true;
    }
    if (c->r->params->seen)
        return;
    if (n_twice)
        reading_warn(c->r, "csv-names", "'%.*s': %zu column%s the name of another: %.*s",
                     STR_FMT(c->r->source->file.s), n_twice, n_twice == 1 ? " has" : "s have",
                     STR_FMT(twice));
    if (n_empty)
        reading_warn(c->r, "csv-names", "'%.*s': %zu column%s no name: column %zu is 'field_%zu'",
                     STR_FMT(c->r->source->file.s), n_empty, n_empty == 1 ? " has" : "s have",
                     first_empty, first_empty);
}

/* Find the delimiter, the first row, and what the columns are called. False: it is no table. */
static bool find_layout(struct csv_check *c)
{
    struct csv_row row = {0};
    c->start = (struct csv_scan){.p = c->text.p, .end = c->text.p + c->text.len, .line = 1};
    bool stated = take_sep_line(c);
    if (!stated) {
        pass_comments(c);
        c->start.delimiter = find_delimiter(c);
    }

    c->delimiter_of_gdal = delimiter_of_gdal(c->start);
    if (!c->start.delimiter && c->delimiter_of_gdal == ' ')
        return false; /* GDAL reads it as it is */

    struct csv_scan scan = c->start;
    csv_next(&scan, &row);
    c->n = c->start.expected = row.n;
    c->headless = is_headless(&row);
    if (!c->headless)
        take_names(c, &row);
    c->rewrite |= row.n == 1 || c->start.delimiter != c->delimiter_of_gdal;
    csv_row_finish(&row);
    return true;
}

/* ---- the rows */

static bool is_left_out(const struct csv_check *c, const struct csv_row *row)
{
    return is_comment(row) && row->n != c->n;
}

/* Whether the fields beyond the columns hold anything. */
static bool has_more(const struct csv_check *c, const struct csv_row *row)
{
    for (size_t i = c->n; i < row->n; i++) {
        if (str_trim(row->v[i].s).len)
            return true;
    }
    return false;
}

/* Digits with a point or a comma among them at most, and a sign: nearly all coordinates, at no cost. */
static bool is_plain_number(struct str s)
{
    size_t digits = 0, marks = 0;
    for (size_t i = s.len && (s.p[0] == '-' || s.p[0] == '+'); i < s.len; i++) {
        digits += s.p[i] >= '0' && s.p[i] <= '9';
        marks += s.p[i] == '.' || s.p[i] == ',';
    }
    bool sign = s.len && (s.p[0] == '-' || s.p[0] == '+');
    return digits && marks <= 1 && sign + digits + marks == s.len;
}

/* Whether a coordinate is one that a person wrote: GDAL takes it for no number. What is not UTF-8 may be
 * the sign of degrees. */
static bool is_typed(struct arena *a, const struct csv_row *row, size_t at,
                     enum coordinate_axis axis)
{
    double ignored;
    if (!at || at > row->n)
        return false;

    const struct csv_field *f = &row->v[at - 1];
    struct str s = str_trim(f->s);
    if (!s.len || is_plain_number(s))
        return false;
    if (f->quoted && memchr(s.p, '"', s.len)) /* of seconds, doubled */
        s = str_trim(field_text(a, f));
    return !str_is_utf8(s) || coordinate_parse(s, axis, true, &ignored) >= COORDINATE_NUMBER;
}

static void check_row(struct csv_check *c, const struct csv_row *row)
{
    if (is_left_out(c, row)) {
        tally_line(&c->comments, row);
        c->rewrite = true;
        return;
    }

    *array_add(c->r->arena, &c->lines) = row->line;
    c->x.typed = c->x.typed || is_typed(c->r->arena, row, c->x.at, AXIS_LON);
    c->y.typed = c->y.typed || is_typed(c->r->arena, row, c->y.at, AXIS_LAT);
    if (row->stray) {
        tally_line(&c->stray, row);
        c->rewrite = true;
    }
    if (row->n < c->n)
        tally_line(&c->few, row);
    if (has_more(c, row)) {
        if (!c->many.n)
            c->left_out = field_text(c->r->arena, &row->v[c->n]);
        tally_line(&c->many, row);
    }
}

static void check_rows(struct csv_check *c)
{
    struct csv_scan scan = c->start;
    struct csv_row row = {0};
    if (!c->headless)
        csv_next(&scan, &row);
    while (csv_next(&scan, &row))
        check_row(c, &row);
    c->rewrite |= scan.lone_cr || scan.spaces;
    csv_row_finish(&row);
}

/* ---- the copy */

/* `delimiter` '\0': in quotes in any case, as names are, in which GDAL looks for the delimiter. */
static void append_field(GString *to, const struct csv_field *f, char delimiter)
{
    bool quoted = f->quoted || (!delimiter && f->s.len) || memchr(f->s.p, '"', f->s.len) ||
                  memchr(f->s.p, delimiter, f->s.len) || memchr(f->s.p, '\n', f->s.len) ||
                  memchr(f->s.p, '\r', f->s.len);
    if (!quoted) {
        g_string_append_len(to, f->s.p, (gssize)f->s.len);
        return;
    }

    g_string_append_c(to, '"');
    for (size_t i = 0; i < f->s.len; i++) {
        char ch = f->s.p[i];
        g_string_append_c(to, ch);
        if (ch != '"')
            continue;
        if (f->quoted && i + 1 < f->s.len && f->s.p[i + 1] == '"')
            i++;
        g_string_append_c(to, '"');
    }
    g_string_append_c(to, '"');
}

/* A row with as many fields as there are columns, and one more where there is only one. */
static void append_row(GString *to, const struct csv_check *c, const struct csv_row *row,
                       bool is_names, char delimiter)
{
    const struct str *names = is_names ? c->names : NULL;
    for (size_t i = 0; i < c->n; i++) {
        struct csv_field f = i < row->n ? row->v[i] : (struct csv_field){STR(""), false};
        if (names)
            f = (struct csv_field){names[i], false};
        if (i)
            g_string_append_c(to, delimiter);
        append_field(to, &f, is_names ? '\0' : delimiter);
    }

    if (c->n == 1)
        g_string_append_c(to, delimiter);
    g_string_append_c(to, '\n');
}

static void unlink_copy(void *ptr)
{
    VSIUnlink(ptr);
}

static void put_in_memory(struct arena *a, const char *path, const char *bytes, size_t n)
{
    char *name = str_c(a, str_of(path));
    VSIFCloseL(VSIFileFromMemBuffer(name, (GByte *)(uintptr_t)bytes, n, FALSE));
    arena_defer(a, unlink_copy, name);
}

/* The files beside that GDAL reads with a table: types of columns, and the system. */
static bool copy_beside(struct reading *r, const char *stem, const char *ending,
                        struct lode_err *err)
{
    struct bytes b;
    const char *beside = bytes_beside(r->arena, str_c(r->arena, r->path), ending);
    if (!beside)
        return true;
    if (!bytes_open(r->arena, beside, BYTES_COPY, r->source->file.at, &b, err))
        return false;

    struct str to = str_format(r->arena, "%s.%s", stem, ending);
    put_in_memory(r->arena, to.p, (const char *)b.p, b.n);
    return true;
}

static bool make_copy(struct csv_check *c, struct lode_err *err)
{
    struct reading *r = c->r;
    struct csv_scan scan = c->start;
    struct csv_row row = {0};
    char delimiter = scan.delimiter == ',' || scan.delimiter == '\t' ? scan.delimiter : ';';
    GString *text = g_string_sized_new(c->text.len + 64);

    for (bool first = true; csv_next(&scan, &row); first = false) {
        bool names = first && !c->headless;
        if (names || !is_left_out(c, &row))
            append_row(text, c, &row, names, delimiter);
    }

    csv_row_finish(&row);
    size_t n = text->len;
    char *bytes = g_string_free(text, FALSE);
    arena_defer(r->arena, g_free, bytes);

    /* The name of a layer is that of its file; the folder is this copy's own. */
    struct str stem = path_stem(packed_name(r->source->file.s));
    const char *to =
        str_c(r->arena, str_format(r->arena, "/vsimem/lode/%p/%.*s", (void *)bytes, STR_FMT(stem)));
    if (!copy_beside(r, to, "csvt", err) || !copy_beside(r, to, "prj", err))
        return false;

    r->path = str_format(r->arena, "%s.csv", to);
    put_in_memory(r->arena, r->path.p, bytes, n);
    r->csv.is_copy = true;
    r->csv.is_utf8 = c->from_utf16;
    r->csv.last_hidden = c->n == 1;
    return true;
}

/* ---- what is said */

static void report_lengths(const struct csv_check *c)
{
    struct reading *r = c->r;
    const char *file = str_c(r->arena, r->source->file.s);

    if (c->few.n)
        reading_warn(r, "csv-row-length",
                     "'%s': %zu row%s fewer fields than the %zu columns, and what is missing is "
                     "NULL: %.*s (%zu field%s in the first)",
                     file, c->few.n, c->few.n == 1 ? " has" : "s have", c->n,
                     STR_FMT(lines_text(r->arena, &c->few)), c->few.fields,
                     c->few.fields == 1 ? "" : "s");
    if (c->many.n)
        reading_warn(r, "csv-row-length",
                     "'%s': %zu row%s more fields than the %zu columns; values may stand in the "
                     "wrong column, and what is beyond the last is left out: %.*s (the first has "
                     "%zu, and '%.*s' is left out); write texts with a '%c' in quotes",
                     file, c->many.n, c->many.n == 1 ? " has" : "s have", c->n,
                     STR_FMT(lines_text(r->arena, &c->many)), c->many.fields,
                     c->left_out.len > 40 ? 40 : (int)c->left_out.len, c->left_out.p,
                     c->start.delimiter);
}

static void report_check(const struct csv_check *c)
{
    struct reading *r = c->r;
    const char *file = str_c(r->arena, r->source->file.s);
    report_lengths(c);

    if (c->stray.n)
        reading_warn(
            r, "csv-quote",
            "'%s': %zu row%s a quote mark that is not doubled or lacks its partner; it was "
            "read as a part of the text: %.*s",
            file, c->stray.n, c->stray.n == 1 ? " has" : "s have",
            STR_FMT(lines_text(r->arena, &c->stray)));
    if (c->n_nul)
        reading_warn(r, "csv-nul", "'%s': %zu NUL character%s left out", file, c->n_nul,
                     c->n_nul == 1 ? " was" : "s were");
    if (c->comments.n)
        reading_note(r, "csv-comment", "'%s': %zu line%s with '#' and %s left out: %.*s", file,
                     c->comments.n, c->comments.n == 1 ? " begins" : "s begin",
                     c->comments.n == 1 ? "was" : "were",
                     STR_FMT(lines_text(r->arena, &c->comments)));
    if (c->headless)
        reading_note(r, "csv-names",
                     "'%s': its first line has numbers, so it was read as a row, and the columns "
                     "are field_1 to field_%zu; write a line of names above it",
                     file, c->n);
}

/* ---- */

/* Names that only GDAL knows (GeoNames, GNIS): it reads these texts in ways of its own. */
static bool is_known_to_gdal(const struct reading *r)
{
    gdal_drivers(r->params->allow_network);
    return str_ends_as(r->path, ".txt") &&
           GDALIdentifyDriverEx(str_c(r->arena, r->path), GDAL_OF_VECTOR, NULL, NULL);
}

/* A text is a table only when its lines agree. */
static bool is_table(const struct csv_check *c)
{
    if (!str_ends_as(c->r->path, ".txt"))
        return true;
    return c->n > 1 && c->few.n + c->many.n <= c->lines.n / 5;
}

bool csv_prepare(struct reading *r, struct lode_err *err)
{
    struct bytes b;
    struct csv_check c = {.r = r};
    if (is_known_to_gdal(r))
        return true;
    if (!bytes_open(r->arena, str_c(r->arena, r->path), BYTES_COPY, r->source->file.at, &b, err))
        return false;

    c.text = (struct str){(const char *)b.p, b.n};
    if (!take_text(&c))
        return !unreadable_by_content(r->arena, r->path, r->source->file.at, err);
    if (!find_layout(&c))
        return true;
    check_rows(&c);
    if (!is_table(&c))
        return true;
    if (!r->params->seen)
        report_check(&c);

    r->csv.lines = c.lines.v;
    r->csv.n_lines = c.lines.n;
    r->csv.typed_places = c.x.typed || c.y.typed;
    c.rewrite |= !str_ends_as(r->path, ".csv") && !str_ends_as(r->path, ".tsv");
    return !c.rewrite || make_copy(&c, err);
}
