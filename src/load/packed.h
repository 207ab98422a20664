/* Files packed with gzip, and archives of tar: GDAL reads both where they lie. */
#ifndef LODE_LOAD_PACKED_H
#define LODE_LOAD_PACKED_H

#include "base/str.h"

struct arena;

/* What GDAL opens for `path`: in its file system for .gz, .tar, .tar.gz and .tgz; `path` itself for all
 * else. */
struct str packed_path(struct arena *a, struct str path);

/* `path` without the ending .gz. */
struct str packed_name(struct str path);

#endif
