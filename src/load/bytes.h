/* The bytes of an input file, and numbers out of them. */
#ifndef LODE_LOAD_BYTES_H
#define LODE_LOAD_BYTES_H

#include <stdint.h>
#include <string.h>

#include "base/err.h"

struct arena;

/* A file in memory until the arena ends. Large files, and those of which little will be read, are
 * mapped. All others are copied, because a mapped file that another process cuts short kills this one. */
struct bytes {
    const uint8_t *p;
    size_t n;
    const char *path; /* for people */
};

/* COPY: all of it will be read. PEEK: only a little. */
enum bytes_use { BYTES_COPY, BYTES_PEEK };

/* Paths of GDAL's file systems ("/vsizip/...") are read through GDAL.
 * Fails: LODE_DATA with the system's words. */
bool bytes_open(struct arena *a, const char *path, enum bytes_use use, struct lode_span at,
                struct bytes *ret, struct lode_err *err);

/* The file beside `path` whose ending is `ending` ("shx"), in small or capital letters. NULL: there
 * is none. */
const char *bytes_beside(struct arena *a, const char *path, const char *ending);

/* Numbers in the byte order of the file: little (le) or big (be) end first. */
static inline uint32_t le32(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint32_t be32(const uint8_t *p)
{
    return p[3] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 24;
}

static inline uint32_t le16(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8;
}

static inline double le_double(const uint8_t *p)
{
    uint64_t bits = le32(p) | (uint64_t)le32(p + 4) << 32;
    double v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

#endif
