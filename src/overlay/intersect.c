/* The step `intersect`: a layer cut into the areas of another, with the columns of both. */
#include "base/arena.h"
#include "doc/schema_kinds.h"
#include "overlay/areas.h"
#include "overlay/step.h"

static void check_intersect(struct step *s, struct features *ret, struct diags *diags)
{
    check_areas_to_cut_with(s, ret, diags);
    ret->table.columns =
        columns_both(s->arena, &s->in->table, s->in->table.columns, &s->with->table,
                     s->with->table.columns, &ret->table.n_columns);
}

/* The rows of both layers that a feature of the result is made of. */
struct pair {
    uint32_t left, right;
};
struct pairs {
    struct pair *v;
    size_t n, cap;
};

/* Append what of row `i` lies in area `row`; *ret_kept is false when the two only touch. */
static bool cut_pair(struct step *s, struct areas *areas, size_t i, uint32_t row,
                     const GEOSGeometry *one, struct geom_builder *b, bool *ret_kept,
                     struct lode_err *err)
{
    enum geom_kind kind = s->in->table.geom.kind[i];
    size_t coords = b->coords;

    if (areas_cover(areas, row, one)) {
        geom_copy(b, &s->in->table.geom, i);
        *ret_kept = true;
        return true;
    }

    GEOSGeometry *cut = geos_overlay(s->geos, one, areas->v[row], GEOS_INTERSECTION);
    if (!cut)
        return geos_fail(s->geos, "cut a feature", s->doc->op_at, err);

    geom_feature(b, kind);
    geos_append(s->geos, cut, kind, b);
    GEOSGeom_destroy_r(s->geos->handle, cut);
    *ret_kept = b->coords > coords;
    return true;
}

/* Append every pair, in the order of both layers. A pair that only touches becomes GEOM_NONE, and
 * has an entry in `pairs` all the same. */
static bool cut_pairs(struct step *s, struct areas *areas, struct geom_builder *b,
                      struct pairs *pairs, size_t *ret_outside, struct lode_err *err)
{
    bool ok = true;

    for (size_t i = 0; ok && i < s->in->table.n; i++) {
        const uint32_t *rows;
        GEOSGeometry *one = geos_from(s->geos, &s->in->table.geom, i);
        size_t n = one ? areas_meeting(areas, one, &rows) : 0;
        bool kept = false, any = false;

        for (size_t k = 0; ok && k < n; k++) {
            ok = cut_pair(s, areas, i, rows[k], one, b, &kept, err);
            any = any || kept;
            *array_add(s->arena, pairs) = (struct pair){(uint32_t)i, rows[k]};
        }

        *ret_outside += !any;
        GEOSGeom_destroy_r(s->geos->handle, one);
    }

    return ok;
}

/* The result: the pairs of which something is left, with the columns of both rows. */
static void gather_pairs(struct step *s, struct geom_builder *cut, const struct pairs *pairs,
                         struct features *ret)
{
    struct geometry all;
    struct geom_builder b = {0};
    uint32_t *left = arena_array(s->arena, uint32_t, pairs->n);
    uint32_t *right = arena_array(s->arena, uint32_t, pairs->n);
    size_t n = 0;

    geom_finish(s->arena, cut, &all);
    for (size_t k = 0; k < all.n; k++) {
        if (all.kind[k] == GEOM_NONE)
            continue;
        geom_copy(&b, &all, k);
        left[n] = pairs->v[k].left;
        right[n++] = pairs->v[k].right;
    }

    step_result(s, left, n, &b, ret);
    struct column *other = columns_take(s->arena, &s->with->table, right, n);
    ret->table.columns = columns_both(s->arena, &s->in->table, ret->table.columns, &s->with->table,
                                      other, &ret->table.n_columns);
}

static bool run_intersect(struct step *s, struct features *ret, struct lode_err *err)
{
    struct pairs pairs = {0};
    struct areas areas;
    struct geom_builder b = {0};
    size_t outside = 0;

    areas_open(s->arena, s->geos, s->with, &areas);
    bool ok = cut_pairs(s, &areas, &b, &pairs, &outside, err);
    areas_close(&areas);
    if (!ok) {
        geom_abandon(&b);
        return false;
    }

    gather_pairs(s, &b, &pairs, ret);
    step_note_left_out(s, "clipped-away", outside, "lie in no area of");
    return true;
}

static const struct key intersect_keys[] = {
    {"intersect", &kind_layer, KEY_REQUIRED, "the layer that is cut"},
    {"with", &kind_layer, KEY_REQUIRED, "the areas it is cut into, whose columns come along"},
};

const struct step_kind step_intersect = {
    .section = SECTION("a step 'intersect'", intersect_keys),
    .check = check_intersect,
    .run = run_intersect,
    .left_out = "lies in no area of '%'",
    .method = CUT_BY_GEOS,
};
