/* How GDAL is set up for the process: no network unless it is allowed, and no code out of data. */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_http.h>
#include <gdal.h>

#include "load/gdal_words.h"
#include "load/load.h"
#include "load/open.h"
#include "load/read_only.h"

static CPLHTTPResult *refuse_fetch(const char *url, CSLConstList options, GDALProgressFunc progress,
                                   void *progress_arg, CPLHTTPFetchWriteFunc write, void *write_arg,
                                   void *ctx)
{
    (void)options, (void)progress, (void)progress_arg, (void)write, (void)write_arg, (void)ctx;
    CPLError(CE_Failure, CPLE_AppDefined, "'%s' is on the network, and network access is off", url);
    return NULL;
}

static void *refuse_open(void *ctx, const char *path, const char *mode)
{
    (void)ctx, (void)mode;
    CPLError(CE_Failure, CPLE_AppDefined, "'%s' is on the network, and network access is off",
             path);
    return NULL;
}

static int refuse_stat(void *ctx, const char *path, VSIStatBufL *stat, int flags)
{
    (void)ctx, (void)path, (void)stat, (void)flags;
    return -1;
}

/* Drivers that only talk to servers, or open other sources that a file names. OGR_VRT does so too: it
 * gets the files only that vrt.c has checked (open.c). */
static const char *const drivers_off[] = {
    "VRT",  "WFS",          "OAPIF", "CSW",        "OGCAPI",   "GMLAS",
    "HTTP", "Carto",        "NGW",   "AmigoCloud", "PLSCENES", "Elasticsearch",
    "EEDA", "MSSQLSpatial", "ODBC",  "PGeo",       "GPSBabel",
};

/* GDAL's file systems on the network. */
static const char *const prefixes_off[] = {
    "/vsicurl/",
    "/vsicurl_streaming/",
    "/vsis3/",
    "/vsis3_streaming/",
    "/vsigs/",
    "/vsigs_streaming/",
    "/vsiaz/",
    "/vsiaz_streaming/",
    "/vsiadls/",
    "/vsioss/",
    "/vsioss_streaming/",
    "/vsiswift/",
    "/vsiswift_streaming/",
    "/vsihdfs/",
    "/vsiwebhdfs/",
    "/vsicurl?",
};

static void shut_network(void)
{
    CPLHTTPSetFetchCallback(refuse_fetch, NULL);

    for (size_t i = 0; i < sizeof prefixes_off / sizeof *prefixes_off; i++) {
        VSIFilesystemPluginCallbacksStruct *shut = VSIAllocFilesystemPluginCallbacksStruct();
        shut->open = refuse_open;
        shut->stat = refuse_stat;
        VSIInstallPluginHandler(prefixes_off[i], shut);
        VSIFreeFilesystemPluginCallbacksStruct(shut);
    }

    for (size_t i = 0; i < sizeof drivers_off / sizeof *drivers_off; i++) {
        GDALDriverH driver = GDALGetDriverByName(drivers_off[i]);
        if (driver)
            GDALDeregisterDriver(driver);
    }
}

void load_init(bool allow_network)
{
    (void)allow_network; /* gdal_drivers gets it again, when a driver is needed */

    /* What no listener hears is not printed. */
    CPLSetErrorHandler(CPLQuietErrorHandler);
    CPLSetConfigOption("GDAL_VRT_ENABLE_PYTHON", "NO");
    CPLSetConfigOption("GML_DOWNLOAD_SCHEMA", "NO");
    CPLSetConfigOption("CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO"); /* a file beside the .gz */
}

void gdal_drivers(bool allow_network)
{
    if (GDALGetDriverCount())
        return;

    struct gdal_words words;
    gdal_listen(&words);
    GDALAllRegister();
    read_only_install();
    if (!allow_network)
        shut_network();
    gdal_unlisten(&words);
}
