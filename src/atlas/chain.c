/* How parts of lines that follow each other, such as a railway in pieces, become one long line. */
#include "atlas/chain.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/units.h"
#include "geom/box_tree.h"
#include "project/geodesic.h"

/* A part of a line. */
struct piece {
    const double *xy;
    size_t n;
    double length_m;
    bool used;
};

struct joiner {
    struct arena *a;
    struct piece *piece;
    size_t n;
    struct box *end; /* two of each piece: its first vertex and its last one */
    struct box_tree tree;
    uint32_t *found;
    double join_m;
};

/* The vertices of a chain while it grows, at both ends. */
struct row {
    double *xy;
    size_t n, cap;
};

static double length_of(const double *xy, size_t n)
{
    double sum = 0;
    for (size_t i = 1; i < n; i++)
        sum += geodesic_distance_m(&WGS84, lonlat_at(xy, i - 1), lonlat_at(xy, i));
    return sum;
}

static double azimuth_between(struct lonlat from, struct lonlat to)
{
    double at_a, at_b;
    geodesic_inverse(&WGS84, from, to, &at_a, &at_b);
    return at_a;
}

static void read_pieces(struct joiner *j, const struct geometry *g)
{
    size_t parts = geometry_parts(g);

    j->piece = arena_array(j->a, struct piece, parts);
    j->end = arena_array(j->a, struct box, 2 * parts);
    for (size_t i = 0; i < g->n; i++) {
        if (g->kind[i] != GEOM_LINE)
            continue;
        struct range lines = geometry_parts_of(g, i);
        for (size_t p = lines.from; p < lines.end; p++) {
            struct ring line = geometry_outer(g, p);
            if (line.n < 2)
                continue;

            j->end[2 * j->n] = box_around(line.xy, 1);
            j->end[2 * j->n + 1] = box_around(line.xy + 2 * line.n - 2, 1);
            j->piece[j->n++] =
                (struct piece){.xy = line.xy, .n = line.n, .length_m = length_of(line.xy, line.n)};
        }
    }

    box_tree_make(j->a, j->end, 2 * j->n, &j->tree);
    j->found = arena_array(j->a, uint32_t, 2 * j->n);
}

/* The first vertex, seen from one end, that differs from the end: with it the direction there is
 * known. */
static struct lonlat next_to_end(const struct piece *p, bool last)
{
    struct lonlat end = lonlat_at(p->xy, last ? p->n - 1 : 0), v = end;
    for (size_t i = 1; i < p->n && v.lon_deg == end.lon_deg && v.lat_deg == end.lat_deg; i++)
        v = lonlat_at(p->xy, last ? p->n - 1 - i : i);
    return v;
}

/* A sharper turn is another line that begins there, not a bend. Taste. */
static const double TURN_MOST_DEG = 135;

/* The end of an unused piece that goes on from `tail`, with the least turn; SIZE_MAX: none. */
static size_t next_end(struct joiner *j, struct lonlat before, struct lonlat tail)
{
    /* A degree of latitude is at least 110.57 km long. */
    double dy = j->join_m / 110e3, dx = dy / fmax(cos(radians(tail.lat_deg)), 0.01);
    struct box near = {tail.lon_deg - dx, tail.lat_deg - dy, tail.lon_deg + dx, tail.lat_deg + dy};
    size_t n = box_tree_find(&j->tree, near, j->found), best = SIZE_MAX;
    double ahead = azimuth_between(before, tail), least = TURN_MOST_DEG;

    for (size_t i = 0; i < n; i++) {
        const struct piece *p = &j->piece[j->found[i] / 2];
        bool last = j->found[i] % 2;
        struct lonlat a = lonlat_at(p->xy, last ? p->n - 1 : 0), b = next_to_end(p, last);
        if (p->used || geodesic_distance_m(&WGS84, tail, a) > j->join_m)
            continue;

        double turn = fabs(remainder(azimuth_between(a, b) - ahead, 360));
        if (turn < least || (turn == least && j->found[i] < best)) {
            least = turn;
            best = j->found[i];
        }
    }

    return best;
}

static void append_vertices(struct joiner *j, struct row *row, const double *xy, size_t n,
                            bool reversed)
{
    size_t need = row->n + n;
    if (need > row->cap) {
        size_t cap = 2 * need;
        row->xy = arena_grow(j->a, row->xy, 2 * sizeof *row->xy, row->cap, cap);
        row->cap = cap;
    }

    for (size_t i = 0; i < n; i++) {
        struct xy v = xy_at(xy, reversed ? n - 1 - i : i);
        if (row->n && row->xy[2 * row->n - 2] == v.x && row->xy[2 * row->n - 1] == v.y)
            continue;
        xy_set(row->xy, row->n++, v.x, v.y);
    }
}

/* Append pieces to the end of `row` as long as one goes on. */
static void grow_end(struct joiner *j, struct row *row)
{
    while (row->n >= 2) {
        size_t end = next_end(j, lonlat_at(row->xy, row->n - 2), lonlat_at(row->xy, row->n - 1));
        if (end == SIZE_MAX)
            return;

        struct piece *p = &j->piece[end / 2];
        p->used = true;
        append_vertices(j, row, p->xy, p->n, end % 2);
    }
}

static void turn_round(struct row *row)
{
    for (size_t i = 0, k = row->n - 1; i < k; i++, k--) {
        struct xy a = xy_at(row->xy, i), b = xy_at(row->xy, k);
        xy_set(row->xy, i, b.x, b.y);
        xy_set(row->xy, k, a.x, a.y);
    }
}

/* Longest first. */
static int compare_pieces(const void *a, const void *b)
{
    const struct piece *x = *(struct piece *const *)a, *y = *(struct piece *const *)b;
    if (x->length_m != y->length_m)
        return x->length_m > y->length_m ? -1 : 1;
    return (x > y) - (x < y);
}

static int compare_chains(const void *a, const void *b)
{
    const struct atlas_chain *x = a, *y = b;
    double lx = x->at_m[x->n - 1], ly = y->at_m[y->n - 1];
    if (lx != ly)
        return lx > ly ? -1 : 1;
    return x->xy[0] < y->xy[0] ? -1 : x->xy[0] > y->xy[0];
}

/* The chain that a piece belongs to, grown at both of its ends. */
static struct atlas_chain chain_of(struct joiner *j, struct piece *first)
{
    struct row row = {0};

    first->used = true;
    append_vertices(j, &row, first->xy, first->n, false);
    grow_end(j, &row);
    turn_round(&row);
    grow_end(j, &row);

    /* From west to east, as it will be read; from north to south when it runs up and down. */
    struct lonlat a = lonlat_at(row.xy, 0), b = lonlat_at(row.xy, row.n - 1);
    if (a.lon_deg > b.lon_deg || (a.lon_deg == b.lon_deg && a.lat_deg < b.lat_deg))
        turn_round(&row);

    struct atlas_chain c = {.xy = row.xy, .n = row.n, .at_m = arena_array(j->a, double, row.n)};
    for (size_t i = 1; i < c.n; i++)
        c.at_m[i] =
            c.at_m[i - 1] + geodesic_distance_m(&WGS84, lonlat_at(c.xy, i - 1), lonlat_at(c.xy, i));
    return c;
}

size_t atlas_chains_make(struct arena *a, const struct geometry *g, double join_m,
                         struct atlas_chain **ret)
{
    struct joiner j = {.a = a, .join_m = join_m};
    read_pieces(&j, g);

    struct piece **order = arena_array(a, struct piece *, j.n);
    struct atlas_chain *chains = arena_array(a, struct atlas_chain, j.n);
    size_t n = 0;
    for (size_t i = 0; i < j.n; i++)
        order[i] = &j.piece[i];
    qsort(order, j.n, sizeof(struct piece *), compare_pieces);

    for (size_t i = 0; i < j.n; i++) {
        if (!order[i]->used && order[i]->length_m > 0)
            chains[n++] = chain_of(&j, order[i]);
    }
    qsort(chains, n, sizeof *chains, compare_chains);
    *ret = chains;
    return n;
}

struct lonlat atlas_chain_place(const struct atlas_chain *c, double m)
{
    size_t k = 1;
    double ignored;
    while (k + 1 < c->n && c->at_m[k] < m)
        k++;

    struct lonlat from = lonlat_at(c->xy, k - 1);
    return geodesic_direct(&WGS84, from, azimuth_between(from, lonlat_at(c->xy, k)),
                           m - c->at_m[k - 1], &ignored);
}
