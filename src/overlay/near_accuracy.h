/* How well the places of a layer are known on WGS 84: distances can be no better. */
#ifndef LODE_OVERLAY_NEAR_ACCURACY_H
#define LODE_OVERLAY_NEAR_ACCURACY_H

#include "load/features.h"

struct arena;

/* The accuracy that PROJ states for the way from the system of `f` to WGS 84, in metres; 0 where
 * nothing is lost. An unknown one, or a ballpark, is told (log_warn 'crs-ballpark') and is 0. */
double near_accuracy_m(struct arena *a, const struct features *f);

/* Of distances between features of two layers; the same layer twice is off by nothing more. */
double near_accuracy_between_m(struct arena *a, const struct features *f,
                               const struct features *other);

/* The way from there to WGS 84, for readers: "as they are", or PROJ's operation and its accuracy.
 */
struct str near_way(struct arena *a, const struct features *f);

#endif
