/* The steps `centroid` and `inside-point`: a point for each feature. */
#include "base/arena.h"
#include "base/log.h"
#include "doc/schema_kinds.h"
#include "overlay/step.h"
#include "project/centroid.h"

static void check_points(struct step *s, struct features *ret, struct diags *diags)
{
    (void)s;
    (void)diags;
    ret->table.kind = GEOM_POINT;
    ret->edges = EDGES_PLANAR;
}

static void append_point(struct geom_builder *b, struct lonlat p)
{
    geom_part(b);
    geom_ring(b);
    geom_xy(b, p.lon_deg, p.lat_deg);
}

/* The result. Features without a point are left out; a note says that they "have no" `what`. */
static void finish_points(struct step *s, struct geom_builder *b, const char *what,
                          struct features *ret)
{
    size_t gone = step_result_nonempty(s, b, ret);
    ret->table.kind = GEOM_POINT;
    ret->edges = EDGES_PLANAR;
    if (gone)
        log_note(s->doc->op_at, "nothing-left", "%zu of %zu features of '%.*s' have no %s", gone,
                 s->in->table.n, STR_FMT(s->doc->input.s), what);
}

static bool run_centroid(struct step *s, struct features *ret, struct lode_err *err)
{
    (void)err;
    struct geom_builder b = {0};

    for (size_t i = 0; i < s->in->table.n; i++) {
        struct lonlat p;
        geom_feature(&b, GEOM_POINT);
        if (geodesic_centroid(&WGS84, &s->in->table.geom, i, &p))
            append_point(&b, p);
    }

    finish_points(s, &b, "centre", ret);
    return true;
}

static bool run_inside_point(struct step *s, struct features *ret, struct lode_err *err)
{
    GEOSContextHandle_t h = s->geos->handle;
    struct geom_builder b = {0};

    for (size_t i = 0; i < s->in->table.n; i++) {
        GEOSGeometry *one = geos_from(s->geos, &s->in->table.geom, i);
        GEOSGeometry *point = one ? GEOSPointOnSurface_r(h, one) : NULL;
        bool failed = one && !point;

        geom_feature(&b, GEOM_POINT);
        if (point)
            geos_append(s->geos, point, GEOM_POINT, &b);
        GEOSGeom_destroy_r(h, point);
        GEOSGeom_destroy_r(h, one);
        if (failed) {
            geom_abandon(&b);
            return geos_fail(s->geos, "find a point inside", s->doc->op_at, err);
        }
    }

    finish_points(s, &b, "point inside", ret);
    return true;
}

static const struct key centroid_keys[] = {
    {"centroid", &kind_layer, KEY_REQUIRED, "the layer whose centres of mass are taken"},
};

const struct step_kind step_centroid = {
    .section = SECTION("a step 'centroid'", centroid_keys),
    .check = check_points,
    .run = run_centroid,
    .left_out = "has no centre",
    .method = "the centre of mass on the ellipsoid",
};

static const struct key inside_point_keys[] = {
    {"inside-point", &kind_layer, KEY_REQUIRED, "the layer in whose features a point is put"},
};

const struct step_kind step_inside_point = {
    .section = SECTION("a step 'inside-point'", inside_point_keys),
    .check = check_points,
    .run = run_inside_point,
    .left_out = "has no point inside",
};
