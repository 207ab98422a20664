/* Deflate, RFC 1951: from literals and matches to bytes, with Huffman codes of each block's own.
 *
 * The caller, who knows the data, finds the matches; this file knows the format. The same calls
 * give the same bytes on every machine.
 */
#ifndef LODE_WRITE_DEFLATE_H
#define LODE_WRITE_DEFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DEFLATE_LITERALS = 286, DEFLATE_DISTANCES = 30, DEFLATE_FARTHEST = 32768 };

struct deflate {
    unsigned char *bytes; /* what is ready */
    size_t n, cap;
    uint64_t bits; /* that do not fill a byte yet, from the lowest on */
    int n_bits;
    struct token *tokens; /* of the block that has begun */
    size_t n_tokens;
    uint32_t literals[DEFLATE_LITERALS], distances[DEFLATE_DISTANCES]; /* how often */
};

/* A byte as it is. */
void deflate_literal(struct deflate *d, unsigned char byte);

/* `length` bytes as they stood `distance` before; length >= 3, distance 1 to DEFLATE_FARTHEST. */
void deflate_match(struct deflate *d, size_t length, size_t distance);

/* Ends the stream; or, if it is not the `last`, fills the byte that has begun, so that another
 * stream can follow that does not refer to this one. */
void deflate_end(struct deflate *d, bool last);

/* Accepts a zeroed one. */
void deflate_finish(struct deflate *d);

#endif
