/* How paths are kept and grown, and which ring lies in which. */
#include "geom/paths.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void paths_clear(struct paths *p, bool closed)
{
    p->n = p->n_paths = 0;
    p->closed = closed;
}

void paths_end_last(struct paths *p)
{
    if (!p->n_paths)
        return;
    size_t from = p->start[p->n_paths - 1];
    if (p->n - from < (p->closed ? 3 : 2)) {
        p->n = from;
        p->n_paths--;
    }
}

void paths_open(struct paths *p)
{
    paths_end_last(p);
    if (p->n_paths == p->cap_paths) {
        p->cap_paths = p->cap_paths ? 2 * p->cap_paths : 16;
        p->start = memory_grow(p->start, sizeof *p->start, p->cap_paths);
    }
    p->start[p->n_paths++] = p->n;
}

double *paths_room(struct paths *p, size_t n)
{
    if (p->n + n > p->cap) {
        size_t cap = p->cap ? p->cap : 256;
        while (cap < p->n + n)
            cap *= 2;
        p->xy = memory_grow(p->xy, 2 * sizeof *p->xy, cap);
        p->flag = memory_grow(p->flag, 1, cap);
        p->cap = cap;
    }

    double *room = p->xy + 2 * p->n;
    if (n)
        memset(p->flag + p->n, 0, n);
    p->n += n;
    return room;
}

void paths_add(struct paths *p, double x, double y, uint8_t flag)
{
    double *xy = paths_room(p, 1);
    xy[0] = x;
    xy[1] = y;
    p->flag[p->n - 1] = flag;
}

void paths_finish(struct paths *p)
{
    free(p->xy);
    free(p->flag);
    free(p->start);
    *p = (struct paths){0};
}

/* Edges are half-open in y, as in geometry_holds. */
static bool ring_holds(const struct paths *rings, size_t i, double x, double y)
{
    bool in = false;
    size_t from = rings->start[i], end = paths_end(rings, i);
    for (size_t j = end - 1, k = from; k < end; j = k++) {
        const double *a = rings->xy + 2 * j, *b = rings->xy + 2 * k;
        if ((a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0])
            in = !in;
    }
    return in;
}

bool paths_hold(const struct paths *rings, double x, double y)
{
    bool in = false;
    for (size_t i = 0; i < rings->n_paths; i++)
        in ^= ring_holds(rings, i, x, y);
    return in;
}

struct box paths_box(const struct paths *p, size_t i)
{
    return box_around(p->xy + 2 * p->start[i], paths_end(p, i) - p->start[i]);
}

/* A place on the first edge of the ring, away from its corners and its middle: those may lie on
 * another ring. */
static void probe_ring(const struct paths *p, size_t i, double *ret)
{
    const double *a = p->xy + 2 * p->start[i];
    ret[0] = a[0] + (a[2] - a[0]) * 0.43;
    ret[1] = a[1] + (a[3] - a[1]) * 0.43;
}

void paths_nest(const struct paths *rings, size_t *ret_outer)
{
    size_t n = rings->n_paths;
    struct box *box = memory_grow(NULL, sizeof *box, n + 1);
    for (size_t i = 0; i < n; i++)
        box[i] = paths_box(rings, i);

    for (size_t i = 0; i < n; i++) {
        size_t depth = 0, holder = i;
        double at[2], smallest = INFINITY;
        probe_ring(rings, i, at);
        for (size_t k = 0; k < n; k++) {
            double size = box_width(box[k]) * box_height(box[k]);
            if (k == i || !box_holds(box[k], (struct box){at[0], at[1], at[0], at[1]}) ||
                !ring_holds(rings, k, at[0], at[1]))
                continue;

            depth++;
            if (size < smallest) {
                smallest = size;
                holder = k;
            }
        }

        ret_outer[i] = depth % 2 ? holder : i;
    }

    free(box);
}
