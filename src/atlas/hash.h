/* Hashes of what pages depend on, the same on every machine: no pointers, no padding, no order of
 * memory. */
#ifndef LODE_ATLAS_HASH_H
#define LODE_ATLAS_HASH_H

#include <stdint.h>

#include "doc/node.h"
#include "style/style.h"

/* `h` with `n` more bytes; begin with 0. 64 bits, by multiplying and folding words of eight bytes
 * (the multiplier is that of Knuth's MMIX generator): good against accidents, not against
 * forgery. */
uint64_t atlas_hash_bytes(uint64_t h, const void *bytes, size_t n);
uint64_t atlas_hash_number(uint64_t h, uint64_t v);
uint64_t atlas_hash_text(uint64_t h, struct str s);
/* Keys and values, without their places. NULL is a value of its own. */
uint64_t atlas_hash_node(uint64_t h, const struct node *n);

/* The shape of feature `i`: kind, parts, rings, coordinates. */
uint64_t atlas_hash_shape(uint64_t h, const struct geometry *g, size_t i);
/* The values of row `i`. */
uint64_t atlas_hash_row(uint64_t h, const struct table *t, size_t i);

/* A hash of each item of a layer: of its shape and label; without symbols, of its shape and
 * columns. */
uint64_t *atlas_hash_items(struct arena *a, const struct styled_layer *s);
/* A hash of each symbol of a layer. */
uint64_t *atlas_hash_symbols(struct arena *a, const struct styled_layer *s);
/* The legend of a layer: its classes, and where they begin and end. */
uint64_t atlas_hash_legend(uint64_t h, const struct styled_layer *s);

#endif
