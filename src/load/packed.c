/* How files packed with gzip and archives of tar are named to GDAL. */
#include "load/packed.h"

#include "base/arena.h"

struct str packed_path(struct arena *a, struct str path)
{
    if (str_starts(path, STR("/vsi")))
        return path;
    if (str_ends_as(path, ".tar") || str_ends_as(path, ".tar.gz") || str_ends_as(path, ".tgz"))
        return str_format(a, "/vsitar/%.*s", STR_FMT(path));
    return str_ends_as(path, ".gz") ? str_format(a, "/vsigzip/%.*s", STR_FMT(path)) : path;
}

struct str packed_name(struct str path)
{
    return str_ends_as(path, ".gz") ? str_head(path, path.len - 3) : path;
}
