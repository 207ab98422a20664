/* The source of a buffer as a net: points and short geodesic pieces that meet at nodes, with the
 * places at the buffer's distance to both sides of each piece. The net lives in the arena that it
 * is made in. Its bounds add up to the 1 m that geodesic_buffer.h promises. */
#ifndef LODE_OVERLAY_GEODESIC_NET_H
#define LODE_OVERLAY_GEODESIC_NET_H

#include <stdbool.h>
#include <stddef.h>

#include "load/features.h"
#include "project/space.h"

#define EARTH_M       6371000.0 /* the earth's radius, for bounds only */
#define DROP_M        0.2       /* vertices this near to the line are dropped */
#define STRAIGHT_M    0.1       /* how far a piece may be from an edge straight in lon/lat */
#define ARC_SAGITTA_M 0.4       /* how far a line drawn for an arc may be from the arc */
#define DRAWN_M       0.25      /* how far the curve beside a piece may be from the line drawn */

/* A geodesic from a to b; a point when length_m is 0. */
struct piece {
    struct lonlat a, b;
    double azimuth_a_deg, azimuth_b_deg; /* along the piece, at both ends */
    double length_m;
    /* The places at the buffer's distance, perpendicular to the piece at both ends. */
    struct lonlat left_a, left_b, right_a, right_b;
    /* The curve on this side of the piece is no outline: there is the inside of an area that
     * belongs to the buffer, or the side of a line that was not asked for. */
    bool inner_left, inner_right;
    struct space in_space_a, in_space_b;
    double sag_m; /* no place of the piece is farther than this from its chord in space */
};

/* A piece as seen from one of its ends, looking along it. */
struct spoke {
    struct lonlat at;
    double azimuth_deg; /* in [0, 360) */
    struct lonlat left, right;
    bool inner_left, inner_right;
};

struct net {
    double distance_m;
    struct piece *pieces; /* sorted by place, each once */
    size_t n;
    struct spoke *spokes; /* two for each piece that is no point, sorted by place, then azimuth */
    size_t n_spokes;
};

enum line_side { SIDES_BOTH, SIDE_LEFT, SIDE_RIGHT };

struct net_params {
    const struct features *features; /* lon/lat */
    const uint32_t *rows;            /* NULL: rows 0 .. n_rows - 1 */
    size_t n_rows;
    double distance_m;
    /* Areas belong to the buffer. Otherwise their edges along the antimeridian and the poles are
     * left out: there an area was cut, and does not end. */
    bool inside;
    enum line_side side; /* of lines, in the order of their vertices */
};

void net_make(struct arena *a, const struct net_params *params, struct net *ret);

/* Whether the buffer may reach a pole: true where it does, and also where it stops just short. */
bool net_reaches_a_pole(const struct net *net);

/* The rows of `params` with vertices added to geodesic edges, until straight lines in lon/lat
 * follow the edges to STRAIGHT_M. Whether a place is inside such areas can then be decided in the
 * plane. */
void net_straighten(struct arena *a, const struct net_params *params, struct features *ret);

/* The place `t` of a piece (0 at a, 1 at b); and the place beside that one, `distance_m` to the
 * `side` (-1 left, 1 right). */
struct lonlat piece_at(const struct piece *p, double t, double *ret_azimuth_deg);
struct lonlat piece_beside(const struct piece *p, double t, int side, double distance_m);

/* In how many lines of equal length the geodesic from p to q, `length_m` long, must be drawn, so
 * that lines straight in lon/lat follow it to DRAWN_M. Beside a pole the answer is 2: ask again for
 * each half. */
double lines_needed(struct lonlat p, struct lonlat q, double length_m);

/* The angle between the ends of a line drawn for an arc of this radius, such that the line lies no
 * more than ARC_SAGITTA_M inside the arc; at most 10 degrees. */
double arc_step_deg(double distance_m);

/* Metres from a place to the nearest place of the piece, right to a few mm, up to 5,000 km. */
double piece_distance_m(const struct piece *p, struct lonlat from);

#endif
