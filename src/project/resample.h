/* From base degrees to page points, with vertices put in where an edge bends. */
#ifndef LODE_PROJECT_RESAMPLE_H
#define LODE_PROJECT_RESAMPLE_H

#include "project/domain.h"

struct resample {
    const struct domain *domain;
    struct affine to_page;
    double tol_pt;
    double straight_deg;  /* edges up to this (|dlon| + |dlat|) need no look */
    double seam_step_deg; /* hidden meridian edges get vertices at multiples of this */
    struct box clip_pt;   /* edges outside of it may stay as they are */
    struct box window_deg;
};

/* `in`, cut to the domain, as page points in `ret` (written anew); `scratch` is storage. */
void resample_paths(const struct resample *r, const struct paths *in, struct paths *scratch,
                    struct paths *ret);

#endif
