/* What a batch is asked to make: pages, the books that they are put into, and how one is drawn.
 * Knows nothing of maps, so that the engine can be tested with pages that crash, hang and fail. */
#ifndef LODE_BATCH_JOB_H
#define LODE_BATCH_JOB_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct batch_page {
    struct str key;          /* unique */
    struct str title, label; /* in a book: bookmark, page label */
    const struct str *files; /* to be made; as they are opened */
    size_t n_files;
    struct str leaf; /* the PDF of this page that its book takes; empty: in no book */
};

/* Pages first .. first + n - 1, in one PDF. A job has them in the order of their pages. */
struct batch_book {
    struct str path, title;
    size_t first, n;
};

/* What a page depends on, part by part. */
struct batch_part {
    struct str name;
    uint64_t hash;
    bool follows; /* named as the reason for drawing only when no other part has changed */
};

struct batch_digest {
    const struct batch_part *parts;
    size_t n;
    uint64_t all;
};

struct batch_job {
    struct str name;   /* of the journal's folder, which is `folder`/`name`.batch */
    struct str folder; /* in which all files lie */
    struct str map;    /* the document, for the journal and for hints; may be empty */
    const struct batch_page *pages;
    size_t n;
    const struct batch_book *books;
    size_t n_books;
    /* Called in a worker: make all files of the page and its leaf. Findings go to `findings`. */
    bool (*draw)(void *ctx, size_t page, struct diags *findings, struct lode_err *err);
    /* Called in the parent; result in `a`. */
    bool (*digest)(void *ctx, size_t page, struct arena *a, struct batch_digest *ret,
                   struct lode_err *err);
    void *ctx;
};

/* Where the journals of the job lie, `folder`/`name`.batch. */
struct str batch_state_folder(struct arena *a, const struct batch_job *job);

/* `path` seen from the job's folder; journals and reports name files so, and can be moved. */
struct str batch_inner(const struct batch_job *job, struct str path);

/* Whether a name that is seen from the folder stays in it: not absolute, without "..". */
bool batch_is_inside(struct str name);

/* Everything that must hold before any work: keys that are there and unique, files that are unique
 * and inside the folder. Fails: LODE_DATA. */
bool batch_job_check(struct arena *a, const struct batch_job *job, struct lode_err *err);

/* Make the folders of all files, and the journals' own. Fails: LODE_IO. */
bool batch_make_folders(struct arena *a, const struct batch_job *job, struct lode_err *err);

/* Make `folder` and those above it. */
bool batch_make_folder(struct arena *a, struct str folder, struct lode_err *err);

#endif
