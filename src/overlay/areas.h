/* The areas of a layer (or all of its features), to be asked many times which of them a geometry
 * meets: prepared by GEOS when first needed, and in a tree. Ends with areas_close. */
#ifndef LODE_OVERLAY_AREAS_H
#define LODE_OVERLAY_AREAS_H

#include "load/features.h"
#include "overlay/geos_bridge.h"

struct areas {
    struct arena *arena;
    struct geos *geos;
    GEOSGeometry **v; /* one for each row; NULL for what is no area */
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

/* The rows of areas that have a place in common with `one`, borders included, rising. They are kept
 * until the next call. */
size_t areas_meeting(struct areas *areas, const GEOSGeometry *one, const uint32_t **ret);

/* The rows that `one`, of the kind `kind`, belongs to: those that have more in common with it than
 * a border. Of what has no more than that with any of them, points and lines belong to those, and
 * areas to none. */
size_t areas_of(struct areas *areas, const GEOSGeometry *one, enum geom_kind kind,
                const uint32_t **ret);

/* Area `row` (it has to be one) holds all of `one`. */
bool areas_cover(struct areas *areas, uint32_t row, const GEOSGeometry *one);

#endif
