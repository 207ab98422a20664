/* The document that `lode near` runs, written for two files. */
#ifndef LODE_NEAR_DOCUMENT_H
#define LODE_NEAR_DOCUMENT_H

#include "base/str.h"
#include "load/features.h"
#include "lode.h"

struct arena;

struct near_names {
    struct str from, to; /* the sources; equal when a file is compared with itself */
    struct str list;     /* the step with the near_ columns */
};

/* The names of sources and list: from the files' names, and different from each other. */
struct near_names near_document_names(struct arena *a, struct str from_file, struct str to_file,
                                      const struct lode_near_params *params);

/* `from` and `to` are the schemas of the two files. The document names `params->map` as its output
 * and `params->outputs` as its tables. */
struct str near_document(struct arena *a, const struct near_names *names,
                         const struct features *from, struct str from_file,
                         const struct features *to, struct str to_file,
                         const struct lode_near_params *params);

#endif
