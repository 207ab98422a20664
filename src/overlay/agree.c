/* How lode makes sure that a list of what is near a layer and the area drawn round that layer say
 * the same: each feature of the list's input is measured, and looked up in the area. */
#include "overlay/agree.h"

#include <math.h>

#include "base/arena.h"
#include "overlay/near.h"
#include "overlay/near_limits.h"
#include "overlay/step.h"

/* The outline of a buffer lies within this of the true distance (geodesic_buffer.h). */
#define BAND_TOLERANCE_M 1.0

/* Distances that differ by less are the same one: 25 km and 25000 m. */
#define SAME_DISTANCE_M 1e-3

struct pair {
    struct step step; /* the list */
    const struct doc_step *list, *band;
    struct near_limits limits;
    double distance_m;
    GEOSSTRtree *tree;    /* over the parts of the area */
    GEOSGeometry **parts; /* of the area; prepared when they are first asked */
    const GEOSPreparedGeometry **prepared;
    size_t n_parts;
};

/* ---- which areas */

static bool is_round(const struct doc_step *s)
{
    const struct node *ends = node_lookup(s->args, "ends");
    return !node_lookup(s->args, "side") && !(ends && str_is(ends->text, "flat"));
}

static bool is_at_distance(const struct node *n, double distance_m)
{
    double m;
    struct lode_err ignored = {0};
    return node_m(n, &m, &ignored) && fabs(m - distance_m) < SAME_DISTANCE_M;
}

/* How many of the first rows of the band's result make up the area within the distance; 0 when the
 * step makes no area of that distance. */
static size_t rows_within(const struct doc_step *band, const struct features *f, double distance_m)
{
    const struct node *by = node_lookup(band->args, "by");
    if (!by || !is_round(band))
        return 0;
    if (doc_step_is(band, "buffer"))
        return is_at_distance(by, distance_m) ? f->table.n : 0;
    for (size_t i = 0; i < by->n_items; i++) {
        if (is_at_distance(by->items[i], distance_m))
            return i + 1;
    }
    return 0;
}

static void add_part(struct pair *p, GEOSGeometry *part)
{
    GEOSSTRtree_insert_r(p->step.geos->handle, p->tree, part, (void *)p->n_parts);
    p->parts[p->n_parts++] = part;
}

static void index_area(struct pair *p, const struct features *band, size_t rows)
{
    const struct geometry *g = &band->table.geom;
    struct arena *a = p->step.arena;
    p->parts = arena_array(a, GEOSGeometry *, rows);
    p->prepared = arena_array(a, const GEOSPreparedGeometry *, rows);
    p->tree = GEOSSTRtree_create_r(p->step.geos->handle, 10);

    for (size_t i = 0; i < rows; i++) {
        GEOSGeometry *part = geos_from(p->step.geos, g, i);
        if (part)
            add_part(p, part);
    }
}

static void forget_area(struct pair *p)
{
    GEOSContextHandle_t h = p->step.geos->handle;
    for (size_t i = 0; i < p->n_parts; i++) {
        GEOSPreparedGeom_destroy_r(h, p->prepared[i]);
        GEOSGeom_destroy_r(h, p->parts[i]);
    }
    GEOSSTRtree_destroy_r(h, p->tree);
}

struct question {
    struct pair *pair;
    const GEOSGeometry *shape;
    bool meets;
};

static void ask_part(void *item, void *data)
{
    struct question *q = data;
    struct pair *p = q->pair;
    size_t i = (size_t)item;
    GEOSContextHandle_t h = p->step.geos->handle;
    if (q->meets)
        return;

    if (!p->prepared[i])
        p->prepared[i] = GEOSPrepare_r(h, p->parts[i]);
    q->meets = GEOSPreparedIntersects_r(h, p->prepared[i], q->shape) == 1;
}

static bool meets_area(struct pair *p, const struct geometry *g, size_t row)
{
    GEOSContextHandle_t h = p->step.geos->handle;
    struct question q = {.pair = p};
    GEOSGeometry *shape = geos_from(p->step.geos, g, row);
    q.shape = shape;
    if (shape)
        GEOSSTRtree_query_r(h, p->tree, shape, ask_part, &q);
    GEOSGeom_destroy_r(h, shape);
    return q.meets;
}

/* ---- the comparison */

static bool fail_feature(const struct pair *p, const struct features *f, size_t row, double m,
                         struct lode_err *err)
{
    bool within = m <= p->distance_m;
    lode_fail(err, LODE_GEOM, p->list->op_at,
              "'%.*s' and '%.*s' do not agree: feature %lld of '%.*s' is %.1f m away, but %s the "
              "area of %g m",
              STR_FMT(p->list->name), STR_FMT(p->band->name),
              (long long)(f->fid ? f->fid[row] : (int64_t)row), STR_FMT(p->list->input.s), m,
              within ? "outside" : "inside", p->distance_m);
    return lode_hint(err, "this is a fault of lode: please report it with the data");
}

static bool fail_count(const struct pair *p, size_t listed, size_t within, struct lode_err *err)
{
    lode_fail(err, LODE_GEOM, p->list->op_at, "'%.*s' lists %zu features, but %zu are within %g m",
              STR_FMT(p->list->name), listed, within, p->distance_m);
    return lode_hint(err, "this is a fault of lode: please report it with the data");
}

static bool can_compare(const struct features *f, size_t row)
{
    enum geom_kind kind = row < f->table.geom.n ? f->table.geom.kind[row] : GEOM_NONE;
    return kind == GEOM_POINT || (kind && f->edges != EDGES_GEODESIC);
}

static bool compare_features(struct pair *p, const struct features *from,
                             const struct near_index *index, const struct features *listed,
                             struct agreement *ret, struct lode_err *err)
{
    struct near_finder *finder = near_finder_create(index, from);
    struct near_want want = {.within_m = p->distance_m + ret->tolerance_m, .skip_row = NEAR_NO_ROW};
    bool ok = true;
    size_t n_listed = 0;

    for (size_t i = 0; ok && i < from->table.n; i++) {
        struct near_hit hit;
        double m = near_find(finder, i, &want, &hit) ? hit.m : INFINITY;
        n_listed += m <= p->distance_m;
        if (!can_compare(from, i)) {
            ret->n_skipped++;
            continue;
        }

        bool borderline = fabs(m - p->distance_m) <= ret->tolerance_m, within = m <= p->distance_m;
        ret->n_borderline += borderline;
        ret->n_within += within && !borderline;
        ret->n_beyond += !within && !borderline;
        if (!borderline && within != meets_area(p, &from->table.geom, i))
            ok = fail_feature(p, from, i, isinf(m) ? near_distance_m(finder, i) : m, err);
    }

    near_finder_destroy(finder);
    bool is_all = p->limits.k == 1 && p->limits.beyond_m <= 0; /* one row for each within */
    return ok && (!is_all || n_listed == listed->table.n ||
                  fail_count(p, listed->table.n, n_listed, err));
}

static bool compare_pair(struct pair *p, const struct layer_set *layers, size_t rows,
                         struct agreement *ret, struct lode_err *err)
{
    const struct features *from, *to;
    struct near_index *index;

    p->step.doc = p->list;
    p->step.geos = geos_create(p->step.arena);
    *ret = (struct agreement){.list = p->list->name,
                              .band = p->band->name,
                              .distance_m = p->distance_m,
                              .tolerance_m = fmax(p->limits.tolerance_m, BAND_TOLERANCE_M)};

    if (!step_prepare(&p->step, layer_lookup(layers, p->list->input.s), true, p->list->input.at,
                      &from, err) ||
        !step_prepare(&p->step, layer_lookup(layers, p->list->with.s), true, p->list->with.at, &to,
                      err) ||
        !near_index_make(p->step.arena, to, p->list->with.at, &index, err))
        return false;

    index_area(p, layer_lookup(layers, p->band->name), rows);
    bool ok = compare_features(p, from, index, layer_lookup(layers, p->list->name), ret, err);
    forget_area(p);
    return ok;
}

/* A layer compared with itself is left out: no feature is its own neighbour, but each lies inside
 * its own area. */
static bool may_pair(const struct doc_step *list, const struct doc_step *band)
{
    return doc_step_is(list, "near") &&
           (doc_step_is(band, "buffer") || doc_step_is(band, "rings")) &&
           str_eq(list->with.s, band->input.s) && !str_eq(list->input.s, list->with.s);
}

bool agree_check(struct arena *a, const struct doc_step *steps, size_t last,
                 const struct layer_set *layers, struct agreement **ret, size_t *ret_n,
                 struct lode_err *err)
{
    ARRAY(struct agreement) all = {0};

    for (size_t i = 0; i < last; i++) {
        bool is_list = doc_step_is(&steps[last], "near");
        struct pair p = {.step = {.arena = a},
                         .list = is_list ? &steps[last] : &steps[i],
                         .band = is_list ? &steps[i] : &steps[last]};

        if (!may_pair(p.list, p.band) || !near_limits_read(p.list, &p.limits, err))
            continue;

        double limits_m[] = {p.limits.within_m, p.limits.beyond_m};
        for (int k = 0; k < 2; k++) {
            size_t rows = limits_m[k] > 0
                              ? rows_within(p.band, layer_lookup(layers, p.band->name), limits_m[k])
                              : 0;
            p.distance_m = limits_m[k];
            if (rows && !compare_pair(&p, layers, rows, array_add(a, &all), err))
                return false;
        }
    }

    *ret = all.v;
    *ret_n = all.n;
    return true;
}
