/* FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): enough to see that something has changed.
 */
#ifndef LODE_BASE_FNV_H
#define LODE_BASE_FNV_H

#include <stdint.h>

#include "base/str.h"

#define FNV_START UINT64_C(0xcbf29ce484222325)

static inline uint64_t fnv_bytes(uint64_t h, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++)
        h = (h ^ p[i]) * UINT64_C(0x100000001b3);
    return h;
}

/* With its length, so that "ab" "c" is not "a" "bc". */
static inline uint64_t fnv_text(uint64_t h, struct str s)
{
    return fnv_bytes(fnv_bytes(h, &s.len, sizeof s.len), s.p, s.len);
}

#endif
