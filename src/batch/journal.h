/* The journal of a batch: append-only, one JSON object a line, beside the outputs. A page is done
 * when its files stand under their names and its line is on the disk.
 *
 * A run begins; says what there is to do, when that has changed, and that this was all of it; draws
 * pages; makes books; ends. Without "end" it was cut off.
 *
 *   {"event":"run","at":..,"version":1,"lode":..,"map":..,"pages":34,"shard":"2/4"}
 *   {"event":"page","page":3,"key":"AF-KAB","title":..,..}
 *   {"event":"plan","hash":..}
 *   {"event":"start","page":3,"key":"AF-KAB"}
 *   {"event":"done","page":3,"key":"AF-KAB","digest":..,"parts":{..},
 *    "files":[{"name":..,"bytes":..}],..}
 *   {"event":"failed","page":3,"key":"AF-KAB","reason":..,"attempts":2}
 *   {"event":"retry","page":3,"key":"AF-KAB","reason":..}
 *   {"event":"book","name":..,"digest":..,"bytes":..}
 *   {"event":"end","at":..,"status":"all"}
 *
 * Pages count from 1, names are seen from the output folder, times are UTC. A last line that a
 * crash tore off is cut away when the journal is opened again.
 */
#ifndef LODE_BATCH_JOURNAL_H
#define LODE_BATCH_JOURNAL_H

#include "batch/job.h"

struct json_object;

enum {
    JOURNAL_VERSION = 1,          /* of the lines: their meaning may change with a new version */
    JOURNAL_PAGES_MAX = 10000000, /* pages and shards that a line may speak of */
};

struct journal {
    struct str path;
    int fd;            /* -1: not open */
    size_t good_bytes; /* whole lines on the disk */
    struct arena *arena;
    ARRAY(char) held; /* lines not yet written */
};

/* Open, or make, and lock it; cut off a torn last line. Fails: LODE_IO, also when another run has
 * it. */
bool journal_open(struct arena *a, struct str path, struct journal *ret, struct lode_err *err);

/* Add the key "at" to a line and hold it until the next flush. Takes `line` over. */
void journal_put(struct journal *j, struct json_object *line);

/* Write the lines that are held, and wait until they are on the disk. When that fails (full disk)
 * the journal ends with its last whole line, as before. */
bool journal_flush(struct journal *j, struct lode_err *err);

/* Accepts one that is not open. */
void journal_close(struct journal *j);

/* An event with a page's number (counted from 0 here) and key. */
struct json_object *journal_event(const char *event);
struct json_object *journal_page_event(const char *event, size_t page, struct str key);
void journal_add_text(struct json_object *to, const char *key, struct str text);
void journal_add_hash(struct json_object *to, const char *key, uint64_t hash); /* 16 digits */
bool journal_hash(struct json_object *of, const char *key, uint64_t *ret);
struct str journal_text(struct json_object *of, const char *key); /* borrowed; empty: none */
int64_t journal_number(struct json_object *of, const char *key);  /* 0: none, or below 0 */

/* Call `line` for each whole line of a journal; those that are no JSON objects are counted. False
 * only when the file cannot be read; a file that is not there has no lines. */
bool journal_each(struct arena *a, struct str path,
                  void (*line)(void *ctx, struct json_object *event), void *ctx, size_t *ret_broken,
                  struct lode_err *err);

#endif
