/* Whether a layer can draw what its features are: a fill needs areas, a marker points. */
#ifndef LODE_KINDS_H
#define LODE_KINDS_H

#include "style/style.h"

/* Fails (LODE_SCHEMA, at the layer) when the layer can draw none of its features; warns,
 * 'wrong-kind', when it leaves some out that pass its filter and that no other layer of the same
 * source draws. Without an `env` all count as passing. While only the schema is known, the kind that it promises decides. */
bool kinds_check(const struct map_doc *doc, const struct style_peer *p, struct lode_err *err);

#endif
