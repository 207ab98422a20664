/* How the tree over a net's pieces is made by halving, and asked with bounds in space. */
#include "overlay/reach_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Pieces of a leaf: taste. DEEPEST: halving 2^32 pieces gives 32 levels, with two nodes on the
 * stack for each. */
enum { LEAF_PIECES = 4, DEEPEST = 64 };

struct cube {
    double lo[3], hi[3];
};

/* The children of a node are the nodes `first` and `first` + 1. A leaf has `n` > 0 bars from
 * `first` on. */
struct tree_node {
    struct cube cube;
    uint32_t first, n;
};

/* A piece in space, in as few bytes as possible: there may be millions. */
struct bar {
    struct space a, along;
    double per_length2; /* 1 / |along|^2, 0 for a point */
    double sag_m;
    uint32_t piece;
};

struct reach_tree {
    const struct net *net;
    struct bar *bars;
    struct tree_node *nodes;
    size_t n_nodes;
};

/* ---- making the tree */

static const double *axes_of(const struct space *s)
{
    return &s->x;
}

static void cube_add(struct cube *c, struct space p, double by)
{
    for (int k = 0; k < 3; k++) {
        c->lo[k] = fmin(c->lo[k], axes_of(&p)[k] - by);
        c->hi[k] = fmax(c->hi[k], axes_of(&p)[k] + by);
    }
}

static struct space end_of(const struct bar *b)
{
    return (struct space){b->a.x + b->along.x, b->a.y + b->along.y, b->a.z + b->along.z};
}

static struct cube cube_of(const struct bar *bars, size_t n)
{
    struct cube c = {{INFINITY, INFINITY, INFINITY}, {-INFINITY, -INFINITY, -INFINITY}};
    for (size_t i = 0; i < n; i++) {
        cube_add(&c, bars[i].a, bars[i].sag_m);
        cube_add(&c, end_of(&bars[i]), bars[i].sag_m);
    }
    return c;
}

static int widest_axis(const struct cube *c)
{
    int best = 0;
    for (int k = 1; k < 3; k++) {
        if (c->hi[k] - c->lo[k] > c->hi[best] - c->lo[best])
            best = k;
    }
    return best;
}

/* The middle of a bar along an axis. */
static double middle_along(const struct bar *b, int axis)
{
    return axes_of(&b->a)[axis] + axes_of(&b->along)[axis] / 2;
}

/* Move the half that is lower along `axis` to the front (Hoare's selection). */
static void halve_bars(struct bar *v, size_t n, int axis)
{
    size_t lo = 0, hi = n - 1, half = n / 2;
    while (lo < hi) {
        double pivot = middle_along(&v[lo + (hi - lo) / 2], axis);
        size_t i = lo, k = hi;
        for (;;) {
            while (middle_along(&v[i], axis) < pivot)
                i++;
            while (middle_along(&v[k], axis) > pivot)
                k--;
            if (i >= k)
                break;
            struct bar swap = v[i];
            v[i++] = v[k];
            v[k--] = swap;
        }

        if (half <= k)
            hi = k;
        else
            lo = k + 1;
    }
}

static void split_node(struct reach_tree *t, size_t node, size_t first, size_t n)
{
    struct tree_node *at = &t->nodes[node];
    at->cube = cube_of(t->bars + first, n);
    if (n <= LEAF_PIECES) {
        at->first = (uint32_t)first;
        at->n = (uint32_t)n;
        return;
    }

    halve_bars(t->bars + first, n, widest_axis(&at->cube));
    size_t children = t->n_nodes;
    t->n_nodes += 2;
    at->first = (uint32_t)children;
    split_node(t, children, first, n / 2);
    split_node(t, children + 1, first + n / 2, n - n / 2);
}

struct reach_tree *reach_tree_make(struct arena *a, const struct net *net)
{
    struct reach_tree *t = arena_new(a, struct reach_tree);
    t->net = net;
    t->bars = arena_array(a, struct bar, net->n);
    t->nodes = arena_array(a, struct tree_node, 2 * net->n + 1);

    for (size_t i = 0; i < net->n; i++) {
        const struct piece *p = &net->pieces[i];
        struct space from = p->in_space_a, to = p->in_space_b;
        double length2 = space_distance2(from, to);
        t->bars[i] = (struct bar){from,
                                  {to.x - from.x, to.y - from.y, to.z - from.z},
                                  length2 > 0 ? 1 / length2 : 0,
                                  p->sag_m,
                                  (uint32_t)i};
    }

    t->n_nodes = 1;
    if (net->n)
        split_node(t, 0, 0, net->n);
    return t;
}

/* ---- asking it */

static double cube_distance2(const struct cube *c, struct space p)
{
    double sum = 0;
    for (int k = 0; k < 3; k++) {
        double v = axes_of(&p)[k];
        double d = v < c->lo[k] ? c->lo[k] - v : v > c->hi[k] ? v - c->hi[k] : 0;
        sum += d * d;
    }
    return sum;
}

static double bar_distance2(const struct bar *b, struct space p)
{
    double x = p.x - b->a.x, y = p.y - b->a.y, z = p.z - b->a.z;
    double t = (x * b->along.x + y * b->along.y + z * b->along.z) * b->per_length2;

    t = t < 0 ? 0 : t > 1 ? 1 : t;
    x -= t * b->along.x;
    y -= t * b->along.y;
    z -= t * b->along.z;
    return x * x + y * y + z * z;
}

/* The chord such that what is nearer in space is nearer than `distance_m` on the ground: a curve
 * that bends nowhere more than a circle of radius r spans at least the chord of that circle
 * (Schur). */
static double sure_chord(double distance_m)
{
    return 2 * RADIUS_MIN_M * sin(fmin(distance_m / (2 * RADIUS_MIN_M), M_PI / 2));
}

bool reach_covers(const struct reach_tree *t, struct space p, struct space q, double within_m)
{
    uint32_t stack[DEEPEST];
    size_t depth = 0;
    if (within_m <= 0 || !t->net->n)
        return false;

    double chord = sure_chord(within_m);
    struct space mid = {(p.x + q.x) / 2, (p.y + q.y) / 2, (p.z + q.z) / 2};
    stack[depth++] = 0;
    while (depth) {
        const struct tree_node *node = &t->nodes[stack[--depth]];
        for (uint32_t i = node->first; node->n && i < node->first + node->n; i++) {
            const struct bar *b = &t->bars[i];
            double most = chord - b->sag_m;
            if (most > 0 && bar_distance2(b, p) < most * most && bar_distance2(b, q) < most * most)
                return true;
        }

        if (node->n)
            continue;

        double near[2];
        for (int k = 0; k < 2; k++)
            near[k] = cube_distance2(&t->nodes[node->first + k].cube, mid);
        int farther = near[0] < near[1];
        for (int k = 0; k < 2; k++) { /* the nearer one last, to be looked at first */
            uint32_t child = node->first + (uint32_t)(k ? !farther : farther);
            const struct cube *c = &t->nodes[child].cube;
            if (cube_distance2(c, p) < chord * chord && cube_distance2(c, q) < chord * chord)
                stack[depth++] = child;
        }
    }

    return false;
}

double reach_distance_m(const struct reach_tree *t, struct lonlat from, double within_m)
{
    uint32_t stack[DEEPEST];
    size_t depth = 0;
    struct space p = space_of(from);

    if (t->net->n)
        stack[depth++] = 0;

    while (depth) {
        const struct tree_node *node = &t->nodes[stack[--depth]];
        if (cube_distance2(&node->cube, p) >= within_m * within_m)
            continue;

        for (uint32_t i = node->first; node->n && i < node->first + node->n; i++) {
            const struct bar *b = &t->bars[i];
            double most = within_m + b->sag_m;
            if (bar_distance2(b, p) < most * most)
                within_m = fmin(within_m, piece_distance_m(&t->net->pieces[b->piece], from));
        }

        if (node->n)
            continue;

        /* The nearer one last, to be looked at first. */
        bool second = cube_distance2(&t->nodes[node->first].cube, p) >
                      cube_distance2(&t->nodes[node->first + 1].cube, p);
        stack[depth++] = node->first + !second;
        stack[depth++] = node->first + second;
    }

    return within_m;
}
