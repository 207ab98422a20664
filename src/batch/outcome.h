/* What becomes of a page: its state, its lines in the journal, what is reported of it. */
#ifndef LODE_BATCH_OUTCOME_H
#define LODE_BATCH_OUTCOME_H

#include <sys/types.h>

#include "batch/batch.h"
#include "batch/message.h"

/* A worker was given the page. */
void outcome_started(struct batch *b, size_t page);

/* Fails when one of the page's files is not there. */
bool outcome_done(struct batch *b, size_t page, const struct page_result *r, struct lode_err *err);

/* The page has failed, for good; or, `outcome_retry`, is tried once more. */
void outcome_failed(struct batch *b, size_t page, const struct lode_err *err);
void outcome_retry(struct batch *b, size_t page, struct str why);

/* The failure of a page whose worker died; `printed` is what it printed. */
void outcome_death(struct batch *b, size_t page, struct str why, struct str printed,
                   struct lode_err *ret);

/* Count warnings and notes by rule, and report the warnings, each with its page. */
void outcome_findings(struct batch *b, size_t page, const struct diags *d);

/* The output folder as it is now. */
bool outcome_folder(const struct batch *b, struct folder_id *ret);

/* Whether the output folder is that in which the run began. When it is not, nothing that was made
 * is there: no page counts as made any more, and `ret` says why the run stops. */
bool outcome_folder_stands(struct batch *b, struct lode_err *ret);

/* Whether no further page can be made after this failure, and why. */
bool outcome_is_fatal(const struct batch *b, const struct lode_err *err, struct lode_err *ret);

/* Remove the temporaries that a dead worker left of its page. */
void outcome_sweep(struct batch *b, size_t page, pid_t pid);

/* Calls params.progress, when there is one; `in_work`: keys of the n pages that are being drawn. */
void outcome_progress(struct batch *b, enum batch_moment moment, struct str key,
                      const struct str *in_work, size_t n);

#endif
