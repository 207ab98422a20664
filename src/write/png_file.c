#include "write/png_file.h"

#include <endian.h>
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>
#include <string.h>

/* Measured on pages of an atlas at 150 dpi and maps at 300: a tenth of the time of libdeflate's
 * level 2, files a third larger on sparse pages and a tenth on full ones. ISA-L's levels 1 and 2
 * give the same bytes on every x86-64 with SSE 4.2; its level 3 does not, and is as slow as
 * libdeflate. */
enum { LEVEL = 1, LEVEL_ROOM = ISAL_DEF_LVL1_DEFAULT };

/* Bytes packed, and compressed, at a time: in the processor's cache. */
enum { RAW = 128 * 1024, PACKED = 64 * 1024 };

/* A chunk is its length, four letters, the bytes, and a checksum of the letters and bytes. */
struct chunk {
    struct sink *to;
    uint32_t crc;
};

static bool put_be32(struct sink *to, uint32_t v)
{
    uint32_t bytes = htobe32(v);
    return sink_put(to, &bytes, sizeof bytes);
}

static bool chunk_put(struct chunk *c, const void *bytes, size_t n)
{
    c->crc = crc32_gzip_refl(c->crc, bytes, n);
    return sink_put(c->to, bytes, n);
}

static bool chunk_begin(struct chunk *c, struct sink *to, const char *letters, size_t n)
{
    *c = (struct chunk){.to = to};
    return put_be32(to, (uint32_t)n) && chunk_put(c, letters, 4);
}

static bool put_chunk(struct sink *to, const char *letters, const void *bytes, size_t n)
{
    struct chunk c;
    return chunk_begin(&c, to, letters, n) && chunk_put(&c, bytes, n) && put_be32(to, c.crc);
}

static bool put_header(struct sink *to, const struct png_file *png)
{
    unsigned char header[13] = {0}, density[9] = {0};
    uint32_t values[] = {htobe32(png->width), htobe32(png->height), htobe32(png->per_metre)};
    memcpy(header, values, 8);
    header[8] = 8; /* bits */
    header[9] = 2; /* RGB */
    memcpy(density, values + 2, 4);
    memcpy(density + 4, values + 2, 4);
    density[8] = 1; /* a metre */
    return sink_put(to, "\x89PNG\r\n\x1a\n", 8) && put_chunk(to, "IHDR", header, sizeof header) &&
           put_chunk(to, "sRGB", "", 1) && put_chunk(to, "pHYs", density, sizeof density);
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    }
    return true;
}

/* tEXt is Latin-1; what is beyond ASCII goes into iTXt, which is UTF-8: keyword, two bytes that say
 * "not compressed", language, and no translated keyword. */
static bool put_text(struct sink *to, const struct png_text *text, struct str language)
{
    size_t keyword = strlen(text->keyword) + 1;
    struct chunk c;
    if (!text->value.len)
        return true;
    if (is_ascii(text->value))
        return chunk_begin(&c, to, "tEXt", keyword + text->value.len) &&
               chunk_put(&c, text->keyword, keyword) &&
               chunk_put(&c, text->value.p, text->value.len) && put_be32(to, c.crc);
    if (!is_ascii(language))
        language.len = 0;
    return chunk_begin(&c, to, "iTXt", keyword + 2 + language.len + 2 + text->value.len) &&
           chunk_put(&c, text->keyword, keyword) && chunk_put(&c, "\0", 2) &&
           chunk_put(&c, language.p, language.len) && chunk_put(&c, "\0", 2) &&
           chunk_put(&c, text->value.p, text->value.len) && put_be32(to, c.crc);
}

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

/* What is in `z`, as chunks of up to PACKED bytes; the last may come when more is put in. */
static bool deflate(struct sink *to, struct isal_zstream *z, unsigned char *packed)
{
    do {
        if (isal_deflate(z) != COMP_OK)
            return lode_fail(to->err, LODE_IO, to->file.at, "'%s' cannot be compressed",
                             to->file.path);
        bool last = z->internal_state.state == ZSTATE_END;
        size_t n = (size_t)(z->next_out - packed);
        if (n && (last || !z->avail_out)) {
            if (!put_chunk(to, "IDAT", packed, n))
                return false;
            z->next_out = packed;
            z->avail_out = PACKED;
        }
        if (last)
            return true;
    } while (z->avail_in || z->end_of_stream || !z->avail_out);
    return true;
}

static bool put_rows(struct sink *to, const struct png_file *png, struct isal_zstream *z,
                     unsigned char *raw, unsigned char *packed)
{
    size_t row = 3 * (size_t)png->width + 1, rows = row < RAW ? RAW / row : 1;
    for (size_t y = 0; y < png->height; y += rows) {
        size_t n = png->height - y < rows ? png->height - y : rows;
        for (size_t i = 0; i < n; i++)
            pack_row(png->pixels + png->stride * (y + i), png->width, raw + row * i);
        z->next_in = raw;
        z->avail_in = (uint32_t)(row * n);
        z->end_of_stream = y + n == png->height;
        if (!deflate(to, z, packed))
            return false;
    }
    return true;
}

static bool put_pixels(struct sink *to, const struct png_file *png)
{
    size_t row = 3 * (size_t)png->width + 1;
    unsigned char *packed = malloc(PACKED), *raw = malloc((row < RAW ? RAW : row) + 1);
    struct isal_zstream z;
    isal_deflate_init(&z);
    z.gzip_flag = IGZIP_ZLIB;
    z.level = LEVEL;
    z.level_buf_size = LEVEL_ROOM;
    z.level_buf = calloc(1, LEVEL_ROOM);
    z.next_out = packed;
    z.avail_out = PACKED;
    bool ok = packed && raw && z.level_buf;
    if (!ok)
        lode_fail(to->err, LODE_IO, to->file.at, "no memory left to write '%s'", to->file.path);
    else
        ok = put_rows(to, png, &z, raw, packed);
    free(z.level_buf);
    free(raw);
    free(packed);
    return ok;
}

bool png_file_write(struct sink *to, const struct png_file *png)
{
    bool ok = put_header(to, png);
    for (size_t i = 0; i < png->n_texts && ok; i++)
        ok = put_text(to, &png->texts[i], png->language);
    ok = ok && put_pixels(to, png) && put_chunk(to, "IEND", "", 0);
    registers_restore();
    return ok;
}
