/* The step `hull`: the convex hull of each feature, of groups or of all, or one that follows them
 * more closely. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "doc/schema_kinds.h"
#include "overlay/groups.h"

static bool is_dissolved(const struct doc_step *s)
{
    bool ret = false;
    struct lode_err ignored = {0};
    const struct node *n = node_lookup(s->args, "dissolve");
    return n && node_bool(n, &ret, &ignored) && ret;
}

static bool is_grouped(const struct doc_step *s)
{
    return node_lookup(s->args, "by") != NULL;
}

/* How convex the hulls are: 1 is convex, 0 as concave as possible. */
static double ratio_of(const struct doc_step *s)
{
    double ret = 1;
    struct lode_err ignored = {0};
    const struct node *n = node_lookup(s->args, "ratio");
    return n && node_share(n, &ret, &ignored) ? ret : 1;
}

/* The columns of `by`; with `rows`, taken from these rows. */
static struct column *group_columns(struct step *s, const uint32_t *rows, size_t n_rows,
                                    size_t *ret_n, struct diags *diags)
{
    const struct node *const *words, *one;
    size_t n = step_words(node_lookup(s->doc->args, "by"), &words, &one);
    struct column *ret = arena_array(s->arena, struct column, n);

    *ret_n = 0;
    for (size_t i = 0; i < n; i++) {
        struct lode_err err = {0};
        const struct column *c;
        if (!step_column(s, &s->in->table, words[i], false, &c, &err)) {
            diags_put(diags, &err);
            continue;
        }

        struct table t = {.columns = c, .n_columns = 1};
        ret[(*ret_n)++] = rows ? *columns_take(s->arena, &t, rows, n_rows) : *c;
    }
    return ret;
}

static void check_hull(struct step *s, struct features *ret, struct diags *diags)
{
    const struct node_pair *by = node_pair_lookup(s->doc->args, "by");
    ret->table.kind = GEOM_POLYGON;
    ret->edges = EDGES_PLANAR;
    if (is_dissolved(s->doc))
        ret->table.n_columns = 0;

    if (by && is_dissolved(s->doc)) {
        struct lode_err err = {0};
        lode_fail(&err, LODE_SCHEMA, by->at, "'by' and 'dissolve: true' exclude each other");
        lode_hint(&err,
                  "'by' draws a hull for each value, 'dissolve: true' one round all features");
        diags_put(diags, &err);
    } else if (by) {
        ret->table.columns = group_columns(s, NULL, 0, &ret->table.n_columns, diags);
    }
}

static void list_hull_columns(struct arena *a, const struct doc_step *s, struct expr_name **ret,
                              size_t *ret_n)
{
    struct name_list list = {0};
    step_word_names(a, node_lookup(s->args, "by"), &list);
    *ret = list.v;
    *ret_n = list.n;
}

/* ---- geometry */

/* All vertices of some rows. Where they are closer together across 180 degrees than across 0,
 * negative longitudes come after 180. */
static double *vertices_of(struct arena *a, const struct geometry *g, const uint32_t *rows,
                           size_t n_rows, size_t *ret_n)
{
    size_t n = 0;
    double west = INFINITY, east = -INFINITY, west_over = INFINITY, east_over = -INFINITY;
    for (size_t k = 0; k < n_rows; k++)
        n += range_length(geometry_coords_of(g, rows[k]));

    double *xy = arena_array(a, double, 2 * n + 2), *to = xy;
    for (size_t k = 0; k < n_rows; k++) {
        struct range coords = geometry_coords_of(g, rows[k]);
        if (range_length(coords)) /* a layer without any vertex has no xy */
            memcpy(to, g->xy + 2 * coords.from, 2 * range_length(coords) * sizeof *to);
        to += 2 * range_length(coords);
    }

    for (size_t k = 0; k < n; k++) {
        double x = xy[2 * k], over = x < 0 ? x + 360 : x;
        west = fmin(west, x);
        east = fmax(east, x);
        west_over = fmin(west_over, over);
        east_over = fmax(east_over, over);
    }

    for (size_t k = 0; k < n && east_over - west_over < east - west && east - west > 180; k++)
        xy[2 * k] += xy[2 * k] < 0 ? 360 : 0;

    if (n == 1) { /* a line needs two places */
        memcpy(xy + 2, xy, 2 * sizeof *xy);
        n = 2;
    }

    *ret_n = n;
    return xy;
}

/* Append what of `hull` lies beyond 180 degrees, moved back to the west. */
static bool append_beyond(struct step *s, const GEOSGeometry *hull, struct geom_builder *b)
{
    GEOSContextHandle_t h = s->geos->handle;
    GEOSGeometry *beyond = GEOSGeom_createRectangle_r(h, 180, -90, 540, 90);
    GEOSGeometry *part = beyond ? geos_overlay(s->geos, hull, beyond, GEOS_INTERSECTION) : NULL;
    size_t from = b->coords;

    if (part)
        geos_append(s->geos, part, GEOM_POLYGON, b);
    for (size_t k = from; k < b->coords; k++)
        b->xy[2 * k] -= 360;
    GEOSGeom_destroy_r(h, beyond);
    GEOSGeom_destroy_r(h, part);
    return part != NULL;
}

/* Append the hull, cut at the antimeridian where it crosses that. */
static bool append_hull(struct step *s, GEOSGeometry *hull, struct geom_builder *b)
{
    GEOSContextHandle_t h = s->geos->handle;
    double east = 0;

    if (GEOSisEmpty_r(h, hull) == 1 || GEOSGeom_getXMax_r(h, hull, &east) != 1 || east <= 180) {
        geos_append(s->geos, hull, GEOM_POLYGON, b);
        return true;
    }

    GEOSGeometry *earth = GEOSGeom_createRectangle_r(h, -180, -90, 180, 90);
    GEOSGeometry *part = earth ? geos_overlay(s->geos, hull, earth, GEOS_INTERSECTION) : NULL;
    if (part)
        geos_append(s->geos, part, GEOM_POLYGON, b);
    bool ok = part && append_beyond(s, hull, b);
    GEOSGeom_destroy_r(h, earth);
    GEOSGeom_destroy_r(h, part);
    return ok;
}

static bool hull_of(struct step *s, const uint32_t *rows, size_t n_rows, struct geom_builder *b,
                    struct lode_err *err)
{
    GEOSContextHandle_t h = s->geos->handle;
    struct arena scratch = *s->arena;
    double ratio = ratio_of(s->doc);
    size_t n;
    double *xy = vertices_of(&scratch, &s->in->table.geom, rows, n_rows, &n);

    geom_feature(b, GEOM_POLYGON);
    if (!n)
        return true;

    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(h, xy, (unsigned)n, 0, 0);
    GEOSGeometry *all = seq ? GEOSGeom_createLineString_r(h, seq) : NULL;
    GEOSGeometry *hull = !all        ? NULL
                         : ratio < 1 ? GEOSConcaveHull_r(h, all, ratio, 0)
                                     : GEOSConvexHull_r(h, all);
    bool ok = hull && append_hull(s, hull, b);

    GEOSGeom_destroy_r(h, hull);
    GEOSGeom_destroy_r(h, all);
    return ok || geos_fail(s->geos, "draw a hull", s->doc->op_at, err);
}

/* The groups of rows, each of which gets a hull: without `by` and `dissolve` each row by itself. */
static struct groups groups_of(struct step *s)
{
    if (is_grouped(s->doc) || is_dissolved(s->doc))
        return groups_make(s, node_lookup(s->doc->args, "by"));

    struct groups ret = {.n = s->in->table.n};
    ret.rows = arena_array(s->arena, uint32_t, ret.n);
    ret.start = arena_array(s->arena, uint32_t, ret.n + 1);
    for (uint32_t i = 0; i < ret.n; i++) {
        ret.rows[i] = i;
        ret.start[i + 1] = i + 1;
    }
    return ret;
}

/* The hulls that are areas. `first`, the first row of each group, keeps those of these hulls. */
static struct geom_builder keep_hulls(struct step *s, struct geom_builder *all, uint32_t *first,
                                      size_t *ret_n)
{
    struct geometry g;
    struct geom_builder b = {0};
    size_t n = 0;

    geom_finish(s->arena, all, &g);
    for (size_t k = 0; k < g.n; k++) {
        if (g.kind[k] == GEOM_NONE)
            continue;
        geom_copy(&b, &g, k);
        first[n++] = first[k];
    }

    *ret_n = n;
    return b;
}

static bool run_hull(struct step *s, struct features *ret, struct lode_err *err)
{
    struct groups groups = groups_of(s);
    struct geom_builder all = {0};
    uint32_t *first = groups_first(s->arena, &groups);
    struct diags ignored;
    size_t n;

    for (size_t k = 0; k < groups.n; k++) {
        if (!hull_of(s, groups.rows + groups.start[k], groups.start[k + 1] - groups.start[k], &all,
                     err)) {
            geom_abandon(&all);
            return false;
        }
    }

    struct geom_builder b = keep_hulls(s, &all, first, &n);
    step_result(s, first, n, &b, ret);
    ret->table.kind = GEOM_POLYGON;
    ret->edges = EDGES_PLANAR;
    diags_init(&ignored, s->arena); /* the check has reported them */
    if (is_dissolved(s->doc))
        ret->table.n_columns = 0;
    else if (is_grouped(s->doc))
        ret->table.columns = group_columns(s, first, n, &ret->table.n_columns, &ignored);

    if (n < groups.n)
        log_note(s->doc->op_at, "nothing-left",
                 "%zu of %zu hulls of '%.*s' are left out: their vertices lie on a line",
                 groups.n - n, groups.n, STR_FMT(s->doc->input.s));
    return true;
}

static bool is_merging(const struct doc_step *s)
{
    return is_dissolved(s) || is_grouped(s);
}

static const struct key hull_keys[] = {
    {"hull", &kind_layer, KEY_REQUIRED, "the layer round which hulls are drawn"},
    {"by", &kind_text_or_texts, 0, "columns: one hull round all features with equal values"},
    {"dissolve", &kind_bool, 0, "true: one hull round all features, without columns"},
    {"ratio", &kind_share, 0,
     "1: convex; smaller values follow the features more closely, down to 0"},
};

const struct step_kind step_hull = {
    .section = SECTION("a step 'hull'", hull_keys),
    .check = check_hull,
    .run = run_hull,
    .names = list_hull_columns,
    .left_out = "has no hull: its vertices lie on a line",
    .merges = is_merging,
};
