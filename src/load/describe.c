/* How `lode info` finds out what a file has in it: everything is read, and what is wrong is listed. */
#include "load/describe.h"

#include <gdal.h>
#include <glib.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>

#include "base/composed.h"
#include "base/file.h"
#include "base/num.h"
#include "load/gdal_words.h"
#include "load/reading.h"
#include "load/table_text.h"
#include "load/to_ogr.h"

/* Taste: so much is enough to see what a column is about. */
enum { SAMPLE_CHARS = 32, SAMPLES = 3 };

#define list_as_broken(r, ...)                                                                     \
    (*array_add((r)->arena, &(r)->findings) = str_format((r)->arena, __VA_ARGS__))

/* ---- columns */

/* The column as its values are told apart: equal texts share their bytes in a layer, but not those whose
 * letters are composed in different ways. */
static struct column column_of_equals(struct arena *a, const struct column *c)
{
    size_t i = 0;
    while (i < c->n && (c->type != COL_TEXT || text_is_composed(c->v.s[i])))
        i++;
    if (i == c->n)
        return *c;

    struct encoding *utf8 = arena_new(a, struct encoding);
    struct text_pool *pool = text_pool_create(a, utf8);
    struct str *texts = arena_array(a, struct str, c->n);
    for (i = 0; i < c->n; i++)
        texts[i] = text_pool_keep(pool, text_composed(a, c->v.s[i]));

    struct column ret = *c;
    ret.v.s = texts;
    return ret;
}

/* A value as 64 bits, which are equal when the values are. */
static uint64_t bits_of(const struct column *c, size_t i)
{
    switch (c->type) {
    case COL_TEXT:
        return (uintptr_t)c->v.s[i].p;
    case COL_BOOL:
        return c->v.b[i];
    default:
        return (uint64_t)c->v.i[i];
    }
}

static int by_bits(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static struct str sample_text(struct arena *a, const struct column *c, size_t i)
{
    GString *text = g_string_new(NULL);
    text_add_value(text, *a, c, i);

    const char *p = text->str;
    size_t chars = 0;
    while (*p && chars < SAMPLE_CHARS) {
        p = g_utf8_next_char(p);
        chars++;
    }

    struct str ret = str_format(a, "%.*s%s", (int)(p - text->str), text->str, *p ? "..." : "");
    g_string_free(text, TRUE);
    return ret;
}

/* The first values that differ, by their `equals`. */
static void find_samples(struct arena *a, const struct column *c, const struct column *equals,
                         struct column_description *d)
{
    uint64_t seen[SAMPLES];
    for (size_t i = 0; i < c->n && d->n_samples < SAMPLES; i++) {
        bool known = column_is_null(c, i);
        for (size_t k = 0; k < d->n_samples; k++)
            known |= seen[k] == bits_of(equals, i);
        if (known)
            continue;

        seen[d->n_samples] = bits_of(equals, i);
        d->samples[d->n_samples++] = sample_text(a, c, i);
    }
}

static void describe_column(struct arena *a, const struct column *c, struct column_description *d)
{
    *d = (struct column_description){.name = c->name, .type = str_of(col_type_name(c->type))};

    struct column equals = column_of_equals(a, c);
    uint64_t *bits = g_new(uint64_t, c->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (!column_is_null(c, i))
            bits[n++] = bits_of(&equals, i);
    }
    d->n_null = c->n - n;

    qsort(bits, n, sizeof *bits, by_bits);
    for (size_t i = 0; i < n; i++)
        d->n_distinct += i == 0 || bits[i] != bits[i - 1];
    g_free(bits);

    find_samples(a, c, &equals, d);
}

/* Whether a column of text holds only numbers. A code like 007 is not a number. */
static bool looks_numeric(const struct column *c)
{
    size_t n = 0;
    for (size_t i = 0; c->type == COL_TEXT && i < c->n; i++) {
        double v;
        struct str s = c->v.s[i];
        if (column_is_null(c, i))
            continue;
        bool code = s.len > 1 && s.p[0] == '0' && s.p[1] != '.';
        if (code || !num_parse(s, &v))
            return false;
        n++;
    }
    return n > 0;
}

static void list_numbers_as_text(struct reading *r, const struct table *t)
{
    for (size_t i = 0; i < t->n_columns; i++) {
        if (looks_numeric(&t->columns[i]))
            list_as_broken(r, "column '%.*s' is text, but holds only numbers",
                           STR_FMT(t->columns[i].name));
    }
}

/* A name of ten characters may have been cut, or may not: that cannot be found out. */
static struct str note_on_columns(const struct reading *r, const struct table *t)
{
    for (size_t i = 0; i < t->n_columns && str_is(r->driver, "ESRI Shapefile"); i++) {
        if (t->columns[i].name.len == 10)
            return STR("names of columns are cut to ten characters by the format");
    }
    return (struct str){0};
}

/* ---- shapes */

/* Polygons that GEOS calls invalid: the first five by number, and why the first one is. */
static void list_invalid(struct reading *r, const struct features *f)
{
    const struct geometry *g = &f->table.geom;
    size_t n = 0;
    struct str list = {0}, why = {0};

    for (size_t i = 0; i < g->n; i++) {
        if (g->kind[i] != GEOM_POLYGON)
            continue;

        struct gdal_words words;
        OGRGeometryH shape = ogr_geometry_of(g, i, false);
        gdal_listen(&words);
        bool valid = OGR_G_IsValid(shape);
        gdal_unlisten(&words);
        OGR_G_DestroyGeometry(shape);
        if (valid)
            continue;

        if (!n)
            why = str_copy(r->arena, str_of(gdal_said(&words)));
        if (n < 5)
            list = str_format(r->arena, "%.*s%s%lld", STR_FMT(list), n ? ", " : "",
                              (long long)f->fid[i]);
        n++;
    }

    if (n)
        list_as_broken(r, "%zu %s invalid: feature %.*s%s%.*s", n,
                       n == 1 ? "polygon is" : "polygons are", STR_FMT(list), n > 5 ? ", ..." : "",
                       STR_FMT(why));
}

/* "points", "mixed (3 points, 1 lines)", "polygons, some multipart". */
static struct str geometry_summary(struct arena *a, const struct table *t)
{
    static const char *const one[] = {"empty", "points", "lines", "polygons"};
    size_t n[4] = {0}, kinds = 0;
    bool several = false;
    struct str list = {0};

    for (size_t i = 0; i < t->geom.n; i++) {
        n[t->geom.kind[i]]++;
        several |= range_length(geometry_parts_of(&t->geom, i)) > 1;
    }

    for (size_t k = GEOM_POINT; k <= GEOM_POLYGON; k++) {
        if (n[k])
            list = str_format(a, "%.*s%s%zu %s", STR_FMT(list), kinds++ ? ", " : "", n[k], one[k]);
    }

    if (kinds > 1)
        return str_format(a, "mixed (%.*s)", STR_FMT(list));
    if (!kinds && !t->kind)
        return STR("none");

    enum geom_kind kind = t->kind;
    for (int k = GEOM_POINT; k <= GEOM_POLYGON; k++)
        kind = n[k] ? (enum geom_kind)k : kind;
    return str_format(a, "%s%s", one[kind], several ? ", some multipart" : "");
}

/* The name of a system, "WGS 84 / UTM zone 42N". */
static struct str crs_name(struct arena *a, struct str crs)
{
    if (!crs.len)
        return STR("not stated");

    struct gdal_words words;
    gdal_listen(&words);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    const char *name =
        OSRSetFromUserInput(srs, str_c(a, crs)) == OGRERR_NONE ? OSRGetName(srs) : NULL;
    struct str ret = name ? str_copy(a, str_of(name)) : crs;
    OSRDestroySpatialReference(srs);
    gdal_unlisten(&words);
    return ret;
}

/* ---- layers */

static bool describe_layer(struct arena *a, const struct doc_source *source, bool allow_network,
                           struct layer_description *ret, struct lode_err *err)
{
    struct features f;
    struct load_params params = {.all_columns = true, .allow_network = allow_network};
    struct reading r = {.arena = a, .source = source, .params = &params, .lenient = true};
    bool ok = reading_load(&r, &f, err);
    reading_abandon(&r);
    if (!ok)
        return false;

    list_invalid(&r, &f);
    list_numbers_as_text(&r, &f.table);

    struct column_description *columns =
        arena_array(a, struct column_description, f.table.n_columns + 1);
    for (size_t i = 0; i < f.table.n_columns; i++)
        describe_column(a, &f.table.columns[i], &columns[i]);

    *ret = (struct layer_description){
        .name = source->name,
        .driver = r.driver,
        .geometry = geometry_summary(a, &f.table),
        .crs_name = f.table.geom.n || f.crs.len ? crs_name(a, f.crs) : STR("none needed"),
        .crs = f.crs,
        .encoding = r.encoding_shown,
        .count = f.table.n,
        .extent = f.table.geom.n ? geometry_box(&f.table.geom) : BOX_EMPTY,
        .columns = columns,
        .n_columns = f.table.n_columns,
        .note = note_on_columns(&r, &f.table),
        .broken = r.findings.v,
        .n_broken = r.findings.n,
    };
    return true;
}

bool describe_file(struct arena *a, const char *path, bool allow_network,
                   struct layer_description **ret, size_t *ret_n, struct lode_err *err)
{
    struct doc_source source = {.file = {.s = str_of(path)}};
    struct str *names;
    size_t n;
    source.name = path_stem(source.file.s);
    if (!load_layer_names(a, &source, allow_network, &names, &n, err))
        return false;

    struct layer_description *layers = arena_array(a, struct layer_description, n + 1);
    for (size_t i = 0; i < (n ? n : 1); i++) {
        if (n)
            source.name = source.layer.s = names[i];
        if (!describe_layer(a, &source, allow_network, &layers[i], err))
            return false;
    }

    *ret = layers;
    *ret_n = n ? n : 1;
    return true;
}
