/* A PNG file from the pixels of a picture: 8 bits RGB, no alpha, no filters.
 *
 * The encoder is ours because the time goes into two loops that a general one cannot join: some
 * rows of cairo's pixels are packed, and ISA-L compresses them while they are in the processor's
 * cache. */
#ifndef LODE_WRITE_PNG_FILE_H
#define LODE_WRITE_PNG_FILE_H

#include <stdint.h>

#include "write/sink.h"

struct png_text {
    const char *keyword; /* 1 to 79 characters of Latin-1 */
    struct str value;    /* UTF-8; empty: left out */
};

struct png_file {
    uint32_t width, height;      /* > 0; at most 400 million pixels */
    const unsigned char *pixels; /* cairo's RGB24 */
    size_t stride;               /* bytes a row, at least 4 * width */
    uint32_t per_metre;          /* pixels */
    struct str language;         /* of the texts; BCP 47 */
    const struct png_text *texts;
    size_t n_texts;
};

/* Fails: LODE_IO; LODE_LIMIT when memory is short. */
bool png_file_write(struct sink *to, const struct png_file *png);

#endif
