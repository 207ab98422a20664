/* How a column of geometries is built, feature by feature, and a few measures of it. */
#include "geom/geometry.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

bool geometry_is_points(const struct geometry *g)
{
    for (size_t i = 0; i < g->n; i++) {
        if (g->kind[i] == GEOM_LINE || g->kind[i] == GEOM_POLYGON)
            return false;
    }
    return true;
}

struct box geometry_box(const struct geometry *g)
{
    struct box b = BOX_EMPTY;
    for (size_t i = 0; i < g->n; i++)
        b = box_join(b, g->box[i]);
    return b;
}

double ring_twice_area(struct ring r)
{
    double sum = 0;
    for (size_t k = 0; k + 1 < r.n; k++) {
        struct xy o = xy_at(r.xy, 0), a = xy_at(r.xy, k), b = xy_at(r.xy, k + 1);
        sum += (a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y);
    }
    return sum;
}

static void grow_array(void **p, size_t size, size_t *cap, size_t need)
{
    if (need <= *cap)
        return;
    size_t more = *cap ? *cap : 64;
    while (more < need)
        more *= 2;
    *p = memory_grow(*p, size, more);
    *cap = more;
}

/* Take back a ring, then a part, that got no coordinate. */
static void drop_empty(struct geom_builder *b)
{
    if (b->rings && b->at[b->rings - 1] == b->coords && b->parts &&
        b->ring[b->parts - 1] < b->rings)
        b->rings--;
    if (b->parts && b->ring[b->parts - 1] == b->rings && b->n && b->part[b->n - 1] < b->parts)
        b->parts--;
}

static void end_feature(struct geom_builder *b)
{
    drop_empty(b);
    if (b->n && b->part[b->n - 1] == b->parts)
        b->kind[b->n - 1] = GEOM_NONE;
}

void geom_feature(struct geom_builder *b, enum geom_kind kind)
{
    end_feature(b);
    size_t cap = b->cap_n;
    grow_array((void **)&b->part, sizeof *b->part, &cap, b->n + 2);
    grow_array((void **)&b->kind, sizeof *b->kind, &b->cap_n, b->n + 2);
    b->kind[b->n] = (uint8_t)kind;
    b->part[b->n++] = (uint32_t)b->parts;
}

void geom_part(struct geom_builder *b)
{
    drop_empty(b);
    grow_array((void **)&b->ring, sizeof *b->ring, &b->cap_parts, b->parts + 2);
    b->ring[b->parts++] = (uint32_t)b->rings;
}

void geom_ring(struct geom_builder *b)
{
    if (b->rings && b->at[b->rings - 1] == b->coords && b->ring[b->parts - 1] < b->rings)
        b->rings--;
    grow_array((void **)&b->at, sizeof *b->at, &b->cap_rings, b->rings + 2);
    b->at[b->rings++] = (uint32_t)b->coords;
}

double *geom_room(struct geom_builder *b, size_t n)
{
    if (b->coords + n >= UINT32_MAX) {
        b->overflow = true;
        b->coords = 0;
    }
    grow_array((void **)&b->xy, 2 * sizeof *b->xy, &b->cap_coords, b->coords + n);
    if (b->hidden) {
        grow_array((void **)&b->hidden, 1, &b->cap_hidden, b->coords + n);
        memset(b->hidden + b->coords, 0, n);
    }

    double *room = b->xy + 2 * b->coords;
    b->coords += n;
    return room;
}

void geom_xy(struct geom_builder *b, double x, double y)
{
    double *xy = geom_room(b, 1);
    xy[0] = x;
    xy[1] = y;
}

void geom_add(struct geom_builder *b, struct ring ring)
{
    if (ring.n)
        memcpy(geom_room(b, ring.n), ring.xy, ring.n * 2 * sizeof *ring.xy);
}

void geom_xy_hidden(struct geom_builder *b, double x, double y, bool hidden)
{
    if (hidden && !b->hidden) {
        grow_array((void **)&b->hidden, 1, &b->cap_hidden, b->coords + 1);
        memset(b->hidden, 0, b->coords + 1);
    }
    geom_xy(b, x, y);
    if (b->hidden)
        b->hidden[b->coords - 1] = hidden;
}

static void copy_ring(struct geom_builder *b, const struct geometry *g, size_t r)
{
    geom_ring(b);
    if (!g->hidden) {
        geom_add(b, geometry_ring(g, r));
        return;
    }
    struct range coords = geometry_ring_coords(g, r);
    for (size_t k = coords.from; k < coords.end; k++)
        geom_xy_hidden(b, g->xy[2 * k], g->xy[2 * k + 1], g->hidden[k]);
}

void geom_copy(struct geom_builder *b, const struct geometry *g, size_t i)
{
    geom_feature(b, i < g->n ? g->kind[i] : GEOM_NONE);
    if (i >= g->n)
        return;

    struct range parts = geometry_parts_of(g, i);
    for (size_t p = parts.from; p < parts.end; p++) {
        geom_part(b);
        struct range rings = geometry_part_rings(g, p);
        for (size_t r = rings.from; r < rings.end; r++)
            copy_ring(b, g, r);
    }
}

void geom_finish(struct arena *a, struct geom_builder *b, struct geometry *ret)
{
    end_feature(b);
    if (!b->n) {
        geom_abandon(b);
        *ret = (struct geometry){0};
        return;
    }

    /* The closing offsets. A column may have no part at all, hence no array yet. */
    grow_array((void **)&b->ring, sizeof *b->ring, &b->cap_parts, b->parts + 2);
    grow_array((void **)&b->at, sizeof *b->at, &b->cap_rings, b->rings + 2);
    b->part[b->n] = (uint32_t)b->parts;
    b->ring[b->parts] = (uint32_t)b->rings;
    b->at[b->rings] = (uint32_t)b->coords;

    struct box *box = arena_array(a, struct box, b->n);
    for (size_t i = 0; i < b->n; i++) {
        size_t from = b->at[b->ring[b->part[i]]], to = b->at[b->ring[b->part[i + 1]]];
        box[i] = box_around(b->xy + 2 * from, to - from);
    }

    void *owned[] = {b->kind, b->part, b->ring, b->at, b->xy, b->hidden};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) {
        if (owned[i])
            arena_defer(a, free, owned[i]);
    }

    *ret = (struct geometry){b->n, b->kind, b->part, b->ring, b->at, b->xy, box, b->hidden};
    *b = (struct geom_builder){0};
}

void geom_abandon(struct geom_builder *b)
{
    free(b->kind);
    free(b->part);
    free(b->ring);
    free(b->at);
    free(b->xy);
    free(b->hidden);
    *b = (struct geom_builder){0};
}
