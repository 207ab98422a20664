/* How spatial predicates are asked of GEOS row by row, with a side that repeats made once. */
#include "overlay/relate.h"

#include "base/arena.h"
#include "overlay/geos_bridge.h"

/* One side of a predicate. A side that stays the same from row to row is made and prepared once. */
struct side {
    const struct geometry *g;
    size_t i, n;
    bool repeated;
    GEOSGeometry *geom;
    const GEOSPreparedGeometry *prepared;
};

struct relater {
    struct geos *geos;
    struct side a, b;
};

static void forget_side(struct relater *r, struct side *s)
{
    GEOSPreparedGeom_destroy_r(r->geos->handle, s->prepared);
    GEOSGeom_destroy_r(r->geos->handle, s->geom);
    *s = (struct side){0};
}

static void finish_relater(void *ctx)
{
    struct relater *r = ctx;
    forget_side(r, &r->a);
    forget_side(r, &r->b);
}

struct relater *relate_create(struct arena *a)
{
    struct relater *r = arena_new(a, struct relater);
    r->geos = geos_create(a);
    arena_defer(a, finish_relater, r); /* runs before the context ends */
    return r;
}

/* The shape as one geometry: the union of its members, when there are several. */
static GEOSGeometry *shape_of(struct geos *g, struct expr_shape shape)
{
    if (shape.n == 1)
        return geos_from(g, shape.g, shape.i);

    GEOSGeometry *all = GEOSGeom_createEmptyCollection_r(g->handle, GEOS_GEOMETRYCOLLECTION);
    for (size_t k = 0; all && k < shape.n; k++) {
        GEOSGeometry *one = geos_from(g, shape.g, shape.i + k);
        GEOSGeometry *more = one ? GEOSUnion_r(g->handle, all, one) : NULL;
        GEOSGeom_destroy_r(g->handle, one);
        if (more) {
            GEOSGeom_destroy_r(g->handle, all);
            all = more;
        }
    }

    return all;
}

/* Make `shape` the side, unless it is that already. False when GEOS refuses it. */
static bool set_side(struct relater *r, struct side *s, struct expr_shape shape)
{
    if (s->geom && s->g == shape.g && s->i == shape.i && s->n == shape.n) {
        s->repeated = true;
        return true;
    }

    forget_side(r, s);
    *s = (struct side){shape.g, shape.i, shape.n, false, shape_of(r->geos, shape), NULL};
    return s->geom != NULL;
}

/* The side's prepared geometry when it pays; otherwise NULL. */
static const GEOSPreparedGeometry *prepared_side(struct relater *r, struct side *s)
{
    if (!s->prepared && s->repeated)
        s->prepared = GEOSPrepare_r(r->geos->handle, s->geom);
    return s->prepared;
}

/* The predicates of GEOS: the plain one, and the quick one whose first side is prepared. `turned`:
 * the relation that holds when the sides change places. */
static const struct relation {
    char (*plain)(GEOSContextHandle_t, const GEOSGeometry *, const GEOSGeometry *);
    char (*quick)(GEOSContextHandle_t, const GEOSPreparedGeometry *, const GEOSGeometry *);
    enum expr_relation turned;
} relations[] = {
    [EXPR_INTERSECTS] = {GEOSIntersects_r, GEOSPreparedIntersects_r, EXPR_INTERSECTS},
    [EXPR_EQUALS] = {GEOSEquals_r, NULL, EXPR_EQUALS},
    [EXPR_DISJOINT] = {GEOSDisjoint_r, GEOSPreparedDisjoint_r, EXPR_DISJOINT},
    [EXPR_TOUCHES] = {GEOSTouches_r, GEOSPreparedTouches_r, EXPR_TOUCHES},
    [EXPR_WITHIN] = {GEOSWithin_r, GEOSPreparedWithin_r, EXPR_CONTAINS},
    [EXPR_OVERLAPS] = {GEOSOverlaps_r, GEOSPreparedOverlaps_r, EXPR_OVERLAPS},
    [EXPR_CROSSES] = {GEOSCrosses_r, NULL, EXPR_CROSSES},
    [EXPR_CONTAINS] = {GEOSContains_r, GEOSPreparedContains_r, EXPR_WITHIN},
};

int relate_shapes(struct relater *r, enum expr_relation what, struct expr_shape a,
                  struct expr_shape b)
{
    GEOSContextHandle_t h = r->geos->handle;
    if (!set_side(r, &r->a, a) || !set_side(r, &r->b, b))
        return -1;

    const struct relation *forth = &relations[what], *back = &relations[forth->turned];
    char answer;
    if (forth->quick && prepared_side(r, &r->a))
        answer = forth->quick(h, r->a.prepared, r->b.geom);
    else if (back->quick && prepared_side(r, &r->b))
        answer = back->quick(h, r->b.prepared, r->a.geom);
    else
        answer = forth->plain(h, r->a.geom, r->b.geom);
    return answer == 0 || answer == 1 ? answer : -1;
}
