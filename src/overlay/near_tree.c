/* How edges are found by place: put in an order of space, packed into boxes, and visited near ones
 * first. */
#include "overlay/near_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

/* Edges of a leaf, boxes of a box (taste); 12 levels hold 8^12 leaves, more than can be numbered.
 * FEW: up to so many keys qsort takes no longer than passes over 65,536 counters. */
enum { LEAF_EDGES = 8, FAN = 8, LEVELS_MOST = 12, STACK_MOST = FAN * LEVELS_MOST, FEW = 5000 };

/* Added to boxes and distances: rounding to float moves the side of a box by 0.25 m at most,
 * 6,378,137 m from the earth's centre, and a distance loses twice as much again. */
#define BOX_ROUND_M 1.0F

struct cube {
    float lo[3], hi[3];
};

struct near_tree {
    const struct near_edges *edges;
    struct near_leaf *leaves;
    size_t n_leaves;
    struct cube *level[LEVELS_MOST]; /* [0]: of the leaves */
    size_t n[LEVELS_MOST];
    int n_levels;
};

/* ---- order in space */

/* The lowest 21 bits of `v`, with two zeros between each bit and the next. */
static uint64_t spread_bits(uint64_t v)
{
    v &= 0x1fffff;
    v = (v | v << 32) & 0x1f00000000ffff;
    v = (v | v << 16) & 0x1f0000ff0000ff;
    v = (v | v << 8) & 0x100f00f00f00f00f;
    v = (v | v << 4) & 0x10c30c30c30c30c3;
    return (v | v << 2) & 0x1249249249249249;
}

/* Morton's code of a place, in steps of 7 m: 21 bits for each axis of the earth. */
static uint64_t code_of(struct space p)
{
    return spread_bits((uint64_t)((p.x + 7e6) / 7)) |
           spread_bits((uint64_t)((p.y + 7e6) / 7)) << 1 |
           spread_bits((uint64_t)((p.z + 7e6) / 7)) << 2;
}

struct keyed {
    uint64_t code;
    uint32_t index;
};

static int by_code(const void *pa, const void *pb)
{
    const struct keyed *a = pa, *b = pb;
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Sort by code, then index. Long lists are sorted in stable passes by 16 bits of the code. */
static void sort_keyed(struct keyed *v, size_t n)
{
    if (n < FEW) {
        qsort(v, n, sizeof *v, by_code);
        return;
    }

    struct keyed *other = memory_grow(NULL, sizeof *other, n + 1), *from = v, *to = other;
    size_t *start = memory_grow(NULL, sizeof *start, 65537);
    for (int shift = 0; shift < 64; shift += 16) {
        memset(start, 0, 65537 * sizeof *start);
        for (size_t i = 0; i < n; i++)
            start[(from[i].code >> shift & 0xffff) + 1]++;
        for (size_t k = 0; k < 65536; k++)
            start[k + 1] += start[k];
        for (size_t i = 0; i < n; i++)
            to[start[from[i].code >> shift & 0xffff]++] = from[i];
        struct keyed *swap = from;
        from = to;
        to = swap;
    }

    free(start); /* four passes: the result is in `v` again */
    free(other);
}

void near_order(const struct space *at, uint32_t *ret_order, size_t n)
{
    struct keyed *keys = memory_grow(NULL, sizeof *keys, n + 1);
    for (size_t i = 0; i < n; i++)
        keys[i] = (struct keyed){code_of(at[i]), (uint32_t)i};

    sort_keyed(keys, n);
    for (size_t i = 0; i < n; i++)
        ret_order[i] = keys[i].index;
    free(keys);
}

/* ---- making the tree */

static const double *axes_of(const struct space *p)
{
    return &p->x;
}

static void cube_add(struct cube *c, struct space p, float by)
{
    for (int k = 0; k < 3; k++) {
        c->lo[k] = fminf(c->lo[k], (float)axes_of(&p)[k] - by);
        c->hi[k] = fmaxf(c->hi[k], (float)axes_of(&p)[k] + by);
    }
}

static struct cube cube_of_leaf(const struct near_edges *e, const struct near_leaf *l)
{
    struct cube c = {{INFINITY, INFINITY, INFINITY}, {-INFINITY, -INFINITY, -INFINITY}};
    for (uint32_t i = 0; i <= l->n_edges; i++)
        cube_add(&c, e->v[l->first + i].at, l->sag_m + BOX_ROUND_M);
    return c;
}

static size_t count_leaves(const struct near_edges *e)
{
    size_t n = 0;
    for (size_t r = 0; r < e->n_runs; r++)
        n += e->runs[r].n > 1 ? (e->runs[r].n - 1 + LEAF_EDGES - 1) / LEAF_EDGES : 1;
    return n;
}

/* The leaf of the edges from vertex `first` on. */
static struct near_leaf leaf_of(const struct near_edges *e, size_t run, uint32_t first)
{
    uint32_t left = e->runs[run].first + e->runs[run].n - 1 - first;
    struct near_leaf l = {first, (uint32_t)run, left < LEAF_EDGES ? left : LEAF_EDGES, 0};
    for (uint32_t i = 0; i < l.n_edges; i++) {
        struct edge edge = near_edge(e, first + i);
        l.sag_m = fmaxf(l.sag_m, (float)(edge_sag_m(&edge) * 1.001));
    }
    return l;
}

static void make_leaves(struct near_tree *t, struct near_leaf *v)
{
    const struct near_edges *e = t->edges;
    for (size_t r = 0, n = 0; r < e->n_runs; r++) {
        uint32_t i = 0;
        do {
            v[n++] = leaf_of(e, r, e->runs[r].first + i);
            i += LEAF_EDGES;
        } while (i + 1 < e->runs[r].n);
    }
}

/* The leaves `v` in an order in which neighbours are neighbours in space. */
static void order_leaves(struct near_tree *t, const struct near_leaf *v)
{
    struct space *at = memory_grow(NULL, sizeof *at, t->n_leaves + 1);
    uint32_t *order = memory_grow(NULL, sizeof *order, t->n_leaves + 1);

    for (size_t i = 0; i < t->n_leaves; i++)
        at[i] = t->edges->v[v[i].first + v[i].n_edges / 2].at;
    near_order(at, order, t->n_leaves);
    for (size_t i = 0; i < t->n_leaves; i++)
        t->leaves[i] = v[order[i]];

    free(order);
    free(at);
}

static struct cube cube_of_fan(const struct cube *c, size_t n)
{
    struct cube all = c[0];
    for (size_t i = 1; i < n && i < FAN; i++) {
        for (int k = 0; k < 3; k++) {
            all.lo[k] = fminf(all.lo[k], c[i].lo[k]);
            all.hi[k] = fmaxf(all.hi[k], c[i].hi[k]);
        }
    }
    return all;
}

static void make_levels(struct arena *a, struct near_tree *t)
{
    t->n[0] = t->n_leaves;
    t->level[0] = arena_array(a, struct cube, t->n_leaves);
    for (size_t i = 0; i < t->n_leaves; i++)
        t->level[0][i] = cube_of_leaf(t->edges, &t->leaves[i]);

    for (t->n_levels = t->n_leaves > 0; t->n_levels && t->n[t->n_levels - 1] > 1; t->n_levels++) {
        int k = t->n_levels;
        size_t below = t->n[k - 1];
        t->n[k] = (below + FAN - 1) / FAN;
        t->level[k] = arena_array(a, struct cube, t->n[k]);
        for (size_t i = 0; i < t->n[k]; i++)
            t->level[k][i] = cube_of_fan(t->level[k - 1] + i * FAN, below - i * FAN);
    }
}

struct near_tree *near_tree_make(struct arena *a, const struct near_edges *edges)
{
    struct near_tree *t = arena_new(a, struct near_tree);
    t->edges = edges;
    t->n_leaves = count_leaves(edges);
    t->leaves = arena_array(a, struct near_leaf, t->n_leaves);

    struct near_leaf *v = memory_grow(NULL, sizeof *v, t->n_leaves + 1);
    make_leaves(t, v);
    order_leaves(t, v);
    free(v);

    make_levels(a, t);
    return t;
}

/* ---- asking it */

static float cube_distance2(const struct cube *c, const float *p)
{
    float sum = 0;
    for (int k = 0; k < 3; k++) {
        float below = c->lo[k] - p[k], above = p[k] - c->hi[k];
        float d = below > above ? below : above;
        d = d > 0 ? d : 0;
        sum += d * d;
    }
    return sum;
}

/* A box that is still to be looked at. */
struct stop {
    float distance2;
    uint32_t index;
    int level;
};

/* Push the boxes under `at` that are near enough, the nearest last. Returns the new depth. */
static size_t push_below(const struct near_tree *t, const struct stop *at, const float *p,
                         float most2, struct stop *stack, size_t depth)
{
    size_t first = (size_t)at->index * FAN, level = (size_t)at->level - 1, bottom = depth;
    size_t end = first + FAN < t->n[level] ? first + FAN : t->n[level];

    for (size_t i = first; i < end; i++) {
        float d2 = cube_distance2(&t->level[level][i], p);
        if (!(d2 <= most2))
            continue;

        size_t k = depth++;
        for (; k > bottom && stack[k - 1].distance2 < d2; k--)
            stack[k] = stack[k - 1];
        stack[k] = (struct stop){d2, (uint32_t)i, (int)level};
    }

    return depth;
}

/* The square of the largest distance from `middle` at which a box is looked at, with the rounding
 * of floats allowed for. */
static float most2_of(double chord_most_m, double radius_m)
{
    double most = chord_most_m + radius_m + BOX_ROUND_M;
    return (float)(most * most * (1 + 1e-6));
}

void near_tree_visit(const struct near_tree *t, struct space middle, double radius_m,
                     const double *chord_most_m,
                     void (*leaf)(void *ctx, const struct near_leaf *leaf), void *ctx)
{
    struct stop stack[STACK_MOST];
    size_t depth = 0;
    float p[3] = {(float)middle.x, (float)middle.y, (float)middle.z};
    double known = *chord_most_m;
    float most2 = most2_of(known, radius_m);

    if (t->n_levels)
        stack[depth++] = (struct stop){0, 0, t->n_levels - 1};

    while (depth) {
        struct stop at = stack[--depth];
        if (known != *chord_most_m) { /* a leaf has lowered it */
            known = *chord_most_m;
            most2 = most2_of(known, radius_m);
        }
        if (!(at.distance2 <= most2))
            continue;
        if (at.level == 0)
            leaf(ctx, &t->leaves[at.index]);
        else
            depth = push_below(t, &at, p, most2, stack, depth);
    }
}
