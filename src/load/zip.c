/* How the shapefiles in a zip are found, named and chosen. */
#include "load/zip.h"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <glib.h>

#include "base/arena.h"
#include "base/file.h"
#include "load/gdal_words.h"
#include "load/open.h"

static bool ends_in(struct str s, const char *ending)
{
    size_t n = strlen(ending);
    return s.len > n && g_ascii_strncasecmp(s.p + s.len - n, ending, n) == 0;
}

bool zip_is(struct str file)
{
    return ends_in(file, ".zip") && !str_starts(file, STR("/vsi"));
}

/* The paths of the shapefiles in the zip, in its order. */
static void find_shapefiles(struct arena *a, struct str file, struct str **ret, size_t *ret_n)
{
    struct gdal_words words;
    gdal_listen(&words);
    char **list = VSIReadDirRecursive(str_c(a, str_format(a, "/vsizip/%.*s", STR_FMT(file))));
    gdal_unlisten(&words);

    *ret = arena_array(a, struct str, (size_t)CSLCount(list) + 1);
    *ret_n = 0;
    for (char **name = list; name && *name; name++) {
        if (ends_in(str_of(*name), ".shp"))
            (*ret)[(*ret_n)++] = str_copy(a, str_of(*name));
    }

    CSLDestroy(list);
}

static struct str without_ending(struct str path)
{
    return str_head(path, path.len - 4);
}

static struct str *name_layers(struct arena *a, const struct str *paths, size_t n)
{
    struct str *names = arena_array(a, struct str, n + 1);
    for (size_t i = 0; i < n; i++) {
        names[i] = path_stem(paths[i]);
        for (size_t k = 0; k < n; k++) {
            if (k != i && str_eq(path_stem(paths[k]), path_stem(paths[i])))
                names[i] = without_ending(paths[i]);
        }
    }
    return names;
}

void zip_layers(struct arena *a, struct str file, struct str **ret_names, size_t *ret_n)
{
    struct str *paths;
    find_shapefiles(a, file, &paths, ret_n);
    *ret_names = name_layers(a, paths, *ret_n);
}

bool zip_path(struct arena *a, const struct doc_source *source, struct str *ret,
              struct lode_err *err)
{
    struct str file = source->file.s, word = source->layer.s, *paths;
    size_t n, chosen = 0;
    find_shapefiles(a, file, &paths, &n);
    if (!n) {
        *ret = str_format(a, "/vsizip/%.*s", STR_FMT(file));
        return true;
    }

    struct str *names = name_layers(a, paths, n);
    while (chosen < n && !(word.p ? str_eq(names[chosen], word) : n == 1))
        chosen++;
    if (chosen == n)
        return open_fail_layer(a, source, names, n, err);

    *ret = str_format(a, "/vsizip/{%.*s}/%.*s", STR_FMT(file), STR_FMT(paths[chosen]));
    return true;
}

const char *zip_shown(struct arena *a, const char *path)
{
    struct str rest = str_of(path);
    if (!str_starts(rest, STR("/vsizip/{")))
        return path;

    rest = str_from(rest, strlen("/vsizip/{"));
    size_t at;
    if (!str_find(rest, STR("}/"), &at))
        return path;

    struct str file = str_head(rest, at);
    return str_c(a, str_format(a, "%.*s%.*s", STR_FMT(file), STR_FMT(str_from(rest, at + 1))));
}
