/* clip, erase, intersect: a layer cut by the areas of another. Edges are straight in lon/lat. */
#include <string.h>

#include "base/arena.h"
#include "overlay/step.h"

static void check_areas(struct step *s, struct features *ret, struct diags *diags)
{
    (void)ret;
    struct lode_err err = {0};
    if (!s->with || s->with->table.kind == GEOM_POLYGON || s->with->table.kind == GEOM_NONE)
        return;
    lode_fail(&err, LODE_SCHEMA, s->doc->with.at, "'%.*s' has no areas to cut with",
              STR_FMT(s->doc->with.s));
    lode_hint(&err, "make areas of it first, as in: - near: {buffer: %.*s, by: 10 km}",
              STR_FMT(s->doc->with.s));
    diags_put(diags, &err);
}

/* What is left of feature i: its own geometry when `whole`, a cut one, or nothing. */
static bool cut_one(struct step *s, size_t i, const GEOSGeometry *area,
                    const GEOSPreparedGeometry *prepared, enum geos_cut cut, struct geom_builder *b,
                    struct lode_err *err)
{
    GEOSContextHandle_t h = s->geos->handle;
    const struct geometry *from = &s->in->table.geom;
    GEOSGeometry *one = geos_from(s->geos, from, i);
    bool meets = one && GEOSPreparedIntersects_r(h, prepared, one) == 1;
    bool inside = meets && GEOSPreparedCovers_r(h, prepared, one) == 1;
    bool ok = true;
    if (cut == GEOS_INTERSECTION ? inside : !meets) {
        geom_copy(b, from, i);
    } else if (cut == GEOS_INTERSECTION ? meets : !inside) {
        GEOSGeometry *left = geos_overlay(s->geos, one, area, cut);
        geom_feature(b, from->kind[i]);
        if (left)
            geos_append(s->geos, left, from->kind[i], b);
        else
            ok = geos_fail(s->geos, "cut", s->doc->op_at, err);
        GEOSGeom_destroy_r(h, left);
    } else {
        geom_feature(b, GEOM_NONE);
    }
    GEOSGeom_destroy_r(h, one);
    return ok;
}

/* Drop the features of `b` that are nothing now. */
static void keep_something(struct step *s, struct geom_builder *b, struct features *ret)
{
    struct geometry all;
    struct geom_builder kept = {0};
    uint32_t *kept_rows = arena_array(s->arena, uint32_t, b->n);
    size_t n = 0;
    geom_finish(s->arena, b, &all);
    for (size_t i = 0; i < all.n; i++) {
        if (all.kind[i] == GEOM_NONE)
            continue;
        geom_copy(&kept, &all, i);
        kept_rows[n++] = (uint32_t)i;
    }
    step_result(s, kept_rows, n, &kept, ret);
}

static bool cut_all(struct step *s, enum geos_cut cut, struct features *ret, struct lode_err *err)
{
    GEOSContextHandle_t h = s->geos->handle;
    GEOSGeometry *area = union_of(s, s->with);
    if (!area)
        return geos_fail(s->geos, "merge the areas to cut with", s->doc->with.at, err);
    const GEOSPreparedGeometry *prepared = GEOSPrepare_r(h, area);
    struct geom_builder b = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < s->in->table.n; i++)
        ok = cut_one(s, i, area, prepared, cut, &b, err);
    GEOSPreparedGeom_destroy_r(h, prepared);
    GEOSGeom_destroy_r(h, area);
    if (ok)
        keep_something(s, &b, ret);
    else
        geom_abandon(&b);
    return ok;
}

static bool run_clip(struct step *s, struct features *ret, struct lode_err *err)
{
    return cut_all(s, GEOS_INTERSECTION, ret, err);
}

static bool run_erase(struct step *s, struct features *ret, struct lode_err *err)
{
    return cut_all(s, GEOS_DIFFERENCE, ret, err);
}

/* ---- intersect: the attributes of both */

/* Columns of the other layer, after those of the first; a name that is taken gets '_2'. */
static struct column *both_columns(struct step *s, const struct column *left,
                                   const struct column *right, size_t *ret_n)
{
    const struct table *l = &s->in->table, *r = &s->with->table;
    struct column *all = arena_array(s->arena, struct column, l->n_columns + r->n_columns);
    if (l->n_columns)
        memcpy(all, left, l->n_columns * sizeof *all);
    for (size_t i = 0; i < r->n_columns; i++) {
        struct column c = right[i];
        if (table_lookup(l, c.name))
            c.name = str_format(s->arena, "%.*s_2", STR_FMT(c.name));
        all[l->n_columns + i] = c;
    }
    *ret_n = l->n_columns + r->n_columns;
    return all;
}

static void check_intersect(struct step *s, struct features *ret, struct diags *diags)
{
    check_areas(s, ret, diags);
    if (s->with)
        ret->table.columns =
            both_columns(s, s->in->table.columns, s->with->table.columns, &ret->table.n_columns);
}

struct pairs {
    uint32_t *left, *right;
    size_t n, cap;
    struct arena *arena;
    uint32_t now; /* the row of the first layer whose neighbours are being looked up */
};

static void note(void *item, void *ctx)
{
    struct pairs *p = ctx;
    if (p->n == p->cap) {
        size_t cap = p->cap ? 2 * p->cap : 64;
        p->left = arena_grow(p->arena, p->left, sizeof *p->left, p->cap, cap);
        p->right = arena_grow(p->arena, p->right, sizeof *p->right, p->cap, cap);
        p->cap = cap;
    }
    p->left[p->n] = p->now;
    p->right[p->n++] = (uint32_t)((uintptr_t)item - 1);
}

/* The tree gives its hits in its own order: sort them by the other layer's rows. */
static void sort_rows(uint32_t *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t row = v[i];
        size_t k = i;
        for (; k && v[k - 1] > row; k--)
            v[k] = v[k - 1];
        v[k] = row;
    }
}

/* Pairs whose boxes meet, in the order of both layers. */
static void list_pairs(struct step *s, GEOSGeometry **left, GEOSGeometry **right, struct pairs *ret)
{
    GEOSContextHandle_t h = s->geos->handle;
    GEOSSTRtree *tree = GEOSSTRtree_create_r(h, 10);
    for (size_t i = 0; i < s->with->table.n; i++) {
        if (right[i])
            GEOSSTRtree_insert_r(h, tree, right[i], (void *)(uintptr_t)(i + 1));
    }
    for (size_t i = 0; i < s->in->table.n; i++) {
        size_t before = ret->n;
        ret->now = (uint32_t)i;
        if (left[i])
            GEOSSTRtree_query_r(h, tree, left[i], note, ret);
        sort_rows(ret->right + before, ret->n - before);
    }
    GEOSSTRtree_destroy_r(h, tree);
}

static GEOSGeometry **all_of(struct step *s, const struct features *f, bool only_areas)
{
    GEOSGeometry **ret = arena_array(s->arena, GEOSGeometry *, f->table.n);
    for (size_t i = 0; i < f->table.n; i++) {
        if (!only_areas || f->table.geom.kind[i] == GEOM_POLYGON)
            ret[i] = geos_from(s->geos, &f->table.geom, i);
    }
    return ret;
}

static void destroy_all(struct step *s, GEOSGeometry **v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        GEOSGeom_destroy_r(s->geos->handle, v[i]);
}

/* Cut each pair; those that only touch are dropped from the list. */
static bool cut_pairs(struct step *s, GEOSGeometry **left, GEOSGeometry **right,
                      struct pairs *pairs, struct geometry *ret, struct lode_err *err)
{
    GEOSContextHandle_t h = s->geos->handle;
    struct geom_builder b = {0};
    bool ok = true;
    for (size_t k = 0; ok && k < pairs->n; k++) {
        enum geom_kind kind = s->in->table.geom.kind[pairs->left[k]];
        const GEOSGeometry *l = left[pairs->left[k]], *r = right[pairs->right[k]];
        geom_feature(&b, kind);
        if (GEOSIntersects_r(h, l, r) != 1)
            continue;
        GEOSGeometry *cut = geos_overlay(s->geos, l, r, GEOS_INTERSECTION);
        ok = cut || geos_fail(s->geos, "intersect", s->doc->op_at, err);
        if (cut)
            geos_append(s->geos, cut, kind, &b);
        GEOSGeom_destroy_r(h, cut);
    }
    geom_finish(s->arena, &b, ret);
    return ok;
}

static bool run_intersect(struct step *s, struct features *ret, struct lode_err *err)
{
    struct pairs pairs = {.arena = s->arena};
    struct geometry cut;
    GEOSGeometry **left = all_of(s, s->in, false), **right = all_of(s, s->with, true);
    list_pairs(s, left, right, &pairs);
    bool ok = cut_pairs(s, left, right, &pairs, &cut, err);
    destroy_all(s, left, s->in->table.n);
    destroy_all(s, right, s->with->table.n);
    if (!ok)
        return false;
    struct geom_builder b = {0};
    size_t n = 0;
    for (size_t k = 0; k < pairs.n; k++) {
        if (cut.kind[k] == GEOM_NONE)
            continue;
        geom_copy(&b, &cut, k);
        pairs.left[n] = pairs.left[k];
        pairs.right[n++] = pairs.right[k];
    }
    step_result(s, pairs.left, n, &b, ret);
    struct column *other = columns_take(s->arena, &s->with->table, pairs.right, n);
    ret->table.columns = both_columns(s, ret->table.columns, other, &ret->table.n_columns);
    return true;
}

const struct step_kind step_clip = {check_areas, run_clip, NULL};
const struct step_kind step_erase = {check_areas, run_erase, NULL};
const struct step_kind step_intersect = {check_intersect, run_intersect, NULL};
