/* Rings and lines in motion: what cutting, resampling and projecting hand to one another. Storage
 * is kept between uses (paths_clear), so that no stage allocates for each ring.
 *
 * A ring does not repeat its first vertex. The rings of one polygon belong together, even-odd:
 * winding means nothing, and an outer ring may be cut into several. */
#ifndef LODE_GEOM_PATHS_H
#define LODE_GEOM_PATHS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geom/box.h"

/* Said of the edge from a vertex to the next one. */
enum path_flag {
    PATH_HIDDEN = 1, /* not the feature's own edge: a seam, a pole, the frame */
    PATH_EXACT = 2,  /* made as fine as it must be: do not resample or simplify it */
};

struct paths {
    double *xy; /* interleaved */
    uint8_t *flag;
    size_t n, cap;
    size_t *start; /* path i is vertices start[i] .. start[i + 1]-1, the last one ends at n */
    size_t n_paths, cap_paths;
    bool closed; /* rings */
};

static inline size_t paths_end(const struct paths *p, size_t i)
{
    return i + 1 < p->n_paths ? p->start[i + 1] : p->n;
}

static inline void paths_swap(struct paths *p, struct paths *q)
{
    struct paths t = *p;
    *p = *q;
    *q = t;
}

void paths_clear(struct paths *p, bool closed);
/* Begin a path. The one before vanishes when it has fewer than 2 vertices (a ring: 3). */
void paths_open(struct paths *p);
/* The same check for the last path; call it when all vertices are in. */
void paths_end_last(struct paths *p);
void paths_add(struct paths *p, double x, double y, uint8_t flag);
/* Room for `n` vertices without flags, to be filled by the caller. */
double *paths_room(struct paths *p, size_t n);
/* Accepts a zeroed one. */
void paths_finish(struct paths *p);

/* Is the place inside the rings, even-odd? Half-open: of two polygons that share an edge only one
 * holds a point on it. */
bool paths_hold(const struct paths *rings, double x, double y);

/* The box of path `i`. */
struct box paths_box(const struct paths *p, size_t i);

/* Sort rings, which must not cross, into outer ones and holes. `ret_outer` has n_paths: for a hole
 * the number of the smallest ring around it, for an outer ring its own number. Cutting may make
 * several outer rings of one. */
void paths_nest(const struct paths *rings, size_t *ret_outer);

#endif
