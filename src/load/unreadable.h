/* What a file is that could not be opened as vector data, in a sentence for people. */
#ifndef LODE_LOAD_UNREADABLE_H
#define LODE_LOAD_UNREADABLE_H

#include "base/err.h"
#include "base/str.h"

struct arena;

/* Write down what the file `path` is and what to do. False: nothing is known of it, and `err` is as it
 * was. `said`: GDAL's words, ": ..." or "". */
bool unreadable_explain(struct arena *a, struct str path, struct lode_span at, const char *said,
                        struct lode_err *err);

/* Only by what stands at its start: a web page, a pointer of git-lfs, an archive ... whatever its name
 * promises. */
bool unreadable_by_content(struct arena *a, struct str path, struct lode_span at,
                           struct lode_err *err);

#endif
