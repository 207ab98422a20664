/* Texts with expressions in braces: parsed, checked, and put together for each row. */
#include "expr/template.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "expr/ast.h"
#include "expr/format.h"
#include "expr/functions.h"

/* A piece of the text as it stands, or an expression. */
struct part {
    struct str text;    /* when there is no `expr` */
    struct expr *expr;  /* NULL: `text` as it stands */
    enum col_type type; /* of `expr`, when it was checked */
};

struct template_text {
    struct part *v;
    size_t n, cap;
};

/* Bytes of the expression that starts at `s`, up to the '}' that ends it and stands in no quotes.
 */
static bool expression_length(struct str s, size_t *ret)
{
    char quote = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (quote && c == '\\' && i + 1 < s.len)
            i++;
        else if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '}') {
            *ret = i;
            return true;
        }
    }
    return false;
}

static bool add_expression(struct arena *a, struct template_text *t, struct source_cursor *cursor,
                           size_t *at, struct lode_err *err)
{
    const struct source *src = cursor->source;
    size_t len;
    struct str rest = str_from(src->text, *at + 1);

    if (!expression_length(rest, &len)) {
        lode_fail(err, LODE_SYNTAX, source_span(src, *at, 1), "'{' without '}'");
        return lode_hint(err, "an expression ends with '}'; for a brace in the text write '{{'");
    }

    struct expr *e;
    struct str text = str_head(rest, len);
    struct lode_span span = cursor_span(cursor, *at + 1, str_trim(text).len ? len : len + 1);
    if (!expr_parse(a, text, span, &e, err))
        return false;

    *array_add(a, t) = (struct part){.expr = e};
    *at += len + 2;
    return true;
}

bool template_parse(struct arena *a, struct str text, struct lode_span at,
                    struct template_text **ret, struct lode_err *err)
{
    struct source *src = arena_new(a, struct source);
    struct template_text *t = arena_new(a, struct template_text);
    *src = (struct source){text, at};
    struct source_cursor cursor = {.source = src};

    if (text.len > EXPR_BYTES_MAX)
        return lode_fail(err, LODE_LIMIT, at, "a text of more than %d bytes", EXPR_BYTES_MAX);
    for (size_t i = 0; i < text.len;) {
        char c = text.p[i], next = i + 1 < text.len ? text.p[i + 1] : 0;
        size_t start = i;

        if (c == '{' && next != '{') {
            if (!add_expression(a, t, &cursor, &i, err))
                return false;
            continue;
        }
        if (c == '}' && next != '}') {
            lode_fail(err, LODE_SYNTAX, source_span(src, i, 1), "'}' without '{'");
            return lode_hint(err, "for a brace in the text write '}}'");
        }

        if (c == '{' || c == '}') { /* doubled: the second one is the text */
            start = ++i;
            i++;
        }
        while (i < text.len && text.p[i] != '{' && text.p[i] != '}')
            i++;
        *array_add(a, t) = (struct part){.text = {text.p + start, i - start}};
    }

    *ret = t;
    return true;
}

bool template_check(struct arena *a, struct template_text *t, const struct table *table,
                    const struct expr_env *env, struct lode_err *err)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->v[i].expr && !expr_check(a, t->v[i].expr, table, env, &t->v[i].type, err))
            return false;
    }
    return true;
}

bool template_is_number(const struct template_text *t)
{
    size_t n = 0, numbers = 0;
    for (size_t i = 0; i < t->n; i++) {
        n += t->v[i].expr != NULL;
        numbers += t->v[i].expr && (t->v[i].type == COL_INT || t->v[i].type == COL_REAL);
    }
    return n == 1 && numbers == 1;
}

static struct vec as_vec(const struct column *c)
{
    struct vec v = {.type = (enum value_type)c->type, .null = c->null};
    v.v.any = c->v.i;
    return v;
}

/* A minus sign (U+2212) in place of a hyphen, as other numbers of the page have it. */
static struct str with_minus(struct arena *a, struct str number)
{
    if (!number.len || number.p[0] != '-')
        return number;
    return str_format(a, "−%.*s", STR_FMT(str_from(number, 1)));
}

enum { EVEN_DECIMALS_MOST = 6 }; /* more digits are noise of computing (taste) */

/* The decimals that show all digits of each number of the column; -1: each number as it is. */
static int decimals_of(const struct column *c, const struct expr_env *env)
{
    int most = 0;
    if (c->type != COL_REAL || !env || !env->even_numbers)
        return -1;

    for (size_t i = 0; i < c->n; i++) {
        double v = column_is_null(c, i) ? 0 : c->v.d[i], scale = 1;
        for (int d = 0; d < EVEN_DECIMALS_MOST && fabs(v * scale - nearbyint(v * scale)) > 1e-6;
             scale *= 10)
            most = ++d > most ? d : most;
    }
    return most;
}

/* How the numbers of a column are written. */
struct number_form {
    int decimals; /* -1: as many as each has */
    bool spelled, own_digits;
};

static struct number_form number_form_of(const struct column *c, const struct expr_env *env)
{
    struct number_form f = {decimals_of(c, env), false, false};
    if (!env || (c->type != COL_INT && c->type != COL_REAL))
        return f;

    bool years = env->even_numbers && column_has_years(c);
    f.spelled = env->spell_numbers && !years;
    f.own_digits = env->own_digits || years;
    return f;
}

/* The value of row k, not NULL, as the text shows it. */
static struct str shown_value(struct arena *a, const struct column *c, const struct expr_env *env,
                              const struct number_form *f, size_t k)
{
    struct vec v = as_vec(c);
    struct str text =
        f->decimals >= 0 ? num_fixed(a, c->v.d[k], f->decimals) : value_text(a, &v, k);

    if (f->spelled)
        return with_minus(a, format_digits(a, text, env->language));
    if (f->own_digits)
        return format_own_digits(a, text, env->language);
    return text;
}

/* The parts of row k, one after the other, or nothing when all expressions are NULL. */
static struct str join_parts(struct arena *a, const struct template_text *t,
                             const struct column *values, const struct expr_env *env,
                             const struct number_form *forms, struct str *texts, size_t k)
{
    size_t len = 0, n = 0;
    bool any = false, known = false;

    for (size_t i = 0; i < t->n; i++) {
        bool is_expr = t->v[i].expr != NULL, missing = is_expr && column_is_null(&values[i], k);
        any |= is_expr;
        known |= is_expr && !missing;
        texts[i] = missing   ? (struct str){0}
                   : is_expr ? shown_value(a, &values[i], env, &forms[i], k)
                             : t->v[i].text;
        len += texts[i].len;
    }
    if ((any && !known) || !len)
        return (struct str){0};

    char *out = arena_array(a, char, len + 1);
    for (size_t i = 0; i < t->n; i++) {
        if (texts[i].len)
            memcpy(out + n, texts[i].p, texts[i].len);
        n += texts[i].len;
    }
    return (struct str){out, n};
}

bool template_eval(struct arena *a, const struct template_text *t, const struct table *table,
                   const struct expr_env *env, struct str **ret, size_t *ret_n,
                   struct lode_err *err)
{
    struct column *values = arena_array(a, struct column, t->n);
    struct str *texts = arena_array(a, struct str, t->n);
    struct number_form *forms = arena_array(a, struct number_form, t->n);
    size_t n = table && (table->n || table->n_columns || table->geom.n) ? table->n : 1;

    for (size_t i = 0; i < t->n; i++) {
        if (t->v[i].expr && !expr_eval(a, t->v[i].expr, table, env, &values[i], err))
            return false;
        if (t->v[i].expr)
            forms[i] = number_form_of(&values[i], env);
    }

    struct str *out = arena_array(a, struct str, n);
    for (size_t k = 0; k < n; k++)
        out[k] = join_parts(a, t, values, env, forms, texts, k);
    *ret = out;
    *ret_n = n;
    return true;
}

void template_names(struct arena *a, const struct template_text *t, struct expr_name **ret,
                    size_t *ret_n)
{
    ARRAY(struct expr_name) all = {0};
    for (size_t i = 0; i < t->n; i++) {
        struct expr_name *names;
        size_t n;

        if (!t->v[i].expr)
            continue;

        expr_names(a, t->v[i].expr, &names, &n);
        for (size_t j = 0; j < n; j++) {
            size_t k = 0;
            while (k < all.n && !str_eq(all.v[k].name, names[j].name))
                k++;
            if (k == all.n)
                *array_add(a, &all) = names[j];
        }
    }

    *ret = all.v;
    *ret_n = all.n;
}
