/* The language as a JSON Schema (draft 2020-12), printed from the tables that check documents.
 *
 * What the JSON Schema refuses, schema_check refuses too. schema_check refuses more: a JSON Schema says
 * nothing of names, of expressions and of keys that need each other. */
#ifndef LODE_DOC_JSON_SCHEMA_H
#define LODE_DOC_JSON_SCHEMA_H

#include "doc/schema.h"

struct json_schema {
    const struct value *root;
    const char *title, *description;
    /* How the names of files of each kind end, ".png", up to a NULL. */
    const char *const *endings[FILES_BOOK + 1];
};
struct str json_schema_text(struct arena *a, const struct json_schema *schema);

#endif
