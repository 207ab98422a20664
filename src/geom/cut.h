/* Cut rings and lines at a boundary that divides the plane in an inside and an outside.
 *
 * Rings stay rings: where one leaves and comes back, the way between runs along the boundary and is
 * PATH_HIDDEN. The rings of one call are one polygon, even-odd: the ends on the boundary are sorted
 * along it, and the stretches between them are inside and outside by turns. So neither winding, nor
 * holes, nor rings that meet themselves need a special case. Edges must be so short that they meet
 * the boundary at most once, which is always so for a straight one. */
#ifndef LODE_GEOM_CUT_H
#define LODE_GEOM_CUT_H

#include "geom/box.h"
#include "geom/paths.h"

struct cutter; /* working storage, kept between uses */
struct cutter *cutter_create(void);
void cutter_destroy(struct cutter *c); /* accepts NULL */

/* A closed boundary curve. Positions along it are numbers in [0, period). */
struct cut_curve {
    const void *ctx;
    double period;
    double (*depth)(const void *ctx, const double *xy); /* >= 0 inside */
    double (*along)(const void *ctx, const double *xy); /* the position of a place on the curve */
    /* Add the vertices strictly between two positions, in that direction; `to` may lie outside the
     * period. */
    void (*arc)(const void *ctx, double from, double to, struct paths *ret);
    /* Is this place of the curve inside the polygon? */
    bool (*in_polygon)(const void *ctx, double along);
};

/* Keep what of `in` lies inside `curve`. `ret`, another object than `in`, is written anew. */
void cut_at_curve(struct cutter *c, const struct paths *in, const struct cut_curve *curve,
                  struct paths *ret);

/* What is kept: x >= at, x <= at, y >= at, y <= at. */
enum cut_side { CUT_X_ABOVE, CUT_X_BELOW, CUT_Y_ABOVE, CUT_Y_BELOW };

/* As cut_at_curve, at a straight line. */
void cut_at_line(struct cutter *c, const struct paths *in, enum cut_side keep, double at,
                 struct paths *ret);

/* Cut `p` in place at those sides of `box` that it reaches beyond. */
void cut_to_box(struct cutter *c, struct paths *p, struct box box);

#endif
