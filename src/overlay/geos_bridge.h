/* The way between our columns of geometries and GEOS, for all steps. GEOS objects never leave this
 * folder. */
#ifndef LODE_OVERLAY_GEOS_BRIDGE_H
#define LODE_OVERLAY_GEOS_BRIDGE_H

#include <geos_c.h>

#include "base/err.h"
#include "geom/geometry.h"

/* The grid on which overlays work where full precision fails: 0.1 mm on the ground. */
#define GEOS_GRID_DEG 1e-9

struct geos {
    GEOSContextHandle_t handle;
    char message[200]; /* the last message of GEOS */
    size_t n_on_grid;  /* overlays that failed in full precision, and worked on the grid */
};

/* A context that lives as long as the arena. */
struct geos *geos_create(struct arena *a);

/* Fail with LODE_GEOM and GEOS's last message: "cannot <doing>: <reason>". */
bool geos_fail(struct geos *g, const char *doing, struct lode_span at, struct lode_err *err);

/* Feature i as a GEOS geometry, a multi one when it has several parts; NULL for GEOM_NONE, or when
 * GEOS refuses the feature. The caller destroys the geometry. */
GEOSGeometry *geos_from(struct geos *g, const struct geometry *from, size_t i);

/* Append the parts of `from` that are of kind `kind` to the feature at the end of `to`. Other parts
 * are left out, such as the stray points of an intersection of areas. So are areas and holes
 * narrower than GEOS_GRID_DEG: where two layers share a border, their vertices differ in the last
 * digits. */
void geos_append(struct geos *g, const GEOSGeometry *from, enum geom_kind kind,
                 struct geom_builder *to);

/* An overlay in full precision, or else on the grid of GEOS_GRID_DEG, where no topology can fail.
 * NULL when the grid fails too, as without memory. */
enum geos_cut { GEOS_INTERSECTION, GEOS_DIFFERENCE, GEOS_UNION };
GEOSGeometry *geos_overlay(struct geos *g, const GEOSGeometry *a, const GEOSGeometry *b,
                           enum geos_cut cut);

/* The union of all `parts`, which it consumes. An empty polygon for n = 0; NULL when it fails. */
GEOSGeometry *geos_union_all(struct geos *g, GEOSGeometry **parts, size_t n);

#endif
