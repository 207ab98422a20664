/* A column of geometries, laid out as GeoArrow does: interleaved coordinates, and offsets
 * coordinates <- rings <- parts <- features. Plain data; stages read it and never change it in
 * place.
 *
 * The same nesting serves every kind, so that one loop walks them all:
 *   point    each part one ring of one coordinate
 *   line     each part one ring: the line, open, >= 2 coordinates
 *   polygon  each part >= 1 rings: the outer one, then holes; closed (first = last), >= 4
 *            coordinates; winding is not promised
 *
 * Axes: x east, y north (longitude and latitude in degrees, or metres in a projected system), or
 * page points with y down. Z and M are dropped on reading. */
#ifndef LODE_GEOM_GEOMETRY_H
#define LODE_GEOM_GEOMETRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geom/box.h"

struct arena;

enum geom_kind { GEOM_NONE, GEOM_POINT, GEOM_LINE, GEOM_POLYGON }; /* NONE: null or empty */

struct geometry {
    size_t n;              /* features */
    const uint8_t *kind;   /* n, enum geom_kind */
    const uint32_t *part;  /* n + 1: the parts of feature i are part[i] .. part[i+1]-1 */
    const uint32_t *ring;  /* parts + 1: the rings of part p are ring[p] .. ring[p+1]-1 */
    const uint32_t *at;    /* rings + 1: the coordinates of ring r are at[r] .. at[r+1]-1 */
    const double *xy;      /* 2 per coordinate */
    const struct box *box; /* n; BOX_EMPTY for GEOM_NONE */
    /* Polygons after projecting or clipping: 1 where the edge from this coordinate to the next is
     * not the feature's own (a seam, a pole, the frame) and must not be stroked. NULL: all are its
     * own. */
    const uint8_t *hidden;
};

static inline size_t geometry_parts(const struct geometry *g)
{
    return g->n ? g->part[g->n] : 0;
}
static inline size_t geometry_rings(const struct geometry *g)
{
    return g->n ? g->ring[geometry_parts(g)] : 0;
}
static inline size_t geometry_coords(const struct geometry *g)
{
    return g->n ? g->at[geometry_rings(g)] : 0;
}
struct box geometry_box(const struct geometry *g); /* of all features */

/* Whether there is no line and no area among them. */
bool geometry_is_points(const struct geometry *g);

/* Some of the parts, rings or coordinates: from .. end-1.
 *
 *   struct range rings = geometry_rings_of(g, i);
 *   for (size_t r = rings.from; r < rings.end; r++) {
 *       struct ring ring = geometry_ring(g, r);
 *       for (size_t k = 0; k + 1 < ring.n; k++) ... xy_at(ring.xy, k), xy_at(ring.xy, k + 1)
 *   }
 */
struct range {
    size_t from, end;
};

/* One ring of a polygon, or a line, or a point: a view of the column. */
struct ring {
    const double *xy; /* interleaved */
    size_t n;
};

static inline struct range geometry_parts_of(const struct geometry *g, size_t feature)
{
    return (struct range){g->part[feature], g->part[feature + 1]};
}
static inline struct range geometry_rings_of(const struct geometry *g, size_t feature)
{
    return (struct range){g->ring[g->part[feature]], g->ring[g->part[feature + 1]]};
}
static inline struct range geometry_coords_of(const struct geometry *g, size_t feature)
{
    struct range rings = geometry_rings_of(g, feature);
    return (struct range){g->at[rings.from], g->at[rings.end]};
}
/* The rings of one part; the outer ring of a polygon comes first. */
static inline struct range geometry_part_rings(const struct geometry *g, size_t part)
{
    return (struct range){g->ring[part], g->ring[part + 1]};
}
static inline struct range geometry_ring_coords(const struct geometry *g, size_t ring)
{
    return (struct range){g->at[ring], g->at[ring + 1]};
}
static inline struct ring geometry_ring(const struct geometry *g, size_t ring)
{
    return (struct ring){g->xy + 2 * (size_t)g->at[ring], g->at[ring + 1] - g->at[ring]};
}
/* The outer ring of a part of a polygon; the whole part of a line or a point. */
static inline struct ring geometry_outer(const struct geometry *g, size_t part)
{
    return geometry_ring(g, g->ring[part]);
}
/* The first place of a feature that is not GEOM_NONE, interleaved. */
static inline const double *geometry_first(const struct geometry *g, size_t feature)
{
    return geometry_outer(g, g->part[feature]).xy;
}
static inline size_t range_length(struct range r)
{
    return r.end - r.from;
}
static inline bool ring_is_closed(struct ring r)
{
    return r.n > 1 && r.xy[0] == r.xy[2 * r.n - 2] && r.xy[1] == r.xy[2 * r.n - 1];
}
/* Twice what a closed ring encloses; counterclockwise is positive where y is up. Seen from the
 * first vertex, as far from the origin the digits of a small ring would be lost. */
double ring_twice_area(struct ring r);

/* Build a column feature by feature. Memory is handed to the arena at the end without a copy.
 *
 *   struct geom_builder b = {0};
 *   geom_feature(&b, GEOM_LINE); geom_part(&b); geom_ring(&b); geom_xy(&b, x, y); ...
 *   geom_finish(a, &b, &ret);
 *
 * A feature without coordinates becomes GEOM_NONE; empty rings and parts vanish. More than 2^32 - 2
 * coordinates end in `overflow`, checked once by the caller. */
struct geom_builder {
    uint8_t *kind;
    uint32_t *part, *ring, *at;
    double *xy;
    uint8_t *hidden;
    size_t n, parts, rings, coords;
    size_t cap_n, cap_parts, cap_rings, cap_coords, cap_hidden;
    bool overflow;
};

/* Begin a feature, a part of it, a ring of that, and add a vertex. */
void geom_feature(struct geom_builder *b, enum geom_kind kind);
void geom_part(struct geom_builder *b);
void geom_ring(struct geom_builder *b);
void geom_xy(struct geom_builder *b, double x, double y);
/* Add all vertices of `ring` to the ring that is open. */
void geom_add(struct geom_builder *b, struct ring ring);
/* As geom_xy; `hidden` says that the edge to the next coordinate is not to be stroked. */
void geom_xy_hidden(struct geom_builder *b, double x, double y, bool hidden);
/* Room for `n` coordinates at the end of the ring, to be filled by the caller (interleaved). */
double *geom_room(struct geom_builder *b, size_t n);
/* Add feature `i` of `g` as it is; one without a shape where `g`, that of a table, has none. */
void geom_copy(struct geom_builder *b, const struct geometry *g, size_t i);
/* The column, whose memory `a` frees from now on; `b` is zeroed. */
void geom_finish(struct arena *a, struct geom_builder *b, struct geometry *ret);
/* Give up, on the way out of a failure; accepts a zeroed builder. */
void geom_abandon(struct geom_builder *b);

#endif
