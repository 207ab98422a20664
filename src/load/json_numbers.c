/* How values of JSON that GDAL would change are found, and long numbers put into quotes. */
#include "load/json_numbers.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <ogr_api.h>
#include <string.h>

#include "base/num.h"

/* 2^53 has 16 digits. */
enum { LONG_DIGITS = 16, CHUNK_BYTES = 1 << 20, CARRY_BYTES = 64 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether a whole number of 16 digits or more stands in `p`, which may still be a part of a text. A
 * row of 16 digits has one at every sixteenth place. */
static bool has_long_number(const char *p, size_t n)
{
    for (size_t i = LONG_DIGITS - 1; i < n; i += LONG_DIGITS) {
        if (!is_digit(p[i]))
            continue;

        size_t from = i, to = i;
        while (from && is_digit(p[from - 1]))
            from--;
        while (to < n && is_digit(p[to]))
            to++;

        bool decimals = from && p[from - 1] == '.', whole = to == n || !strchr(".eE\"", p[to]);
        if (to - from >= LONG_DIGITS && !decimals && whole)
            return true;
        i = to; /* a row of a million decimals is passed once */
    }
    return false;
}

static bool has_odd_date(const char *p, size_t n)
{
    const char *end = p + n, *at = p;
    while (at < end && (at = memchr(at, '"', (size_t)(end - at)))) {
        size_t digits = 0;
        for (at++; at < end && is_digit(*at); at++)
            digits++;
        if (digits && digits < 4 && at < end && strchr("-/:", *at))
            return true;
    }
    return false;
}

/* Whether a part of the file has what `has` looks for. */
static bool search_file(const char *path, bool (*has)(const char *p, size_t n))
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file)
        return false;

    char *buffer = g_malloc(CARRY_BYTES + CHUNK_BYTES);
    size_t carried = 0, got;
    bool found = false;
    while (!found && (got = VSIFReadL(buffer + carried, 1, CHUNK_BYTES, file)) > 0) {
        size_t n = carried + got;
        found = has(buffer, n);
        carried = n < CARRY_BYTES ? n : CARRY_BYTES;
        memmove(buffer, buffer + n - carried, carried);
    }

    g_free(buffer);
    VSIFCloseL(file);
    return found;
}

bool json_has_odd_dates(const char *path)
{
    return search_file(path, has_odd_date);
}

struct rewriting {
    const char *p, *end;
    GString *to;
    GHashTable *reals; /* names of columns of real numbers */
    const char *key;   /* the last one; numbers of an array have that of the array */
    size_t key_len;
    bool key_of_list; /* its value is an array */
    size_t n_quoted;
};

/* The columns that GDAL reads as real numbers. */
static GHashTable *list_reals(GDALDatasetH dataset)
{
    GHashTable *reals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int k = 0; k < GDALDatasetGetLayerCount(dataset); k++) {
        OGRFeatureDefnH defn = OGR_L_GetLayerDefn(GDALDatasetGetLayer(dataset, k));
        for (int i = 0; i < OGR_FD_GetFieldCount(defn); i++) {
            OGRFieldDefnH field = OGR_FD_GetFieldDefn(defn, i);
            if (OGR_Fld_GetType(field) == OFTReal || OGR_Fld_GetType(field) == OFTRealList)
                g_hash_table_add(reals, g_strdup(OGR_Fld_GetNameRef(field)));
        }
    }
    return reals;
}

static bool key_is(const struct rewriting *w, const char *key)
{
    return w->key_len == strlen(key) && memcmp(w->key, key, w->key_len) == 0;
}

static bool is_place(const struct rewriting *w)
{
    static const char *const keys[] = {"coordinates", "bbox", "arcs", "scale", "translate"};
    for (size_t i = 0; w->key && w->key_of_list && i < sizeof keys / sizeof *keys; i++) {
        if (key_is(w, keys[i]))
            return true;
    }
    return false;
}

static bool is_real_column(const struct rewriting *w)
{
    char *key = g_strndup(w->key ? w->key : "", w->key_len);
    bool ret = g_hash_table_contains(w->reals, key);
    g_free(key);
    return ret;
}

static bool must_be_text(const struct rewriting *w, struct str number)
{
    int64_t i;
    double d;
    if (is_place(w))
        return false;
    for (size_t k = number.p[0] == '-'; k < number.len; k++) {
        if (!is_digit(number.p[k]))
            return !num_parse(number, &d); /* 1e+400, of which GDAL 3.6 makes 1 */
    }

    if (number.len < LONG_DIGITS)
        return false;
    if (!num_parse_int(number, &i))
        return true;
    bool rounded = i > INT64_C(1) << 53 || i < -(INT64_C(1) << 53);
    return rounded && (int64_t)(double)i != i && is_real_column(w);
}

static void copy_number(struct rewriting *w)
{
    const char *from = w->p;
    while (w->p < w->end && (is_digit(*w->p) || strchr("+-.eE", *w->p)))
        w->p++;

    struct str number = {from, (size_t)(w->p - from)};
    bool quote = must_be_text(w, number);
    w->n_quoted += quote;
    if (quote)
        g_string_append_c(w->to, '"');
    g_string_append_len(w->to, number.p, (gssize)number.len);
    if (quote)
        g_string_append_c(w->to, '"');
}

/* A string; one with a colon behind it is a key. */
static void copy_string(struct rewriting *w)
{
    const char *from = w->p++;
    while (w->p < w->end && *w->p != '"')
        w->p += *w->p == '\\' && w->p + 1 < w->end ? 2 : 1;

    const char *behind = w->p + 1;
    while (behind < w->end && g_ascii_isspace(*behind))
        behind++;
    if (behind < w->end && *behind == ':') {
        w->key = from + 1;
        w->key_len = (size_t)(w->p - from - 1);
        while (++behind < w->end && g_ascii_isspace(*behind))
            continue;
        w->key_of_list = behind < w->end && *behind == '[';
    }

    w->p += w->p < w->end;
    g_string_append_len(w->to, from, w->p - from);
}

static void rewrite(struct rewriting *w)
{
    while (w->p < w->end) {
        const char *from = w->p;
        while (w->p < w->end && *w->p != '"' && *w->p != '-' && !is_digit(*w->p))
            w->p++;
        g_string_append_len(w->to, from, w->p - from);

        if (w->p < w->end && *w->p == '"')
            copy_string(w);
        else if (w->p < w->end)
            copy_number(w);
    }
}

GString *json_numbers_quoted(const char *path, GDALDatasetH dataset)
{
    GByte *bytes = NULL;
    vsi_l_offset n = 0;
    if (!search_file(path, has_long_number) || !VSIIngestFile(NULL, path, &bytes, &n, -1))
        return NULL;

    struct rewriting w = {.p = (const char *)bytes, .to = g_string_sized_new(n + 64)};
    w.end = w.p + n;
    w.reals = list_reals(dataset);
    rewrite(&w);
    g_hash_table_destroy(w.reals);
    CPLFree(bytes);

    if (w.n_quoted)
        return w.to;
    g_string_free(w.to, TRUE);
    return NULL;
}
