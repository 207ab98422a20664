/* Geometries of OGR added to a column of ours: kinds flattened, curves made of straight lines, Z and
 * M dropped. */
#ifndef LODE_LOAD_SHAPES_H
#define LODE_LOAD_SHAPES_H

#include <ogr_api.h>
#include <stdbool.h>

#include "geom/geometry.h"

/* What was not taken as it is, and the first feature of each; reported once for a layer. */
struct shape_tally {
    size_t empty;       /* null, or without a coordinate */
    size_t not_finite;  /* with a coordinate that is not finite: taken as empty */
    size_t collections; /* of several kinds, of which the one of the highest dimension was kept */
    size_t degenerate;  /* features that lost a ring of < 4 or a line of < 2 coordinates */
    int64_t first_empty, first_not_finite, first_collection, first_degenerate; /* their FIDs */
};

/* Add one feature. `shape` may be NULL. `swapped`: y stands before x. */
void shape_add(struct geom_builder *b, OGRGeometryH shape, int64_t fid, bool swapped,
               struct shape_tally *tally);

/* How much the builder held before a feature. */
struct shape_mark {
    size_t parts, rings, coords;
};
struct shape_mark shape_mark(const struct geom_builder *b);

/* Make the feature that was begun last empty. */
void shape_take_back(struct geom_builder *b, struct shape_mark before);

/* Count the feature that was begun last when it is empty, and make it so when one of its coordinates
 * is not finite. */
void shape_settle(struct geom_builder *b, struct shape_mark before, int64_t fid,
                  struct shape_tally *tally);

/* Whether each number is finite. */
bool shape_is_finite(const double *v, size_t n);

#endif
