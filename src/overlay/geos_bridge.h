/* Between our columns of geometries and GEOS. GEOS objects never leave this folder. */
#ifndef LODE_OVERLAY_GEOS_BRIDGE_H
#define LODE_OVERLAY_GEOS_BRIDGE_H

#include <geos_c.h>

#include "base/err.h"
#include "geom/geometry.h"

/* Where full precision fails: 1e-9 degree is 0.1 mm on the ground. */
#define GEOS_GRID_DEG 1e-9

struct geos {
    GEOSContextHandle_t handle;
    char message[200]; /* what GEOS said last */
    size_t n_on_grid;  /* overlays that did not work in full precision, but on the grid */
};

/* A context that lives as long as the arena. */
struct geos *geos_create(struct arena *a);

/* GEOS's words as our failure. */
bool geos_fail(struct geos *g, const char *doing, struct lode_span at, struct lode_err *err);

/* Feature i as a GEOS geometry (a multi one when it has several parts); NULL for GEOM_NONE or when
 * GEOS refuses it. The caller destroys it. */
GEOSGeometry *geos_from(struct geos *g, const struct geometry *from, size_t i);

/* Append to the feature at the end of `to` what of `from` has the kind `kind`; the rest (stray
 * points of an intersection of areas) is left out, and so are areas and holes less than 1e-9 degree
 * (0.1 mm) wide: where two layers share a border their vertices differ in the last digits. */
void geos_append(struct geos *g, const GEOSGeometry *from, enum geom_kind kind,
                 struct geom_builder *to);

/* An overlay that first works in full precision, then on a grid of 1e-9 degree (0.1 mm), which
 * cannot fail for topological reasons. NULL when even that fails. */
enum geos_cut { GEOS_INTERSECTION, GEOS_DIFFERENCE, GEOS_UNION };
GEOSGeometry *geos_overlay(struct geos *g, const GEOSGeometry *a, const GEOSGeometry *b,
                           enum geos_cut cut);

/* The union of all; consumes them. An empty polygon for n = 0; NULL when it fails. */
GEOSGeometry *geos_union_all(struct geos *g, GEOSGeometry **parts, size_t n);

#endif
