/* Whether a layer can draw what its features are: a fill needs areas, a marker points. */
#ifndef LODE_KINDS_H
#define LODE_KINDS_H

#include "doc/map_doc.h"
#include "load/features.h"

/* Fails (LODE_SCHEMA, at the layer) when the layer can draw none of `f`; warns, 'wrong-kind', when
 * it leaves some out that no other layer of the same source draws. While only the schema is known,
 * the kind that it promises decides. */
bool kinds_check(const struct map_doc *doc, const struct doc_layer *layer, const struct features *f,
                 struct lode_err *err);

#endif
