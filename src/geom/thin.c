/* How geometries are thinned to what shows where they lie: outer rings with few vertices, and of
 * many small parts in one place a single one. */
#include "geom/thin.h"

#include <math.h>

#include "base/arena.h"

enum { CELLS = 4000, ROW = CELLS + 1 };

struct thinner {
    struct box all;
    double step;
    uint8_t *taken; /* a bit for each cell that holds a small part */
};

struct thinner *thinner_create(struct arena *a, struct box all)
{
    struct thinner *t = arena_new(a, struct thinner);
    t->all = all;
    t->step = fmax(box_width(all), box_height(all)) / CELLS;
    t->taken = arena_array(a, uint8_t, ((size_t)ROW * ROW + 7) / 8);
    return t;
}

/* Whether a part is no larger than a cell, and another such part is in the cell already. */
static bool is_crowded(struct thinner *t, struct ring ring)
{
    struct box b = box_around(ring.xy, ring.n);
    if (!(box_width(b) <= t->step && box_height(b) <= t->step) || !(t->step > 0))
        return false;

    size_t column = (size_t)fmin(CELLS, fmax(0, (b.x0 - t->all.x0) / t->step));
    size_t row = (size_t)fmin(CELLS, fmax(0, (b.y0 - t->all.y0) / t->step));
    size_t cell = row * ROW + column;
    uint8_t bit = (uint8_t)(1U << cell % 8);
    bool crowded = t->taken[cell / 8] & bit;
    t->taken[cell / 8] |= bit;
    return crowded;
}

/* All edges of the seam and the poles keep their ends, and so does a line; a ring keeps four
 * vertices. */
static void add_thinned(const struct thinner *t, const struct geometry *g, size_t ring,
                        struct geom_builder *b)
{
    struct range at = geometry_ring_coords(g, ring);
    struct xy last = {0, 0};

    geom_ring(b);
    for (size_t k = at.from; k < at.end; k++) {
        struct xy v = xy_at(g->xy, k);
        bool hidden = g->hidden && g->hidden[k];
        bool stays = k < at.from + 3 || k + 1 == at.end || hidden;
        if (!stays && fabs(v.x - last.x) + fabs(v.y - last.y) < t->step)
            continue;

        geom_xy_hidden(b, v.x, v.y, hidden);
        last = v;
    }
}

void thinner_add(struct thinner *t, const struct geometry *g, size_t i, struct geom_builder *b)
{
    struct range parts = geometry_parts_of(g, i);
    geom_feature(b, g->kind[i]);
    for (size_t p = parts.from; p < parts.end; p++) {
        if (is_crowded(t, geometry_outer(g, p)))
            continue;
        geom_part(b);
        add_thinned(t, g, g->ring[p], b);
    }
}
