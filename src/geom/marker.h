/* Shapes of markers: one row for each, with its name and its outline. Everything that speaks of
 * shapes reads these rows: the check of documents and its hints, the JSON Schema, scales, legends,
 * the drawing.
 *
 * Outlines stand in a unit box centred on the point, y down. Solid shapes have nearly the area of
 * the circle of diameter 1 (0.785), so that none seems larger than another of the same size;
 * pointed ones are a little smaller, since their reach counts as well (taste, after printing them
 * side by side). No shape reaches further than half the box's diagonal. */
#ifndef LODE_GEOM_MARKER_H
#define LODE_GEOM_MARKER_H

#include <stdbool.h>
#include <stddef.h>

enum marker_flags {
    MARKER_ROUND = 1 << 0,      /* covers the same square when it is turned */
    MARKER_NESTS = 1 << 1,      /* a legend may draw small ones inside large ones */
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

/* In the order of the docs. The first row is the shape of a marker that names none; the last one,
 * without a name, ends the table. Elsewhere a shape is its number in this table. */
extern const struct marker_shape marker_shapes[];

/* The name of shape `i`; NULL past the last. */
const char *marker_shape_name(size_t i);

/* The shape that a scale takes as number `turn`, from 1; false when it has no shape for so many. */
bool marker_shape_in_turn(unsigned turn, size_t *ret);

/* The shape with MARKER_FOR_OTHERS, and the one that is drawn from a file. */
size_t marker_shape_for_others(void);
size_t marker_shape_from_file(void);

static inline bool marker_is_from_file(size_t shape)
{
    return !marker_shapes[shape].commands;
}

#endif
