/* Memory that is not an arena's: for what grows while it is made. */
#ifndef LODE_BASE_MEMORY_H
#define LODE_BASE_MEMORY_H

#include <stddef.h>

/* realloc to `n` pieces of `size` bytes. The product is checked, and the call never returns NULL. */
void *memory_grow(void *p, size_t size, size_t n);

/* Say that so many bytes more could not be had, and end the process, so that no caller has to test
 * for NULL. */
_Noreturn void memory_out(size_t bytes);

#endif
