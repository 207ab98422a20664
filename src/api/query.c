/* `lode query`: lists or counts the features of a file for which an expression is true. */
#include <string.h>

#include "load/export.h"
#include "load/load.h"
#include "run/geometry_env.h"
#include "run/session.h"

/* One column of the list: "alias: EXPR", or an expression whose text is its name. */
struct pick {
    struct str name, text;
};

/* The place of an option's text, so that a mistake in it is shown with its caret. */
static struct lode_span place_of_option(struct lode *l, const char *option, struct str text)
{
    session_name_text(l, option, text);
    return (struct lode_span){.file = option, .line = 1, .col = 1, .len = (int)str_chars(text)};
}

const char *const lode_query_formats[] = {
    [TABLE_CSV] = "csv",
    [TABLE_JSON] = "json",
    [TABLE_GEOJSON] = "geojson",
    NULL,
};

static bool find_format(struct arena *a, const char *name, enum table_format *ret,
                        struct lode_err *err)
{
    struct str list = {0};
    *ret = TABLE_CSV;
    for (size_t i = 0; name && lode_query_formats[i]; i++) {
        if (strcmp(name, lode_query_formats[i]) == 0) {
            *ret = (enum table_format)i;
            return true;
        }
        list = str_format(a, "%.*s%s%s", STR_FMT(list), i ? ", " : "", lode_query_formats[i]);
    }

    if (!name)
        return true;
    lode_fail(err, LODE_USAGE, (struct lode_span){0}, "no format '%s'", name);
    return lode_hint(err, "one of: %.*s", STR_FMT(list));
}

static struct pick pick_of(const char *text)
{
    struct str rest = str_of(text);
    struct pick p = {.text = rest};
    size_t colon;
    if (str_find(rest, STR(": "), &colon)) {
        p.name = str_trim(str_head(rest, colon));
        p.text = str_trim(str_from(rest, colon + 2));
        return p;
    }

    p.name = str_trim(rest);
    if (p.name.len > 2 && p.name.p[0] == '"' && str_ends(p.name, STR("\"")))
        p.name = (struct str){p.name.p + 1, p.name.len - 2};
    return p;
}

/* "km:length()" is read as a column's name; "km: length()" was meant. */
static bool hint_alias(struct str text, struct lode_err *err)
{
    struct str rest = text, alias;
    if (!str_cut(&rest, ':', &alias) || !alias.len || !rest.len ||
        memchr(alias.p, '\'', alias.len) || memchr(alias.p, '(', alias.len))
        return false;
    err->hint[0] = '\0'; /* a column with a similar name was not meant */
    return lode_hint(err, "a label is followed by a colon and a space: '%.*s: %.*s'",
                     STR_FMT(alias), STR_FMT(rest));
}

static bool select_columns(struct lode *l, struct arena *a, const struct lode_query_params *params,
                           const struct expr_env *env, struct features *f, struct lode_err *err)
{
    if (!params->n_select)
        return true;

    struct column *columns = arena_array(a, struct column, params->n_select);
    for (size_t i = 0; i < params->n_select; i++) {
        struct pick p = pick_of(params->select[i]);
        struct lode_span at = place_of_option(l, "--select", p.text);
        if (!expr_value(a, p.text, at, &f->table, env, &columns[i], err))
            return hint_alias(p.text, err);
        columns[i].name = p.name;
    }

    f->table.columns = columns;
    f->table.n_columns = params->n_select;
    return true;
}

static bool query_file(struct lode *l, struct arena *a, const char *file,
                       const struct lode_query_params *params, struct lode_err *err)
{
    struct features f;
    struct expr_env env = {0}, own;
    enum table_format format;
    struct doc_source source = {.name = str_of(file),
                                .file = {str_of(file), {0}},
                                .layer.at.file = "--layer",
                                .crs.at.file = "--crs"};
    struct load_params load = {.all_columns = true,
                               .env = geometry_env_for_load,
                               .env_ctx = &env,
                               .allow_network = l->options.allow_network};

    if (params->layer)
        source.layer.s = str_of(params->layer);
    if (params->crs)
        source.crs.s = str_of(params->crs);
    if (params->where)
        source.where = (struct doc_text){str_of(params->where),
                                         place_of_option(l, "--where", str_of(params->where))};

    if (!find_format(a, params->format, &format, err) || !load_source(a, &source, &load, &f, err))
        return false;

    if (params->count) {
        session_write(l, str_format(a, "%zu\n", f.table.n));
        return true;
    }

    if (!geometry_env(a, &env, &f, &own, err) || !select_columns(l, a, params, &own, &f, err))
        return false;
    session_write(l, export_text(a, &f, format));
    return true;
}

int lode_query(struct lode *l, const char *file, const struct lode_query_params *params)
{
    struct arena a = {0};
    struct lode_err err = {0};
    arena_init(&a, 0);
    int status = query_file(l, &a, file, params, &err) ? 0 : session_fail(l, &err);
    arena_finish(&a);
    return status;
}
