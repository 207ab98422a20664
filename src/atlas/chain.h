/* Lines that follow each other, joined into long ones, for sheets to follow. */
#ifndef LODE_ATLAS_CHAIN_H
#define LODE_ATLAS_CHAIN_H

#include <stddef.h>

#include "geom/geometry.h"

struct arena;

struct atlas_chain {
    double *xy;   /* lon/lat, interleaved */
    double *at_m; /* of each vertex: how far from the start it lies along the chain */
    size_t n;
};

/* Join all parts of all lines of `g` (lon/lat) to chains; each part is in one chain. A chain begins
 * with the longest part that is left, and takes at either end the part that goes on within `join_m`
 * with the least turn. The longest chain comes first. Returns how many there are. */
size_t atlas_chains_make(struct arena *a, const struct geometry *g, double join_m,
                         struct atlas_chain **ret);

/* The place `m` metres along a chain; beyond its ends the chain runs on straight. */
struct lonlat atlas_chain_place(const struct atlas_chain *c, double m);

#endif
