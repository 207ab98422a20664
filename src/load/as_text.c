/* How columns of texts get their types: GDAL's, unless a value is a code that the type would change. */
#include "load/as_text.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <glib.h>
#include <string.h>

#include "load/bytes.h"
#include "load/gdal_words.h"
#include "load/json_numbers.h"
#include "load/open.h"
#include "load/reading.h"
#include "load/spelling.h"

/* So much of the values is looked at before a column has its type, as GDAL looks at one megabyte of the
 * file. Measured: a megabyte takes 20 ms. */
enum { LOOKED_AT_BYTES = 1 << 20 };

static bool is_time(OGRFieldType type)
{
    return type == OFTDate || type == OFTTime || type == OFTDateTime;
}

/* Whether GDAL made something else of a text. `times`: a date or a time. */
static bool has_guessed_column(GDALDatasetH dataset, bool times)
{
    for (int k = 0; k < GDALDatasetGetLayerCount(dataset); k++) {
        OGRFeatureDefnH defn = OGR_L_GetLayerDefn(GDALDatasetGetLayer(dataset, k));
        for (int i = 0; i < OGR_FD_GetFieldCount(defn); i++) {
            OGRFieldType type = OGR_Fld_GetType(OGR_FD_GetFieldDefn(defn, i));
            if (times ? is_time(type) : type != OFTString)
                return true;
        }
    }
    return false;
}

/* The text as a file in memory, with the name of the file. */
static void put_in_memory(struct reading *r, GString *text, struct as_text *t)
{
    t->memory_dir = str_c(r->arena, str_format(r->arena, "/vsimem/lode-json-%p", (void *)text));
    t->memory = str_c(r->arena, str_format(r->arena, "%s/%s", t->memory_dir,
                                           CPLGetFilename(str_c(r->arena, r->path))));

    gsize n = text->len;
    GByte *bytes = CPLMalloc(n + 1); /* freed with the file in memory */
    memcpy(bytes, text->str, n + 1);
    g_string_free(text, TRUE);
    VSIFCloseL(VSIFileFromMemBuffer(t->memory, bytes, n, TRUE));
}

/* JSON with numbers beyond GDAL's is rewritten. GDAL takes 12-11-10 for a date and 10:30 for a time. */
static void open_json(struct reading *r, GDALDatasetH dataset, const char *driver,
                      struct as_text *t)
{
    const char *path = str_c(r->arena, r->path);
    bool odd = has_guessed_column(dataset, true) && json_has_odd_dates(path);
    GString *text = json_numbers_quoted(path, dataset);
    if (text)
        put_in_memory(r, text, t);
    if (!text && !odd)
        return;

    const char *const only[] = {driver, NULL}, *const options[] = {"DATE_AS_STRING=YES", NULL};
    t->dataset = GDALOpenEx(t->memory ? t->memory : path, GDAL_OF_VECTOR | GDAL_OF_READONLY, only,
                            odd ? options : NULL, NULL);
}

/* Whether the .csvt beside a table states types, and no geometry, which only GDAL reads. */
static bool states_types(struct reading *r)
{
    static const char *const shapes[] = {"coord", "point", "wkt"};
    const char *path = bytes_beside(r->arena, str_c(r->arena, r->path), "csvt");
    GByte *bytes = NULL;
    if (!path || !VSIIngestFile(NULL, path, &bytes, NULL, -1))
        return false;

    char *low = g_ascii_strdown((const char *)bytes, -1);
    bool ret = true;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        ret &= !strstr(low, shapes[i]);
    g_free(low);
    CPLFree(bytes);
    return ret;
}

void as_text_open(struct reading *r, GDALDatasetH dataset, const char *driver,
                  struct gdal_words *io_words, struct as_text *ret)
{
    struct as_text t = {0};
    struct gdal_words words;
    gdal_listen(&words);
    if (strcmp(driver, "CSV") == 0 || strcmp(driver, "GML") == 0) {
        r->csv.types_beside = strcmp(driver, "CSV") == 0 && states_types(r);
        if (has_guessed_column(dataset, false))
            t.dataset = open_dataset_as_text(
                r->arena, r->path, driver,
                &(struct open_params){.allow_network = r->params->allow_network,
                                      .typed_places = r->csv.typed_places,
                                      .as_text = true,
                                      .hide_types = r->csv.types_beside});
    } else if (strstr(driver, "JSON")) {
        open_json(r, dataset, driver, &t);
    }

    gdal_unlisten(&words);
    if (t.dataset)
        *io_words = words;
    *ret = t;
}

void as_text_close(struct as_text *t)
{
    if (t->dataset)
        GDALClose(t->dataset);
    if (t->memory_dir)
        VSIRmdirRecursive(t->memory_dir);
}

/* A column whose type is not decided yet. */
struct undecided {
    struct column_builder *column;
    enum col_type type; /* GDAL's */
    size_t n_values, n_codes, n_plus, n_minus;
    uint32_t words; /* of a boolean */
    bool small_letters;
    struct str first_code;
    int64_t fid;
    size_t least_decimals, most_decimals; /* of numbers that have some */
};

/* Numbers that a program wrote have the same decimals all over, or no zeros at their ends. Longer ones
 * are measured, and no versions. Taste. */
enum { VERSION_DECIMALS = 3 };

static void look_at_decimals(struct reading *r, struct undecided *u, struct str s, int64_t fid)
{
    size_t point;
    s = str_trim(s);
    if (!str_find(s, STR("."), &point) || point + 1 == s.len)
        return;

    size_t n = s.len - point - 1;
    u->least_decimals = u->least_decimals && u->least_decimals < n ? u->least_decimals : n;
    u->most_decimals = u->most_decimals > n ? u->most_decimals : n;
    if (s.p[s.len - 1] == '0' && !u->column->padded.n++)
        u->column->padded = (struct misfits){1, fid, str_copy(r->arena, str_head(s, 60))};
}

static bool is_coordinate(const struct reading *r, struct str name)
{
    return str_eq(r->source->x.s, name) || str_eq(r->source->y.s, name);
}

static size_t list_undecided(struct reading *r, OGRLayerH typed, struct undecided *list)
{
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(typed);
    size_t n = 0;
    for (size_t i = 0; i < r->n_columns; i++) {
        struct column_builder *c = &r->columns[i];
        int field = OGR_FD_GetFieldIndex(defn, str_c(r->arena, c->name));
        if (c->type != COL_TEXT || field < 0)
            continue; /* a type that the file states */

        enum col_type type = column_type_of(OGR_FD_GetFieldDefn(defn, field));
        if (type != COL_TEXT)
            list[n++] = (struct undecided){.column = c, .type = type};
    }
    return n;
}

static void look_at_spelling(struct reading *r, struct undecided *u, struct str s, int64_t fid)
{
    enum spelling spelling = spelling_of(s, u->type, u->column->comma);
    struct misfits *perhaps = &u->column->perhaps;
    u->n_minus += s.p[0] == '-';
    u->n_plus += spelling == SPELLING_PLUS;
    if (u->type == COL_BOOL) {
        u->words |= spelling_word(s);
        for (size_t i = 0; i < s.len; i++)
            u->small_letters |= g_ascii_islower(s.p[i]);
    }

    if (spelling && spelling != SPELLING_CODE && !perhaps->n++)
        *perhaps = (struct misfits){1, fid, str_copy(r->arena, str_head(s, 60))};
    if (spelling == SPELLING_CODE && !u->n_codes++) {
        u->first_code = str_copy(r->arena, str_head(s, 60));
        u->fid = fid;
    }
}

static void look_at(struct reading *r, struct undecided *u, OGRFeatureH feature)
{
    if (!OGR_F_IsFieldSetAndNotNull(feature, u->column->field))
        return;

    struct str s = str_of(OGR_F_GetFieldAsString(feature, u->column->field));
    u->n_values += s.len > 0;
    /* GDAL takes a decimal comma for one where the values are separated by semicolons. */
    u->column->comma |= u->type == COL_REAL && s.len && memchr(s.p, ',', s.len);
    if (s.len)
        look_at_spelling(r, u, s, OGR_F_GetFID(feature));
    if (u->type == COL_REAL)
        look_at_decimals(r, u, s, OGR_F_GetFID(feature));
}

/* So much of the file a row takes, with a mark after each value. */
static size_t row_bytes(OGRFeatureH feature)
{
    size_t ret = 0;
    for (int i = 0; i < OGR_F_GetFieldCount(feature); i++)
        ret += strlen(OGR_F_GetFieldAsString(feature, i)) + 1;
    return ret;
}

/* Whether a code may be meant as a number or a boolean after all; zeros before digits, and digits
 * beyond 64 bits, never are. */
static bool is_doubtful(const struct undecided *u)
{
    struct str s = u->first_code;
    return str_starts(s, STR("+")) || u->type == COL_BOOL || memchr(s.p, 'e', s.len) ||
           memchr(s.p, 'E', s.len);
}

/* What may be a code is one where the rest of the column does not speak for a number or a boolean. */
static void settle_perhaps(struct undecided *u)
{
    struct misfits *perhaps = &u->column->perhaps;
    bool phones = u->n_plus && !u->n_minus;
    bool words = u->type == COL_BOOL && perhaps->n &&
                 !spelling_words_are_boolean(u->words, !u->small_letters);
    u->column->words = u->words;
    if (!u->n_codes && (phones || words)) {
        u->n_codes = perhaps->n;
        u->first_code = perhaps->first;
        u->fid = perhaps->fid;
    }
}

static void decide(struct reading *r, struct undecided *u)
{
    bool number = u->type == COL_INT || u->type == COL_REAL;
    settle_perhaps(u);
    if (u->n_codes && !r->csv.types_beside && !(number && is_coordinate(r, u->column->name))) {
        u->column->doubted = is_doubtful(u);
        u->column->looked_like = u->type;
        u->column->codes = (struct misfits){u->n_codes, u->fid, u->first_code};
        return;
    }

    if (r->csv.types_beside)
        u->column->perhaps.n = 0;
    if (u->least_decimals == u->most_decimals || u->most_decimals > VERSION_DECIMALS ||
        is_coordinate(r, u->column->name))
        u->column->padded.n = 0;
    u->column->type = u->type;
    u->column->converted = true;
    u->column->guessed = !(r->csv.types_beside && u->type == COL_BOOL); /* 0 and 1 are no codes */
}

void as_text_decide(struct reading *r, OGRLayerH typed, OGRLayerH text)
{
    struct undecided *list = arena_array(r->arena, struct undecided, r->n_columns + 1);
    size_t n = list_undecided(r, typed, list), bytes = 0;
    OGRFeatureH feature;

    while (n && bytes < LOOKED_AT_BYTES && (feature = OGR_L_GetNextFeature(text))) {
        for (size_t i = 0; i < n; i++)
            look_at(r, &list[i], feature);
        bytes += row_bytes(feature);
        OGR_F_Destroy(feature);
    }

    OGR_L_ResetReading(text);
    for (size_t i = 0; i < n; i++)
        decide(r, &list[i]);
}
