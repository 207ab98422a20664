/* rejects: the features of a step's layer that are not in its result, each with the reason. */
#ifndef LODE_OVERLAY_REJECTS_H
#define LODE_OVERLAY_REJECTS_H

#include "overlay/step.h"

/* Whether steps of this kind leave features out at all. */
bool rejects_possible(const struct doc_step *s);

/* The columns of the input and `reason`, a text; `reason_2` when that is taken. */
void rejects_schema(struct step *s, struct features *ret);

/* Rows of the input that step_result was not given, nor marked in `s->kept`. In the order of the
 * file; geometry as it was after repair, none where nothing was left of it. */
void rejects_make(struct step *s, struct features *ret);

#endif
