/* The nearest features of a layer, on the ellipsoid of WGS 84: between points, lines and areas, to
 * the edges themselves and not to their vertices.
 *
 * Edges run as the layer says (features.h: planar edges are straight in longitude and latitude;
 * those of a projected layer have been refined on the way there, see features_to_crs_within).
 * The distance to a place inside an area, and of what cross or touch, is 0.
 *
 *   struct near_index *index;
 *   near_index_make(a, &railways, at, &index, &err);
 *   struct near_finder *f = near_finder_create(index, &deposits);    one for each thread
 *   n = near_find(f, row, &(struct near_want){.k = 3, .within_m = 50e3}, hits);
 *   near_finder_destroy(f);
 *
 * or all rows at once: near_all. An index is only read while it is asked; results do not depend
 * on the number of threads. */
#ifndef LODE_OVERLAY_NEAR_H
#define LODE_OVERLAY_NEAR_H

#include "load/features.h"

#define NEAR_K_MAX    1000
#define NEAR_WITHIN_M 20037508.0 /* half-way round the earth: no two places are farther apart */
#define NEAR_NO_ROW   UINT32_MAX

struct arena;
struct near_index;
struct near_finder;

struct near_hit {
    double m;               /* metres; below a micrometre it is 0 */
    uint32_t row;           /* of the layer of the index */
    uint32_t vertex;        /* the edge of the index with the foot: the one after this vertex */
    double t;               /* where on that edge, from 0 to 1 */
    struct lonlat from, to; /* the nearest place of the feature asked about, and the foot */
};

/* The features of `of`, which must be in WGS 84 lon/lat, with valid areas; `at` is for messages.
 * Memory: 40 bytes a vertex and 4 an edge; lives as long as `a`.
 * Fails: LODE_GEOM with more than 2^32 - 2 vertices. */
bool near_index_make(struct arena *a, const struct features *of, struct lode_span at,
                     struct near_index **ret, struct lode_err *err);

/* Asks about features of `from`. Threads may not share it. */
struct near_finder *near_finder_create(const struct near_index *index, const struct features *from);
void near_finder_destroy(struct near_finder *f);

struct near_want {
    size_t k;          /* how many; 0: one. At most NEAR_K_MAX */
    double within_m;   /* 0: any distance */
    uint32_t skip_row; /* of the index: the feature itself, in a layer compared with itself;
                          NEAR_NO_ROW: none */
};

/* The nearest features to row `row`, nearest first, ties in the order of the file. `ret` has room
 * for k. Returns how many there are. */
size_t near_find(struct near_finder *f, size_t row, const struct near_want *want,
                 struct near_hit *ret);

/* The distance of feature `row` of the finder's layer to the layer of the index; INFINITY when that
 * has nothing, or the feature has no geometry. */
double near_distance_m(struct near_finder *f, size_t row);

/* ---- all at once */

struct near_params {
    const struct features *from; /* WGS 84 lon/lat */
    const struct near_index *index;
    size_t k;        /* 0: one */
    double within_m; /* 0: any distance */
    bool same;       /* both are one layer: no feature is its own neighbour */
    int n_threads;   /* 0: as many as there are processors */
    /* Told now and then, by the caller's thread, how far it is; false ends the work. May be NULL.
     */
    bool (*progress)(void *ctx, size_t done, size_t total);
    void *ctx;
    struct lode_span at; /* for messages */
};

/* The hits of row i are v[first[i]] .. v[first[i + 1] - 1]. Memory is malloc's. */
struct near_table {
    size_t *first;
    struct near_hit *v;
    size_t n; /* rows */
};

/* Fails: LODE_IO "interrupted" when `progress` says so. */
bool near_all(const struct near_params *params, struct near_table *ret, struct lode_err *err);
void near_table_finish(struct near_table *t);

/* For hits of lines: the distance along each from its start, over its parts without the gaps
 * between them; NAN for hits of points and areas. */
void near_along(const struct near_index *index, const struct near_hit *hits, size_t n,
                double *ret_along_m);

/* The direction from `from` to `to` at `from`, in [0, 360); NAN when the distance is 0. */
double near_azimuth_deg(const struct near_index *index, const struct near_hit *hit);

#endif
