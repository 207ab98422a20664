/* Hashes of what pages depend on. The same everywhere: no pointers, no padding, no order of memory.
 */
#ifndef LODE_ATLAS_HASH_H
#define LODE_ATLAS_HASH_H

#include <stdint.h>

#include "doc/node.h"
#include "style/style.h"

/* `h` with `n` bytes more; 0 to begin with. 64 bits by multiplying and folding words of eight bytes
 * (the multiplier is that of Knuth's MMIX generator): against accidents, not against forgery. */
uint64_t atlas_hash_bytes(uint64_t h, const void *bytes, size_t n);
uint64_t atlas_hash_number(uint64_t h, uint64_t v);
uint64_t atlas_hash_text(uint64_t h, struct str s);
/* Keys and values, without their places. NULL is nothing. */
uint64_t atlas_hash_node(uint64_t h, const struct node *n);

/* Feature `i`: kind, parts, rings, coordinates. */
uint64_t atlas_hash_shape(uint64_t h, const struct geometry *g, size_t i);
/* The values of row `i`. */
uint64_t atlas_hash_row(uint64_t h, const struct table *t, size_t i);

/* Of each item of a layer: shape and label; of one without symbols: shape and attributes. */
uint64_t *atlas_hash_items(struct arena *a, const struct styled_layer *s);
/* Of each symbol of a layer. */
uint64_t *atlas_hash_symbols(struct arena *a, const struct styled_layer *s);
/* The legend of all of it: the classes and where they begin and end. */
uint64_t atlas_hash_legend(uint64_t h, const struct styled_layer *s);

#endif
