/* How files packed with gzip and archives of tar are named to GDAL. */
#include "load/packed.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"

static bool ends_like(struct str s, const char *ending)
{
    size_t n = strlen(ending);
    return s.len > n && g_ascii_strncasecmp(s.p + s.len - n, ending, n) == 0;
}

struct str packed_path(struct arena *a, struct str path)
{
    if (str_starts(path, STR("/vsi")))
        return path;
    if (ends_like(path, ".tar") || ends_like(path, ".tar.gz") || ends_like(path, ".tgz"))
        return str_format(a, "/vsitar/%.*s", STR_FMT(path));
    return ends_like(path, ".gz") ? str_format(a, "/vsigzip/%.*s", STR_FMT(path)) : path;
}

struct str packed_name(struct str path)
{
    return ends_like(path, ".gz") ? str_head(path, path.len - 3) : path;
}
