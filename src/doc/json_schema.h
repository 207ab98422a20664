/* The language as a JSON Schema (draft 2020-12), printed from the tables that check documents.
 *
 * What it refuses, schema_check refuses too; the other way round it is coarser: it knows nothing of
 * names, of expressions and of keys that go with each other. */
#ifndef LODE_DOC_JSON_SCHEMA_H
#define LODE_DOC_JSON_SCHEMA_H

#include "doc/schema.h"

struct json_schema {
    const struct value *root;
    const char *title, *description;
    const char *const *endings[FILES_BOOK + 1]; /* of the names of such files, ".png"; NULL after
                                                   the last of them */
};
struct str json_schema_text(struct arena *a, const struct json_schema *schema);

#endif
