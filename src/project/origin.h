/* Where shapes come from: rings and lines of a source's system become rings and lines in a domain's
 * base longitudes and latitudes, planar. Added vertices keep an edge within a tolerance of what the
 * source means by it (straight in its own system, or a geodesic). Rings that go round a pole are
 * closed along it. Edges at which world data is cut, along +-180 and the poles, are marked
 * hidden. */
#ifndef LODE_PROJECT_ORIGIN_H
#define LODE_PROJECT_ORIGIN_H

#include <geodesic.h>

#include "load/features.h"
#include "project/domain.h"

struct origin {
    struct crs crs;
    struct transform *to_base;
    bool planar_degrees; /* edges are straight in longitude and latitude already */
    bool geographic;
    enum edge_kind edges;
    double tol_m;
    struct geod_geodesic geod;
    struct box window_deg; /* rings that cannot meet it are left out; BOX_EMPTY: all are kept */
};

struct origin_params {
    struct str crs;
    struct lode_span at;
    enum edge_kind edges;
    double tol_m;    /* on the ground */
    struct box area; /* of the layer, in its system, see transform_settle */
    bool points;     /* the layer has no lines and areas */
    struct box window_deg;
};

bool origin_create(struct arena *a, const struct domain *d, const struct origin_params *params,
                   struct origin *ret, struct lode_err *err);

/* Write part `part` of `g` into `ret`, which is cleared first; `scratch` is storage. Vertices that
 * cannot be transformed are left out. */
void origin_part(const struct origin *o, const struct geometry *g, size_t part, bool closed,
                 struct paths *ret, struct paths *scratch);

/* Transform `n` single places to base degrees, in place. */
void origin_points(const struct origin *o, double *xy, size_t n);

#endif
