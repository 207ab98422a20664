/* From base degrees to page points, with vertices put in where an edge bends. */
#ifndef LODE_PROJECT_RESAMPLE_H
#define LODE_PROJECT_RESAMPLE_H

#include "project/domain.h"

struct resample {
    const struct domain *domain;
    struct affine to_page;
    double tol_pt;
    double straight_deg;  /* edges up to this (|dlon| + |dlat|) are taken as straight */
    double seam_step_deg; /* hidden meridian edges get vertices at multiples of this */
    struct box clip_pt;   /* edges outside of it need no vertices */
    struct box window_deg;
};

/* Write `in`, which is cut to the domain, as page points into `ret`, which is cleared first;
 * `scratch` is storage. */
void resample_paths(const struct resample *r, const struct paths *in, struct paths *scratch,
                    struct paths *ret);

#endif
