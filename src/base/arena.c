/* How an arena hands out zeroed memory from one region of address space that is reserved once. */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "base/memory.h"

/* Calls for the end of the arena, the last one first. */
struct deferred {
    void (*fn)(void *);
    void *ptr;
    struct deferred *before;
};

/* This head stands at the start of the region; all copies of the arena share it. */
struct arena_region {
    size_t bytes;
    char *dirty; /* from here on nothing has been handed out, so that all is still zero */
    struct deferred *deferred;
};

/* Hand out [p, p + bytes): zeroed, whatever a scratch copy left there. */
static void *hand_out(struct arena *a, char *p, size_t bytes)
{
    char *dirty = a->region->dirty;
    a->at = p + bytes;

    if (p < dirty)
        memset(p, 0, (size_t)((a->at < dirty ? a->at : dirty) - p));
    if (a->at > dirty)
        a->region->dirty = a->at;
    return p;
}

void arena_init(struct arena *ret, size_t reserve_bytes)
{
    size_t bytes = reserve_bytes ? reserve_bytes : (size_t)1 << 36;
    void *p = MAP_FAILED;

    /* A limit on address space (ulimit -v) may be lower than what is asked for: half of it then, and
     * so on. */
    for (; bytes >= (size_t)1 << 20; bytes /= 2) {
        p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                 -1, 0);
        if (p != MAP_FAILED)
            break;
    }
    if (p == MAP_FAILED)
        memory_out(bytes);

    struct arena_region *region = p;
    region->bytes = bytes;
    ret->region = region;
    ret->at = (char *)p + sizeof *region;
    ret->end = (char *)p + bytes;
    region->dirty = ret->at;
}

void arena_finish(struct arena *a)
{
    if (!a || !a->region)
        return;

    struct arena_region *region = a->region;
    while (region->deferred) {
        struct deferred *d = region->deferred;
        region->deferred = d->before;
        d->fn(d->ptr);
    }

    munmap(region, region->bytes);
    *a = (struct arena){0};
}

void *arena_alloc(struct arena *a, size_t size, size_t n)
{
    size_t bytes;
    if (__builtin_mul_overflow(size, n, &bytes))
        memory_out(SIZE_MAX);

    /* Else something was deferred on a copy that is gone: it would be overwritten. */
    assert(a->at >= (char *)a->region->deferred);
    size_t pad = -(uintptr_t)a->at & (alignof(max_align_t) - 1);
    if (bytes > (size_t)(a->end - a->at) || pad > (size_t)(a->end - a->at) - bytes)
        memory_out(bytes);
    return hand_out(a, a->at + pad, bytes);
}

void *arena_grow(struct arena *a, void *old, size_t size, size_t old_n, size_t n)
{
    if (old && n > old_n && (char *)old + size * old_n == a->at) {
        size_t more;
        if (__builtin_mul_overflow(size, n - old_n, &more) || more > (size_t)(a->end - a->at))
            memory_out(SIZE_MAX);
        hand_out(a, a->at, more);
        return old;
    }

    void *p = arena_alloc(a, size, n);
    if (old_n)
        memcpy(p, old, size * (old_n < n ? old_n : n));
    return p;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *ptr)
{
    struct deferred *d = arena_new(a, struct deferred);
    *d = (struct deferred){.fn = fn, .ptr = ptr, .before = a->region->deferred};
    a->region->deferred = d;
}
