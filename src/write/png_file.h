/* Writes a PNG file from rows that are packed already (png_rows.h). */
#ifndef LODE_WRITE_PNG_FILE_H
#define LODE_WRITE_PNG_FILE_H

#include <stdint.h>

#include "write/png_rows.h"
#include "write/sink.h"

struct png_text {
    const char *keyword; /* 1 to 79 characters of Latin-1 */
    struct str value;    /* UTF-8; empty: left out */
};

struct png_file {
    uint32_t width, height;       /* > 0; at most 400 million pixels */
    const struct png_rows *parts; /* from top to bottom */
    size_t n_parts;
    uint32_t per_metre;  /* pixels */
    struct str language; /* of the texts; BCP 47 */
    const struct png_text *texts;
    size_t n_texts;
};

/* Fails: LODE_IO. */
bool png_file_write(struct sink *to, const struct png_file *png);

#endif
