/* What is said of the way of a layer's places from their datum to another. */
#ifndef LODE_PROJECT_WAY_H
#define LODE_PROJECT_WAY_H

#include "load/features.h"
#include "project/crs.h"

/* The transformation of layer `f`, made by transform_create from `from` and settled for the layer. */
struct way {
    const struct features *f;
    const struct crs *from;
    const struct transform *transform;
    const struct crs *lonlat; /* WGS 84, when that is not what it leads to; else NULL */
};

/* A log_note 'crs-operations' when PROJ would take several operations within the layer, and a
 * log_warn 'crs-ballpark' when it knows but a ballpark to WGS 84, or nothing. */
void way_report(struct arena *a, const struct way *w);

#endif
