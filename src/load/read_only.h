/* Reading leaves the folder as it was. Some of GDAL's drivers write a file of their own beside the data
 * (.gfs beside GML), and are kept from it by a file system that refuses to write. SQLite moves what
 * waits in a log beside a database (-wal, -journal) into it, whoever opens it: a copy is read. */
#ifndef LODE_LOAD_READ_ONLY_H
#define LODE_LOAD_READ_ONLY_H

#include "base/str.h"

struct arena;

/* What GDAL is to open for the file `path`: the same file, where nothing can be written beside it if
 * its driver might; a copy that ends with the arena; else `path` itself. */
struct str read_only_path(struct arena *a, struct str path);

/* Set that file system up, once for the process. */
void read_only_install(void);

/* Its name, which stands before the path: to be taken out of messages. */
extern const char read_only_prefix[];

#endif
