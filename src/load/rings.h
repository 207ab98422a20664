/* Which rings of a shapefile's polygon are outer ones, and whose holes the others are.
 *
 * Outer rings run clockwise (y up), holes the other way. With one outer ring all others are its
 * holes; else a hole belongs to the smallest outer ring around it, and one that lies in none is an
 * outer ring written the wrong way round. OGR sorts them in the same way. */
#ifndef LODE_LOAD_RINGS_H
#define LODE_LOAD_RINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "geom/box.h"

#define NO_RING UINT32_MAX

struct shape_ring {
    const double *xy; /* interleaved */
    uint32_t n;
    uint32_t owner; /* out: index of its outer ring; its own index for an outer ring */
    uint32_t hole; /* out: of an outer ring its first hole, of a hole the next one; NO_RING: none */
    double area;   /* out: signed, counter-clockwise positive */
    struct box box; /* out */
};

/* Fill in what is marked `out`. Holes keep their order. False: there are so many rings that sorting
 * them would take too long. */
bool rings_sort(struct shape_ring *rings, uint32_t n);

#endif
