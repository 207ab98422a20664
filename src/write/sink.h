/* Where a picture's bytes go: a file by rename, or standard output. */
#ifndef LODE_WRITE_SINK_H
#define LODE_WRITE_SINK_H

#include "base/file.h"
#include "page/scene.h"
#include "write/write.h"

struct sink {
    struct outfile file;
    bool failed; /* err says why; later bytes are dropped */
    struct lode_err *err;
    size_t n_held;
    char held[8192]; /* small pieces, to be written together */
};

/* False when writing has failed, now or before. */
bool sink_put(struct sink *to, const void *bytes, size_t n);

/* Writes what is held; to be called at the end. */
bool sink_flush(struct sink *to);

/* The writers of format.c's rows; `a` is for what is needed meanwhile. Fail: LODE_IO, LODE_LIMIT.
 */
bool png_write(struct sink *to, struct arena *a, const struct scene *s,
               const struct write_params *params);
bool pdf_write(struct sink *to, struct arena *a, const struct scene *s,
               const struct write_params *params);
bool svg_write(struct sink *to, struct arena *a, const struct scene *s,
               const struct write_params *params);

#endif
