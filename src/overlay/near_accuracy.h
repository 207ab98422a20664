/* How well the places of a layer are known on WGS 84: no distance between them is known better. */
#ifndef LODE_OVERLAY_NEAR_ACCURACY_H
#define LODE_OVERLAY_NEAR_ACCURACY_H

#include "load/features.h"

struct arena;

/* The accuracy that PROJ states for the transformation of `f` to WGS 84, in metres; 0 where nothing
 * is lost. Where PROJ states none, as for a ballpark transformation, it is 0; way_report has said
 * so. */
double near_accuracy_m(struct arena *a, const struct features *f);

/* How far distances between features of two layers may be off: what both lose on their way to WGS 84 and
 * what the document states as their accuracies, all added. They are bounds and no standard deviations,
 * so a distance may be off by all of them, and nothing that could lie on the other side of a limit is
 * missed. A layer that is compared with itself was moved as a whole, so its way counts once; its places
 * are off each by themselves, so their accuracy counts twice. */
double near_accuracy_between_m(struct arena *a, const struct features *f,
                               const struct features *other);

/* How `f` came to WGS 84, for readers: "as they are", or PROJ's operation and its accuracy. */
struct str near_way(struct arena *a, const struct features *f);

#endif
