/* The areas of a layer, or all its features, for steps that ask many times which of these a
 * geometry meets. They stand in a tree, and GEOS prepares each one when it is first needed.
 *
 * Life: areas_open (or areas_open_all), questions, areas_close. */
#ifndef LODE_OVERLAY_AREAS_H
#define LODE_OVERLAY_AREAS_H

#include "load/features.h"
#include "overlay/geos_bridge.h"

struct areas {
    struct arena *arena;
    struct geos *geos;
    GEOSGeometry **v; /* one for each row; NULL for a row that is no area */
    const GEOSPreparedGeometry **prepared;
    const uint8_t *kind;
    size_t n;
    GEOSSTRtree *tree;
    struct {
        uint32_t *v;
        size_t n, cap;
    } found;
};

void areas_open(struct arena *a, struct geos *g, const struct features *f, struct areas *ret);
/* With the points and lines of the layer too. */
void areas_open_all(struct arena *a, struct geos *g, const struct features *f, struct areas *ret);
void areas_close(struct areas *areas); /* accepts a zeroed one */

/* The rows of areas that have a place in common with `one`, borders included, in rising order. The
 * list is valid until the next call. */
size_t areas_meeting(struct areas *areas, const GEOSGeometry *one, const uint32_t **ret);

/* The rows of areas that `one`, of the kind `kind`, belongs to: those that share more with it than
 * a border. Where it shares no more than a border with any area, a point or line belongs to the
 * areas whose border it lies on, and an area belongs to none. The list is valid until the next
 * call. */
size_t areas_of(struct areas *areas, const GEOSGeometry *one, enum geom_kind kind,
                const uint32_t **ret);

/* Whether area `row`, which must be one, holds all of `one`. */
bool areas_cover(struct areas *areas, uint32_t row, const GEOSGeometry *one);

#endif
