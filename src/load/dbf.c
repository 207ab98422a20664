/* How the rows of a .dbf become typed columns: where each field lies, and what its text is worth. */
#include "load/dbf.h"

#include <math.h>

#include "base/num.h"
#include "expr/date.h"
#include "load/spelling.h"

/* Bytes: the header without fields and with its end mark, the description of a field, the name in it. */
enum { HEADER_MIN = 33, FIELD_SIZE = 32, NAME_SIZE = 11 };

static struct str field_name_at(const uint8_t *p)
{
    size_t n = 0;
    while (n < NAME_SIZE && p[n])
        n++;
    return str_trim((struct str){(const char *)p, n});
}

/* False: the fields are wider than the rows. */
static bool read_fields(struct arena *a, struct dbf *d)
{
    size_t cap = (d->header - HEADER_MIN) / FIELD_SIZE;
    d->fields = arena_array(a, struct dbf_field, cap + 1);

    uint32_t at = 1; /* after the mark of deletion */
    for (size_t from = 32; from + FIELD_SIZE < d->header + 1; from += FIELD_SIZE) {
        const uint8_t *p = d->file.p + from;
        if (p[0] == 0x0d || d->n_fields == cap)
            break;

        struct dbf_field f = {field_name_at(p), (char)p[11], at, p[16], p[17]};
        if (f.type ==
            'C') { /* long texts keep the high byte of their length in place of the decimals */
            f.len += 256u * p[17];
            f.decimals = 0;
        }

        at += f.len;
        d->fields[d->n_fields++] = f;
    }

    d->width = at;
    return at <= d->record;
}

/* Whether the rows fill the file, but for a mark at its end. */
static bool fills(const struct dbf *d, size_t header, size_t record)
{
    uint64_t end = header + (uint64_t)d->n * record;
    return end == d->file.n || end + 1 == d->file.n;
}

/* Where the columns end, by their mark: 0 when there is none. No header is longer than the 16 bits that
 * state it can say; and the widths of more columns would not fit into 32 bits. */
static size_t end_of_fields(const struct dbf *d)
{
    for (size_t at = 32; at < d->file.n && at < UINT16_MAX; at += FIELD_SIZE) {
        if (d->file.p[at] == 0x0d)
            return at + 1;
    }
    return 0;
}

/* A header whose length is wrong is as long as its columns, when the rows then fill the file. */
static void mend_header(struct dbf *d)
{
    size_t end = end_of_fields(d);
    d->stated_header = d->header;
    d->stated_record = d->record;
    if (end >= HEADER_MIN && end != d->header && !fills(d, d->header, d->record) &&
        fills(d, end, d->record))
        d->header = end;
}

/* Rows whose length is wrong are as long as the columns, when they then fill the file. */
static void mend_record(struct dbf *d)
{
    if (d->width != d->record && !fills(d, d->header, d->record) && fills(d, d->header, d->width))
        d->record = d->width;
}

static size_t rows_there(const struct dbf *d)
{
    size_t bytes = d->file.n - d->header;
    return bytes % d->record <= 1 ? bytes / d->record : d->n;
}

bool dbf_open(struct arena *a, const struct bytes *file, struct lode_span at, struct dbf *ret,
              struct lode_err *err)
{
    struct dbf d = {.file = *file};
    if (file->n < HEADER_MIN)
        return lode_fail(err, LODE_DATA, at, "'%s' is cut short: it has %zu bytes", file->path,
                         file->n);

    d.n = le32(file->p + 4);
    d.header = le16(file->p + 8);
    d.record = le16(file->p + 10);
    d.ldid = file->p[29];
    if (d.header < HEADER_MIN || !d.record)
        return lode_fail(err, LODE_DATA, at, "'%s' is not a dBASE table", file->path);

    mend_header(&d);
    if (d.header <= file->n) {
        read_fields(a, &d);
        mend_record(&d);
    }

    uint64_t whole = d.header + (uint64_t)d.n * d.record;
    if (d.header > file->n || whole > file->n) {
        size_t there = d.header > file->n ? 0 : (file->n - d.header) / d.record;
        lode_fail(err, LODE_DATA, at, "'%s' is cut short: it has %zu of %zu rows", file->path,
                  there, d.n);
        return lode_hint(err, "the end is missing: copy or unpack the file again; or read what is "
                              "left with `damaged: skip`");
    }

    if (d.width > d.record)
        return lode_fail(err, LODE_DATA, at, "'%s' is damaged: its columns are wider than its rows",
                         file->path);

    d.n_there = rows_there(&d);
    *ret = d;
    return true;
}

void dbf_open_cut(struct arena *a, const struct bytes *file, struct dbf *ret)
{
    struct dbf d = {.file = *file};
    if (file->n < HEADER_MIN)
        return;

    d.header = le16(file->p + 8);
    d.record = le16(file->p + 10);
    d.ldid = file->p[29];
    if (d.header < HEADER_MIN || !d.record || d.header > file->n)
        return;

    d.n = (file->n - d.header) / d.record;
    if (d.n > le32(file->p + 4))
        d.n = le32(file->p + 4);

    d.n_there = d.n;
    d.stated_header = d.header;
    d.stated_record = d.record;
    if (read_fields(a, &d))
        *ret = d;
}

static const char *row_bytes(const struct dbf *d, size_t i)
{
    return (const char *)d->file.p + d->header + i * d->record;
}

bool dbf_is_marked(const struct dbf *d, size_t i)
{
    return row_bytes(d, i)[0] == ' ' || row_bytes(d, i)[0] == '*';
}

bool dbf_is_read(const struct dbf_field *f)
{
    return f->type && strchr("CNFLD", f->type);
}

bool dbf_is_deleted(const struct dbf *d, size_t i)
{
    return row_bytes(d, i)[0] == '*';
}

struct str dbf_raw(const struct dbf *d, const struct dbf_field *f, size_t i)
{
    const char *p = row_bytes(d, i) + f->at, *end = p + f->len;
    const char *nul = memchr(p, '\0', f->len);
    if (nul)
        end = nul;

    while (p < end && *p == ' ')
        p++;
    while (p < end && end[-1] == ' ')
        end--;
    return (struct str){p, (size_t)(end - p)};
}

/* A field of more than 18 digits: integers, if 64 bits hold all values; text, if they are whole and
 * longer; else real numbers. Stars stand where a number did not fit, or for NULL. */
static enum col_type type_of_wide(const struct dbf *d, const struct dbf_field *f)
{
    bool longer = false;
    for (size_t i = 0; i < d->n; i++) {
        struct str s = dbf_raw(d, f, i);
        size_t sign = s.len && (s.p[0] == '-' || s.p[0] == '+');
        int64_t v;
        if (!s.len || s.p[0] == '*' || dbf_is_deleted(d, i))
            continue;
        for (size_t k = sign; k < s.len; k++) {
            if (s.p[k] < '0' || s.p[k] > '9')
                return COL_REAL;
        }
        longer |= !num_parse_int(s, &v);
    }
    return longer ? COL_TEXT : COL_INT;
}

enum col_type dbf_type(const struct dbf *d, const struct dbf_field *f)
{
    switch (f->type) {
    case 'N':
    case 'F':
        if (f->decimals)
            return COL_REAL;
        return f->len > 18 ? type_of_wide(d, f) : COL_INT; /* 18 digits fit into 64 bits */
    case 'L':
        return COL_BOOL;
    case 'D':
        return COL_DATE;
    default:
        return COL_TEXT;
    }
}

/* "20240229" */
static bool read_date(struct str s, int64_t *ret)
{
    if (s.len != 8)
        return false;
    char iso[] = {s.p[0], s.p[1], s.p[2], s.p[3], '-', s.p[4], s.p[5], '-', s.p[6], s.p[7]};
    return date_parse((struct str){iso, sizeof iso}, ret);
}

/* False: it is not a number of the column's type, and was read as NULL. */
static bool read_number(struct column_builder *c, struct str s, int64_t fid, struct text_pool *pool)
{
    int64_t i;
    double v;
    if (c->type == COL_INT && (spelling_read(s, COL_INT, false, &i))) {
        column_put(c, &i);
        return true;
    }
    if (c->type == COL_REAL && (spelling_read(s, COL_REAL, false, &v))) {
        column_put(c, &v);
        if (fabs(v) >= 0x1p53)
            column_count(&c->rounded, s, fid, pool);
        return true;
    }

    column_put(c, NULL);
    return false;
}

bool dbf_read(const struct dbf *d, struct column_builder *c, size_t i, struct text_pool *pool)
{
    struct str s = dbf_raw(d, &d->fields[c->field], i);
    if (!s.len) {
        column_put(c, NULL);
        return true;
    }

    switch (c->type) {
    case COL_INT:
    case COL_REAL:
        if (s.p[0] != '*') /* what did not fit was written as stars */
            return read_number(c, s, (int64_t)i, pool);
        column_put(c, NULL);
        return true;
    case COL_BOOL: {
        uint8_t yes = strchr("TtYy1", s.p[0]) != NULL, no = strchr("FfNn0", s.p[0]) != NULL;
        column_put(c, yes || no ? &yes : NULL);
        return yes || no || s.p[0] == '?'; /* not known */
    }
    case COL_DATE: {
        int64_t day;
        bool is_date = read_date(s, &day) || spelling_read(s, COL_DATE, false, &day);
        column_put(c, is_date ? &day : NULL);
        return is_date || str_is(s, "00000000") || str_is(s, "0");
    }
    case COL_TIMESTAMP: {
        int64_t t;
        bool is_time = spelling_read(s, COL_TIMESTAMP, false, &t);
        column_put(c, is_time ? &t : NULL);
        return is_time;
    }
    default: {
        bool stars = s.p[0] == '*' && strchr("NF", d->fields[c->field].type);
        struct str text = text_pool_keep(pool, s);
        if (stars) {
            column_put(c, NULL);
            return true;
        }

        column_put(c, &text);
        return true;
    }
    }
}
