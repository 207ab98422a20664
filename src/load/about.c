/* What `lode info` says of the GDAL that is installed: its version, and where its data lies. */
#include <cpl_conv.h>
#include <gdal.h>

#include "base/arena.h"
#include "load/load.h"

const char *gdal_library_version(void)
{
    return GDALVersionInfo("RELEASE_NAME");
}

struct str gdal_data_path(struct arena *a)
{
    /* A file that comes with every GDAL, so that its path shows which folder was found. */
    const char *found = CPLFindFile("gdal", "gdalvrt.xsd");
    struct str path = found ? str_of(found) : STR("?/gdalvrt.xsd");
    return str_copy(a, str_head(path, path.len - sizeof "/gdalvrt.xsd" + 1));
}
