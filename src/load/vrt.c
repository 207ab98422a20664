/* How the sources that a virtual file of GDAL names are checked before GDAL opens them. */
#include "load/vrt.h"

#include <cpl_minixml.h>
#include <cpl_vsi.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "load/gdal_words.h"

/* GDAL takes a file for a virtual one by the first bytes that it holds in memory: 1024 of them, or as
 * many as a driver before asked for. Both are rounded up. */
enum { HEAD_BYTES = 1 << 12, NAMED_HEAD_BYTES = 1 << 20 };

/* Whether the first `size` bytes of the file, for which `buf` has space, have the mark. */
static bool has_mark(const char *path, char *buf, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, buf, size);
    if (fd >= 0)
        close(fd);
    return n > 0 && memmem(buf, (size_t)n, "<OGRVRTDataSource", 17);
}

bool vrt_is(struct str path)
{
    char name[4096], head[HEAD_BYTES];
    if (path.len >= sizeof name)
        return false;
    memcpy(name, path.p, path.len);
    name[path.len] = '\0';
    return has_mark(name, head, sizeof head);
}

/* Whether `named` is a plain file in the folder, or in one below it. */
static bool stays_in_folder(const CPLXMLNode *node, struct str named)
{
    size_t at;
    const char *relative = CPLGetXMLValue(node, "relativeToVRT", "0");
    return strcmp(relative, "1") == 0 && named.len && named.p[0] != '/' &&
           !str_find(named, STR(".."), &at) && !str_find(named, STR(":"), &at) &&
           !str_find(named, STR("<"), &at) && !str_find(named, STR("{"), &at);
}

static bool check_source(struct arena *a, const CPLXMLNode *node, struct str path,
                         struct lode_span at, struct lode_err *err)
{
    struct str named = str_of(CPLGetXMLValue(node, NULL, ""));
    if (!stays_in_folder(node, named)) {
        lode_fail(err, LODE_DATA, at,
                  "'%.*s' is a virtual file (VRT) that names '%.*s', which is not a file in its "
                  "folder",
                  STR_FMT(path), STR_FMT(named));
        return lode_hint(err, "write <SrcDataSource relativeToVRT=\"1\">, or name the data itself");
    }

    const char *slash = strrchr(str_c(a, path), '/');
    struct str folder =
        slash ? str_head(path, strlen(str_c(a, path)) - strlen(slash) + 1) : STR("");
    struct str file = str_format(a, "%.*s%.*s", STR_FMT(folder), STR_FMT(named));
    if (access(file.p, R_OK) != 0)
        return lode_fail(err, LODE_DATA, at,
                         "'%.*s' is a virtual file (VRT) whose data, '%.*s', cannot be read",
                         STR_FMT(path), STR_FMT(file));

    struct arena scratch = *a;
    return !has_mark(file.p, arena_array(&scratch, char, NAMED_HEAD_BYTES), NAMED_HEAD_BYTES) ||
           lode_fail(err, LODE_DATA, at,
                     "'%.*s' is a virtual file (VRT) that names another, '%.*s'", STR_FMT(path),
                     STR_FMT(file));
}

/* A query or an option may name any data: "select * from '/home/x/y.csv'.y", ATTACH. */
static bool fail_query(const CPLXMLNode *node, struct str path, struct lode_span at,
                       struct lode_err *err)
{
    lode_fail(err, LODE_DATA, at,
              "'%.*s' is a virtual file (VRT) with <%s>, which may name any data", STR_FMT(path),
              node->pszValue);
    return lode_hint(err, "leave it out, or make a file of the layer: ogr2ogr layer.gpkg '%.*s'",
                     STR_FMT(path));
}

static bool is_named(const CPLXMLNode *node, const char *name)
{
    return strcasecmp(node->pszValue, name) == 0;
}

static bool check_sources(struct arena *a, const CPLXMLNode *node, struct str path,
                          struct lode_span at, struct lode_err *err)
{
    for (; node; node = node->psNext) {
        if (node->eType != CXT_Element && node->eType != CXT_Attribute)
            continue; /* to GDAL an attribute is as good as an element */
        if (is_named(node, "SrcDataSource") && !check_source(a, node, path, at, err))
            return false;
        if (is_named(node, "SrcSQL") || is_named(node, "OpenOptions"))
            return fail_query(node, path, at, err);
        if (!check_sources(a, node->psChild, path, at, err))
            return false;
    }
    return true;
}

bool vrt_check(struct arena *a, struct str path, struct lode_span at, struct lode_err *err)
{
    struct gdal_words words;
    gdal_listen(&words);
    CPLXMLNode *tree = CPLParseXMLFile(str_c(a, path));
    gdal_unlisten(&words);
    if (!tree)
        return lode_fail(err, LODE_DATA, at, "cannot read '%.*s' as a virtual file (VRT)%s",
                         STR_FMT(path), gdal_said(&words));

    bool ok = check_sources(a, tree, path, at, err);
    CPLDestroyXMLNode(tree);
    return ok;
}
