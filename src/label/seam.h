/* Areas that were cut and are drawn as one: world data ends at 180 degrees, and on a map round the
 * Pacific the two halves of Chukotka lie side by side. Where hidden edges of two parts of a feature
 * lie on each other, there is a seam and no border. */
#ifndef LODE_LABEL_SEAM_H
#define LODE_LABEL_SEAM_H

#include "geom/geometry.h"

struct arena;

/* A stretch of border: a line of n edges. */
struct stretch {
    const double *xy; /* n + 1 vertices */
    size_t n;
};

/* The body of a feature with the largest area: parts that meet at seams, and the stretches of border
 * round them, which close exactly. */
struct body {
    const struct stretch *border;
    size_t n;
    struct box box;
    bool joined;      /* of several parts */
    struct xy middle; /* centre of mass, holes aside */
};

/* False: the feature has no area. The border is in `a`, or borrowed from `g`; no stretch has more
 * than `most` edges. */
bool body_largest(struct arena *a, const struct geometry *g, size_t feature, size_t most,
                  struct body *ret);

#endif
