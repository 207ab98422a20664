/* The journal of a batch: append-only, one JSON object a line, beside the outputs. A page is done
 * when its files stand under their names and its line is on the disk.
 *
 *   {"event":"run","at":..,"version":1,"lode":..,"map":..,"pages":34,"shard":"2/4"}   a run begins
 *   {"event":"page","page":3,"key":"AF-KAB","title":..,..}               what there is to do, when
 * it has changed
 *   {"event":"plan","hash":..}                                           and that was all of it
 *   {"event":"start","page":3,"key":"AF-KAB"}
 *   {"event":"done","page":3,"key":"AF-KAB","digest":..,"parts":{..},"files":[{"name":..,"bytes":..}],..}
 *   {"event":"failed","page":3,"key":"AF-KAB","reason":..,"attempts":2}
 *   {"event":"book","name":..,"digest":..,"bytes":..}
 *   {"event":"end","at":..,"status":"all"}                                without it the run was
 * cut off
 *
 * Pages count from 1, names are seen from the output folder, times are UTC. A last line that a
 * crash tore off is cut away when the journal is opened again.
 */
#ifndef LODE_BATCH_JOURNAL_H
#define LODE_BATCH_JOURNAL_H

#include "batch/job.h"

struct json_object;

enum {
    JOURNAL_VERSION = 1,          /* of the lines; a later one may mean something else by them */
    JOURNAL_PAGES_MAX = 10000000, /* pages and shards that a line may speak of */
};

struct journal {
    struct str path;
    int fd;            /* -1: not open */
    size_t good_bytes; /* whole lines on the disk */
    struct arena *arena;
    ARRAY(char) held; /* lines not yet written */
};

/* Lock it, cut a torn last line off, go to its end. Fails: LODE_IO; also when another run has it.
 */
bool journal_open(struct arena *a, struct str path, struct journal *ret, struct lode_err *err);

/* Hold a line; `line` is given up. The key "at" is added to it. */
void journal_put(struct journal *j, struct json_object *line);

/* Write what is held and see it onto the disk. When that fails (full disk) the journal ends with
 * its last whole line, as before. */
bool journal_flush(struct journal *j, struct lode_err *err);
void journal_close(struct journal *j);

/* An event with a page's number (counted from 0 here) and key. */
struct json_object *journal_event(const char *event);
struct json_object *journal_page_event(const char *event, size_t page, struct str key);
void journal_add_text(struct json_object *to, const char *key, struct str text);
void journal_add_hash(struct json_object *to, const char *key, uint64_t hash); /* 16 digits */
bool journal_hash(struct json_object *of, const char *key, uint64_t *ret);
struct str journal_text(struct json_object *of, const char *key); /* borrowed; empty: none */
int64_t journal_number(struct json_object *of, const char *key);  /* 0: none above it */

/* Call `line` for each whole line of a journal; those that are no JSON objects are counted. False
 * only when the file cannot be read; a file that is not there has no lines. */
bool journal_each(struct arena *a, struct str path,
                  void (*line)(void *ctx, struct json_object *event), void *ctx, size_t *ret_broken,
                  struct lode_err *err);

#endif
