/* A layer in memory: what `load` and `overlay` give and every later stage reads. Order of features
 * is the file's order, always. Passed by pointer; a stage copies only what it changes. */
#ifndef LODE_LOAD_FEATURES_H
#define LODE_LOAD_FEATURES_H

#include "base/err.h"
#include "expr/table.h"

/* Between vertices: straight in the layer's own system, or the shortest line on the ellipsoid. */
enum edge_kind { EDGES_PLANAR, EDGES_GEODESIC };

/* A feature whose shape could not be read, and is empty therefore. Only where the reader asked for
 * it. */
struct damage {
    int64_t fid;
    struct box box; /* that its record states, in the layer's system; empty: not known */
    struct str why;
};

struct features {
    struct table table;      /* columns and geometry */
    const int64_t *fid;      /* table.n; the source's own number of each feature */
    struct str crs;          /* what PROJ reads: "EPSG:4326", a PROJ string or WKT */
    struct lode_span crs_at; /* the place that stated it, or that of the source */
    enum edge_kind edges;
    struct str origin; /* where it came from, for `sources()` and messages: file or step */
    struct str credit; /* notice to carry; may be empty */
    const struct damage *damaged;
    size_t n_damaged;
    const struct features *rejects; /* of a step: what it left out, and why; NULL: not asked for */
};

struct arena;

/* The features `rows` of `f`, in that order, with all columns. Texts are shared with `f`. */
void features_take(struct arena *a, const struct features *f, const uint32_t *rows, size_t n,
                   struct features *ret);

#endif
