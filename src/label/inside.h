/* How far points lie inside a polygon, and where it is widest: the point farthest from its edges
 * (its pole of inaccessibility). */
#ifndef LODE_LABEL_INSIDE_H
#define LODE_LABEL_INSIDE_H

#include "geom/geometry.h"

/* The largest part of a polygon, together with those that it meets at a seam (seam.h). The edges are
 * in runs with a box round each, so that far runs are passed over. */
struct inside {
    const struct inside_run *runs;
    size_t n_runs;
    struct box box; /* of the outer rings */
    bool joined;    /* it is of several parts; `middle` is their centre of mass */
    struct xy middle;
};

/* Of feature `feature`; false when it has no area. Borrows `g`; the runs live in `a`. */
bool inside_init(struct arena *a, const struct geometry *g, size_t feature, struct inside *ret);

/* Distance from a point to the edges, positive inside, negative outside. */
double inside_distance(const struct inside *in, double x, double y);

/* Whether a point lies inside: what the sign of its distance says, in less time. */
bool inside_holds(const struct inside *in, double x, double y);

/* The point farthest from the edges, to `tol`. Gives the distance; 0 for a part without extent,
 * which has no such point. `a` is for scratch. Source: Garcia-Castellanos & Lombardo 2007,
 * doi:10.1080/14702540801897809; found by cell halving with a bound, as by Agafonkin (polylabel,
 * 2016). */
double inside_pole(struct arena *a, const struct inside *in, double tol, double *ret_x,
                   double *ret_y);

/* The place for a name: the pole; of parts that meet at a seam, which mostly make a long area with
 * about the same room all along, their middle where it has nearly as much room as the pole. */
double inside_place(struct arena *a, const struct inside *in, double tol, double *ret_x,
                    double *ret_y);

#endif
