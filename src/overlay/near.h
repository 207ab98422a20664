/* The nearest features of a layer, on the ellipsoid of WGS 84: between points, lines and areas,
 * measured to their edges and not only to their vertices.
 *
 * Edges run as the layer says (features.h): planar ones are straight in longitude and latitude, and
 * those of a projected layer were refined on the way there (features_to_crs_within). The distance
 * is 0 between a place and an area that holds it, and between features that cross or touch.
 *
 *   struct near_index *index;
 *   near_index_make(a, &railways, at, &index, &err);
 *   struct near_finder *f = near_finder_create(index, &deposits);    one for each thread
 *   n = near_find(f, row, &(struct near_want){.k = 3, .within_m = 50e3}, hits);
 *   near_finder_destroy(f);
 *
 * or all rows at once: near_all. An index is only read while it is asked, so threads may share it;
 * results do not depend on the number of threads. */
#ifndef LODE_OVERLAY_NEAR_H
#define LODE_OVERLAY_NEAR_H

#include "load/features.h"

#define NEAR_K_MAX    1000       /* neighbours of one feature: taste */
#define NEAR_WITHIN_M 20037508.0 /* half-way round the earth: no two places are farther apart */
#define NEAR_NO_ROW   UINT32_MAX

struct arena;
struct near_index;
struct near_finder;

struct near_hit {
    double m;               /* metres; below a micrometre it is 0 */
    uint32_t row;           /* of the layer of the index */
    uint32_t vertex;        /* the foot lies on the edge of the index after this vertex */
    double t;               /* where on that edge, from 0 to 1 */
    struct lonlat from, to; /* the nearest place of the feature asked about, and the foot */
};

/* The index over the features of `of`, which must be in WGS 84 lon/lat, with valid areas; `at` is
 * for messages.
 * Memory: 40 bytes a vertex and 4 an edge; lives as long as `a`.
 * Fails: LODE_GEOM with more than 2^32 - 2 vertices. */
bool near_index_make(struct arena *a, const struct features *of, struct lode_span at,
                     struct near_index **ret, struct lode_err *err);

/* A finder that asks about features of `from`. Threads may not share a finder. */
struct near_finder *near_finder_create(const struct near_index *index, const struct features *from);
void near_finder_destroy(struct near_finder *f);

struct near_want {
    size_t k;        /* how many; 0: one. At most NEAR_K_MAX */
    double within_m; /* 0: any distance */
    /* A row of the index that is not looked at: the feature itself, in a layer compared with
     * itself. NEAR_NO_ROW: none */
    uint32_t skip_row;
};

/* The features nearest to row `row`, nearest first; of equally near ones the first in the file.
 * `ret` has room for k. Returns how many there are. */
size_t near_find(struct near_finder *f, size_t row, const struct near_want *want,
                 struct near_hit *ret);

/* The distance from row `row` of the finder's layer to the layer of the index; INFINITY when that
 * layer is empty, or the row has no geometry. */
double near_distance_m(struct near_finder *f, size_t row);

/* ---- all at once */

struct near_params {
    const struct features *from; /* WGS 84 lon/lat */
    const struct near_index *index;
    size_t k;        /* 0: one */
    double within_m; /* 0: any distance */
    bool same;       /* both are one layer: no feature is its own neighbour */
    int n_threads;   /* 0: as many as there are processors */
    /* Called now and then, in the caller's thread; false ends the work. May be NULL. */
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

/* The nearest features of all rows of `from`.
 * Fails: LODE_IO "interrupted" when `progress` returns false. */
bool near_all(const struct near_params *params, struct near_table *ret, struct lode_err *err);
void near_table_finish(struct near_table *t);

/* For each hit of a line, the distance along the line from its start to the foot, without the gaps
 * between its parts; NAN for hits of points and areas. */
void near_along(const struct near_index *index, const struct near_hit *hits, size_t n,
                double *ret_along_m);

/* The direction from `from` to `to` at `from`, in [0, 360); NAN when the distance is 0. */
double near_azimuth_deg(const struct near_index *index, const struct near_hit *hit);

#endif
