#include "fixture.h"

#include <inttypes.h>

#include "base/num.h"

enum { N = 5 };

static const int64_t ids[N] = {1, 2, 3, 4, 5};
static const int64_t pops[N] = {4600000, 2300000, 0, 272806, -7};
static const uint8_t pop_null[N] = {0, 0, 1, 0, 0};
static const double heights[N] = {1791.5, 455, 0, 964, -2};
static const uint8_t height_null[N] = {0, 0, 1, 0, 0};
static const struct str names[N] = {
    {"Kabul", 5}, {"Toshkent", 8}, {"", 0}, {"Her\xc4\x81t", 6}, {"100% O'Neil_x", 13},
};
static const uint8_t name_null[N] = {0, 0, 1, 0, 0};
static const uint8_t capital[N] = {1, 1, 1, 0, 0};
static const uint8_t capital_null[N] = {0, 0, 1, 0, 0};
static const int64_t founded[N] = {0, -1, 11016, 19782, 0}; /* 1970-01-01 ... */
static const uint8_t founded_null[N] = {0, 0, 0, 0, 1};
static const int64_t seen[N] = {0, 1000000, 86400000000, 1709210096500000, 0};

static const uint8_t kinds[N] = {GEOM_POINT, GEOM_LINE, GEOM_NONE, GEOM_POLYGON, GEOM_POINT};
static const uint32_t parts[N + 1] = {0, 1, 2, 2, 3, 4};
static const uint32_t rings[] = {0, 1, 2, 3, 4};
static const uint32_t ats[] = {0, 1, 3, 8, 9};
static const double xy[] = {69.2, 34.5, 60, 40, 62, 40, 0, 0, 10, 0, 10, 10, 0, 10, 0, 0, -5, 5};
static const struct box boxes[N] = {
    {69.2, 34.5, 69.2, 34.5}, {60, 40, 62, 40}, {INFINITY, INFINITY, -INFINITY, -INFINITY},
    {0, 0, 10, 10},           {-5, 5, -5, 5},
};

static const struct column columns[] = {
    {.name = {"id", 2}, .type = COL_INT, .n = N, .v.i = ids},
    {.name = {"pop", 3}, .type = COL_INT, .n = N, .null = pop_null, .v.i = pops},
    {.name = {"height", 6}, .type = COL_REAL, .n = N, .null = height_null, .v.d = heights},
    {.name = {"name", 4}, .type = COL_TEXT, .n = N, .null = name_null, .v.s = names},
    {.name = {"capital", 7}, .type = COL_BOOL, .n = N, .null = capital_null, .v.b = capital},
    {.name = {"founded", 7}, .type = COL_DATE, .n = N, .null = founded_null, .v.i = founded},
    {.name = {"seen", 4}, .type = COL_TIMESTAMP, .n = N, .v.i = seen},
};

const struct table cities = {
    .name = {"cities", 6},
    .n = N,
    .columns = columns,
    .n_columns = G_N_ELEMENTS(columns),
    .geom =
        {.n = N, .kind = kinds, .part = parts, .ring = rings, .at = ats, .xy = xy, .box = boxes},
    .kind = GEOM_POINT,
    .geometry_name = {"the_geom", 8},
};

static void put_value(GString *out, const struct column *c, size_t i)
{
    struct arena a = {0};
    arena_init(&a, 1 << 20);
    struct str text;
    if (column_is_null(c, i)) {
        g_string_append(out, "NULL");
    } else if (c->type == COL_TEXT) {
        g_string_append_len(out, c->v.s[i].p, (gssize)c->v.s[i].len);
    } else if (c->type == COL_REAL) {
        text = num_text(&a, c->v.d[i]);
        g_string_append_printf(out, "%.*s", STR_FMT(text));
        if (!memchr(text.p, '.', text.len) && !memchr(text.p, 'e', text.len))
            g_string_append(out, ".0");
    } else if (c->type == COL_BOOL) {
        g_string_append(out, c->v.b[i] ? "true" : "false");
    } else {
        g_string_append_printf(out, "%" PRId64, c->v.i[i]);
    }
    arena_finish(&a);
}

static void put_error(GString *out, const struct lode_err *err)
{
    g_string_append_printf(out, "error: %s", err->message);
}

char *values_of(const char *text, const struct table *t, const struct expr_env *env)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct column c;
    GString *out = g_string_new("");
    arena_init(&a, 1 << 28);
    if (!expr_value(&a, str_of(text), (struct lode_span){"t", 1, 1, 1}, t, env, &c, &err))
        put_error(out, &err);
    for (size_t i = 0; !err.code && i < c.n; i++) {
        if (i)
            g_string_append_c(out, '|');
        put_value(out, &c, i);
    }
    arena_finish(&a);
    return g_string_free(out, FALSE);
}

char *rows_of(const char *text, const struct table *t, const struct expr_env *env)
{
    struct arena a = {0};
    struct lode_err err = {0};
    uint32_t *rows;
    size_t n = 0;
    GString *out = g_string_new("");
    arena_init(&a, 1 << 28);
    if (!expr_select(&a, str_of(text), (struct lode_span){"t", 1, 1, 1}, t, env, &rows, &n, &err))
        put_error(out, &err);
    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, "%s%u", i ? " " : "", rows[i]);
    arena_finish(&a);
    return g_string_free(out, FALSE);
}

char *value_of(const char *text)
{
    return values_of(text, NULL, NULL);
}

char *error_of(const char *text)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct expr *e;
    enum col_type type;
    GString *out = g_string_new("");
    arena_init(&a, 1 << 28);
    if (expr_parse(&a, str_of(text), (struct lode_span){"t", 1, 1, 1}, &e, &err) &&
        expr_check(&a, e, &cities, NULL, &type, &err))
        g_string_append_printf(out, "no error, %s", col_type_name(type));
    else
        g_string_append_printf(out, "%d:%d+%d %s%s%s", err.at.line, err.at.col, err.at.len,
                               err.message, err.hint[0] ? "; " : "", err.hint);
    arena_finish(&a);
    return g_string_free(out, FALSE);
}
