/* Lines that follow each other, joined into long ones. */
#ifndef LODE_ATLAS_CHAIN_H
#define LODE_ATLAS_CHAIN_H

#include <stddef.h>

#include "geom/geometry.h"

struct arena;

struct atlas_chain {
    double *xy;   /* lon/lat, interleaved */
    double *at_m; /* n: the way from the start on the ellipsoid */
    size_t n;
};

/* All parts of all lines of `g` (lon/lat), each in one chain: from the longest part on, at either
 * end the part that goes on within `join_m` with the least turn. The longest chain first. */
size_t atlas_chains_make(struct arena *a, const struct geometry *g, double join_m,
                         struct atlas_chain **ret);

/* The place `m` along a chain, as if its ends ran on straight. */
struct lonlat atlas_chain_place(const struct atlas_chain *c, double m);

#endif
