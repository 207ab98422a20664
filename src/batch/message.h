/* What a worker reports of a page to its parent: one frame on a pipe, a length (4 bytes, of this
 * machine) and the bytes that message_pack made. Both ends are the same program. */
#ifndef LODE_BATCH_MESSAGE_H
#define LODE_BATCH_MESSAGE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { MESSAGE_MAX = 4 << 20 }; /* bytes; 200 findings of 1 kB each are a twentieth of it */

struct page_result {
    uint32_t page;
    bool ok;
    struct lode_err err; /* when not ok */
    struct diags findings;
    double wall_ms, processor_ms;
    int64_t peak_kb; /* resident memory of the worker, its most so far */
};

/* In `a`, the length in front. */
struct str message_pack(struct arena *a, const struct page_result *r);

/* Without the length; texts are copied to `a`. False: not what message_pack makes. */
bool message_unpack(struct arena *a, struct str bytes, struct page_result *ret);

#endif
