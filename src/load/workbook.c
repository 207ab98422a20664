/* The names of columns in workbooks (.xlsx, .ods, .xls), whose first row may be names or data. */
#include "load/workbook.h"

#include <cpl_conv.h>
#include <glib.h>
#include <stdio.h>

#include "base/arena.h"
#include "load/gdal_words.h"

/* How many rows below the first are looked at. */
enum { LOOKED_AT_ROWS = 20 };

static const char *const headers_options[][2] = {
    {"XLSX", "OGR_XLSX_HEADERS"}, {"ODS", "OGR_ODS_HEADERS"}, {"XLS", "OGR_XLS_HEADERS"}};

/* NULL: no workbook. */
static const char *headers_option(GDALDatasetH dataset)
{
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
    for (size_t i = 0; i < G_N_ELEMENTS(headers_options); i++) {
        if (g_strcmp0(driver, headers_options[i][0]) == 0)
            return headers_options[i][1];
    }
    return NULL;
}

static bool is_made_up(struct str name)
{
    return str_starts(name, STR("Field")) && name.len > 5 && g_ascii_isdigit(name.p[5]);
}

static bool has_made_up_names(OGRFeatureDefnH defn)
{
    for (int i = 0; i < OGR_FD_GetFieldCount(defn); i++) {
        char name[32];
        snprintf(name, sizeof name, "Field%d", i + 1);
        if (g_strcmp0(name, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, i))) != 0)
            return false;
    }
    return OGR_FD_GetFieldCount(defn) > 0;
}

static struct str cell(OGRFeatureH row, int i)
{
    return OGR_F_IsFieldSetAndNotNull(row, i) ? str_trim(str_of(OGR_F_GetFieldAsString(row, i)))
                                              : (struct str){0};
}

static bool begins_like_number(struct str s)
{
    if (s.len && (s.p[0] == '-' || s.p[0] == '+'))
        s = str_from(s, 1);
    return s.len && g_ascii_isdigit(s.p[0]);
}

/* Names are different texts, none of which begins like a number. */
static bool may_be_names(OGRFeatureH row, int n)
{
    for (int i = 0; i < n; i++) {
        struct str name = cell(row, i);
        if (begins_like_number(name))
            return false;
        for (int k = 0; k < i; k++) {
            if (name.len && str_eq(cell(row, k), name))
                return false;
        }
    }
    return true;
}

/* Whether `row` has what looks like a number below a text of `names`. */
static bool has_number_below(OGRFeatureH names, OGRFeatureH row, int n)
{
    for (int i = 0; i < n; i++) {
        if (cell(names, i).len && begins_like_number(cell(row, i)))
            return true;
    }
    return false;
}

static bool first_row_is_names(OGRLayerH layer)
{
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(layer);
    if (!has_made_up_names(defn))
        return false;

    OGR_L_ResetReading(layer);
    int n = OGR_FD_GetFieldCount(defn);
    OGRFeatureH names = OGR_L_GetNextFeature(layer), row;
    bool ret = false;
    if (names && may_be_names(names, n)) {
        for (int i = 0; !ret && i < LOOKED_AT_ROWS && (row = OGR_L_GetNextFeature(layer)); i++) {
            ret = has_number_below(names, row, n);
            OGR_F_Destroy(row);
        }
    }

    if (names)
        OGR_F_Destroy(names);
    OGR_L_ResetReading(layer);
    return ret;
}

bool workbook_open_named(struct arena *a, const struct doc_source *source, struct str path,
                         const struct open_params *params, GDALDatasetH *dataset, OGRLayerH *layer,
                         struct lode_err *err)
{
    const char *option = headers_option(*dataset);
    if (!option || is_made_up(source->x.s) || is_made_up(source->y.s) ||
        !first_row_is_names(*layer))
        return true;

    struct gdal_words words; /* they were said before */
    GDALDatasetH named = NULL;
    CPLSetThreadLocalConfigOption(option, "FORCE");
    bool ok = open_dataset(a, source, path, params, &words, &named, err) &&
              open_layer(a, named, source, layer, err);
    if (ok)
        OGR_L_GetLayerDefn(*layer); /* sheets are read when they are first asked for something */
    CPLSetThreadLocalConfigOption(option, NULL);

    if (named) {
        GDALClose(*dataset);
        *dataset = named;
    }
    return ok;
}
