/* Puts shards together: their journals into one, their pages into one folder, their books made; and
 * reports what is missing, or was made twice. Needs no document: journals say what was planned. */
#ifndef LODE_BATCH_MERGE_H
#define LODE_BATCH_MERGE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct merge_params {
    const struct str *folders; /* output folders, in which NAME.batch stands; each once */
    size_t n;
    struct str output; /* where all come together; may be one of them */
    void (*tell)(void *ctx, const struct lode_err *what);
    void *ctx;
};

struct merge_outcome {
    size_t pages, there, missing, twice, differing, brought, books;
    bool books_wait;
};

/* Whether both paths are of one folder, however they are written. One that is not there is known by
 * its path alone. */
bool merge_same_folder(struct str a, struct str b);

/* Fails: LODE_IO; LODE_DATA when a folder has no journal. What is missing is reported, and is no
 * failure. */
bool merge_run(struct arena *a, const struct merge_params *params, struct merge_outcome *ret,
               struct lode_err *err);

#endif
