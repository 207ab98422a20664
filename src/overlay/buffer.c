/* The step `buffer`, the area within a distance of each feature, and the step `rings`, bands round
 * a whole layer: what they share is how distances, ends and sides are read. */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "doc/schema_kinds.h"
#include "overlay/geodesic_buffer.h"
#include "overlay/step.h"
#include "overlay/strip_buffer.h"

static const struct node *by_value(const struct doc_step *s)
{
    return node_lookup(s->args, "by");
}

static bool distance_of(const struct node *n, bool may_shrink, double *ret, struct lode_err *err)
{
    if (!node_m(n, ret, err))
        return false;
    if (fabs(*ret) > BUFFER_MAX_M) {
        lode_fail(err, LODE_SCHEMA, n->at, "the distance '%.*s' is too large", STR_FMT(n->text));
        return lode_hint(err, "distances up to %.0f km are possible", BUFFER_MAX_M / 1000);
    }

    if (*ret > 0 || (may_shrink && *ret < 0))
        return true;

    lode_fail(err, LODE_SCHEMA, n->at, "a distance of '%.*s' makes no area", STR_FMT(n->text));
    return lode_hint(err, "%s",
                     *ret < 0 ? "a distance below 0 shrinks areas, and only in a step 'buffer'"
                              : "write a distance above 0, as in: 10 km");
}

/* ---- ends and sides */

/* Whether buffers end flat where lines end; those on one side only always do. */
static bool is_flat(const struct step *s, enum line_side *ret_side)
{
    const struct node *ends = node_lookup(s->doc->args, "ends");
    const struct node *side = node_lookup(s->doc->args, "side");
    *ret_side = !side ? SIDES_BOTH : str_is(side->text, "left") ? SIDE_LEFT : SIDE_RIGHT;
    return side || (ends && str_is(ends->text, "flat"));
}

/* What a message about flat ends points at: `side`, or else `ends`. */
static const struct node *ends_of(const struct step *s)
{
    const struct node *side = node_lookup(s->doc->args, "side");
    return side ? side : node_lookup(s->doc->args, "ends");
}

static bool are_lines(const struct step *s, enum geom_kind kind, struct lode_err *err)
{
    if (kind == GEOM_LINE || kind == GEOM_NONE)
        return true;
    lode_fail(err, LODE_SCHEMA, ends_of(s)->at, "only lines have ends and sides, and '%.*s' has %s",
              STR_FMT(s->doc->input.s), kind == GEOM_POINT ? "points" : "areas");
    return lode_hint(err, "leave 'ends' and 'side' out: buffers of points and areas are round");
}

static bool check_ends(const struct step *s, double distance_m, struct lode_err *err)
{
    enum line_side side;
    const struct node *ends = node_lookup(s->doc->args, "ends");
    if (!is_flat(s, &side))
        return true;

    if (side != SIDES_BOTH && ends && str_is(ends->text, "round")) {
        lode_fail(err, LODE_SCHEMA, ends->at, "a buffer on one side of a line has flat ends");
        return lode_hint(err, "leave 'ends' or 'side' out");
    }
    if (distance_m < 0) {
        lode_fail(err, LODE_SCHEMA, ends_of(s)->at, "a line cannot be shrunk");
        return lode_hint(err, "for one side of the line write 'side: left' or 'side: right'");
    }
    return are_lines(s, s->in->table.kind, err);
}

/* The area within `d` > 0 of the rows, with the ends and the side that the step asks for. */
static GEOSGeometry *grow_rows(struct step *s, const uint32_t *rows, size_t n, double d,
                               struct lode_span at, struct lode_err *err)
{
    enum line_side side;
    if (!is_flat(s, &side))
        return geodesic_buffer(s->arena, s->geos, s->in, rows, n, d, true, at, err);

    for (size_t i = 0; i < n; i++) {
        if (!are_lines(s, s->in->table.geom.kind[rows ? rows[i] : i], err))
            return NULL;
    }
    return strip_buffer(s->arena, s->geos, s->in, rows, n, d, side, at, err);
}

/* ---- buffer */

static bool is_dissolved(const struct doc_step *s)
{
    bool ret = false;
    struct lode_err ignored = {0};
    const struct node *n = node_lookup(s->args, "dissolve");
    return n && node_bool(n, &ret, &ignored) && ret;
}

static void check_buffer(struct step *s, struct features *ret, struct diags *diags)
{
    struct lode_err err = {0};
    double d;
    bool areas = s->in->table.kind == GEOM_POLYGON || s->in->table.kind == GEOM_NONE;

    ret->table.kind = GEOM_POLYGON;
    ret->edges = EDGES_PLANAR;
    if (is_dissolved(s->doc))
        ret->table.n_columns = 0;

    if (!distance_of(by_value(s->doc), areas, &d, &err) || !check_ends(s, d, &err))
        diags_put(diags, &err);
}

/* The rows grown by d; or, when d < 0, their areas less what lies within -d of their outlines. */
static GEOSGeometry *buffer_of(struct step *s, const uint32_t *rows, size_t n, double d,
                               struct lode_err *err)
{
    struct lode_span at = by_value(s->doc)->at;
    GEOSContextHandle_t h = s->geos->handle;
    if (d > 0)
        return grow_rows(s, rows, n, d, at, err);

    GEOSGeometry *grown = geodesic_buffer(s->arena, s->geos, s->in, rows, n, -d, false, at, err);
    if (!grown)
        return NULL;

    GEOSGeometry *own = rows ? geos_from(s->geos, &s->in->table.geom, rows[0]) : union_of(s, s->in);
    GEOSGeometry *ret =
        own ? geos_overlay(s->geos, own, grown, GEOS_DIFFERENCE) : GEOSGeom_createEmptyPolygon_r(h);
    GEOSGeom_destroy_r(h, own);
    GEOSGeom_destroy_r(h, grown);

    if (!ret)
        geos_fail(s->geos, "shrink the areas", at, err);
    return ret;
}

/* One area round all features, without columns. */
static bool run_dissolved(struct step *s, double d, struct features *ret, struct lode_err *err)
{
    struct geom_builder b = {0};
    GEOSGeometry *all = buffer_of(s, NULL, s->in->table.n, d, err);
    if (!all)
        return false;

    geom_feature(&b, GEOM_POLYGON);
    geos_append(s->geos, all, GEOM_POLYGON, &b);
    GEOSGeom_destroy_r(s->geos->handle, all);
    step_result(s, NULL, 1, &b, ret);
    ret->table.n_columns = 0;
    ret->edges = EDGES_PLANAR;
    return true;
}

static bool run_buffer(struct step *s, struct features *ret, struct lode_err *err)
{
    double d;
    struct geom_builder b = {0};
    if (!distance_of(by_value(s->doc), true, &d, err))
        return false;
    if (is_dissolved(s->doc))
        return run_dissolved(s, d, ret, err);

    for (uint32_t i = 0; i < s->in->table.n; i++) {
        GEOSGeometry *one = buffer_of(s, &i, 1, d, err);
        if (!one) {
            geom_abandon(&b);
            return lode_within(err, "feature %lld of '%.*s'",
                               s->in->fid ? (long long)s->in->fid[i] : (long long)i,
                               STR_FMT(s->doc->input.s));
        }
        geom_feature(&b, GEOM_POLYGON);
        geos_append(s->geos, one, GEOM_POLYGON, &b);
        GEOSGeom_destroy_r(s->geos->handle, one);
    }

    size_t gone = step_result_nonempty(s, &b, ret);
    ret->edges = EDGES_PLANAR; /* the outline is drawn in lon/lat */

    if (gone)
        log_note(s->doc->op_at, "nothing-left", "%zu of %zu features of '%.*s' have no area%s",
                 gone, s->in->table.n, STR_FMT(s->doc->input.s),
                 d < 0 ? " left" : ": they have no geometry");
    return true;
}

/* ---- rings */

static struct column *ring_columns(struct step *s, size_t n, double *from, double *band)
{
    struct column *c = arena_array(s->arena, struct column, 2);
    c[0] = (struct column){.name = STR("band"), .type = COL_REAL, .n = n, .v.d = band};
    c[1] = (struct column){.name = STR("from"), .type = COL_REAL, .n = n, .v.d = from};
    return c;
}

static void check_rings(struct step *s, struct features *ret, struct diags *diags)
{
    const struct node *by = by_value(s->doc);
    double last = 0, d;

    for (size_t i = 0; i < by->n_items; i++) {
        struct lode_err err = {0};
        if (distance_of(by->items[i], false, &d, &err) && d <= last) {
            lode_fail(&err, LODE_SCHEMA, by->items[i]->at, "the distances of 'rings' do not rise");
            lode_hint(&err, "write the nearest first, as in: by: [10 km, 25 km, 50 km]");
        }
        last = d;
        if (err.code)
            diags_put(diags, &err);
    }

    struct lode_err err = {0};
    if (!check_ends(s, last, &err))
        diags_put(diags, &err);

    ret->table.kind = GEOM_POLYGON;
    ret->table.columns = ring_columns(s, 0, NULL, NULL);
    ret->table.n_columns = 2;
    ret->edges = EDGES_PLANAR;
}

static bool run_rings(struct step *s, struct features *ret, struct lode_err *err)
{
    const struct node *by = by_value(s->doc);
    GEOSContextHandle_t h = s->geos->handle;
    size_t n = by->n_items;
    double *band = arena_array(s->arena, double, n), *from = arena_array(s->arena, double, n);
    struct geom_builder b = {0};
    GEOSGeometry *inner = NULL;
    bool ok = true;

    for (size_t i = 0; ok && i < n; i++) {
        ok = distance_of(by->items[i], false, &band[i], err);
        from[i] = i ? band[i - 1] : 0;

        GEOSGeometry *outer =
            ok ? grow_rows(s, NULL, s->in->table.n, band[i], by->items[i]->at, err) : NULL;
        GEOSGeometry *ring = !outer  ? NULL
                             : inner ? geos_overlay(s->geos, outer, inner, GEOS_DIFFERENCE)
                                     : GEOSGeom_clone_r(h, outer);
        ok = ring || (outer ? geos_fail(s->geos, "make the rings", by->items[i]->at, err) : false);

        geom_feature(&b, GEOM_POLYGON);
        if (ring)
            geos_append(s->geos, ring, GEOM_POLYGON, &b);
        GEOSGeom_destroy_r(h, ring);
        GEOSGeom_destroy_r(h, inner);
        inner = outer;
    }

    GEOSGeom_destroy_r(h, inner);
    if (!ok) {
        geom_abandon(&b);
        return false;
    }

    step_result(s, NULL, n, &b, ret);
    ret->table.columns = ring_columns(s, n, from, band);
    ret->table.n_columns = 2;
    ret->edges = EDGES_PLANAR;
    return true;
}

/* ---- rows */

#define METHOD                                                                                     \
    "the outline lies within 1 m of the distance on the ellipsoid of WGS 84, whatever the map's "  \
    "projection"

static const struct value ends = {.kind = VALUE_WORD, .words = WORDS("round", "flat")};
static const struct value side = {.kind = VALUE_WORD, .words = WORDS("left", "right")};

static const struct value ground_either_way = {.kind = VALUE_LENGTH, .lengths = LENGTH_GROUND};

static const struct key buffer_keys[] = {
    {"buffer", &kind_layer, KEY_REQUIRED, "the layer round which areas are made"},
    {"by", &ground_either_way, KEY_REQUIRED, "the distance, '10 km'; '-1 km' shrinks areas"},
    {"dissolve", &kind_bool, 0, "true: one area round all features, without columns"},
    {"ends", &ends, 0, "where lines end: 'round', or 'flat'"},
    {"side", &side, 0, "of lines, in the order of their vertices: 'left' or 'right' only"},
};

const struct step_kind step_buffer = {
    .section = SECTION("a step 'buffer'", buffer_keys),
    .check = check_buffer,
    .run = run_buffer,
    .left_out = "has no area left",
    .merges = is_dissolved,
    .method = METHOD,
};

static const struct value grounds = {
    .kind = VALUE_LIST, .of = &kind_ground, .at_least = 1, .at_most = 100};

static const struct key rings_keys[] = {
    {"rings", &kind_layer, KEY_REQUIRED, "the layer round which bands are made"},
    {"by", &grounds, KEY_REQUIRED, "the distances, '[10 km, 25 km]'"},
    {"ends", &ends, 0, "where lines end: 'round', or 'flat'"},
    {"side", &side, 0, "of lines, in the order of their vertices: 'left' or 'right' only"},
};

const struct step_kind step_rings = {
    .section = SECTION("a step 'rings'", rings_keys),
    .check = check_rings,
    .run = run_rings,
    .method = METHOD,
};
