/* How the offset curve of a net is drawn: beside each piece, round each node, where it may be
 * outline. */
#include "overlay/offset_curve.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/units.h"
#include "project/geodesic.h"

/* What is deeper inside the buffer than this is left out: more than all drawing may be off. */
#define DEEP_M 1.0

struct curve {
    const struct net *net;
    const struct reach_tree *reach;
    struct arena *arena;
    ARRAY(struct curve_place) places;
};

static bool is_same_place(struct lonlat p, struct lonlat q)
{
    return p.lon_deg == q.lon_deg && p.lat_deg == q.lat_deg;
}

/* Draw the line p-q: on from the last place when that is p, otherwise as a new line. */
static void draw_line(struct curve *c, struct lonlat p, struct lonlat q)
{
    if (is_same_place(p, q))
        return;
    if (!c->places.n || !is_same_place(c->places.v[c->places.n - 1].at, p))
        *array_add(c->arena, &c->places) = (struct curve_place){p, true};
    *array_add(c->arena, &c->places) = (struct curve_place){q, false};
}

/* Whether the stretch from p to q, which bulges by `bulge_m` at most, is deep inside the buffer. */
static bool is_deep_inside(const struct curve *c, struct lonlat p, struct lonlat q, double bulge_m)
{
    return reach_covers(c->reach, space_of(p), space_of(q), c->net->distance_m - DEEP_M - bulge_m);
}

/* ---- beside a piece */

/* Draw the curve beside a piece from t0, at p, to t1, at q, in as many lines as lon/lat needs. */
static void draw_beside(struct curve *c, const struct piece *piece, int side, double t0,
                        struct lonlat p, double t1, struct lonlat q)
{
    double n = lines_needed(p, q, 1.1 * piece->length_m * (t1 - t0));
    struct lonlat last = p;
    double last_t = t0;

    if (n == 1)
        draw_line(c, p, q);
    for (double i = 1; n > 1 && i <= n; i++) {
        double t = i < n ? t0 + (t1 - t0) * i / n : t1;
        struct lonlat next = i < n ? piece_beside(piece, t, side, c->net->distance_m) : q;
        if (n > 2)
            draw_line(c, last, next);
        else
            draw_beside(c, piece, side, last_t, last, t, next);
        last = next;
        last_t = t;
    }
}

static void add_sides(struct curve *c, const struct piece *p)
{
    if (!p->inner_left && !is_deep_inside(c, p->left_a, p->left_b, STRAIGHT_M))
        draw_beside(c, p, -1, 0, p->left_a, 1, p->left_b);
    if (!p->inner_right && !is_deep_inside(c, p->right_a, p->right_b, STRAIGHT_M))
        draw_beside(c, p, 1, 0, p->right_a, 1, p->right_b);
}

/* ---- round a node */

struct arc {
    struct lonlat centre;
    double from_deg, sweep_deg; /* the sweep is negative on the inner side of a bend */
    double parts;               /* lines that it is drawn in */
};

static struct lonlat arc_at(const struct curve *c, const struct arc *arc, double part)
{
    return geodesic_direct(&WGS84, arc->centre, arc->from_deg + arc->sweep_deg * part / arc->parts,
                           c->net->distance_m, NULL);
}

/* Draw the `n` parts of an arc from `part`, at p, to q, by halves. A single part is split further
 * only where lon/lat needs it. */
static void draw_arc(struct curve *c, const struct arc *arc, double part, double n, struct lonlat p,
                     struct lonlat q)
{
    double angle = radians(fabs(arc->sweep_deg) * n / arc->parts), d = c->net->distance_m;
    if (angle < 1 && n >= 1 && is_deep_inside(c, p, q, d * (1 - cos(angle / 2))))
        return;
    if (n <= 1 && lines_needed(p, q, d * angle) == 1) {
        draw_line(c, p, q);
        return;
    }

    double half = n > 1 ? floor(n / 2) : n / 2;
    struct lonlat middle = arc_at(c, arc, part + half);
    draw_arc(c, arc, part, half, p, middle);
    draw_arc(c, arc, part + half, n - half, middle, q);
}

static void add_arc(struct curve *c, struct arc arc, struct lonlat p, struct lonlat q)
{
    arc.parts = fmax(ceil(fabs(arc.sweep_deg) / arc_step_deg(c->net->distance_m)), 1);
    draw_arc(c, &arc, 0, arc.parts, p, q);
}

/* The arc between two spokes that follow each other clockwise: from the right of the one to the
 * left of the next. */
static void add_corner(struct curve *c, const struct spoke *s, const struct spoke *next)
{
    if (s->inner_right || next->inner_left) /* the corner of an area */
        return;

    double gap = next->azimuth_deg - s->azimuth_deg;
    if (next <= s)
        gap += 360;
    add_arc(c, (struct arc){s->at, s->azimuth_deg + 90, gap - 180, 0}, s->right, next->left);
}

static void add_nodes(struct curve *c)
{
    const struct spoke *v = c->net->spokes;
    for (size_t i = 0, next; i < c->net->n_spokes; i = next) {
        for (next = i + 1; next < c->net->n_spokes && is_same_place(v[next].at, v[i].at);)
            next++;
        for (size_t k = i; k < next; k++)
            add_corner(c, &v[k], &v[k + 1 < next ? k + 1 : i]);
    }
}

static void add_disc(struct curve *c, struct lonlat centre)
{
    struct arc arc = {centre, 0, 360, 0};
    struct lonlat north = geodesic_direct(&WGS84, centre, 0, c->net->distance_m, NULL);
    add_arc(c, arc, north, north);
}

void offset_curve_make(struct arena *a, const struct net *net, const struct reach_tree *reach,
                       struct offset_curve *ret)
{
    struct curve c = {.net = net, .reach = reach, .arena = a};

    for (size_t i = 0; i < net->n; i++) {
        if (net->pieces[i].length_m > 0)
            add_sides(&c, &net->pieces[i]);
        else
            add_disc(&c, net->pieces[i].a);
    }
    add_nodes(&c);
    *ret = (struct offset_curve){c.places.v, c.places.n};
}
