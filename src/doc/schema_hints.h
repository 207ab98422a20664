/* Hints for keys and values that cannot stand where they stand. A hint that `err` has already is kept. */
#ifndef LODE_DOC_SCHEMA_HINTS_H
#define LODE_DOC_SCHEMA_HINTS_H

#include "doc/schema.h"

/* The key of `s` that an unknown name in `map` was likely meant for; empty: none. */
struct str schema_meant_key(const struct section *s, const struct node *map, struct str name);

/* For an unknown key in `map`: how it is written, where below `s` or elsewhere in the document it stands, the
 * nearest key, or all keys. */
void schema_hint_keys(const struct section *document, const struct section *s,
                      const struct node *map, struct str name, struct lode_err *err);

/* For a word of another tool: which of the `n` kinds (of a layer, of a step) it is. False: none. */
bool schema_hint_kind(struct str name, const struct str *kinds, size_t n, struct lode_err *err);

/* The same for a value: which of the words of `v` it is. */
void schema_hint_word(struct str text, const struct value *v, struct lode_err *err);

/* `size: POP_MAX`: a column in place of a constant. Added to the hint, unless that has a better
 * guess. */
void schema_hint_by(const struct node *n, struct lode_err *err);

#endif
