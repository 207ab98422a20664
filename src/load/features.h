/* A layer in memory: what `load` and `overlay` give and every later stage reads. The features are
 * always in the file's order. Layers are passed by pointer, and a stage copies only what it changes. */
#ifndef LODE_LOAD_FEATURES_H
#define LODE_LOAD_FEATURES_H

#include "base/err.h"
#include "expr/table.h"

/* What lies between two vertices: a line that is straight in the layer's own system, or the shortest
 * line on the ellipsoid. */
enum edge_kind { EDGES_PLANAR, EDGES_GEODESIC };

/* A feature whose shape could not be read, and which is therefore empty. Kept when load_params ask
 * for it. */
struct damage {
    int64_t fid;
    struct box box; /* stated by its record, in the layer's system; empty: not known */
    struct str why;
};

struct features {
    struct table table;        /* columns and geometry */
    const int64_t *fid;        /* table.n; the source's own number of each feature */
    struct str crs;            /* what PROJ reads: "EPSG:4326", a PROJ string or WKT */
    struct lode_span crs_at;   /* the place that stated it, or that of the source */
    bool crs_guessed;          /* nothing states it: load_params.guess found it, and these: */
    struct str x_name, y_name; /* columns of a table that are its places; empty: it has shapes */
    enum edge_kind edges;
    struct str origin; /* the file or step that it came from, for `sources()` and messages */
    struct str credit; /* the notice that maps of it carry; may be empty */
    double
        accuracy_m; /* how far its places may be off, as the document states it; 0: it does not */
    const struct damage *damaged;
    size_t n_damaged;
    const struct features *rejects; /* what the step left out, and why; NULL: not asked for */
};

struct arena;

/* The features `rows` of `f`, in that order, with all columns. Texts are shared with `f`. */
void features_take(struct arena *a, const struct features *f, const uint32_t *rows, size_t n,
                   struct features *ret);

#endif
