/* One run at a time in a folder: flock on FOLDER/.lode-batch.lock, held while the run lives. Shards
 * and selections share it among themselves, each with its own journal locked; a whole run has it
 * alone. The system gives it up when the process ends, however it ends. */
#ifndef LODE_BATCH_LOCK_H
#define LODE_BATCH_LOCK_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct lock {
    bool held;
    int fd;
};

/* Fails: LODE_IO when another run has it; the process and machine of one that has it alone are in
 * the message. Where the file system has no locks a warning is logged and nothing is held. */
bool lock_folder(struct arena *a, struct str folder, bool shared, struct lock *ret,
                 struct lode_err *err);

/* Lock an open file, a journal, alone; `path` for the message. */
bool lock_file(int fd, struct str path, struct lode_err *err);

void lock_end(struct lock *l); /* accepts a zeroed lock */

#endif
