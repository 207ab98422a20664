/* The rejects of a step: the features of its layer that are not in its result, each with the
 * reason. */
#ifndef LODE_OVERLAY_REJECTS_H
#define LODE_OVERLAY_REJECTS_H

#include "overlay/step.h"

/* Whether this step may leave features out at all. */
bool rejects_possible(const struct doc_step *s);

/* Their columns: those of the input, and `reason`, a text; `reason_2` when that name is taken. */
void rejects_schema(struct step *s, struct features *ret);

/* The rows of the input that are not marked in `s->kept` (step_result marks those of the result),
 * in the order of the file, with their geometry as it was after repair. */
void rejects_make(struct step *s, struct features *ret);

#endif
