/* Files: read whole, and written whole or not at all.
 *
 * An `outfile` is a temporary beside its target. outfile_commit flushes and renames it;
 * outfile_abandon (or commit failing) removes it and leaves the old file as it was. Signals that
 * end the process remove what is open too: call outfile_remove_all from a handler
 * (it is async-signal-safe). */
#ifndef LODE_BASE_FILE_H
#define LODE_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/* The bytes of `path` in `a`. Fails: LODE_IO with the system's words; LODE_LIMIT above `max_bytes`. */
bool file_read(struct arena *a, const char *path, size_t max_bytes, struct lode_span at,
               struct str *ret, struct lode_err *err);

/* The text of a small file without what editors and other systems leave in it: a byte order mark,
 * UTF-16, white space and NUL bytes at its ends. */
struct str file_plain_text(struct arena *a, struct str raw);

/* For a file that is not there: when its path has backslashes, hint at slashes and return true. */
bool path_hint_slashes(const char *path, struct lode_err *err);

/* `path` seen from the folder of `from` (a file); absolute paths and those of other schemes
 * ("PG:", "/vsizip/") stay. */
struct str path_beside(struct arena *a, struct str path, const char *from);

/* The name of a file without its folders and its last ending. ".hidden" stays. */
struct str path_stem(struct str path);

/* The folder part of the path of a file; empty when it has none, so that the file is in the working
 * folder. */
struct str path_folder(struct str path);

/* Flush the names in a folder (empty: the working folder) to the disk, so that what was made, renamed
 * and removed there before is so after a power cut too. Fails silently: where a file system cannot do
 * it, no more can be had than the rename. */
void folder_flush(struct arena *a, struct str path);

/* A file while it is written. */
struct outfile {
    char *path, *temporary; /* no temporary: a device or a pipe, written as it stands */
    int fd;
    struct lode_span at;
};

bool outfile_open(struct arena *a, struct str path, struct lode_span at, struct outfile *ret,
                  struct lode_err *err);
bool outfile_write(struct outfile *f, const void *bytes, size_t n, struct lode_err *err);
bool outfile_commit(struct outfile *f, struct lode_err *err);
void outfile_abandon(struct outfile *f); /* accepts a zeroed or committed outfile */
void outfile_remove_all(void);

/* Whether `path` can be made at all: its folder is there and may be written to, or it is a device
 * or a pipe that may be. To be asked before long work; outfile_open finds the same and fails in the
 * same words. */
bool outfile_check(struct arena *a, struct str path, struct lode_span at, struct lode_err *err);

#endif
