/* How GDAL opens a source, and what a map maker can try when it cannot be opened. */
#include "load/open.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/composed.h"
#include "base/file.h"
#include "load/connection.h"
#include "load/csv_source.h"
#include "load/gdal_words.h"
#include "load/read_only.h"
#include "load/unreadable.h"
#include "load/vrt.h"

/* Hint at the nearest name in the same folder, or say that there is no such folder. */
static void hint_neighbour(struct arena *a, const char *path, struct lode_err *err)
{
    const char *slash = strrchr(path, '/');
    struct str folder = slash ? (struct str){path, (size_t)(slash - path) + 1} : STR("./");
    char **list = VSIReadDir(str_c(a, folder));
    size_t n = (size_t)CSLCount(list);
    struct str *names = arena_array(a, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        names[i] = str_of(list[i]);

    struct str near = str_nearest(str_of(slash ? slash + 1 : path), names, n);
    if (near.p && text_same(near, str_of(slash ? slash + 1 : path)))
        lode_hint(
            err,
            "'%.*s' is there, but its accents are typed in another way: copy the name from the "
            "folder",
            STR_FMT(near));
    else if (near.p)
        lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
    else if (!list)
        lode_hint(err, "there is no folder '%.*s'", STR_FMT(folder));

    CSLDestroy(list);
}

bool open_check_path(struct arena *a, const struct doc_text *file, bool allow_network,
                     struct lode_err *err)
{
    struct str s = file->s;
    if (!allow_network && connection_is_remote(s)) {
        lode_fail(err, LODE_DATA, file->at, "'%.*s' is on the network, and network access is off",
                  STR_FMT(s));
        return lode_hint(err, "allow it with `--allow-network`");
    }
    if (connection_is(s) || str_starts(s, STR("/vsi")) || str_starts(s, STR("{")))
        return true;

    char *path = str_c(a, s);
    if (strlen(path) != s.len)
        return lode_fail(err, LODE_DATA, file->at,
                         "the name of the file has a NUL character in it");

    struct stat st;
    if (stat(path, &st) != 0) {
        lode_fail(err, LODE_DATA, file->at, "cannot read '%s': %s", path, strerror(errno));
        if (errno == ENOENT && !path_hint_slashes(path, err))
            hint_neighbour(a, path, err);
        return false;
    }
    if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return lode_fail(err, LODE_DATA, file->at, "'%s' is %s, not a file", path,
                         S_ISFIFO(st.st_mode)   ? "a pipe"
                         : S_ISSOCK(st.st_mode) ? "a socket"
                                                : "a device");
    if (access(path, S_ISDIR(st.st_mode) ? R_OK | X_OK : R_OK) != 0)
        return lode_fail(err, LODE_DATA, file->at, "cannot read '%s': %s", path, strerror(errno));
    if (S_ISREG(st.st_mode) && st.st_size == 0)
        return lode_fail(err, LODE_DATA, file->at, "'%s' is empty (0 bytes)", path);
    return true;
}

/* The names of all drivers but that of virtual files, to be given to CSLDestroy: what a file names may
 * lie anywhere. */
static char **drivers_but_vrt(void)
{
    char **names = NULL;
    for (int i = 0; i < GDALGetDriverCount(); i++) {
        const char *name = GDALGetDriverShortName(GDALGetDriver(i));
        bool vectors = GDALGetMetadataItem(GDALGetDriver(i), GDAL_DCAP_VECTOR, NULL);
        if (vectors && strcmp(name, "OGR_VRT") != 0)
            names = CSLAddString(names, name);
    }
    return names;
}

/* The drivers that may open `path`; NULL: all. */
static bool choose_drivers(struct arena *a, const struct doc_source *source, struct str path,
                           bool allow_network, char ***ret, struct lode_err *err)
{
    *ret = NULL;
    if (allow_network)
        return true;
    if (!vrt_is(path)) {
        *ret = drivers_but_vrt();
        return true;
    }
    *ret = CSLAddString(NULL, "OGR_VRT");
    return vrt_check(a, path, source->file.at, err);
}

/* A folder may be a source (.gdb), or have sources in it. */
static bool fail_folder(struct arena *a, const struct doc_text *file, struct lode_err *err)
{
    static const char *const endings[] = {".shp", ".gpkg", ".geojson", ".csv", ".gdb", ".kml"};
    lode_fail(err, LODE_DATA, file->at, "'%.*s' is a folder without vector data", STR_FMT(file->s));

    char **list = VSIReadDir(str_c(a, file->s));
    const char *found = NULL;
    for (char **name = list; name && *name && !found; name++) {
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
            if (str_ends(str_of(*name), str_of(endings[i])))
                found = *name;
        }
    }

    if (found)
        lode_hint(err, "name a file in it: '%.*s/%s'", STR_FMT(file->s), found);
    CSLDestroy(list);
    return false;
}

static bool fail_to_open(struct arena *a, const struct doc_text *file,
                         const struct gdal_words *words, struct lode_err *err)
{
    struct stat st;
    const char *said = gdal_said(words);
    bool there = stat(str_c(a, file->s), &st) == 0;
    if (there && S_ISDIR(st.st_mode))
        return fail_folder(a, file, err);
    if (there && unreadable_explain(a, file->s, file->at, said, err))
        return false;

    /* GDAL lists all of its drivers. */
    bool unknown = strstr(said, "not recognized as");
    return lode_fail(err, LODE_DATA, file->at, "cannot read '%.*s' as vector data%s",
                     STR_FMT(file->s), unknown ? ": it is in no format that GDAL knows" : said);
}

/* What GDAL is asked for when it opens a table. */
static const char *const *table_options(struct arena *a, const struct open_params *p)
{
    static const char *const texts[] = {
        "EMPTY_STRING_AS_NULL=YES",
        "KEEP_GEOM_COLUMNS=YES",
        "GEOM_POSSIBLE_NAMES=wkt,geom,geometry,the_geom,wkt_geom",
    };
    const char **ret = arena_array(a, const char *, 7);
    size_t n = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ret[n++] = texts[i];

    if (!p->as_text)
        ret[n++] = "AUTODETECT_TYPE=YES";
    if (!p->typed_places) {
        ret[n++] = "X_POSSIBLE_NAMES=lon,long,lng,longitude,x";
        ret[n++] = "Y_POSSIBLE_NAMES=lat,latitude,y";
    }
    ret[n] = NULL;
    return ret;
}

static GDALDatasetH open_with(struct arena *a, struct str path, char **drivers,
                              const struct open_params *params, unsigned flags)
{
    struct str opened = params->hide_types
                            ? str_format(a, "%s%.*s", read_only_prefix, STR_FMT(path))
                            : read_only_path(a, path);
    return GDALOpenEx(str_c(a, opened), GDAL_OF_VECTOR | GDAL_OF_READONLY | flags,
                      (const char *const *)drivers, csv_is(path) ? table_options(a, params) : NULL,
                      NULL);
}

GDALDatasetH open_dataset_as_text(struct arena *a, struct str path, const char *driver,
                                  const struct open_params *params)
{
    char **only = CSLAddString(NULL, driver);
    CPLSetThreadLocalConfigOption("GML_FIELDTYPES", "ALWAYS_STRING");
    GDALDatasetH ret = open_with(a, path, only, params, 0);
    CSLDestroy(only);
    CPLSetThreadLocalConfigOption("GML_FIELDTYPES", NULL);
    return ret;
}

bool open_dataset(struct arena *a, const struct doc_source *source, struct str path,
                  const struct open_params *params, struct gdal_words *ret_words, GDALDatasetH *ret,
                  struct lode_err *err)
{
    if (!open_check_path(a, &source->file, params->allow_network, err))
        return false;

    char **drivers = NULL;
    gdal_drivers(params->allow_network);
    if (!choose_drivers(a, source, path, params->allow_network, &drivers, err)) {
        CSLDestroy(drivers);
        return false;
    }

    gdal_listen(ret_words);
    GDALDatasetH dataset = open_with(a, path, drivers, params, GDAL_OF_VERBOSE_ERROR);
    gdal_unlisten(ret_words);
    CSLDestroy(drivers);
    if (dataset) {
        *ret = dataset;
        return true;
    }

    return fail_to_open(a, &source->file, ret_words, err);
}

void open_hint_names(struct arena *a, struct str word, const struct str *names, size_t n,
                     const char *owner, struct lode_err *err)
{
    struct str near = str_nearest(word, names, n), list = {0};
    for (size_t i = 0; i < n && list.len < 200; i++)
        list = str_format(a, "%.*s%s%.*s", STR_FMT(list), i ? ", " : "", STR_FMT(names[i]));
    if (list.len >= 200)
        list = str_format(a, "%.*s, ...", STR_FMT(list));

    if (near.p)
        lode_hint(err, "did you mean '%.*s'? %s has: %.*s", STR_FMT(near), owner, STR_FMT(list));
    else
        lode_hint(err, "%s has: %.*s", owner, STR_FMT(list));
}

bool open_fail_layer(struct arena *a, const struct doc_source *source, const struct str *names,
                     size_t n, struct lode_err *err)
{
    struct str word = source->layer.s, file = source->file.s;
    const char *key = source->layer.at.file ? source->layer.at.file : "layer:";
    if (word.p)
        lode_fail(err, LODE_SCHEMA, source->layer.at, "no layer '%.*s' in '%.*s'", STR_FMT(word),
                  STR_FMT(file));
    else
        lode_fail(err, LODE_SCHEMA, source->file.at, "'%.*s' has %zu layers; say which with `%s`",
                  STR_FMT(file), n, key);

    open_hint_names(a, word, names, n, "it", err);
    return false;
}

bool open_is_side_layer(GDALDatasetH dataset, const char *name)
{
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
    return name[0] == '.' && (strcmp(driver, "ESRI Shapefile") == 0 || strcmp(driver, "CSV") == 0);
}

bool open_layer(struct arena *a, GDALDatasetH dataset, const struct doc_source *source,
                OGRLayerH *ret, struct lode_err *err)
{
    int n_all = GDALDatasetGetLayerCount(dataset);
    struct str word = source->layer.s, *names = arena_array(a, struct str, (size_t)n_all + 1);
    size_t n = 0;
    OGRLayerH last = NULL;

    for (int i = 0; i < n_all; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
        const char *name = OGR_L_GetName(layer);
        if (word.p && text_same(word, str_of(name))) {
            *ret = layer;
            return true;
        }
        if (open_is_side_layer(dataset, name))
            continue;
        names[n++] = str_of(name);
        last = layer;
    }

    if (!word.p && n == 1) {
        *ret = last;
        return true;
    }

    if (!n)
        return lode_fail(err, LODE_DATA, source->file.at, "'%.*s' has no vector layer",
                         STR_FMT(source->file.s));
    return open_fail_layer(a, source, names, n, err);
}
