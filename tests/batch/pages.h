/* Pages for the engine that crash, hang, fail and kill themselves. Each page writes its key into
 * its file; what it does besides is told by the key's first letter (pages.c). */
#ifndef LODE_TESTS_BATCH_PAGES_H
#define LODE_TESTS_BATCH_PAGES_H

#include "batch/batch.h"

struct fixture {
    struct arena a;
    char *folder;
    struct batch_page *pages;
    struct batch_job job;
    uint64_t version; /* of the digest's part "document" */
    size_t told_errors, told_warnings, shown;
    char last_error[500], last_warning[500];
};

void set_up(struct fixture *f, const void *data);
void tear_down(struct fixture *f, const void *data);
void remove_tree(const char *path);

/* Keys, separated by blanks. */
void make_job(struct fixture *f, const char *keys);

struct wanted {
    struct batch_params params;
    size_t done, unchanged, failed;
    int status;
    bool stops;
};

/* The whole run; what is not as wanted fails the test. */
struct batch run(struct fixture *f, const struct wanted *w);

/* A callback of batch_params; `ctx` is the fixture. */
void tell(void *ctx, const struct lode_err *what);

void expect_files(struct fixture *f, const char *keys);
void expect_no_temporaries(struct fixture *f);

#endif
