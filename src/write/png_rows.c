/* Packs rows of pixels, and finds the repetitions that pictures of maps have. */
#include "write/png_rows.h"

#include <endian.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "write/deflate.h"

/* The modulus of Adler-32, RFC 1950. */
static const uint32_t adler_base = 65521;

enum {
    PIXEL = 3,
    HASH_BITS = 14,
    /* Bytes by which a match must be longer to be worth its distance, which takes some ten bits
     * more than that of the pixel before. */
    FAR_COSTS = 4,
    ENOUGH = 24,     /* a run of so many bytes is taken without a look at other matches */
    REMEMBERED = 32, /* of the places within a match so many are kept for later matches */
};

/* Matches are looked for where pictures of maps have them: the pixel before, the row above, and the
 * last place where the same four bytes stood. */
struct matcher {
    const unsigned char *raw;
    size_t n, row;  /* bytes in all, and a row */
    uint32_t *seen; /* places + 1, by hash */
};

/* A row as PNG has it: the filter's byte, then red, green, blue. One byte beyond it is written. */
static void pack_row(const unsigned char *from, size_t width, unsigned char *ret)
{
    *ret++ = 0;
    for (size_t x = 0; x < width; x++) {
        uint32_t v;
        memcpy(&v, from + 4 * x, 4);
        v = htobe32(v << 8);
        memcpy(ret + 3 * x, &v, 4); /* the last byte is the next pixel's */
    }
}

static uint64_t load8(const unsigned char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return htole64(v);
}

static uint32_t load4(const unsigned char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return htole32(v);
}

/* Whether the eight bytes at `p` are like those a pixel before. */
static bool repeats_pixel(const unsigned char *p)
{
    return load8(p) == load8(p - PIXEL);
}

/* How many bytes at `at` are like those `distance` before. A match from afar ends where pixels
 * begin to be like the ones before them, since a match with these takes fewer bits. */
static size_t same_for(const struct matcher *m, size_t at, size_t distance)
{
    const unsigned char *from = m->raw + at, *p = from, *end = m->raw + m->n;
    for (; end - p >= 16; p += 8) {
        uint64_t other = load8(p) ^ load8(p - distance);
        if (other)
            return (size_t)(p - from) + (size_t)__builtin_ctzll(other) / 8;
        if (distance != PIXEL && p > from && repeats_pixel(p) && repeats_pixel(p + 8))
            return (size_t)(p - from);
    }

    while (p < end && *p == *(p - distance))
        p++;
    return (size_t)(p - from);
}

/* The place where the four bytes at `at` were seen last, by their hash (Knuth's multiplier). */
static uint32_t *last_seen(struct matcher *m, size_t at)
{
    return &m->seen[load4(m->raw + at) * 2654435761u >> (32 - HASH_BITS)];
}

/* The best match at `at`, and its distance; 0: none. */
static size_t match_at(struct matcher *m, size_t at, size_t *ret_distance)
{
    size_t best = 0;
    if (at >= PIXEL && m->raw[at] == m->raw[at - PIXEL]) {
        best = same_for(m, at, PIXEL);
        *ret_distance = PIXEL;
        if (best >= ENOUGH)
            return best;
    }

    if (m->n - at < 4)
        return best >= 3 ? best : 0;

    uint32_t *seen = last_seen(m, at);
    size_t far[] = {m->row, *seen ? at + 1 - *seen : 0};
    *seen = (uint32_t)at + 1;

    for (int k = 0; k < 2; k++) {
        if (!far[k] || far[k] > at || far[k] > DEFLATE_FARTHEST ||
            load4(m->raw + at) != load4(m->raw + at - far[k]))
            continue;

        size_t length = same_for(m, at, far[k]);
        if (length > best + (best && *ret_distance == PIXEL ? FAR_COSTS : 0)) {
            best = length;
            *ret_distance = far[k];
        }
    }

    return best >= 3 ? best : 0;
}

/* Keeps places within a match. */
static void remember_places(struct matcher *m, size_t from, size_t length)
{
    size_t end = from + (length < REMEMBERED ? length : REMEMBERED);
    for (size_t at = from + 1; at < end && m->n - at >= 4; at++)
        *last_seen(m, at) = (uint32_t)at + 1;
}

static void pack_bytes(struct deflate *to, struct matcher *m)
{
    for (size_t at = 0; at < m->n;) {
        size_t distance = 0, length = match_at(m, at, &distance);
        if (length) {
            deflate_match(to, length, distance);
            if (distance != PIXEL)
                remember_places(m, at, length);
            at += length;
        } else {
            deflate_literal(to, m->raw[at++]);
        }
    }
}

void png_rows_pack(struct png_rows *ret, const struct png_pixels *from)
{
    size_t row = PIXEL * from->width + 1;
    unsigned char *raw = memory_grow(NULL, 1, row * from->rows + 1);
    uint32_t *seen = memory_grow(NULL, sizeof *seen, 1 << HASH_BITS);
    struct matcher m = {.raw = raw, .n = row * from->rows, .row = row, .seen = seen};
    struct deflate to = {0};

    memset(seen, 0, sizeof *seen << HASH_BITS);
    for (size_t y = 0; y < from->rows; y++)
        pack_row(from->pixels + from->stride * y, from->width, raw + row * y);
    pack_bytes(&to, &m);
    deflate_end(&to, from->last);
    *ret = (struct png_rows){to.bytes, to.n, libdeflate_adler32(1, raw, m.n), m.n};

    to.bytes = NULL; /* they are in `ret` */
    deflate_finish(&to);
    free(seen);
    free(raw);
}

/* The first sum of `a` goes into the second sum once for each byte of `b`. */
uint32_t png_rows_adler(uint32_t a, const struct png_rows *b)
{
    uint32_t a1 = a & 0xffff, a2 = a >> 16, b1 = b->adler & 0xffff, b2 = b->adler >> 16;
    uint32_t length = (uint32_t)(b->length % adler_base),
             before = (a1 + adler_base - 1) % adler_base;
    uint32_t sum1 = (before + b1) % adler_base;
    uint32_t sum2 = (uint32_t)((a2 + b2 + (uint64_t)length * before) % adler_base);
    return sum2 << 16 | sum1;
}

void png_rows_finish(struct png_rows *r)
{
    free(r->bytes);
    *r = (struct png_rows){0};
}
