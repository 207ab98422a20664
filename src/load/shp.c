/* How the records of a .shp become points, lines and polygons, each checked before it is read. */
#include "load/shp.h"

#include <glib.h>
#include <math.h>

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
    return lode_fail(err, LODE_DATA, s->at,
                     "'%s' is damaged: the shape of feature %zu cannot be read", s->file.path, i);
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

    *ret = s;
    return true;
}

bool shp_open_cut(struct arena *a, const struct bytes *file, struct lode_span at, struct shp *ret)
{
    struct shp s = {.file = *file, .at = at};
    if (file->n < HEADER || be32(file->p) != FILE_CODE)
        return false;

    s.kind = kind_of_type(le32(file->p + 32));
    walk_records(a, &s, file->n);
    s.walked = false; /* the index is not to blame */
    *ret = s;
    return true;
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
static bool add_ring(struct geom_builder *b, const struct parts *r, uint32_t k)
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
        n++;
    }

    if (n < 4)
        b->coords = at;
    return n >= 4;
}

/* The outer rings in the file's order, each with its holes. False: there are too many rings to sort.
 * `whole` becomes false when a ring was left out. */
static bool add_polygons(struct shp *s, struct geom_builder *b, const struct parts *r, bool *whole)
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

bool shp_add(struct shp *s, size_t i, struct geom_builder *b, struct shape_tally *tally,
             struct lode_err *err)
{
    const struct shp_record *record = &s->records[i];
    const uint8_t *p = s->file.p + record->from;
    uint32_t len = record->len;
    int type = len >= 4 ? flat_type(le32(p)) : -1;

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
    if (type == SHAPE_POINT) {
        ok = len >= 20;
        add_points(b, p + 4, ok ? 1 : 0);
    } else if (type == SHAPE_POINTS) {
        ok = len >= 40 && 40 + 16 * (uint64_t)le32(p + 36) <= len;
        add_points(b, p + 40, ok ? le32(p + 36) : 0);
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
    if (!whole && !tally->degenerate++)
        tally->first_degenerate = (int64_t)i;
    shape_settle(b, before, (int64_t)i, tally);
    return true;
}
