/* The source of a buffer as a net: points and short geodesic pieces that meet at nodes, with the
 * places at the buffer's distance to both sides of each piece. Lives in the arena it is made in. */
#ifndef LODE_OVERLAY_GEODESIC_NET_H
#define LODE_OVERLAY_GEODESIC_NET_H

#include <stdbool.h>
#include <stddef.h>

#include "load/features.h"
#include "project/space.h"

#define EARTH_M       6371000.0 /* for bounds only */
#define DROP_M        0.2       /* vertices this near to the line are dropped */
#define STRAIGHT_M    0.1       /* how far a piece may be from an edge straight in lon/lat */
#define ARC_SAGITTA_M 0.4       /* arcs are drawn with this */
#define DRAWN_M       0.25      /* how far the curve beside a piece may be from the line drawn */

/* A geodesic from a to b; a point when length_m is 0. Corners lie at the buffer's distance,
 * perpendicular to the piece. */
struct piece {
    struct lonlat a, b;
    double azimuth_a_deg, azimuth_b_deg; /* along the piece, at both ends */
    double length_m;
    struct lonlat left_a, left_b, right_a, right_b;
    bool inner_left, inner_right; /* the curve beside the piece is no outline there: the inside of
                                     an area that belongs to the buffer, or the side of a line that
                                     was not asked for */
    struct space in_space_a, in_space_b;
    double sag_m; /* the piece is nowhere farther than this from its chord in space */
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
    struct spoke *spokes; /* of all pieces that are no points, sorted by place, then azimuth */
    size_t n_spokes;
};

enum line_side { SIDES_BOTH, SIDE_LEFT, SIDE_RIGHT };

struct net_params {
    const struct features *features; /* lon/lat */
    const uint32_t *rows;            /* NULL: all */
    size_t n_rows;
    double distance_m;
    bool inside; /* areas belong to the buffer. Otherwise their edges along the antimeridian and the
                    poles are left out: there an area was cut, and does not end */
    enum line_side side; /* of lines, in the order of their vertices */
};

void net_make(struct arena *a, const struct net_params *params, struct net *ret);

/* Whether the buffer may reach a pole: true wherever it does, and where it stops just short. */
bool net_reaches_a_pole(const struct net *net);

/* The rows of `params` with vertices added to geodesic edges, until straight lines in lon/lat
 * follow them to STRAIGHT_M: what is inside of such areas can be told in the plane. */
void net_straighten(struct arena *a, const struct net_params *params, struct features *ret);

/* The place `t` (0 at a, 1 at b) of a piece; and the same `side` (-1 left, 1 right) of it. */
struct lonlat piece_at(const struct piece *p, double t, double *ret_azimuth_deg);
struct lonlat piece_beside(const struct piece *p, double t, int side, double distance_m);

/* Lines drawn straight in lon/lat and the geodesic part: in how many lines of equal length that
 * from p to q, `length_m` long, is to be drawn. Beside a pole the answer is 2, and to ask again. */
double lines_needed(struct lonlat p, struct lonlat q, double length_m);

/* The angle between the ends of a line drawn for an arc round a place: ARC_SAGITTA_M inside of it,
 * at most 10 degrees. */
double arc_step_deg(double distance_m);

/* Metres from a place to the nearest of the piece; to a few mm, up to 5,000 km. */
double piece_distance_m(const struct piece *p, struct lonlat from);

#endif
