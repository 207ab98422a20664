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

/* Set r->crs to that of `srs` (NULL: the source has none), unless the source's `crs:` overrides it.
 * Fails: LODE_CRS for a `crs:` that cannot be read; LODE_DATA when none is stated. */
bool crs_decide(struct reading *r, OGRSpatialReferenceH srs, struct lode_err *err);

/* The same from the text of a .prj (empty: there is none). */
bool crs_decide_prj(struct reading *r, struct str prj, struct lode_err *err);

/* Put on the pole what lies a hair beyond it, as rounding leaves it, and count it in a note. */
void crs_put_on_poles(struct reading *r, struct geometry *g, const int64_t *fid);

/* Check that coordinates lie where the system allows them. Degrees in a system in metres are a warning.
 * Fails: LODE_DATA with the first feature that lies outside. */
bool crs_check_range(struct reading *r, const struct geometry *g, const int64_t *fid,
                     struct lode_err *err);

/* A system for people: its name where `text` is WKT, else `text`. */
struct str crs_shown(struct str text);

#endif
