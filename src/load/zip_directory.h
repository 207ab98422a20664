/* The list of files in a zip, from its central directory: one pass over the bytes at its end. */
#ifndef LODE_LOAD_ZIP_DIRECTORY_H
#define LODE_LOAD_ZIP_DIRECTORY_H

#include "base/str.h"
#include "load/bytes.h"

struct zip_entry {
    struct str name; /* its path in the zip, with '/', in UTF-8: what people see */
    struct str gdal; /* the same as GDAL spells it: names that state no encoding are CP437 to it */
    uint64_t size, packed;
    bool encrypted;
    bool hidden; /* left by a system beside the data: __MACOSX, .DS_Store, Thumbs.db */
};

/* List what `zip` holds, without folders. Names and numbers of a damaged directory are never read beyond
 * the bytes. Returns false when there is no directory; what it lists ends where it makes no sense. */
bool zip_directory_read(struct arena *a, struct bytes zip, struct zip_entry **ret, size_t *ret_n);

/* Whether the file or a folder that it lies in is one that people do not see: its name begins with a dot,
 * or is one of those that systems leave. */
bool zip_name_hidden(struct str path);

#endif
