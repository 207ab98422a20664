/* The outline of a line with a width, as the edges of an area (FILL_NONZERO): sides, joins, caps,
 * dashes. */
#ifndef LODE_DRAW_STROKER_H
#define LODE_DRAW_STROKER_H

#include <stdbool.h>

#include "draw/coverage.h"
#include "style/symbol.h"

struct pen {
    double half; /* of its width, in pixels; > 0 */
    enum line_cap cap;
    enum line_join join;
    double miter_limit; /* of the spike's length to the width; what is longer becomes a bevel */
};

/* `xy`: n points in pixels, finite. A closed line goes back to its first point. A line of no length
 * is a dot where its caps are round or square. */
void stroke_line(struct coverage *c, const struct pen *pen, const double *xy, size_t n,
                 bool closed);

/* Dashes: lengths of dash and gap in turn, in pixels, their sum > 0; `offset` into the pattern. */
struct dashes {
    double lengths[DASH_MAX];
    int n;
    double offset;
};
void stroke_dashed(struct coverage *c, const struct pen *pen, const struct dashes *dashes,
                   const double *xy, size_t n, bool closed);

#endif
