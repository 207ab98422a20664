/* The steps `union`, two layers of areas laid over each other and cut where they overlap, and
 * `symdiff`, what lies in one of the two only; both give the columns of both layers. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "doc/schema_kinds.h"
#include "overlay/areas.h"
#include "overlay/step.h"

struct pieces {
    struct geom_builder b;
    ARRAY(uint32_t)
    left, right; /* rows, one for each feature of `b`; NO_ROW: that layer is not there */
    struct areas in, with;
    bool of_both; /* what lies in both layers belongs to the result: `union` */
};

static void check_overlay(struct step *s, struct features *ret, struct diags *diags)
{
    const char *hint = "lines and points can be cut with: clip, erase, intersect";
    check_areas(s->in, &s->doc->input, "to overlay", hint, diags);
    check_areas(s->with, &s->doc->with, "to overlay", hint, diags);

    ret->edges = EDGES_PLANAR;
    ret->table.kind = GEOM_POLYGON;
    ret->table.columns =
        columns_both(s->arena, &s->in->table, s->in->table.columns, &s->with->table,
                     s->with->table.columns, &ret->table.n_columns);
}

/* Append a piece, which it consumes. Fails with GEOS's reason when the piece is NULL. */
static bool add_piece(struct step *s, struct pieces *p, GEOSGeometry *piece, uint32_t left,
                      uint32_t right, struct lode_err *err)
{
    if (!piece)
        return geos_fail(s->geos, "overlay the areas", s->doc->op_at, err);

    geom_feature(&p->b, GEOM_POLYGON);
    geos_append(s->geos, piece, GEOM_POLYGON, &p->b);
    GEOSGeom_destroy_r(s->geos->handle, piece);
    *array_add(s->arena, &p->left) = left;
    *array_add(s->arena, &p->right) = right;
    return true;
}

/* What is left of `one` without the areas `rows`. */
static GEOSGeometry *rest_of(struct step *s, const struct areas *areas, const GEOSGeometry *one,
                             const uint32_t *rows, size_t n)
{
    GEOSContextHandle_t h = s->geos->handle;
    struct arena scratch = *s->arena;
    if (!n)
        return GEOSGeom_clone_r(h, one);

    GEOSGeometry **parts = arena_array(&scratch, GEOSGeometry *, n);
    for (size_t k = 0; k < n; k++)
        parts[k] = GEOSGeom_clone_r(h, areas->v[rows[k]]);

    GEOSGeometry *all = geos_union_all(s->geos, parts, n);
    GEOSGeometry *ret = all ? geos_overlay(s->geos, one, all, GEOS_DIFFERENCE) : NULL;
    GEOSGeom_destroy_r(h, all);
    return ret;
}

/* Append the pieces of row i of the first layer: with each area that it overlaps, then what is
 * left. */
static bool cut_left(struct step *s, struct pieces *p, uint32_t i, struct lode_err *err)
{
    const GEOSGeometry *one = p->in.v[i];
    const uint32_t *rows;
    size_t n = areas_of(&p->with, one, GEOM_POLYGON, &rows);

    for (size_t k = 0; k < n && p->of_both; k++) {
        GEOSGeometry *cut = geos_overlay(s->geos, one, p->with.v[rows[k]], GEOS_INTERSECTION);
        if (!add_piece(s, p, cut, i, rows[k], err))
            return false;
    }
    return add_piece(s, p, rest_of(s, &p->with, one, rows, n), i, NO_ROW, err);
}

/* Append what is left of row k of the second layer: its overlaps are there already. */
static bool cut_right(struct step *s, struct pieces *p, uint32_t k, struct lode_err *err)
{
    const uint32_t *rows;
    size_t n = areas_of(&p->in, p->with.v[k], GEOM_POLYGON, &rows);
    return add_piece(s, p, rest_of(s, &p->in, p->with.v[k], rows, n), NO_ROW, k, err);
}

static bool cut_both(struct step *s, struct pieces *p, struct lode_err *err)
{
    bool ok = true;

    areas_open(s->arena, s->geos, s->in, &p->in);
    areas_open(s->arena, s->geos, s->with, &p->with);
    for (uint32_t i = 0; ok && i < p->in.n; i++)
        ok = !p->in.v[i] || cut_left(s, p, i, err);
    for (uint32_t k = 0; ok && k < p->with.n; k++)
        ok = !p->with.v[k] || cut_right(s, p, k, err);
    return ok;
}

static void warn_of_others(struct step *s, const struct areas *areas, const struct doc_text *name)
{
    size_t others = 0;
    for (size_t i = 0; i < areas->n; i++)
        others += !areas->v[i];
    if (others)
        log_warn(s->doc->op_at, "not-areas",
                 "%zu of %zu features of '%.*s' are not areas, and are left out", others, areas->n,
                 STR_FMT(name->s));
}

/* The result, without pieces of which nothing is left. */
static void gather_pieces(struct step *s, struct pieces *p, struct features *ret)
{
    struct geometry all;
    struct geom_builder b = {0};
    size_t n = 0;

    geom_finish(s->arena, &p->b, &all);
    for (size_t k = 0; k < all.n; k++) {
        if (all.kind[k] == GEOM_NONE)
            continue;
        geom_copy(&b, &all, k);
        p->left.v[n] = p->left.v[k];
        p->right.v[n++] = p->right.v[k];
    }

    step_result(s, p->left.v ? p->left.v : (uint32_t[]){NO_ROW}, n, &b, ret);
    ret->edges = EDGES_PLANAR;
    ret->table.kind = GEOM_POLYGON;
    struct column *other = columns_take(s->arena, &s->with->table, p->right.v, n);
    ret->table.columns = columns_both(s->arena, &s->in->table, ret->table.columns, &s->with->table,
                                      other, &ret->table.n_columns);
}

static bool overlay_layers(struct step *s, bool of_both, struct features *ret, struct lode_err *err)
{
    struct pieces p = {.of_both = of_both};
    bool ok = cut_both(s, &p, err);
    warn_of_others(s, &p.in, &s->doc->input);
    warn_of_others(s, &p.with, &s->doc->with);
    areas_close(&p.in);
    areas_close(&p.with);

    if (!ok) {
        geom_abandon(&p.b);
        return false;
    }

    gather_pieces(s, &p, ret);
    return true;
}

static bool run_union(struct step *s, struct features *ret, struct lode_err *err)
{
    return overlay_layers(s, true, ret, err);
}

static bool run_symdiff(struct step *s, struct features *ret, struct lode_err *err)
{
    return overlay_layers(s, false, ret, err);
}

static const struct key union_keys[] = {
    {"union", &kind_layer, KEY_REQUIRED, "the layer of areas that is overlaid"},
    {"with", &kind_layer, KEY_REQUIRED, "the areas that are laid over it"},
};

const struct step_kind step_union = {
    .section = SECTION("a step 'union'", union_keys),
    .check = check_overlay,
    .run = run_union,
    .left_out = "is not an area",
    .method = CUT_BY_GEOS,
};

static const struct key symdiff_keys[] = {
    {"symdiff", &kind_layer, KEY_REQUIRED, "the layer of areas that is overlaid"},
    {"with", &kind_layer, KEY_REQUIRED, "the areas that are laid over it"},
};

const struct step_kind step_symdiff = {
    .section = SECTION("a step 'symdiff'", symdiff_keys),
    .check = check_overlay,
    .run = run_symdiff,
    .left_out = "is not an area, or lies in '%'",
    .method = CUT_BY_GEOS,
};
