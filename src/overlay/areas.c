/* How steps ask again and again which areas of a layer a geometry meets: by a tree over their
 * boxes, and by geometries that GEOS has prepared. */
#include "overlay/areas.h"

#include <stdlib.h>

#include "base/arena.h"

static void open_kinds(struct arena *a, struct geos *g, const struct features *f,
                       enum geom_kind least, struct areas *ret)
{
    *ret = (struct areas){.arena = a, .geos = g, .n = f->table.n, .kind = f->table.geom.kind};
    ret->v = arena_array(a, GEOSGeometry *, ret->n);
    ret->prepared = arena_array(a, const GEOSPreparedGeometry *, ret->n);
    ret->tree = GEOSSTRtree_create_r(g->handle, 10);

    for (size_t i = 0; i < ret->n; i++) {
        if (f->table.geom.kind[i] >= least)
            ret->v[i] = geos_from(g, &f->table.geom, i);
        if (ret->v[i])
            GEOSSTRtree_insert_r(g->handle, ret->tree, ret->v[i], (void *)(uintptr_t)(i + 1));
    }
}

void areas_open(struct arena *a, struct geos *g, const struct features *f, struct areas *ret)
{
    open_kinds(a, g, f, GEOM_POLYGON, ret);
}

void areas_open_all(struct arena *a, struct geos *g, const struct features *f, struct areas *ret)
{
    open_kinds(a, g, f, GEOM_POINT, ret);
}

void areas_close(struct areas *areas)
{
    if (!areas->geos)
        return;

    GEOSContextHandle_t h = areas->geos->handle;
    GEOSSTRtree_destroy_r(h, areas->tree);
    for (size_t i = 0; i < areas->n; i++) {
        GEOSPreparedGeom_destroy_r(h, areas->prepared[i]);
        GEOSGeom_destroy_r(h, areas->v[i]);
    }
}

static const GEOSPreparedGeometry *prepared_area(struct areas *areas, uint32_t row)
{
    if (!areas->prepared[row])
        areas->prepared[row] = GEOSPrepare_r(areas->geos->handle, areas->v[row]);
    return areas->prepared[row];
}

bool areas_cover(struct areas *areas, uint32_t row, const GEOSGeometry *one)
{
    return GEOSPreparedCovers_r(areas->geos->handle, prepared_area(areas, row), one) == 1;
}

static void note_row(void *item, void *ctx)
{
    struct areas *areas = ctx;
    *array_add(areas->arena, &areas->found) = (uint32_t)((uintptr_t)item - 1);
}

/* By insertion: the tree gives its few hits in an order of its own. */
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

size_t areas_meeting(struct areas *areas, const GEOSGeometry *one, const uint32_t **ret)
{
    GEOSContextHandle_t h = areas->geos->handle;
    size_t n = 0;

    areas->found.n = 0;
    GEOSSTRtree_query_r(h, areas->tree, one, note_row, areas);
    for (size_t i = 0; i < areas->found.n; i++) {
        uint32_t row = areas->found.v[i];
        if (GEOSPreparedIntersects_r(h, prepared_area(areas, row), one) == 1)
            areas->found.v[n++] = row;
    }

    sort_rows(areas->found.v, n);
    *ret = areas->found.v;
    return n;
}

size_t areas_of(struct areas *areas, const GEOSGeometry *one, enum geom_kind kind,
                const uint32_t **ret)
{
    size_t n = areas_meeting(areas, one, ret), overlapping = 0;
    struct arena scratch = *areas->arena;
    uint32_t *touching = arena_array(&scratch, uint32_t, n), touch = 0;

    for (size_t k = 0; k < n; k++) {
        uint32_t row = areas->found.v[k];
        bool edge = (n > 1 || kind == GEOM_POLYGON) &&
                    GEOSPreparedTouches_r(areas->geos->handle, prepared_area(areas, row), one) == 1;
        if (!edge)
            areas->found.v[overlapping++] = row;
        else if (kind != GEOM_POLYGON || areas->kind[row] != GEOM_POLYGON)
            touching[touch++] = row;
    }

    if (overlapping)
        return overlapping;

    for (size_t k = 0; k < touch; k++)
        areas->found.v[k] = touching[k];
    return touch;
}
