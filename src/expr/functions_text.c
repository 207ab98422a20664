/* Functions of text: upper, trim, left, replace, concat, text, number, format. */
#include <glib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "expr/date.h"
#include "expr/format.h"
#include "expr/functions.h"
#include "expr/unicode.h"

struct str value_text(struct arena *a, const struct vec *v, size_t k)
{
    k = v->constant ? 0 : k;
    switch (v->type) {
    case V_INT:
        return str_format(a, "%" PRId64, v->v.i[k]);
    case V_REAL:
        return num_text(a, v->v.d[k]);
    case V_TEXT:
        return v->v.s[k];
    case V_BOOL:
        return v->v.b[k] ? STR("true") : STR("false");
    case V_DATE:
        return date_text(a, v->v.i[k]);
    case V_TIMESTAMP:
        return timestamp_text(a, v->v.i[k]);

    default:
        return STR("");
    }
}

static bool is_turkic(struct str language)
{
    return str_starts(language, STR("tr")) || str_starts(language, STR("az"));
}

static struct str map_text(struct eval *e, int which, struct str s)
{
    bool turkic = is_turkic(e->env->language);
    switch (which) {
    case MAP_UPPER:
        return text_upper(e->a, s, turkic);
    case MAP_LOWER:
        return text_lower(e->a, s, turkic);
    case MAP_TITLE:
        return text_title(e->a, s, turkic);
    case MAP_TRIM:
        return text_trim(s);
    case MAP_CASEI:
        return text_casei(e->a, s);
    default:
        return text_accenti(e->a, s);
    }
}

struct vec fn_text_map(struct eval *e, const struct plan *p)
{
    struct vec a = plan_eval(e, p->args[0]);
    const uint8_t *null = vec_nulls(e, p, &a, NULL);
    size_t step = vec_step(&a);
    for (size_t k = 0; k < e->n; k++)
        p->out.s[k] =
            null && null[k] ? (struct str){0} : map_text(e, p->function->which, a.v.s[k * step]);
    return vec_of(p, V_TEXT, null);
}

/* The first, or the last, `count` characters. */
static struct str text_part(struct str s, double count, bool from_left)
{
    size_t total = str_chars(s), n = count > 0 ? (size_t)fmin(count, 1e15) : 0;
    if (n >= total)
        return s;

    size_t skip = from_left ? n : total - n, at = 0;
    while (skip--)
        at += utf8_next(s, at);
    return from_left ? str_head(s, at) : str_from(s, at);
}

struct vec fn_part(struct eval *e, const struct plan *p)
{
    struct vec a = plan_eval(e, p->args[0]), count = plan_eval(e, p->args[1]);
    const uint8_t *null = vec_nulls(e, p, &a, &count);
    size_t step = vec_step(&a);
    for (size_t k = 0; k < e->n; k++)
        p->out.s[k] = null && null[k] ? (struct str){0}
                                      : text_part(a.v.s[k * step], vec_number(&count, k),
                                                  p->function->which == PART_LEFT);
    return vec_of(p, V_TEXT, null);
}

/* `s` with `with` for each `old`. False: the result would be too long. */
static bool replace_all(struct arena *a, struct str s, struct str old, struct str with,
                        struct str *ret)
{
    size_t hits = 0, at;

    *ret = s;
    if (!old.len)
        return true;
    for (struct str rest = s; str_find(rest, old, &at); rest = str_from(rest, at + old.len))
        hits++;
    if (!hits)
        return true;

    size_t len = s.len - hits * old.len + hits * with.len, n = 0;
    if (len > EXPR_TEXT_MAX && len > s.len)
        return false;

    char *out = arena_array(a, char, len + 1);
    while (str_find(s, old, &at)) {
        memcpy(out + n, s.p, at);
        if (with.len)
            memcpy(out + n + at, with.p, with.len);
        n += at + with.len;
        s = str_from(s, at + old.len);
    }

    if (s.len)
        memcpy(out + n, s.p, s.len);
    *ret = (struct str){out, n + s.len};
    return true;
}

struct vec fn_replace(struct eval *e, const struct plan *p)
{
    struct vec v[3];
    bool missing = false;
    for (size_t i = 0; i < 3; i++)
        v[i] = plan_eval(e, p->args[i]);

    for (size_t k = 0; k < e->n; k++) {
        p->null[k] =
            vec_null(&v[0], k) || vec_null(&v[1], k) || vec_null(&v[2], k) ||
            !replace_all(e->a, v[0].v.s[k * vec_step(&v[0])], v[1].v.s[k * vec_step(&v[1])],
                         v[2].v.s[k * vec_step(&v[2])], &p->out.s[k]);
        missing |= p->null[k];
        if (p->null[k])
            p->out.s[k] = (struct str){0};
    }
    return vec_of(p, V_TEXT, missing ? p->null : NULL);
}

static struct str join_texts(struct arena *a, struct str s, struct str more)
{
    if (!s.len || !more.len)
        return s.len ? s : more;

    char *out = arena_array(a, char, s.len + more.len + 1);
    memcpy(out, s.p, s.len);
    memcpy(out + s.len, more.p, more.len);
    return (struct str){out, s.len + more.len};
}

/* A missing value adds nothing; where all values are missing the result is missing too. */
struct vec fn_concat(struct eval *e, const struct plan *p)
{
    memset(p->null, 1, e->n);
    for (size_t k = 0; k < e->n; k++)
        p->out.s[k] = (struct str){0};

    for (size_t i = 0; i < p->n_args; i++) {
        struct vec v = plan_eval(e, p->args[i]);
        for (size_t k = 0; k < e->n; k++) {
            if (vec_null(&v, k))
                continue;
            p->null[k] = 0;
            p->out.s[k] = join_texts(e->a, p->out.s[k], value_text(e->a, &v, k));
        }
    }
    return vec_of(p, V_TEXT, memchr(p->null, 1, e->n) ? p->null : NULL);
}

struct vec fn_text(struct eval *e, const struct plan *p)
{
    struct vec v = plan_eval(e, p->args[0]);
    const uint8_t *null = vec_nulls(e, p, &v, NULL);
    for (size_t k = 0; k < e->n; k++)
        p->out.s[k] = null && null[k] ? (struct str){0} : value_text(e->a, &v, k);
    return vec_of(p, V_TEXT, null);
}

/* The number that a text holds; NULL where it holds none. */
struct vec fn_number(struct eval *e, const struct plan *p)
{
    struct vec v = plan_eval(e, p->args[0]);
    for (size_t k = 0; k < e->n; k++) {
        p->out.d[k] = 0;
        p->null[k] = vec_null(&v, k);
        if (p->null[k])
            continue;

        if (v.type == V_INT || v.type == V_REAL)
            p->out.d[k] = vec_number(&v, k);
        else if (v.type == V_BOOL)
            p->out.d[k] = v.v.b[k * vec_step(&v)];
        else if (v.type != V_TEXT || !num_parse(text_trim(v.v.s[k * vec_step(&v)]), &p->out.d[k]))
            p->null[k] = 1;
    }
    return vec_of(p, V_REAL, memchr(p->null, 1, e->n) ? p->null : NULL);
}

struct vec fn_format(struct eval *e, const struct plan *p)
{
    struct vec v = plan_eval(e, p->args[0]), decimals = {0};
    bool fixed = p->n_args > 1;
    if (fixed)
        decimals = plan_eval(e, p->args[1]);
    const uint8_t *null = vec_nulls(e, p, &v, fixed ? &decimals : NULL);

    for (size_t k = 0; k < e->n; k++) {
        p->out.s[k] = (struct str){0};
        if (null && null[k])
            continue;

        double places = fixed ? vec_number(&decimals, k) : -1;
        struct str digits = places >= 0 ? num_fixed(e->a, vec_number(&v, k), (int)fmin(places, 15))
                                        : value_text(e->a, &v, k);
        p->out.s[k] = format_digits(e->a, digits, e->env->language);
    }
    return vec_of(p, V_TEXT, null);
}
