/* Points of a layer that share a place, for `lode check`: many lists of places hold one twice. */
#ifndef LODE_OVERLAY_CROWDED_H
#define LODE_OVERLAY_CROWDED_H

#include "load/features.h"

/* How near a point is to another to be noticed. Taste: what is nearer is one mine, one station, one well. */
#define CROWDED_M 100.0

struct arena;

struct crowded {
    size_t same; /* points that stand where another does, to a micrometre */
    size_t near; /* these, and points with another within CROWDED_M */
};

/* Count them; nothing for a layer of other kinds, or whose places are not known on the earth. */
struct crowded crowded_count(struct arena *a, const struct features *f);

#endif
