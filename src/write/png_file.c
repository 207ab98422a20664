/* Writes the chunks of a PNG file: header, texts, packed rows. */
#include "write/png_file.h"

#include <endian.h>
#include <libdeflate.h>
#include <string.h>

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
    c->crc = libdeflate_crc32(c->crc, bytes, n);
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
    density[8] = 1; /* the unit: a metre */

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

/* A chunk for each part; the first one has zlib's header too, the last one its checksum. */
static bool put_rows(struct sink *to, const struct png_file *png)
{
    static const unsigned char header[] = {0x78, 0x01}; /* RFC 1950: 32 kB window, fastest */
    uint32_t adler = 1;
    for (size_t i = 0; i < png->n_parts; i++) {
        const struct png_rows *part = &png->parts[i];
        struct chunk c;
        bool last = i + 1 == png->n_parts;
        size_t before = i ? 0 : sizeof header, after = last ? sizeof adler : 0;

        adler = png_rows_adler(adler, part);
        uint32_t sum = htobe32(adler);
        if (!chunk_begin(&c, to, "IDAT", before + part->n + after) ||
            !chunk_put(&c, header, before) || !chunk_put(&c, part->bytes, part->n) ||
            !chunk_put(&c, &sum, after) || !put_be32(to, c.crc))
            return false;
    }
    return true;
}

bool png_file_write(struct sink *to, const struct png_file *png)
{
    bool ok = put_header(to, png);
    for (size_t i = 0; i < png->n_texts && ok; i++)
        ok = put_text(to, &png->texts[i], png->language);
    ok = ok && put_rows(to, png) && put_chunk(to, "IEND", "", 0);
    return ok;
}
