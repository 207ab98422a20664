/* Which part of the pages a task makes: of N shards the I-th (from 1) has the pages I, I + N, I +
 * 2N ... Neighbours cost about the same, so that shards taken in turns are even. */
#ifndef LODE_BATCH_SHARD_H
#define LODE_BATCH_SHARD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct shard {
    size_t i, n; /* n 0: all pages */
};

/* "2/4"; "slurm" or "slurm/N", from the environment of an array job; "k8s" or "k8s/N", from that of
 * an Indexed Job (`lookup` is getenv). Fails: LODE_USAGE. */
bool shard_parse(const char *text, const char *(*lookup)(const char *name), struct shard *ret,
                 struct lode_err *err);

bool shard_has(const struct shard *s, size_t page);

/* "2/4" in `a`; empty for all. And as a name of a file, "2-of-4". */
struct str shard_text(struct arena *a, const struct shard *s);
struct str shard_file_name(struct arena *a, const struct shard *s);

#endif
