/* How simpler methods would measure what a step `near` measures: on a sphere, in Mercator, in
 * degrees. */
#include "overlay/other_ways.h"

#include <math.h>

#include "base/arena.h"
#include "base/units.h"
#include "overlay/near.h"
#include "overlay/near_accuracy.h"
#include "overlay/step.h"

#define MEAN_RADIUS_M 6371008.8 /* Moritz 1980 */
#define MAJOR_M       6378137.0 /* WGS 84 */
#define MERCATOR_MOST 85.06     /* degrees of latitude: the square map of the web ends there */
#define M_PER_DEGREE  radians(MAJOR_M)

/* Both layers in a plane. */
struct plane {
    struct step step;
    bool mercator; /* or degrees */
    struct geometry from;
    ARRAY(GEOSGeometry *) to;
    GEOSSTRtree *tree; /* over `to` */
};

/* The distance on a sphere. */
static double haversine_m(struct lonlat a, struct lonlat b)
{
    double lat = sin(radians(b.lat_deg - a.lat_deg) / 2);
    double lon = sin(radians(b.lon_deg - a.lon_deg) / 2);
    double h = lat * lat + cos(radians(a.lat_deg)) * cos(radians(b.lat_deg)) * lon * lon;
    return 2 * MEAN_RADIUS_M * asin(fmin(sqrt(h), 1));
}

static void add_place(const struct plane *p, struct geom_builder *b, const double *xy)
{
    double lat = fmax(-MERCATOR_MOST, fmin(MERCATOR_MOST, xy[1]));
    if (p->mercator)
        geom_xy(b, MAJOR_M * radians(xy[0]), MAJOR_M * atanh(sin(radians(lat))));
    else
        geom_xy(b, xy[0] * M_PER_DEGREE, xy[1] * M_PER_DEGREE);
}

/* `g`, which is in lon/lat, in metres of the plane. */
static void to_plane(const struct plane *p, const struct geometry *g, struct geometry *ret)
{
    struct geom_builder b = {0};
    for (size_t i = 0; i < g->n; i++) {
        geom_feature(&b, g->kind[i]);
        struct range parts = geometry_parts_of(g, i);
        for (size_t k = parts.from; k < parts.end; k++) {
            geom_part(&b);
            struct range rings = geometry_part_rings(g, k);
            for (size_t r = rings.from; r < rings.end; r++) {
                geom_ring(&b);
                struct ring ring = geometry_ring(g, r);
                for (size_t c = 0; c < ring.n; c++)
                    add_place(p, &b, ring.xy + 2 * c);
            }
        }
    }

    geom_finish(p->step.arena, &b, ret);
}

static void plane_make(struct plane *p, const struct geometry *from, const struct geometry *to)
{
    GEOSContextHandle_t h = p->step.geos->handle;
    struct geometry moved;

    to_plane(p, from, &p->from);
    to_plane(p, to, &moved);
    p->tree = GEOSSTRtree_create_r(h, 10);

    for (size_t i = 0; i < moved.n; i++) {
        GEOSGeometry *shape = geos_from(p->step.geos, &moved, i);
        if (!shape)
            continue;
        *array_add(p->step.arena, &p->to) = shape;
        GEOSSTRtree_insert_r(h, p->tree, shape, shape);
    }
}

static int distance_between(const void *a, const void *b, double *ret_m, void *handle)
{
    return GEOSDistance_r(handle, a, b, ret_m);
}

static double plane_distance_m(struct plane *p, size_t row)
{
    GEOSContextHandle_t h = p->step.geos->handle;
    GEOSGeometry *shape = geos_from(p->step.geos, &p->from, row);
    double m = NAN;
    const void *nearest = shape && p->to.n ? GEOSSTRtree_nearest_generic_r(h, p->tree, shape, shape,
                                                                           distance_between, h)
                                           : NULL;

    if (!nearest || GEOSDistance_r(h, nearest, shape, &m) != 1)
        m = NAN;
    GEOSGeom_destroy_r(h, shape);
    return m;
}

static void plane_finish(struct plane *p)
{
    GEOSContextHandle_t h = p->step.geos->handle;
    GEOSSTRtree_destroy_r(h, p->tree);
    for (size_t i = 0; i < p->to.n; i++)
        GEOSGeom_destroy_r(h, p->to.v[i]);
}

/* The distances of all rows by all methods. `same`: a layer compared with itself. */
static void measure_rows(struct arena *a, const struct near_index *index,
                         const struct features *from, bool same, struct plane *mercator,
                         struct plane *degrees, struct other_ways *ret)
{
    struct near_finder *finder = near_finder_create(index, from);
    ret->v = arena_array(a, struct other_answer, from->table.n);

    for (size_t i = 0; i < from->table.n; i++) {
        struct near_hit hit;
        struct near_want want = {.skip_row = same ? (uint32_t)i : NEAR_NO_ROW};
        if (!near_find(finder, i, &want, &hit))
            continue;

        ret->v[ret->n++] = (struct other_answer){
            .fid = from->fid ? from->fid[i] : (int64_t)i,
            .m = hit.m,
            .other_m = {[WAY_SPHERE] = haversine_m(hit.from, hit.to),
                        /* no number: the tree of a plane would find the feature itself */
                        [WAY_MERCATOR] = same ? NAN : plane_distance_m(mercator, i),
                        [WAY_DEGREES] = same ? NAN : plane_distance_m(degrees, i)}};
    }

    near_finder_destroy(finder);
}

bool other_ways(struct arena *a, const struct doc_step *list, const struct layer_set *layers,
                struct other_ways *ret, struct lode_err *err)
{
    const struct features *from, *to;
    const struct features *from_read = layer_lookup(layers, list->input.s);
    const struct features *to_read = layer_lookup(layers, list->with.s);
    struct near_index *index;
    struct step step = {.arena = a, .doc = list, .geos = geos_create(a)};

    *ret = (struct other_ways){.from_way = near_way(a, from_read), .to_way = near_way(a, to_read)};
    if (!near_limits_read(list, &ret->limits, err) ||
        !step_prepare(&step, from_read, true, list->input.at, &from, err) ||
        !step_prepare(&step, to_read, true, list->with.at, &to, err) ||
        !near_index_make(a, to, list->with.at, &index, err))
        return false;

    near_limits_widen(&ret->limits, near_accuracy_between_m(a, from_read, to_read));
    ret->n_from = from->table.n;
    ret->n_to = to->table.n;
    ret->n_edges = geometry_coords(&to->table.geom) - geometry_rings(&to->table.geom);
    ret->geodesic = to_read->edges == EDGES_GEODESIC;

    struct plane mercator = {.step = step, .mercator = true}, degrees = {.step = step};
    plane_make(&mercator, &from->table.geom, &to->table.geom);
    plane_make(&degrees, &from->table.geom, &to->table.geom);
    measure_rows(a, index, from, str_eq(list->input.s, list->with.s), &mercator, &degrees, ret);
    plane_finish(&mercator);
    plane_finish(&degrees);
    return true;
}
