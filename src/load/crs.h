/* The reference system of a layer, as text that PROJ reads. */
#ifndef LODE_LOAD_CRS_H
#define LODE_LOAD_CRS_H

#include <ogr_api.h>

#include "base/err.h"
#include "doc/map_doc.h"
#include "geom/geometry.h"

struct arena;
struct reading;

struct layer_crs {
    struct str text; /* "EPSG:4326", or WKT2 when no authority has exactly this one; may be empty */
    struct lode_span at; /* what stated it */
    bool degrees;        /* geographic, in degrees: coordinates have a range */
    bool metres;         /* projected */
    bool swapped;        /* the source gives y before x */
};

/* Into r->crs: that of `srs` (NULL: the source has none), unless the source's `crs:` overrides it.
 * Fails: LODE_CRS for a `crs:` that cannot be read; LODE_DATA when nobody states one. */
bool crs_decide(struct reading *r, OGRSpatialReferenceH srs, struct lode_err *err);

/* As crs_decide, from the text of a .prj (empty: none). */
bool crs_decide_prj(struct reading *r, struct str prj, struct lode_err *err);

/* Coordinates lie where the system allows: LODE_DATA with the first feature that does not; a
 * warning when they look like those of the other kind of system. */
bool crs_check_range(struct reading *r, const struct geometry *g, const int64_t *fid,
                     struct lode_err *err);

#endif
