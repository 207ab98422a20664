/* What becomes of a process whose memory has run out. */
#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void memory_out(size_t bytes)
{
    fprintf(stderr, "lode: out of memory: %zu bytes more were needed\n", bytes);
    exit(1);
}

void *memory_grow(void *p, size_t size, size_t n)
{
    size_t bytes;
    if (__builtin_mul_overflow(size, n, &bytes))
        bytes = SIZE_MAX;

    void *bigger = bytes < SIZE_MAX ? realloc(p, bytes) : NULL;
    if (!bigger)
        memory_out(bytes);
    return bigger;
}
