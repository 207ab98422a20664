/* What journals say of each page: what it was made of, when, and into which files. Later events
 * replace earlier ones, whichever journal they stand in. */
#ifndef LODE_BATCH_HISTORY_H
#define LODE_BATCH_HISTORY_H

#include "batch/job.h"

struct past_file {
    struct str name; /* seen from the output folder */
    int64_t bytes;
};

enum past_state { PAST_NONE, PAST_PLANNED, PAST_STARTED, PAST_FAILED, PAST_DONE };

struct past_page {
    struct str key;
    size_t page; /* from 0; as the latest event has it */
    enum past_state state;
    struct str at;     /* of that event; times of one form, so that their order is that of texts */
    size_t journal;    /* the number of the journal that has that event */
    struct str reason; /* PAST_FAILED */
    /* PAST_DONE, or of the last time it was done */
    bool was_done;
    uint64_t digest;
    struct batch_part *parts;
    size_t n_parts;
    struct past_file *files;
    size_t n_files;
    size_t times_done; /* in different journals, for `lode merge` */
    size_t done_in;    /* the number of the last of these journals */
    bool differs;      /* the same page was done in two journals with different digests */
    /* From "page" lines: what a book needs. */
    struct str title, label, leaf, book, book_title;
};

struct past_book {
    struct str name;
    uint64_t digest;
    int64_t bytes;
};

struct history {
    struct arena *arena;
    struct _GHashTable *by_key;
    ARRAY(struct past_page *) pages; /* in the order met */
    ARRAY(struct past_book) books;
    size_t pages_planned;            /* of the last run: of the whole atlas */
    uint64_t plan;                   /* what the last "page" lines were written for; 0: none */
    bool begun, ended;               /* the last run of the last journal read */
    size_t journals;                 /* read so far that were there */
    size_t broken;                   /* lines that are no events */
    struct str last_shard, last_map; /* of the last run of the last journal read */
    bool any_line;
    int64_t version; /* the latest that a journal was written in */
};

void history_init(struct history *ret, struct arena *a);
void history_finish(struct history *h);

/* Add the events of a journal; none when the file is not there. In one journal a later line is a
 * later event, whatever the clock said; between journals times decide. Fails: LODE_IO; LODE_DATA
 * for a journal of a later version. */
bool history_read(struct history *h, struct str path, struct lode_err *err);

/* A page by its key, a book by its name; NULL: no journal has it. */
const struct past_page *history_lookup(const struct history *h, struct str key);
const struct past_book *history_book(const struct history *h, struct str name);

/* Whether the files of a page that was done are there, with the sizes that they had. `folder` is
 * the output folder; `ret_missing` (may be NULL) names the first that is not. */
bool history_files_stand(struct arena *a, const struct past_page *p, struct str folder,
                         struct str *ret_missing);

#endif
