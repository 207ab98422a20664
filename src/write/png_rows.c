#include "write/png_rows.h"

#include <endian.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>
#include <string.h>

#include "geom/paths.h"

/* Measured on pages of an atlas at 150 dpi and maps at 300: a tenth of the time of libdeflate's
 * level 2, files a third larger on sparse pages and a tenth on full ones. ISA-L's levels 1 and 2
 * give the same bytes on every x86-64 with SSE 4.2; its level 3 does not, and is as slow as
 * libdeflate. */
enum { LEVEL = 1, LEVEL_ROOM = ISAL_DEF_LVL1_DEFAULT };

/* Bytes packed at a time, to be compressed at once. */
enum { RAW = 128 * 1024 };

/* Of Adler-32, RFC 1950. */
static const uint32_t adler_base = 65521;

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

/* ISA-L's checksums leave the upper halves of the vector registers in use, after which every
 * instruction of SSE is slower: without this, all of a page took 1.4 times as long. */
static void registers_restore(void)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx"))
        __asm__ volatile("vzeroupper");
#endif
}

/* All that is in `z`, and, with `z->flush`, all that it has kept. */
static void deflate(struct png_rows *ret, struct isal_zstream *z)
{
    do {
        if (ret->cap - ret->n < RAW) {
            ret->cap += ret->cap / 2 + RAW;
            ret->bytes = paths_grow(ret->bytes, 1, ret->cap);
        }
        z->next_out = ret->bytes + ret->n;
        z->avail_out = (uint32_t)(ret->cap - ret->n);
        isal_deflate(z); /* fails for wrong levels and flushes alone */
        ret->n = (size_t)(z->next_out - ret->bytes);
    } while (!z->avail_out);
}

void png_rows_pack(struct png_rows *ret, const struct png_pixels *from)
{
    size_t row = 3 * from->width + 1, rows = row < RAW ? RAW / row : 1;
    unsigned char *raw = paths_grow(NULL, 1, rows * row + 1);
    struct isal_zstream z;
    isal_deflate_init(&z);
    z.level = LEVEL;
    z.level_buf_size = LEVEL_ROOM;
    z.level_buf = paths_grow(NULL, 1, LEVEL_ROOM);
    ret->n = 0;
    ret->length = row * from->rows;
    ret->adler = 1;
    for (size_t y = 0; y < from->rows; y += rows) {
        size_t n = from->rows - y < rows ? from->rows - y : rows;
        bool at_end = y + n == from->rows;
        for (size_t i = 0; i < n; i++)
            pack_row(from->pixels + from->stride * (y + i), from->width, raw + row * i);
        ret->adler = isal_adler32(ret->adler, raw, row * n);
        z.next_in = raw;
        z.avail_in = (uint32_t)(row * n);
        z.end_of_stream = at_end && from->last;
        z.flush = at_end && !from->last ? FULL_FLUSH : NO_FLUSH;
        deflate(ret, &z);
    }
    registers_restore();
    free(z.level_buf);
    free(raw);
}

/* The first sum of `a` goes into the second once for each byte of `b`. */
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
