/* Values written into a document: the other way round of what `node.h` reads. */
#ifndef LODE_DOC_QUOTE_H
#define LODE_DOC_QUOTE_H

#include "base/str.h"

struct arena;

/* `s`, which is UTF-8, as a YAML scalar that is read as just that text: 'it''s', and "a\nb" where
 * single quotes cannot hold it. */
struct str quote_yaml(struct arena *a, struct str s);
/* `s` as a template that gives just that text: braces doubled. */
struct str quote_template(struct arena *a, struct str s);

#endif
