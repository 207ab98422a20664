/* count: how many features of one layer lie in each area of another. */
#include <stdlib.h>

#include "base/arena.h"
#include "overlay/step.h"

static void check(struct step *s, struct features *ret, struct diags *diags)
{
    struct column *count;
    struct lode_err err = {0};
    if (!s->with)
        return;
    if (s->with->table.kind != GEOM_POLYGON && s->with->table.kind != GEOM_NONE) {
        lode_fail(&err, LODE_SCHEMA, s->doc->with.at, "'%.*s' has no areas to count in",
                  STR_FMT(s->doc->with.s));
        diags_put(diags, &err);
    }
    struct str name = ret->table.name;
    *ret = *s->with;
    ret->table.name = name;
    ret->table.columns =
        columns_with(s->arena, s->with->table.columns, s->with->table.n_columns, &count);
    ret->table.n_columns = s->with->table.n_columns + 1;
    *count = (struct column){.name = STR("count"), .type = COL_INT};
}

struct hits {
    struct geos *geos;
    const GEOSPreparedGeometry **areas;
    const GEOSGeometry *one;
    int64_t *count;
    size_t first; /* the first area that holds the point */
    bool each;    /* lines and areas count wherever they meet */
};

static void look(void *item, void *ctx)
{
    struct hits *hits = ctx;
    size_t i = (uintptr_t)item - 1;
    if (GEOSPreparedIntersects_r(hits->geos->handle, hits->areas[i], hits->one) != 1)
        return;
    if (hits->each)
        hits->count[i]++;
    else if (i < hits->first)
        hits->first = i;
}

/* A point on a shared border belongs to the first of its areas, so that the counts add up. */
static void count_one(struct step *s, GEOSSTRtree *tree, struct hits *hits, size_t i)
{
    GEOSGeometry *one = geos_from(s->geos, &s->in->table.geom, i);
    if (!one)
        return;
    hits->one = one;
    hits->first = SIZE_MAX;
    hits->each = s->in->table.geom.kind[i] != GEOM_POINT;
    GEOSSTRtree_query_r(s->geos->handle, tree, one, look, hits);
    if (hits->first != SIZE_MAX)
        hits->count[hits->first]++;
    GEOSGeom_destroy_r(s->geos->handle, one);
}

static void count_all(struct step *s, int64_t *count)
{
    GEOSContextHandle_t h = s->geos->handle;
    const struct features *f = s->with;
    GEOSGeometry **areas = arena_array(s->arena, GEOSGeometry *, f->table.n);
    struct hits hits = {.geos = s->geos, .count = count};
    hits.areas = arena_array(s->arena, const GEOSPreparedGeometry *, f->table.n);
    GEOSSTRtree *tree = GEOSSTRtree_create_r(h, 10);
    for (size_t i = 0; i < f->table.n; i++) {
        areas[i] =
            f->table.geom.kind[i] == GEOM_POLYGON ? geos_from(s->geos, &f->table.geom, i) : NULL;
        if (!areas[i])
            continue;
        hits.areas[i] = GEOSPrepare_r(h, areas[i]);
        GEOSSTRtree_insert_r(h, tree, areas[i], (void *)(uintptr_t)(i + 1));
    }
    for (size_t i = 0; i < s->in->table.n; i++)
        count_one(s, tree, &hits, i);
    GEOSSTRtree_destroy_r(h, tree);
    for (size_t i = 0; i < f->table.n; i++) {
        GEOSPreparedGeom_destroy_r(h, hits.areas[i]);
        GEOSGeom_destroy_r(h, areas[i]);
    }
}

static bool run(struct step *s, struct features *ret, struct lode_err *err)
{
    (void)err;
    struct column *count;
    const struct features *f = s->with;
    int64_t *values = arena_array(s->arena, int64_t, f->table.n);
    count_all(s, values);
    *ret = *f;
    ret->origin = s->doc->name;
    ret->table.name = s->doc->name;
    ret->table.columns = columns_with(s->arena, f->table.columns, f->table.n_columns, &count);
    ret->table.n_columns = f->table.n_columns + 1;
    *count = (struct column){.name = STR("count"), .type = COL_INT, .n = f->table.n, .v.i = values};
    return true;
}

const struct step_kind step_count = {check, run, NULL};
