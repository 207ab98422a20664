/* Which areas hold a place: by the edges of their layer, planar or geodesic, also round a pole and
 * over the antimeridian. */
#ifndef LODE_OVERLAY_NEAR_AREA_H
#define LODE_OVERLAY_NEAR_AREA_H

#include "overlay/near_edges.h"

/* One area: its rings, and for long rings strips of longitude with the edges that cross them. */
struct near_area {
    const struct near_edges *edges;
    size_t first_run, n_runs;
    double west, south, east, north; /* longitudes as in the data; round a pole: -180, 180 */
    bool wraps;                      /* some edge jumps over the antimeridian */
    bool holds_north_pole;           /* where rings run round it */
    size_t n_strips;                 /* 0: all edges are looked at */
    uint32_t *start, *item; /* strip i: the edges after vertices item[start[i] .. start[i+1]-1] */
};

/* The area of the runs first_run .. first_run + n_runs - 1, all of one row. Memory is malloc's. */
void near_area_make(const struct near_edges *edges, size_t first_run, size_t n_runs,
                    struct near_area *ret);
void near_area_finish(struct near_area *a);
bool near_area_holds(const struct near_area *a, const struct vertex *p);

/* All areas of a layer, found by place: `row` is called for each that holds `p`. */
struct near_areas;
struct near_areas *near_areas_make(struct arena *a, const struct near_edges *edges);
void near_areas_at(const struct near_areas *areas, const struct vertex *p,
                   void (*row)(void *ctx, uint32_t row), void *ctx);

#endif
