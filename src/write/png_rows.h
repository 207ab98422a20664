/* Rows of a picture as PNG keeps them: 8 bits RGB, no alpha, no filters, deflated. Each part of a
 * picture is packed by itself, by whoever has drawn it, while it is in the processor's cache; put
 * one behind the other they are one stream. The same pixels give the same bytes on every machine.
 */
#ifndef LODE_WRITE_PNG_ROWS_H
#define LODE_WRITE_PNG_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct png_rows {
    unsigned char *bytes; /* deflate, without the header and checksum of zlib */
    size_t n;
    uint32_t adler; /* Adler-32 of the bytes that were packed, and their number */
    size_t length;
};

/* Pixels of 0xaarrggbb, of which aa is left out; `stride` in bytes; `last` ends the stream. */
struct png_pixels {
    const unsigned char *pixels;
    size_t stride, width, rows;
    bool last;
};
void png_rows_pack(struct png_rows *ret, const struct png_pixels *from);

/* The Adler-32 of the bytes of `a` followed by those of `b`. */
uint32_t png_rows_adler(uint32_t a, const struct png_rows *b);

/* Accepts a zeroed one. */
void png_rows_finish(struct png_rows *r);

#endif
