/* The steps `clip` and `erase`: a layer cut by the areas of another, with edges straight in
 * lon/lat. */
#include "base/arena.h"
#include "doc/schema_kinds.h"
#include "overlay/areas.h"
#include "overlay/step.h"

/* What cuts. Lines and areas are cut by all areas as one; points are looked up in each area. */
struct knife {
    enum geos_cut cut;
    struct areas areas;
    GEOSGeometry *whole; /* all areas as one; NULL until a line or area is cut */
    const GEOSPreparedGeometry *prepared;
};

static bool merge_knife(struct step *s, struct knife *k, struct lode_err *err)
{
    if (k->whole)
        return true;

    k->whole = union_of(s, s->with);
    if (!k->whole)
        return geos_fail(s->geos, "merge the areas to cut with", s->doc->with.at, err);

    k->prepared = GEOSPrepare_r(s->geos->handle, k->whole);
    return true;
}

static void finish_knife(struct step *s, struct knife *k)
{
    areas_close(&k->areas);
    GEOSPreparedGeom_destroy_r(s->geos->handle, k->prepared);
    GEOSGeom_destroy_r(s->geos->handle, k->whole);
}

/* Each point by itself: of several points in one feature some may stay. */
static void cut_points(struct step *s, struct knife *k, size_t i, struct geom_builder *b)
{
    const struct geometry *from = &s->in->table.geom;
    const uint32_t *rows;

    geom_feature(b, GEOM_POINT);
    struct range parts = geometry_parts_of(from, i);
    for (size_t p = parts.from; p < parts.end; p++) {
        const double *xy = geometry_outer(from, p).xy;
        GEOSGeometry *one = GEOSGeom_createPointFromXY_r(s->geos->handle, xy[0], xy[1]);
        bool inside = one && areas_meeting(&k->areas, one, &rows) > 0;
        if (inside == (k->cut == GEOS_INTERSECTION)) {
            geom_part(b);
            geom_ring(b);
            geom_xy(b, xy[0], xy[1]);
        }
        GEOSGeom_destroy_r(s->geos->handle, one);
    }
}

static bool cut_shape(struct step *s, struct knife *k, size_t i, const GEOSGeometry *one,
                      struct geom_builder *b, struct lode_err *err)
{
    GEOSContextHandle_t h = s->geos->handle;
    enum geom_kind kind = s->in->table.geom.kind[i];
    bool keep = k->cut == GEOS_INTERSECTION;

    if (!merge_knife(s, k, err))
        return false;

    bool meets = GEOSPreparedIntersects_r(h, k->prepared, one) == 1;
    bool inside = meets && GEOSPreparedCovers_r(h, k->prepared, one) == 1;
    if (!meets || inside) { /* all or nothing: as it is, to the last bit */
        if (inside == keep)
            geom_copy(b, &s->in->table.geom, i);
        else
            geom_feature(b, GEOM_NONE);
        return true;
    }

    GEOSGeometry *left = geos_overlay(s->geos, one, k->whole, k->cut);
    if (!left)
        return geos_fail(s->geos, "cut a feature", s->doc->op_at, err);

    geom_feature(b, kind);
    geos_append(s->geos, left, kind, b);
    GEOSGeom_destroy_r(h, left);
    return true;
}

static bool cut_feature(struct step *s, struct knife *k, size_t i, struct geom_builder *b,
                        struct lode_err *err)
{
    const struct geometry *from = &s->in->table.geom;
    if (from->kind[i] == GEOM_POINT) {
        cut_points(s, k, i, b);
        return true;
    }

    GEOSGeometry *one = geos_from(s->geos, from, i);
    bool ok = true;
    if (one)
        ok = cut_shape(s, k, i, one, b, err);
    else
        geom_feature(b, GEOM_NONE);
    GEOSGeom_destroy_r(s->geos->handle, one);
    return ok;
}

static bool cut_layer(struct step *s, enum geos_cut cut, struct features *ret, struct lode_err *err)
{
    struct geom_builder b = {0};
    struct knife k = {.cut = cut};
    bool ok = true;

    areas_open(s->arena, s->geos, s->with, &k.areas);
    for (size_t i = 0; ok && i < s->in->table.n; i++)
        ok = cut_feature(s, &k, i, &b, err);
    finish_knife(s, &k);
    if (!ok) {
        geom_abandon(&b);
        return false;
    }

    size_t gone = step_result_nonempty(s, &b, ret);
    step_note_left_out(s, cut == GEOS_INTERSECTION ? "clipped-away" : "erased", gone,
                       cut == GEOS_INTERSECTION ? "lie outside" : "lie inside");
    return true;
}

static bool run_clip(struct step *s, struct features *ret, struct lode_err *err)
{
    return cut_layer(s, GEOS_INTERSECTION, ret, err);
}

static bool run_erase(struct step *s, struct features *ret, struct lode_err *err)
{
    return cut_layer(s, GEOS_DIFFERENCE, ret, err);
}

static const struct key clip_keys[] = {
    {"clip", &kind_layer, KEY_REQUIRED, "the layer that is cut"},
    {"with", &kind_layer, KEY_REQUIRED, "the areas of which the inside is kept"},
};

const struct step_kind step_clip = {
    .section = SECTION("a step 'clip'", clip_keys),
    .check = check_areas_to_cut_with,
    .run = run_clip,
    .left_out = "lies outside '%'",
    .method = CUT_BY_GEOS,
};

static const struct key erase_keys[] = {
    {"erase", &kind_layer, KEY_REQUIRED, "the layer that is cut"},
    {"with", &kind_layer, KEY_REQUIRED, "the areas of which the inside is cut away"},
};

const struct step_kind step_erase = {
    .section = SECTION("a step 'erase'", erase_keys),
    .check = check_areas_to_cut_with,
    .run = run_erase,
    .left_out = "lies inside '%'",
    .method = CUT_BY_GEOS,
};
