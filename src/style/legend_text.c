/* How the texts of the legend are made: of classes, numbers and titles. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/composed.h"
#include "scale/breaks.h"
#include "scale/kinds.h"
#include "style/legend.h"
#include "style/legend_words.h"

static bool is_name(struct str s)
{
    bool ok = s.len > 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        ok &= c >= 0x80 || c == '_' || (i ? g_ascii_isalnum(c) : g_ascii_isalpha(c));
    }
    return ok;
}

/* The column, where `by` is nothing but one; else empty. */
static struct str column_of(const struct channel *c)
{
    struct str s = str_trim(c->by->text);
    if (s.len > 2 && s.p[0] == '"' && s.p[s.len - 1] == '"')
        s = str_head(str_from(s, 1), s.len - 2);
    return is_name(s) ? s : (struct str){0};
}

struct str legend_name(struct arena *a, struct str column)
{
    struct str s = str_trim(column);
    if (s.len > 2 && s.p[0] == '"' && s.p[s.len - 1] == '"')
        s = str_head(str_from(s, 1), s.len - 2);
    if (!is_name(s))
        return str_copy(a, s);

    char *name = str_c(a, s);
    bool shouts = true;
    for (char *p = name; *p; p++) {
        shouts &= !g_ascii_islower(*p);
        *p = *p == '_' ? ' ' : *p;
    }

    for (char *p = name; shouts && *p; p++)
        *p = g_ascii_tolower(*p);
    *name = g_ascii_toupper(*name);
    return str_of(name);
}

static struct str language_of(const struct style_params *params)
{
    return params->doc ? params->doc->language.s : (struct str){0};
}

static struct expr_env environment(const struct style_params *params)
{
    return params->env ? *params->env : (struct expr_env){.language = language_of(params)};
}

bool legend_plain_text(struct arena *a, const struct style_params *params, const struct node *n,
                       struct str *ret, struct lode_err *err)
{
    struct template_text *t;
    struct str source, *rows;
    size_t count;
    struct table none = {0};
    struct expr_env env = environment(params);

    if (!node_text(n, &source, err) || !template_parse(a, source, n->at, &t, err) ||
        !template_check(a, t, &none, &env, err) ||
        !template_eval(a, t, &none, &env, &rows, &count, err))
        return false;
    *ret = count ? rows[0] : (struct str){0};
    return true;
}

/* The table of one row that `format` reads: the column of `by`, and value, from, to. */
struct row {
    struct column columns[4];
    int64_t whole;
    uint8_t truth, null[2];
    double value, from, to;
    struct str text;
};

static struct column value_column(const struct row *r, struct str name, enum col_type type)
{
    struct column c = {.name = name, .type = type, .n = 1};
    if (type == COL_TEXT)
        c.v.s = &r->text;
    else if (type == COL_REAL)
        c.v.d = &r->value;
    else if (type == COL_BOOL)
        c.v.b = &r->truth;
    else
        c.v.i = &r->whole;
    return c;
}

/* The number of a class is its upper bound, which need not be whole though the column is. */
static struct table fill_row(struct row *r, const struct channel *c, const struct scale_class *k)
{
    enum col_type type = c->type;
    if (c->scale->form != SCALE_CATEGORIES)
        type = k->hi == floor(k->hi) && type == COL_INT ? COL_INT : COL_REAL;
    *r = (struct row){.value = k->hi, .from = k->lo, .to = k->hi, .text = k->value};
    r->whole = (int64_t)fmin(fmax(k->hi, -9e18), 9e18);
    r->truth = k->hi != 0;
    r->null[0] = !isfinite(k->lo);
    r->null[1] = !isfinite(k->hi);

    /* A column 'from' or 'to' would hide an end of the class; its own value is `value` as well. */
    struct str name = column_of(c);
    if (str_is(name, "from") || str_is(name, "to"))
        name = (struct str){0};
    r->columns[0] = value_column(r, name.len ? name : STR("value"), type);
    r->columns[1] = value_column(r, STR("value"), type);
    r->columns[2] = (struct column){STR("from"), COL_REAL, 1, &r->null[0], {.d = &r->from}};
    r->columns[3] = (struct column){STR("to"), COL_REAL, 1, &r->null[1], {.d = &r->to}};
    return (struct table){.name = STR("the legend"), .n = 1, .columns = r->columns, .n_columns = 4};
}

static bool format_text(struct arena *a, const struct style_params *params, const struct scaled *s,
                        const struct scale_class *k, const struct node *format, struct str *ret,
                        struct lode_err *err)
{
    const struct channel *c = s->channel;
    struct row row;
    struct table t = fill_row(&row, c, k);
    struct template_text *template;
    struct str source, *rows;
    size_t n;
    struct expr_env env = environment(params);
    /* categories may be years, or codes */
    env.spell_numbers = c->scale->form != SCALE_CATEGORIES && !s->years;
    env.own_digits = s->years;

    if (!node_text(format, &source, err) ||
        !template_parse(a, source, format->at, &template, err) ||
        !template_check(a, template, &t, &env, err) ||
        !template_eval(a, template, &t, &env, &rows, &n, err))
        return false;
    *ret = n ? rows[0] : (struct str){0};
    return true;
}

bool legend_check_format(struct arena *a, const struct style_params *params,
                         const struct channel *c, const struct node *format, struct lode_err *err)
{
    const struct scaled s = {.channel = c};
    struct scale_class k = {.hi = 1};
    struct str text;
    return format_text(a, params, &s, &k, format, &text, err);
}

/* A text that the document gives for this class: by its place in the scale, or by its value. */
static bool given_label(const struct scaled *s, size_t i, const struct node *labels,
                        struct str *ret)
{
    if (!labels)
        return false;

    const struct scale_class *k = &s->classes[i];
    if (labels->kind == NODE_LIST) {
        if (i >= labels->n_items)
            return false;
        *ret = labels->items[i]->text;
        return true;
    }

    struct str key = k->kind == CLASS_OTHER     ? STR("other")
                     : k->kind == CLASS_MISSING ? STR("missing")
                                                : k->value;
    for (size_t j = 0; j < labels->n_pairs; j++) {
        if (text_same(labels->pairs[j].key, key)) {
            *ret = labels->pairs[j].value->text;
            return true;
        }
    }

    return false;
}

static struct str category_text(struct arena *a, struct str language, const struct channel *c,
                                const struct scale_class *k)
{
    switch (c->type) {
    case COL_BOOL:
        return legend_word(language, k->hi != 0 || str_is(k->value, "true") ? WORD_YES : WORD_NO);
    case COL_INT:
        if (!k->value.len || fabs(k->hi) >= 0x1p53) /* a double would round it */
            return k->value;
        return legend_number(a, language, k->hi, 0, false);
    case COL_REAL:
        return legend_number(a, language, k->hi, -1, false);
    default: /* an empty text would be an entry without words */
        return str_is_blank(k->value) ? legend_word(language, WORD_NO_DATA) : k->value;
    }
}

/* As many decimals as tell the bounds of all classes apart. */
static int decimals_of(const struct scaled *s)
{
    double bounds[PALETTE_MAX + 1];
    size_t n = 0;
    if (scale_is_written(s->channel->scale)) /* written by a person, who chose the decimals */
        return -1;

    for (size_t k = 0; k < s->n && n < PALETTE_MAX; k++) {
        if (s->classes[k].kind != CLASS_VALUE)
            continue;
        if (!n && isfinite(s->classes[k].lo))
            bounds[n++] = s->classes[k].lo;
        bounds[n++] = s->classes[k].hi;
    }
    return breaks_decimals(bounds, n);
}

/* The ends of a class as the legend shows them. */
struct shown {
    double lo, hi;
    int decimals;
};

static double rounded(double v, int decimals)
{
    double unit = pow(10, decimals);
    return decimals < 0 || !isfinite(v) ? v : nearbyint(v * unit) / unit;
}

static struct shown shown_ends(const struct scaled *s, size_t i)
{
    double lo = s->classes[i].lo, hi = s->classes[i].hi;
    if (s->channel->type == COL_INT) { /* 1 - 3, 4 - 6 and not 1 - 3, 3 - 6 */
        if (isfinite(lo))
            lo = i && lo < hi ? floor(lo) + 1 : ceil(lo);
        return (struct shown){lo, floor(hi), 0};
    }
    int decimals = decimals_of(s);
    return (struct shown){rounded(lo, decimals), rounded(hi, decimals), decimals};
}

/* "0 – 5, 10 – 20": the text of a cell, for messages; the legend has these along its sides. */
static bool pair_text(struct arena *a, const struct style_params *params, const struct scaled *s,
                      size_t i, const struct node *legend, struct str *ret, struct lode_err *err)
{
    struct str x, y;
    size_t n = scale_values(&s->half[0]);
    if (!legend_class_text(a, params, &s->half[0], i % n, legend, &x, err) ||
        !legend_class_text(a, params, &s->half[1], i / n, legend, &y, err))
        return false;
    *ret = str_format(a, "%.*s, %.*s", STR_FMT(x), STR_FMT(y));
    return true;
}

bool legend_class_text(struct arena *a, const struct style_params *params, const struct scaled *s,
                       size_t i, const struct node *legend, struct str *ret, struct lode_err *err)
{
    const struct channel *c = s->channel;
    const struct scale_class *k = &s->classes[i];
    struct str language = language_of(params);
    const struct node *format = c->format ? c->format : node_lookup(legend, "format");

    if ((!c->pair || k->kind != CLASS_VALUE) &&
        given_label(s, i, c->labels ? c->labels : node_lookup(legend, "labels"), ret))
        return true;

    if (k->kind != CLASS_VALUE) {
        *ret = legend_word(language, k->kind == CLASS_OTHER ? WORD_OTHER : WORD_NO_DATA);
        return true;
    }

    if (c->pair)
        return pair_text(a, params, s, i, legend, ret, err);

    if (c->scale->form == SCALE_CATEGORIES) {
        if (format)
            return format_text(a, params, s, k, format, ret, err);
        *ret = category_text(a, language, c, k);
        return true;
    }

    struct shown ends = shown_ends(s, i);
    struct scale_class as_shown = {.lo = ends.lo, .hi = ends.hi};
    if (format) /* it gets breaks as they were written */
        return format_text(a, params, s, scale_is_written(c->scale) ? k : &as_shown, format, ret,
                           err);
    *ret = legend_range(a, language, ends.lo, ends.hi, ends.decimals, !s->years);
    return true;
}

bool legend_value_text(struct arena *a, const struct style_params *params, const struct scaled *s,
                       double v, int decimals, const struct node *legend, struct str *ret,
                       struct lode_err *err)
{
    const struct channel *c = s->channel;
    struct scale_class k = {.lo = rounded(v, decimals), .hi = rounded(v, decimals)};
    const struct node *format = c->format ? c->format : node_lookup(legend, "format");
    if (format)
        return format_text(a, params, s, &k, format, ret, err);
    *ret = legend_number(a, language_of(params), v, decimals, !s->years);
    return true;
}
