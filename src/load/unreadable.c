/* What the files are that people give to lode and that are no vector data: by their first bytes, by
 * their names, and by what GDAL reads as a raster. */
#include "load/unreadable.h"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fcntl.h>
#include <gdal.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "load/gdal_words.h"

/* So many bytes tell what a file is: the title of a web page stands among the first. */
enum { HEAD_MAX = 4096 };

/* What stands at the start of a file (in `text`: after white space, in capitals or not), or how its
 * name ends, and what that means. */
struct kind {
    const char *mark;
    const char *what; /* "'x' ..." */
    const char *hint; /* NULL: none */
};

static const struct kind by_bytes[] = {
    {"version https://git-lfs", "is a pointer of git-lfs; the data itself is not there",
     "fetch it: git lfs pull"},
    {"AC10", "is an AutoCAD drawing (DWG) of a version that GDAL does not read; it reads R2000",
     "save it as DXF, or as DWG 2000"},
    {"%PDF", "is a PDF that has no map layers in it", "ask for the data that it was made from"},
    {"Rar!", "is an archive (RAR), which GDAL does not open", "unpack it, and name the file in it"},
    {"7z\xbc\xaf", "is an archive (7z), which GDAL does not open",
     "unpack it, and name the file in it"},
    {"BZh", "is compressed (bzip2), which GDAL does not open", "unpack it: bunzip2"},
    {"\xfd"
     "7zXZ",
     "is compressed (xz), which GDAL does not open", "unpack it: unxz"},
    {"\x28\xb5\x2f\xfd", "is compressed (zstd), which GDAL does not open", "unpack it: unzstd"},
    {"LASF", "is a point cloud (LAS); lode draws vector layers", NULL},
};

static const struct kind by_text[] = {
    {"<!doctype html", "is a web page (HTML), not data; a download may have failed", NULL},
    {"<html", "is a web page (HTML), not data; a download may have failed", NULL},
    {"<!doctype qgis", "is a project or style of QGIS, which has no data in it",
     "name the files that its layers are made of"},
    {"<qgis", "is a project or style of QGIS, which has no data in it",
     "name the files that its layers are made of"},
    {"<qlr", "is a layer definition of QGIS, which has no data in it",
     "name the file that the layer is made of"},
    {"<styledlayerdescriptor", "is a style (SLD), which has no data in it", NULL},
    {"<error", "is an error message of a server, not data", NULL},
    {"<serviceexception", "is an error message of a server, not data", NULL},
    {"<ows:exception", "is an error message of a server, not data", NULL},
};

static const struct kind by_ending[] = {
    {".shx", "is a part of a shapefile", "name the .shp"},
    {".prj", "is a part of a shapefile: its reference system", "name the .shp"},
    {".qpj", "is a part of a shapefile: its reference system", "name the .shp"},
    {".cpg", "is a part of a shapefile: its encoding", "name the .shp"},
    {".sbn", "is a part of a shapefile: an index", "name the .shp"},
    {".sbx", "is a part of a shapefile: an index", "name the .shp"},
    {".qix", "is a part of a shapefile: an index", "name the .shp"},
    {".dbf", "is the table of a shapefile, and is damaged", NULL},
    {".dat", "is perhaps a part of a MapInfo table", "name the .tab"},
    {".map", "is perhaps a part of a MapInfo table", "name the .tab"},
    {".id", "is perhaps a part of a MapInfo table", "name the .tab"},
    {".ind", "is perhaps a part of a MapInfo table", "name the .tab"},
    {".gfs", "is what GDAL noted about a GML file", "name the .gml"},
    {".xsd", "is the schema of XML data", "name the data itself"},
    {".csvt", "is the types of columns of a CSV file", "name the .csv"},
    {".qgz", "is a project of QGIS, which has no data in it",
     "name the files that its layers are made of"},
    {".lyr", "is a layer file of ArcGIS, which says how data looks and has none in it",
     "name the file that the layer is made of"},
    {".lyrx", "is a layer file of ArcGIS, which says how data looks and has none in it",
     "name the file that the layer is made of"},
    {".mxd", "is a project of ArcGIS, which has no data in it",
     "name the files that its layers are made of"},
    {".aprx", "is a project of ArcGIS, which has no data in it",
     "name the files that its layers are made of"},
    {".mdb", "is an Access database, which GDAL does not read here",
     "save its layers as GeoPackage (.gpkg) or shapefiles"},
    {".accdb", "is an Access database, which GDAL does not read here",
     "save its layers as GeoPackage (.gpkg) or shapefiles"},
    {".sql", "is a dump of a database (SQL)",
     "load it into a database, and name the database: 'PG:dbname=...'"},
    {".yaml", "is perhaps a document of lode, not data", "draw it: lode render FILE"},
    {".yml", "is perhaps a document of lode, not data", "draw it: lode render FILE"},
};

static bool write_down(struct str path, struct lode_span at, const char *what, const char *hint,
                       struct lode_err *err)
{
    *err = (struct lode_err){0};
    lode_fail(err, LODE_DATA, at, "'%.*s' %s", STR_FMT(path), what);
    if (hint)
        lode_hint(err, "%s", hint);
    return true;
}

static struct str read_head(struct arena *a, struct str path)
{
    char *buf = arena_array(a, char, HEAD_MAX);
    VSILFILE *f = VSIFOpenL(str_c(a, path), "rb");
    size_t n = f ? VSIFReadL(buf, 1, HEAD_MAX, f) : 0;
    if (f)
        VSIFCloseL(f);
    return (struct str){buf, n};
}

static bool starts_as(struct str s, const char *mark)
{
    size_t n = strlen(mark);
    return s.len >= n && g_ascii_strncasecmp(s.p, mark, n) == 0;
}

/* The text of a web page's <title>. */
static struct str title_of(struct str head)
{
    size_t from, end;
    if (!str_find(head, STR("<title>"), &from))
        return (struct str){0};

    struct str rest = str_from(head, from + strlen("<title>"));
    if (!str_find(rest, STR("</title>"), &end))
        return (struct str){0};
    rest = str_trim(str_head(rest, end < 60 ? end : 60));
    return str_is_utf8(rest) ? rest : (struct str){0};
}

static struct str without_declaration(struct str s)
{
    size_t end;
    if (str_starts(s, STR("\xef\xbb\xbf")))
        s = str_from(s, 3);
    s = str_trim(s);
    if (str_starts(s, STR("<?xml")) && str_find(s, STR("?>"), &end))
        s = str_trim(str_from(s, end + 2));
    return s;
}

bool unreadable_by_content(struct arena *a, struct str path, struct lode_span at,
                           struct lode_err *err)
{
    struct str head = read_head(a, path), text = without_declaration(head);
    for (size_t i = 0; i < sizeof by_bytes / sizeof *by_bytes; i++) {
        if (str_starts(head, str_of(by_bytes[i].mark)))
            return write_down(path, at, by_bytes[i].what, by_bytes[i].hint, err);
    }

    for (size_t i = 0; i < sizeof by_text / sizeof *by_text; i++) {
        if (!starts_as(text, by_text[i].mark))
            continue;
        struct str title = title_of(head);
        write_down(path, at, by_text[i].what, by_text[i].hint, err);
        return !title.len || !lode_hint(err, "its title is: %.*s", STR_FMT(title));
    }

    if (str_find(str_head(head, 40), STR("Standard Jet DB"), &(size_t){0}) ||
        str_find(str_head(head, 40), STR("Standard ACE DB"), &(size_t){0}))
        return write_down(path, at, "is an Access database, which GDAL does not read here",
                          "save its layers as GeoPackage (.gpkg) or shapefiles", err);
    return false;
}

/* The first names in a zip, "a.csv, b/c.txt, ...". */
static struct str names_in_zip(struct arena *a, struct str path)
{
    struct gdal_words words;
    gdal_listen(&words);
    char **list = VSIReadDirRecursive(str_c(a, str_format(a, "/vsizip/%.*s", STR_FMT(path))));
    gdal_unlisten(&words);

    struct str names = {0};
    for (int i = 0; i < CSLCount(list) && i < 3; i++)
        names = str_format(a, "%.*s%s%s", STR_FMT(names), i ? ", " : "", list[i]);
    if (CSLCount(list) > 3)
        names = str_format(a, "%.*s, ...", STR_FMT(names));
    CSLDestroy(list);
    return names;
}

static bool explain_zip(struct arena *a, struct str path, struct lode_span at, struct lode_err *err)
{
    static const struct kind by_member[] = {
        {"xl/workbook", "is an Excel workbook by what is in it", "give it the ending .xlsx"},
        {"content.xml", "is an OpenDocument file by what is in it",
         "give a spreadsheet the ending .ods"},
        {".qgs", "is a project of QGIS, which has no data in it",
         "name the files that its layers are made of"},
    };

    struct str names = names_in_zip(a, path), head = read_head(a, path);
    size_t found;
    for (size_t i = 0; i < sizeof by_member / sizeof *by_member; i++) {
        if (str_find(names, str_of(by_member[i].mark), &found) ||
            str_find(head, str_of(by_member[i].mark), &found))
            return write_down(path, at, by_member[i].what, by_member[i].hint, err);
    }

    if (!names.len)
        return write_down(path, at, "is a zip that is empty or damaged", NULL, err);
    write_down(path, at, "is a zip without a file that GDAL opens in it", NULL, err);
    return !lode_hint(err, "it has: %.*s; unpack it, and name the file", STR_FMT(names));
}

static bool explain_json(struct str path, struct str head, struct lode_span at, const char *said,
                         struct lode_err *err)
{
    static const char *const geo[] = {"\"FeatureCollection\"", "\"Feature\"", "\"coordinates\"",
                                      "\"Topology\"", "\"geometryType\""};
    size_t found;
    for (size_t i = 0; i < sizeof geo / sizeof *geo; i++) {
        if (!str_find(head, str_of(geo[i]), &found))
            continue;
        *err = (struct lode_err){0};
        lode_fail(err, LODE_DATA, at, "'%.*s' is GeoJSON or its like, and is damaged or cut off%s",
                  STR_FMT(path), strstr(said, "not recognized as") ? "" : said);
        return true;
    }
    return write_down(path, at, "is JSON, but not GeoJSON: it has no features and no geometry",
                      NULL, err);
}

static bool explain_raster(struct arena *a, struct str path, struct lode_span at,
                           struct lode_err *err)
{
    struct gdal_words words;
    gdal_listen(&words);
    GDALDriverH driver = GDALIdentifyDriverEx(str_c(a, path), GDAL_OF_RASTER, NULL, NULL);
    const char *long_name = driver ? GDALGetDriverLongName(driver) : NULL;
    gdal_unlisten(&words);
    if (!long_name)
        return false;

    *err = (struct lode_err){0};
    lode_fail(err, LODE_DATA, at, "'%.*s' is a raster image (%s); lode draws vector layers",
              STR_FMT(path), long_name);
    return true;
}

/* A part of a shapefile leads to the shapefile, if that is there. */
static bool explain_ending(struct arena *a, struct str path, struct lode_span at,
                           struct lode_err *err)
{
    for (size_t i = 0; i < sizeof by_ending / sizeof *by_ending; i++) {
        const struct kind *k = &by_ending[i];
        if (!str_ends_as(path, k->mark))
            continue;

        struct str shp =
            str_format(a, "%.*s.shp", STR_FMT(str_head(path, path.len - strlen(k->mark))));
        bool part = k->hint && strcmp(k->hint, "name the .shp") == 0;
        const char *hint = k->hint;
        if (part)
            hint = access(shp.p, R_OK) == 0 ? str_format(a, "name '%.*s'", STR_FMT(shp)).p
                                            : "ask for the .shp: without it there are no shapes";
        return write_down(path, at, k->what, hint, err);
    }
    return false;
}

static bool is_lock(struct str path)
{
    const char *slash = g_strrstr_len(path.p, (gssize)path.len, "/");
    struct str name = slash ? str_from(path, (size_t)(slash - path.p) + 1) : path;
    return str_starts(name, STR("~$")) || str_starts(name, STR(".~lock."));
}

/* Whether `s` is text: it may end inside a character. */
static bool is_text(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 && !strchr("\t\n\r\f", c))
            return false;
    }
    return s.len > 0;
}

bool unreadable_explain(struct arena *a, struct str path, struct lode_span at, const char *said,
                        struct lode_err *err)
{
    if (is_lock(path))
        return write_down(path, at, "is the lock that an Office program leaves beside an open file",
                          "name the file without '~$' before it", err);
    if (unreadable_by_content(a, path, at, err))
        return true;

    struct str head = read_head(a, path), text = without_declaration(head);
    if (str_starts(head, STR("PK\3\4")) || str_starts(head, STR("PK\5\6")))
        return explain_zip(a, path, at, err);
    if (explain_raster(a, path, at, err) || explain_ending(a, path, at, err))
        return true;
    if (str_starts(head, STR("\xd0\xcf\x11\xe0")))
        return write_down(path, at, "is a file of an old Office program, which GDAL cannot read",
                          "save a table as .xlsx or .csv", err);
    if (text.len && (text.p[0] == '{' || text.p[0] == '['))
        return explain_json(path, text, at, said, err);

    if (!strstr(said, "not recognized as"))
        return false;
    if (text.len && text.p[0] == '<')
        return write_down(path, at, "is XML of a kind that GDAL does not read as vector data", NULL,
                          err);
    if (is_text(head))
        return write_down(path, at, "is a text that is neither a table nor in a format of GDAL's",
                          "a table has a line of names, and the ending .csv", err);
    return false;
}
