/* Shapes of markers: one row for each, with its name and its outline. All who speak of shapes read
 * the rows: the check of documents and its hints, the JSON Schema, scales, legends, the drawing.
 *
 * Outlines stand in a unit box centred on the point, y down. Of those that are solid the areas are
 * near that of the circle of diameter 1 (0.785), so that none seems larger than another of the same
 * size; pointed ones are a little smaller, since their reach counts as well (taste, after printing
 * them side by side), and none reaches further than half the box's diagonal. */
#ifndef LODE_GEOM_MARKER_H
#define LODE_GEOM_MARKER_H

#include <stdbool.h>
#include <stddef.h>

enum marker_flags {
    MARKER_ROUND = 1 << 0,      /* covers the same square when it is turned */
    MARKER_NESTS = 1 << 1,      /* of growing ones a legend may draw one inside the other */
    MARKER_OVERLAPS = 1 << 2,   /* its parts overlap: their outlines must not show inside */
    MARKER_FOR_OTHERS = 1 << 3, /* what a scale draws all other categories as; one row */
};

struct marker_shape {
    const char *name;
    const char *commands; /* M, L, Z; 'C' takes three points. NULL: drawn from a file */
    const double *xy;     /* interleaved */
    double half;          /* how far it reaches from its middle to the right or down at most */
    unsigned turn;        /* a scale takes shapes in this order, from 1; 0: only when asked for */
    unsigned flags;
};

/* In the order of the docs; the first is what a marker is when nothing is said. The last one has no
 * name. A shape is told by its number here. */
extern const struct marker_shape marker_shapes[];

/* NULL past the last. */
const char *marker_shape_name(size_t i);

/* The row whose turn it is; false when so many are not taken. */
bool marker_shape_in_turn(unsigned turn, size_t *ret);

size_t marker_shape_for_others(void);
size_t marker_shape_from_file(void);

static inline bool marker_is_from_file(size_t shape)
{
    return !marker_shapes[shape].commands;
}

#endif
