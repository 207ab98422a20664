/* Memory by lifetime: an arena is one reserved region of address space that only grows.
 *
 * There are three lifetimes: map (document, styles, fonts), page (features to scene) and scratch.
 * Pass the arena in which the result shall live; free nothing singly. Memory is zeroed.
 *
 * Scratch: a copy of the struct is a mark. `struct arena scratch = *a;` lends the rest of the region,
 * and what was made in the copy is gone when the original is used again. While a copy is in use
 * allocate nothing from the original and defer nothing on the copy.
 *
 * Out of memory ends the process (or the batch worker) through one hook; callers test nothing for
 * NULL. */
#ifndef LODE_BASE_ARENA_H
#define LODE_BASE_ARENA_H

#include <stddef.h>

struct arena_region;

struct arena {
    char *at, *end;
    struct arena_region *region;
};

/* Reserve a region. Units: `reserve_bytes` of address space, 0 for the default (64 GiB, or what the
 * limits of the process allow). Memory is committed by the kernel as it is touched. */
void arena_init(struct arena *ret, size_t reserve_bytes);

/* Run what was deferred, last first, and give the region back. Accepts a zeroed arena. */
void arena_finish(struct arena *a);

/* Zeroed memory for `n` objects of `size` bytes, aligned for any of them. The product is checked. */
void *arena_alloc(struct arena *a, size_t size, size_t n);

#define arena_new(a, type)      ((type *)arena_alloc((a), sizeof(type), 1))
#define arena_array(a, type, n) ((type *)arena_alloc((a), sizeof(type), (n)))

/* Grow `old` (of `old_n` objects) to `n` objects; in place when `old` was allocated last. */
void *arena_grow(struct arena *a, void *old, size_t size, size_t old_n, size_t n);

/* Call fn(ptr) when the arena finishes. */
void arena_defer(struct arena *a, void (*fn)(void *), void *ptr);

/* A growing list in an arena: ARRAY(struct box) boxes = {0}; *array_add(a, &boxes) = b; */
#define ARRAY(type)                                                                                \
    struct {                                                                                       \
        type *v;                                                                                   \
        size_t n, cap;                                                                             \
    }
#define array_add(a, list)                                                                         \
    ((list)->n == (list)->cap                                                                      \
         ? ((list)->v = arena_grow((a), (list)->v, sizeof *(list)->v, (list)->cap,                 \
                                   (list)->cap ? 2 * (list)->cap : 8),                             \
            (list)->cap = (list)->cap ? 2 * (list)->cap : 8, &(list)->v[(list)->n++])              \
         : &(list)->v[(list)->n++])

#endif
