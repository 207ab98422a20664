/* How the values of OGR's fields become typed columns with a mask for missing values. */
#include "load/columns.h"

#include <cpl_string.h>
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expr/date.h"
#include "load/number_text.h"
#include "load/spelling.h"
#include "load/table_text.h"

static size_t value_size(enum col_type type)
{
    return type == COL_TEXT ? sizeof(struct str) : type == COL_BOOL ? 1 : 8;
}

static void *resize(void *p, size_t size, size_t n)
{
    return g_realloc_n(p, n, size);
}

/* The value of a name is the number that its last namesake got, so that many of them take no longer
 * each than the first. */
struct str column_free_name(struct arena *a, GHashTable *taken, struct str name)
{
    char *key = str_c(a, name);
    struct str ret = {key, name.len};
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(taken, key));
    if (number) {
        do
            ret = str_format(a, "%s_%u", key, ++number);
        while (g_hash_table_contains(taken, ret.p));
        g_hash_table_insert(taken, key, GUINT_TO_POINTER(number));
    }

    g_hash_table_insert(taken, (gpointer)ret.p, GUINT_TO_POINTER(1));
    return ret;
}

void column_put(struct column_builder *c, const void *value)
{
    size_t size = value_size(c->type);
    if (c->n == c->cap) {
        c->cap = c->cap ? 2 * c->cap : 64;
        c->v = resize(c->v, size, c->cap);
        if (c->null)
            c->null = resize(c->null, 1, c->cap);
    }

    if (!value && !c->null) {
        c->null = resize(NULL, 1, c->cap);
        memset(c->null, 0, c->n); /* all before it have a value */
    }

    if (c->null)
        c->null[c->n] = !value;

    if (value)
        memcpy((char *)c->v + size * c->n, value, size);
    else
        memset((char *)c->v + size * c->n, 0, size);

    c->n++;
}

struct column column_finish(struct arena *a, struct column_builder *c)
{
    struct column ret = {.name = c->name, .type = c->type, .n = c->n, .null = c->null};
    ret.v.i = c->v;

    if (c->v)
        arena_defer(a, g_free, c->v);
    if (c->null)
        arena_defer(a, g_free, c->null);

    c->v = c->null = NULL;
    return ret;
}

void columns_abandon(struct column_builder *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        g_free(c[i].v);
        g_free(c[i].null);
        c[i].v = c[i].null = NULL;
    }
}

enum col_type column_type_of(OGRFieldDefnH field)
{
    switch (OGR_Fld_GetType(field)) {
    case OFTInteger:
        return OGR_Fld_GetSubType(field) == OFSTBoolean ? COL_BOOL : COL_INT;
    case OFTInteger64:
        return COL_INT;
    case OFTReal:
        return COL_REAL;
    case OFTDate:
        return COL_DATE;
    case OFTDateTime:
        return COL_TIMESTAMP;
    default:
        return COL_TEXT;
    }
}

static void read_time(struct column_builder *c, OGRFeatureH feature)
{
    int year, month, day, hour, minute, zone;
    float second;
    if (!OGR_F_GetFieldAsDateTimeEx(feature, c->field, &year, &month, &day, &hour, &minute, &second,
                                    &zone)) {
        column_put(c, NULL);
        return;
    }

    char text[40];
    int64_t t;
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    if (!date_parse(str_of(text), &t)) {
        column_put(c, NULL);
        return;
    }

    if (c->type == COL_TIMESTAMP) {
        /* OGR's zone: 100 is UTC, and each unit is a quarter of an hour; 0 (unknown) and 1 (local)
         * are taken as UTC. OGR's seconds are a float, which holds thousandths. */
        int64_t east_min = zone > 1 ? (zone - 100) * 15 : 0;
        int64_t ms = llround((double)second * 1000);
        t = (((t * 24 + hour) * 60 + minute - east_min) * 60000 + ms) * 1000;
    }

    column_put(c, &t);
}

static void append_json_text(GString *s, const char *text)
{
    g_string_append_c(s, '"');
    for (const char *p = text; *p; p++) {
        if (*p == '"' || *p == '\\')
            g_string_append_c(s, '\\');
        if ((unsigned char)*p < 0x20)
            g_string_append_printf(s, "\\u%04x", *p);
        else
            g_string_append_c(s, *p);
    }
    g_string_append_c(s, '"');
}

static void append_json_number(GString *s, double d)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append(s, isfinite(d) ? g_ascii_dtostr(digits, sizeof digits, d) : "null");
}

static bool is_list(OGRFieldType type)
{
    return type == OFTStringList || type == OFTIntegerList || type == OFTInteger64List ||
           type == OFTRealList;
}

/* A list as JSON text, ["a","b"], to be given to g_free. */
static char *list_as_json(OGRFeatureH feature, int field, OGRFieldDefnH about)
{
    GString *s = g_string_new("[");
    OGRFieldType type = OGR_Fld_GetType(about);
    bool truth = OGR_Fld_GetSubType(about) == OFSTBoolean;

    int n = 0;
    char **texts = type == OFTStringList ? OGR_F_GetFieldAsStringList(feature, field) : NULL;
    const int *ints =
        type == OFTIntegerList ? OGR_F_GetFieldAsIntegerList(feature, field, &n) : NULL;
    const GIntBig *bigs =
        type == OFTInteger64List ? OGR_F_GetFieldAsInteger64List(feature, field, &n) : NULL;
    const double *reals =
        type == OFTRealList ? OGR_F_GetFieldAsDoubleList(feature, field, &n) : NULL;

    while (texts && texts[n])
        n++;

    for (int i = 0; i < n; i++) {
        if (i)
            g_string_append_c(s, ',');
        if (texts)
            append_json_text(s, texts[i]);
        else if (ints && truth)
            g_string_append(s, ints[i] ? "true" : "false");
        else if (reals)
            append_json_number(s, reals[i]);
        else
            g_string_append_printf(s, "%lld", ints ? (long long)ints[i] : (long long)bigs[i]);
    }

    g_string_append_c(s, ']');
    return g_string_free(s, FALSE);
}

static void read_text(struct column_builder *c, OGRFeatureH feature, struct text_pool *pool)
{
    OGRFieldDefnH field = OGR_F_GetFieldDefnRef(feature, c->field);
    char *own = is_list(OGR_Fld_GetType(field)) ? list_as_json(feature, c->field, field) : NULL;
    struct str s =
        text_pool_keep(pool, str_of(own ? own : OGR_F_GetFieldAsString(feature, c->field)));
    column_put(c, &s);
    g_free(own);
}

void column_count(struct misfits *m, struct str s, int64_t fid, struct text_pool *pool)
{
    if (!m->n++) {
        m->first = text_pool_keep(pool, str_head(s, 60));
        m->fid = fid;
    }
}

/* Whether a value is a code although those that gave the column its type were none. */
static bool is_late_code(const struct column_builder *c, struct str s)
{
    enum spelling spelling = spelling_as_read(s, c->type);
    if (c->type != COL_BOOL)
        return spelling == SPELLING_CODE || (spelling && !c->perhaps.n);
    return spelling && !spelling_words_are_boolean(c->words | spelling_word(s), false);
}

void column_put_text(struct column_builder *c, struct str s, int64_t fid, struct text_pool *pool)
{
    union {
        int64_t i;
        double d;
        uint8_t b;
        struct str s;
    } v;

    if (c->type == COL_TEXT) {
        v.s = text_pool_keep(pool, s);
        column_put(c, &v);
        return;
    }

    bool fits = spelling_read(s, c->type, c->comma, &v);
    if (!fits && c->type == COL_REAL && !c->guessed && number_text_parse(s, &v.d)) {
        fits = true;
        column_count(&c->typed, s, fid, pool);
    }
    column_put(c, fits ? &v : NULL);
    if (!fits && str_trim(s).len)
        column_count(&c->not_of_type, s, fid, pool);
    if (fits && c->guessed && is_late_code(c, s))
        column_count(&c->codes, s, fid, pool);
}

static void count_rounded(struct column_builder *c, OGRFeatureH feature, struct text_pool *pool)
{
    if (c->rounded.n)
        c->rounded.n++;
    else
        column_count(&c->rounded, str_of(OGR_F_GetFieldAsString(feature, c->field)),
                     OGR_F_GetFID(feature), pool);
}

/* A value of one type as the text that lode writes for it, and from there as another type. */
static void read_converted(struct column_builder *c, OGRFeatureH feature, struct text_pool *pool)
{
    OGRFieldDefnH field = OGR_F_GetFieldDefnRef(feature, c->field);
    struct column_builder native = {.type = column_type_of(field), .field = c->field};
    int64_t fid = OGR_F_GetFID(feature);
    if (native.type == COL_TEXT && !is_list(OGR_Fld_GetType(field))) {
        column_put_text(c, str_of(OGR_F_GetFieldAsString(feature, c->field)), fid, pool);
        return;
    }

    column_read(&native, feature, pool);
    struct column one = {.type = native.type, .n = 1, .null = native.null};
    one.v.i = native.v;
    GString *text = g_string_new(NULL);
    struct arena scratch = text_pool_scratch(pool);
    text_add_value(text, scratch, &one, 0);

    if (column_is_null(&one, 0))
        column_put(c, NULL);
    else
        column_put_text(c, (struct str){text->str, text->len}, fid, pool);
    g_string_free(text, TRUE);
    columns_abandon(&native, 1);
}

void column_read(struct column_builder *c, OGRFeatureH feature, struct text_pool *pool)
{
    if (!OGR_F_IsFieldSetAndNotNull(feature, c->field)) {
        column_put(c, NULL);
        return;
    }

    if (c->converted) {
        read_converted(c, feature, pool);
        return;
    }

    switch (c->type) {
    case COL_INT: {
        int64_t v = OGR_F_GetFieldAsInteger64(feature, c->field);
        column_put(c, &v);
        if (v == INT64_MAX || v == INT64_MIN) /* what GDAL makes of larger numbers */
            count_rounded(c, feature, pool);
        break;
    }
    case COL_REAL: {
        double v = OGR_F_GetFieldAsDouble(feature, c->field);
        column_put(c, isfinite(v) ? &v : NULL);
        if (isinf(v))
            column_count(&c->not_of_type, str_of(v > 0 ? "inf" : "-inf"), OGR_F_GetFID(feature),
                         pool);
        else if (fabs(v) >= 0x1p53)
            count_rounded(c, feature, pool);
        break;
    }
    case COL_BOOL: {
        uint8_t v = OGR_F_GetFieldAsInteger(feature, c->field) != 0;
        column_put(c, &v);
        break;
    }
    case COL_DATE:
    case COL_TIMESTAMP:
        read_time(c, feature);
        break;
    case COL_TEXT:
        read_text(c, feature, pool);
        break;
    }
}
