/* How the layers in a zip are found, named and chosen. */
#include "load/zip.h"

#include <glib.h>

#include "base/arena.h"
#include "base/file.h"
#include "load/bytes.h"
#include "load/open.h"
#include "load/zip_directory.h"

/* Zips in zips in zips: taste. What zips in a zip may unpack to is bounded as other files are
 * (bytes.c). Data shrink to a tenth, seldom to a fiftieth; deflate makes at most 1/1032 of anything. */
enum { NESTED_MAX = 3, SHRINKS_MAX = 200 };
#define LARGE (UINT64_C(1) << 30)

enum rank { RANK_SHAPEFILE, RANK_ZIP, RANK_SHAPES, RANK_TABLE, RANK_NONE };

static const struct {
    const char *ending;
    enum rank rank;
} endings[] = {
    {".shp", RANK_SHAPEFILE},   {".zip", RANK_ZIP},        {".gpkg", RANK_SHAPES},
    {".gdb", RANK_SHAPES},      {".geojson", RANK_SHAPES}, {".geojsonl", RANK_SHAPES},
    {".topojson", RANK_SHAPES}, {".fgb", RANK_SHAPES},     {".kml", RANK_SHAPES},
    {".kmz", RANK_SHAPES},      {".gml", RANK_SHAPES},     {".gpx", RANK_SHAPES},
    {".tab", RANK_SHAPES},      {".mif", RANK_SHAPES},     {".dxf", RANK_SHAPES},
    {".parquet", RANK_SHAPES},  {".sqlite", RANK_SHAPES},  {".json", RANK_TABLE},
    {".csv", RANK_TABLE},       {".tsv", RANK_TABLE},      {".xlsx", RANK_TABLE},
    {".ods", RANK_TABLE},
};

bool zip_is(struct str file)
{
    return (str_ends_as(file, ".zip") || str_ends_as(file, ".kmz")) &&
           !str_starts(file, STR("/vsi"));
}

static enum rank rank_of(struct str path)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (str_ends_as(path, endings[i].ending))
            return endings[i].rank;
    }
    return RANK_NONE;
}

/* ---- finding */

struct found {
    ARRAY(struct zip_layer) layers;
    ARRAY(struct str) inside; /* the path of each in its zip, for people */
    uint64_t unpacked;        /* of zips in zips, all together */
};

/* A file of a geodatabase stands for its folder, which is one dataset. */
static size_t length_of_dataset(struct str path)
{
    size_t at;
    return str_find(path, STR(".gdb/"), &at) ? at + strlen(".gdb") : path.len;
}

static void add_layer(struct arena *a, struct found *f, struct str zip, const struct zip_entry *e,
                      enum rank rank)
{
    struct str name = str_head(e->name, length_of_dataset(e->name));
    struct str gdal = str_head(e->gdal, length_of_dataset(e->gdal));
    bool same = f->inside.n && str_eq(f->inside.v[f->inside.n - 1], name) && gdal.len < e->gdal.len;
    if (same)
        return;

    *array_add(a, &f->inside) = name;
    *array_add(a, &f->layers) = (struct zip_layer){
        .path = str_format(a, "/vsizip/{%.*s}/%.*s", STR_FMT(zip), STR_FMT(gdal)),
        .shapefile = rank == RANK_SHAPEFILE,
        .encrypted = e->encrypted,
        .size = e->size,
        .packed = e->packed};
}

static void find_in(struct arena *a, struct str zip, int depth, struct found *f);

static void add_entries(struct arena *a, struct str zip, const struct zip_entry *v, size_t n,
                        enum rank rank, int depth, struct found *f)
{
    for (size_t i = 0; i < n; i++) {
        struct str whole = str_head(v[i].name, length_of_dataset(v[i].name));
        if (v[i].hidden || rank_of(whole) != rank)
            continue;
        if (rank != RANK_ZIP)
            add_layer(a, f, zip, &v[i], rank);
        else if (depth < NESTED_MAX && !v[i].encrypted && (f->unpacked += v[i].size) <= LARGE)
            find_in(a, str_format(a, "/vsizip/{%.*s}/%.*s", STR_FMT(zip), STR_FMT(v[i].gdal)),
                    depth + 1, f);
    }
}

/* The best that the zip holds: shapefiles, else what is in its zips, else other formats. */
static void find_in(struct arena *a, struct str zip, int depth, struct found *f)
{
    struct lode_err ignored = {0};
    struct bytes bytes;
    struct zip_entry *v;
    size_t n, before = f->layers.n;
    if (!bytes_open(a, str_c(a, zip), BYTES_PEEK, (struct lode_span){0}, &bytes, &ignored) ||
        !zip_directory_read(a, bytes, &v, &n))
        return;

    for (int rank = RANK_SHAPEFILE; rank < RANK_NONE && f->layers.n == before; rank++)
        add_entries(a, zip, v, n, (enum rank)rank, depth, f);
}

/* ---- names */

static struct str without_ending(struct str path)
{
    size_t n = path.len;
    while (n && path.p[n - 1] != '.' && path.p[n - 1] != '/')
        n--;
    return n && path.p[n - 1] == '.' ? str_head(path, n - 1) : path;
}

/* How many of the layers have each name that `way` makes of their paths. */
static GHashTable *count_names(struct arena *a, const struct found *f,
                               struct str (*way)(struct str))
{
    GHashTable *counts = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < f->inside.n; i++) {
        char *name = str_c(a, way(f->inside.v[i]));
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, name));
        g_hash_table_insert(counts, name, GUINT_TO_POINTER(n + 1));
    }
    return counts;
}

static bool is_single(GHashTable *counts, struct arena *a, struct str name)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(counts, str_c(a, name))) == 1;
}

static void name_layers(struct arena *a, struct found *f)
{
    GHashTable *stems = count_names(a, f, path_stem), *paths = count_names(a, f, without_ending);

    for (size_t i = 0; i < f->layers.n; i++) {
        struct str inside = f->inside.v[i], *name = &f->layers.v[i].name;
        if (is_single(stems, a, path_stem(inside)))
            *name = path_stem(inside);
        else if (is_single(paths, a, without_ending(inside)))
            *name = without_ending(inside);
        else
            *name = inside;
    }

    g_hash_table_destroy(stems);
    g_hash_table_destroy(paths);
}

/* GDAL puts all files of a .kmz together. It stumbles only over those that are none. */
static bool is_left_to_gdal(struct arena *a, struct str file)
{
    struct lode_err ignored = {0};
    struct bytes bytes;
    struct zip_entry *v;
    size_t n;
    if (!str_ends_as(file, ".kmz") ||
        !bytes_open(a, str_c(a, file), BYTES_PEEK, (struct lode_span){0}, &bytes, &ignored) ||
        !zip_directory_read(a, bytes, &v, &n))
        return str_ends_as(file, ".kmz");

    for (size_t i = 0; i < n; i++) {
        if (v[i].hidden && str_ends_as(v[i].name, ".kml"))
            return false;
    }
    return true;
}

void zip_layers(struct arena *a, struct str file, struct zip_layer **ret, size_t *ret_n)
{
    struct found f = {0};
    if (!is_left_to_gdal(a, file))
        find_in(a, file, 1, &f);
    name_layers(a, &f);
    *ret = f.layers.v;
    *ret_n = f.layers.n;
}

struct str zip_whole(struct arena *a, struct str file)
{
    return str_ends_as(file, ".kmz") ? file : str_format(a, "/vsizip/%.*s", STR_FMT(file));
}

/* ---- choosing */

/* The layer that `word` names, and what is left of the word: "places/rivers" is the layer 'rivers' of a
 * file 'places' with several. The names that GDAL makes are taken too. */
static const struct zip_layer *named(const struct zip_layer *v, size_t n, struct str word,
                                     struct str *ret_rest)
{
    *ret_rest = (struct str){0};
    for (size_t i = 0; i < n; i++) {
        if (str_eq(v[i].name, word) || str_eq(path_stem(v[i].path), word))
            return &v[i];
    }

    for (size_t i = 0; i < n; i++) {
        size_t len = v[i].name.len;
        if (!v[i].shapefile && word.len > len + 1 && str_starts(word, v[i].name) &&
            word.p[len] == '/') {
            *ret_rest = str_from(word, len + 1);
            return &v[i];
        }
    }
    return NULL;
}

bool zip_check_layer(const struct doc_source *source, const struct zip_layer *l,
                     struct lode_err *err)
{
    struct str file = source->file.s;
    if (l->encrypted) {
        lode_fail(err, LODE_DATA, source->file.at,
                  "'%.*s' is encrypted: '%.*s' in it has a password", STR_FMT(file),
                  STR_FMT(l->name));
        return lode_hint(err, "unpack it with the password, and name the file that comes out");
    }

    if (l->size <= LARGE || l->size / SHRINKS_MAX <= l->packed)
        return true;
    lode_fail(err, LODE_DATA, source->file.at,
              "'%.*s' is not unpacked: '%.*s' in it would grow from %.1f MB to %.1f GB",
              STR_FMT(file), STR_FMT(l->name), (double)l->packed / 1e6, (double)l->size / 1e9);
    return lode_hint(err, "if it is meant, unpack it and name the file that comes out");
}

bool zip_path(struct arena *a, const struct doc_source *source, struct str *ret,
              struct str *ret_layer, struct lode_err *err)
{
    struct str word = source->layer.s;
    struct zip_layer *v;
    size_t n;
    zip_layers(a, source->file.s, &v, &n);
    *ret_layer = word;
    if (!n) {
        *ret = zip_whole(a, source->file.s);
        return true;
    }

    const struct zip_layer *chosen = n == 1 ? v : NULL;
    if (word.p && (n > 1 || v->shapefile))
        chosen = named(v, n, word, ret_layer);
    if (!chosen) {
        struct str *names = arena_array(a, struct str, n);
        for (size_t i = 0; i < n; i++)
            names[i] = v[i].name;
        return open_fail_layer(a, source, names, n, err);
    }

    *ret = chosen->path;
    return zip_check_layer(source, chosen, err);
}

const char *zip_shown(struct arena *a, const char *path)
{
    struct str rest = str_of(path);
    size_t at;
    if (!str_starts(rest, STR("/vsizip/{")))
        return path;

    rest = str_from(rest, strlen("/vsizip/{"));
    while (str_starts(rest, STR("/vsizip/{"))) /* a zip in a zip */
        rest = str_from(rest, strlen("/vsizip/{"));

    struct str shown = {0}, part;
    while (str_find(rest, STR("}/"), &at)) {
        part = str_head(rest, at);
        shown = str_format(a, "%.*s%.*s/", STR_FMT(shown), STR_FMT(part));
        rest = str_from(rest, at + 2);
    }
    return str_c(a, str_format(a, "%.*s%.*s", STR_FMT(shown), STR_FMT(rest)));
}
