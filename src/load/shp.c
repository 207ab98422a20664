/* How the records of a .shp become points, lines and polygons, each checked before it is read. */
#include "load/shp.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "load/rings.h"

/* Shape types. 10 more is the same with Z, 20 more with M. */
enum { SHAPE_NULL = 0, SHAPE_POINT = 1, SHAPE_LINE = 3, SHAPE_POLYGON = 5, SHAPE_POINTS = 8 };
enum { SHAPE_PATCHES = 31 };

/* Sizes in bytes, and the number with which a .shp and a .shx begin. */
enum { HEADER = 100, RECORD_HEADER = 8, FILE_CODE = 9994 };

/* The type without Z and M; -1: unknown. */
static int flat_type(uint32_t type)
{
    int flat = type < 30 ? (int)(type % 10) : -1;
    bool known = flat == SHAPE_POINT || flat == SHAPE_LINE || flat == SHAPE_POLYGON ||
                 flat == SHAPE_POINTS || type == SHAPE_NULL;
    return known ? flat : -1;
}

static bool fail_damaged(const struct shp *s, size_t i, struct lode_err *err)
{
    lode_fail(err, LODE_DATA, s->at, "'%s' is damaged: the shape of feature %zu cannot be read",
              s->file.path, i);
    return lode_hint(err, "`damaged: skip` at the source leaves such features out");
}

static bool fail_cut_short(const struct shp *s, uint64_t promised, struct lode_err *err)
{
    lode_fail(err, LODE_DATA, s->at, "'%s' is cut short: it should have %llu bytes and has %zu",
              s->file.path, (unsigned long long)promised, s->file.n);
    return lode_hint(err, "the end is missing: copy or unpack the file again");
}

static enum geom_kind kind_of_type(uint32_t type)
{
    switch (flat_type(type)) {
    case SHAPE_POINT:
    case SHAPE_POINTS:
        return GEOM_POINT;
    case SHAPE_LINE:
        return GEOM_LINE;
    case SHAPE_POLYGON:
        return GEOM_POLYGON;
    default:
        return GEOM_NONE;
    }
}

static bool read_header(struct shp *s, struct lode_err *err)
{
    const uint8_t *p = s->file.p;
    if (s->file.n >= 4 && be32(p) != FILE_CODE)
        return lode_fail(err, LODE_DATA, s->at, "'%s' is not a shapefile", s->file.path);
    if (s->file.n < HEADER)
        return fail_cut_short(s, HEADER, err);
    if (2 * (uint64_t)be32(p + 24) > s->file.n)
        return fail_cut_short(s, 2 * (uint64_t)be32(p + 24), err);

    uint32_t type = le32(p + 32);
    s->patches = type == SHAPE_PATCHES;
    s->kind = kind_of_type(type);
    s->flat = flat_type(type);
    if (flat_type(type) < 0 && !s->patches)
        return lode_fail(err, LODE_DATA, s->at, "'%s' is damaged: it has the unknown shape type %u",
                         s->file.path, type);
    return true;
}

/* Find the records by the index, which has offsets and lengths in words of two bytes. False: it is
 * missing or broken. */
static bool read_index(struct arena *a, struct shp *s, const struct bytes *shx)
{
    uint64_t end = shx->n < HEADER ? 0 : 2 * (uint64_t)be32(shx->p + 24);
    if (end < HEADER || end > shx->n || be32(shx->p) != FILE_CODE)
        return false;

    s->n = (size_t)(end - HEADER) / 8;
    s->records = arena_array(a, struct shp_record, s->n + 1);
    for (size_t i = 0; i < s->n; i++) {
        const uint8_t *p = shx->p + HEADER + 8 * i;
        uint64_t from = 2 * (uint64_t)be32(p) + RECORD_HEADER;
        uint64_t len = 2 * (uint64_t)be32(p + 4);
        s->records[i] = (struct shp_record){from, (uint32_t)len};
        if (from < HEADER + RECORD_HEADER || len > UINT32_MAX || from + len > s->file.n)
            return false;
    }

    return true;
}

/* Find the records one after the other, up to `end`. False: one runs past it; those before it are
 * kept. */
static bool walk_records(struct arena *a, struct shp *s, uint64_t end)
{
    ARRAY(struct shp_record) list = {0};
    uint64_t at = HEADER, len = 0;
    bool whole = true;
    while (whole && at + RECORD_HEADER <= end) {
        len = 2 * (uint64_t)be32(s->file.p + at + 4);
        whole = len >= 4 && len <= UINT32_MAX && at + RECORD_HEADER + len <= end;
        if (whole)
            *array_add(a, &list) = (struct shp_record){at + RECORD_HEADER, (uint32_t)len};
        at += RECORD_HEADER + len;
    }

    s->records = list.v;
    s->n = list.n;
    s->walked = true;
    return whole;
}

void shp_doubt(struct shp *s, enum shp_doubt what, size_t i)
{
    if (!s->doubts.n[what]++)
        s->doubts.first[what] = i;
}

/* The header's type is not believed when the first records agree on another one. */
static void check_type(struct shp *s)
{
    enum { LOOKED_AT = 16 };
    int found = -1;
    for (size_t i = 0; i < s->n && i < LOOKED_AT; i++) {
        const struct shp_record *r = &s->records[i];
        int flat = r->len >= 4 ? flat_type(le32(s->file.p + r->from)) : -1;
        if (flat == SHAPE_NULL)
            continue;
        if (flat < 0 || flat == s->flat || (found >= 0 && flat != found))
            return;
        found = flat;
    }

    if (found < 0)
        return;
    s->type_contradicted = true;
    s->patches = false;
    s->flat = found;
    s->kind = kind_of_type((uint32_t)found);
}

bool shp_open(struct arena *a, const struct bytes *file, const struct bytes *shx,
              struct lode_span at, struct shp *ret, struct lode_err *err)
{
    struct shp s = {.file = *file, .at = at};
    if (!read_header(&s, err))
        return false;

    /* Writers that were killed leave no length in the header. */
    uint64_t end = 2 * (uint64_t)be32(file->p + 24);
    if (!read_index(a, &s, shx) && !walk_records(a, &s, end > HEADER ? end : file->n))
        return lode_fail(err, LODE_DATA, at, "'%s' is damaged: feature %zu runs past its end",
                         file->path, s.n);

    check_type(&s);
    *ret = s;
    return true;
}

bool shp_open_cut(struct arena *a, const struct bytes *file, struct lode_span at, struct shp *ret)
{
    struct shp s = {.file = *file, .at = at};
    if (file->n < HEADER || be32(file->p) != FILE_CODE)
        return false;

    s.flat = flat_type(le32(file->p + 32));
    s.kind = kind_of_type(le32(file->p + 32));
    walk_records(a, &s, file->n);
    s.walked = false; /* the index is not to blame */
    check_type(&s);
    *ret = s;
    return true;
}

static uint32_t number_of(const struct shp *s, const struct shp_record *r)
{
    return be32(s->file.p + r->from - RECORD_HEADER);
}

bool shp_walk_to(struct arena *a, struct shp *s, size_t n)
{
    struct shp walk = *s;
    if (!walk_records(a, &walk, s->file.n) || walk.n != n)
        return false;
    *s = walk;
    return true;
}

/* The records by their numbers, when these are 1 to n; NULL: they are not. */
static const struct shp_record *by_number(struct arena *a, const struct shp *s)
{
    struct shp walk = *s;
    if (!walk_records(a, &walk, s->file.n) || walk.n != s->n)
        return NULL;

    struct shp_record *ret = arena_array(a, struct shp_record, s->n + 1);
    for (size_t i = 0; i < walk.n; i++) {
        uint32_t number = number_of(s, &walk.records[i]);
        if (number < 1 || number > s->n || ret[number - 1].from)
            return NULL;
        ret[number - 1] = walk.records[i];
    }

    return ret;
}

static int by_place(const void *pa, const void *pb)
{
    const struct shp_record *a = *(const struct shp_record *const *)pa,
                            *b = *(const struct shp_record *const *)pb;
    return a->from != b->from ? (a->from > b->from) - (a->from < b->from) : (a > b) - (a < b);
}

static void count_twice(struct arena *a, struct shp *s)
{
    const struct shp_record **list = arena_array(a, const struct shp_record *, s->n + 1);
    for (size_t i = 0; i < s->n; i++)
        list[i] = &s->records[i];

    qsort(list, s->n, sizeof *list, by_place);
    for (size_t i = 1; i < s->n; i++) {
        if (list[i]->from == list[i - 1]->from)
            shp_doubt(s, DOUBT_TWICE, (size_t)(list[i] - s->records));
    }
}

void shp_check_index(struct arena *a, struct shp *s)
{
    bool in_order = true, rising = true;
    for (size_t i = 0; i < s->n && !s->walked; i++) {
        struct shp_record *r = &s->records[i];
        in_order &= number_of(s, r) == i + 1;
        rising &= !i || r->from > s->records[i - 1].from;

        uint64_t len = 2 * (uint64_t)be32(s->file.p + r->from - 4);
        if (len == r->len)
            continue;
        shp_doubt(s, DOUBT_EXTENT, i);
        if (len > r->len && r->from + len <= s->file.n)
            r->len = (uint32_t)len;
    }

    const struct shp_record *numbered = in_order || s->walked ? NULL : by_number(a, s);
    for (size_t i = 0; numbered && i < s->n; i++) {
        if (numbered[i].from != s->records[i].from) {
            shp_doubt(s, DOUBT_INDEX, i);
            s->records[i] = numbered[i];
        }
    }

    if (!numbered && !rising)
        count_twice(a, s);
}

bool shp_whole_box(const struct shp *s, struct box *ret)
{
    const uint8_t *p = s->file.p;
    *ret = (struct box){le_double(p + 36), le_double(p + 44), le_double(p + 52), le_double(p + 60)};
    double v[] = {ret->x0, ret->y0, ret->x1, ret->y1};
    bool zero = !v[0] && !v[1] && !v[2] && !v[3];
    return shape_is_finite(v, 4) && !zero && ret->x0 <= ret->x1 && ret->y0 <= ret->y1;
}

bool shp_box_lies(const struct shp *s, size_t i)
{
    const struct shp_record *r = &s->records[i];
    const uint8_t *p = s->file.p + r->from;
    int type = r->len >= 44 ? flat_type(le32(p)) : -1;
    if (type <= SHAPE_POINT)
        return false;

    uint64_t at = type == SHAPE_POINTS ? 40 : 44 + 4 * (uint64_t)le32(p + 36);
    if (at + 16 > r->len)
        return false;

    double x = le_double(p + at), y = le_double(p + at + 8);
    return !(x >= le_double(p + 4) && y >= le_double(p + 12) && x <= le_double(p + 20) &&
             y <= le_double(p + 28));
}

void shp_close(struct shp *s)
{
    g_free(s->rings);
    s->rings = NULL;
}

bool shp_box(const struct shp *s, size_t i, struct box *ret, struct lode_err *err)
{
    const struct shp_record *r = &s->records[i];
    const uint8_t *p = s->file.p + r->from;
    int type = r->len >= 4 ? flat_type(le32(p)) : -1;
    *ret = BOX_EMPTY;
    if (type == SHAPE_NULL)
        return true;

    if (type == SHAPE_POINT && r->len >= 20)
        *ret =
            (struct box){le_double(p + 4), le_double(p + 12), le_double(p + 4), le_double(p + 12)};
    else if (type > SHAPE_POINT && r->len >= 40)
        *ret =
            (struct box){le_double(p + 4), le_double(p + 12), le_double(p + 20), le_double(p + 28)};
    else
        return fail_damaged(s, i, err);
    return true;
}

/* A record of lines or rings, checked: where its parts begin, and where its coordinates lie. */
struct parts {
    const uint8_t *starts, *xy;
    uint32_t n, n_xy;
    bool was_open; /* a ring of it had to be closed */
};

static bool read_parts(const uint8_t *p, uint32_t len, struct parts *ret)
{
    if (len < 44)
        return false;

    struct parts r = {.n = le32(p + 36), .n_xy = le32(p + 40)};
    if (44 + 4 * (uint64_t)r.n + 16 * (uint64_t)r.n_xy > len)
        return false;

    r.starts = p + 44;
    r.xy = r.starts + 4 * (size_t)r.n;
    for (uint32_t k = 0; k < r.n; k++) {
        uint32_t from = le32(r.starts + 4 * (size_t)k);
        if (from > r.n_xy || (k && from < le32(r.starts + 4 * (size_t)(k - 1))))
            return false;
    }

    *ret = r;
    return true;
}

static void part_range(const struct parts *r, uint32_t k, uint32_t *from, uint32_t *n)
{
    *from = le32(r->starts + 4 * (size_t)k);
    *n = (k + 1 < r->n ? le32(r->starts + 4 * (size_t)(k + 1)) : r->n_xy) - *from;
}

static void copy_xy(struct geom_builder *b, const uint8_t *xy, uint32_t n)
{
    if (!n)
        return;

    double *to = geom_room(b, n);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(to, xy, 16 * (size_t)n);
#else
    for (size_t i = 0; i < 2 * (size_t)n; i++)
        to[i] = le_double(xy + 8 * i);
#endif
}

static void add_points(struct geom_builder *b, const uint8_t *xy, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        geom_part(b);
        geom_ring(b);
        geom_xy(b, le_double(xy + 16 * (size_t)i), le_double(xy + 16 * (size_t)i + 8));
    }
}

/* False: a part has too few points and was left out. */
static bool add_lines(struct geom_builder *b, const struct parts *r)
{
    bool whole = true;
    for (uint32_t k = 0; k < r->n; k++) {
        uint32_t from, n;
        part_range(r, k, &from, &n);
        if (n < 2) {
            whole = false;
            continue;
        }

        geom_part(b);
        geom_ring(b);
        copy_xy(b, r->xy + 16 * (size_t)from, n);
    }

    return whole;
}

/* Add a ring, and close one that is open. False: it has too few points and was left out. */
static bool add_ring(struct geom_builder *b, struct parts *r, uint32_t k)
{
    uint32_t from, n;
    part_range(r, k, &from, &n);
    geom_ring(b);
    if (n < 3)
        return false;
    size_t at = b->coords;
    copy_xy(b, r->xy + 16 * (size_t)from, n);
    const double *first = b->xy + 2 * at, *last = first + 2 * (size_t)(n - 1);
    if (first[0] != last[0] || first[1] != last[1]) {
        geom_xy(b, first[0], first[1]);
        r->was_open = true;
        n++;
    }

    if (n < 4)
        b->coords = at;
    return n >= 4;
}

/* The outer rings in the file's order, each with its holes. False: there are too many rings to sort.
 * `whole` becomes false when a ring was left out. */
static bool add_polygons(struct shp *s, struct geom_builder *b, struct parts *r, bool *whole)
{
    if (!r->n_xy)
        return true;
    if (r->n == 1) {
        geom_part(b);
        *whole = add_ring(b, r, 0);
        return true;
    }

    if (r->n > s->rings_cap) {
        s->rings_cap = r->n;
        s->rings = g_realloc_n(s->rings, s->rings_cap, sizeof *s->rings);
    }

    /* Rings are measured in a copy that is taken back, because doubles in the file are not aligned. */
    struct shape_ring *rings = s->rings;
    size_t mark = b->coords;
    copy_xy(b, r->xy, r->n_xy);
    for (uint32_t k = 0; k < r->n; k++) {
        uint32_t from;
        rings[k] = (struct shape_ring){0};
        part_range(r, k, &from, &rings[k].n);
        rings[k].xy = b->xy + 2 * (mark + from);
    }

    bool ok = rings_sort(rings, r->n);
    b->coords = mark;
    for (uint32_t k = 0; ok && k < r->n; k++) {
        if (rings[k].owner != k)
            continue;

        geom_part(b);
        bool outer = add_ring(b, r, k);
        *whole &= outer;
        for (uint32_t h = rings[k].hole; outer && h != NO_RING; h = rings[h].hole)
            *whole &= add_ring(b, r, h);
    }

    return ok;
}

/* Whether a record of so many coordinates and parts may have `len` bytes: with Z and M or without. */
static bool is_fitting(int type, uint32_t len, uint64_t n_parts, uint64_t n)
{
    if (type == SHAPE_NULL)
        return len == 4;
    if (type == SHAPE_POINT)
        return len == 20 || len == 28 || len == 36;

    uint64_t flat = (type == SHAPE_POINTS ? 40 : 44 + 4 * n_parts) + 16 * n, more = 16 + 8 * n;
    return len == flat || len == flat + more || len == flat + 2 * more;
}

static void check_record(struct shp *s, size_t i, int stated, const struct parts *r, uint32_t n)
{
    if (stated != s->flat && stated != SHAPE_NULL)
        shp_doubt(s, DOUBT_TYPE, i);
    if (!is_fitting(stated, s->records[i].len, r->n, n))
        shp_doubt(s, DOUBT_LENGTH, i);
    if (r->n && le32(r->starts))
        shp_doubt(s, DOUBT_PARTS, i);
    if (r->was_open)
        shp_doubt(s, DOUBT_OPEN, i);
}

bool shp_add(struct shp *s, size_t i, struct geom_builder *b, struct shape_tally *tally,
             struct lode_err *err)
{
    const struct shp_record *record = &s->records[i];
    const uint8_t *p = s->file.p + record->from;
    uint32_t len = record->len;
    int stated = len >= 4 ? flat_type(le32(p)) : -1, type = stated;
    bool swapped = (type == SHAPE_LINE && s->flat == SHAPE_POLYGON) ||
                   (type == SHAPE_POLYGON && s->flat == SHAPE_LINE);
    if (swapped)
        type = s->flat;

    static const enum geom_kind kinds[] = {
        [SHAPE_POINT] = GEOM_POINT,
        [SHAPE_POINTS] = GEOM_POINT,
        [SHAPE_LINE] = GEOM_LINE,
        [SHAPE_POLYGON] = GEOM_POLYGON,
    };

    if (type < 0)
        return fail_damaged(s, i, err);

    geom_feature(b, kinds[type]);
    struct shape_mark before = shape_mark(b);
    struct parts r = {0};
    bool whole = true, ok = true;
    uint32_t n = type == SHAPE_POINTS && len >= 40 ? le32(p + 36) : 0;

    if (type == SHAPE_POINT) {
        ok = len >= 20;
        add_points(b, p + 4, ok ? 1 : 0);
    } else if (type == SHAPE_POINTS) {
        ok = len >= 40 && 40 + 16 * (uint64_t)n <= len;
        add_points(b, p + 40, ok ? n : 0);
    } else if (type != SHAPE_NULL) {
        ok = read_parts(p, len, &r);
        if (ok && type == SHAPE_LINE)
            whole = add_lines(b, &r);
        else if (ok && !add_polygons(s, b, &r, &whole))
            return lode_fail(err, LODE_DATA, s->at, "'%s': feature %zu has too many rings (%u)",
                             s->file.path, i, r.n);
    }

    if (!ok)
        return fail_damaged(s, i, err);
    check_record(s, i, stated, &r, type == SHAPE_POINTS ? n : r.n_xy);
    if (!whole && !tally->degenerate++)
        tally->first_degenerate = (int64_t)i;
    shape_settle(b, before, (int64_t)i, tally);
    return true;
}
