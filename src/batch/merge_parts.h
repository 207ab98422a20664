/* What reading shards (merge.c) and writing the whole (merge_whole.c) share. */
#ifndef LODE_BATCH_MERGE_PARTS_H
#define LODE_BATCH_MERGE_PARTS_H

#include "batch/batch.h"
#include "batch/merge.h"

/* A page of the whole, and the folder in which its files are. */
struct merged_page {
    const struct past_page *past;
    size_t folder;
    bool there;
    struct str trouble;  /* why not */
    bool twice, differs; /* made twice, in whichever folders; with different results */
};

struct merge {
    struct arena *a;
    const struct merge_params *params;
    struct merge_outcome *outcome;
    struct str name;
    struct history *histories; /* of each folder */
    size_t own;                /* the folder that is the output; params->n: none */
    ARRAY(struct merged_page) pages;
    struct _GHashTable *by_key; /* 1 + index */
    size_t planned;             /* pages of the whole atlas */
    size_t shards;              /* 0: not known */
    size_t missing;
    struct str map;
    size_t reported;            /* findings, also those beyond the most that are shown */
    ARRAY(struct str) journals; /* those in the output folder, merged and then removed */
};

/* Bring the files of pages that stand in other folders. Fails: LODE_IO; LODE_DATA for a name that
 * leads out of the folder. */
bool merge_bring(struct merge *m, struct lode_err *err);

/* The journal of the whole, in place of those that it is made of; open at its end. */
bool merge_write_journal(struct merge *m, struct journal *ret, struct lode_err *err);

/* Make the books of which all pages are there. */
bool merge_books(struct merge *m, struct journal *journal, struct lode_err *err);

#endif
