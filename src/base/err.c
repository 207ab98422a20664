/* How failures are written down with their place, and how many are kept, sorted and freed of doubles. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Print into `to`. What is too long is cut, but never inside a UTF-8 sequence. */
static void print_cut(char *to, size_t size, const char *fmt, va_list args)
{
    int len = vsnprintf(to, size, fmt, args);
    if (len < 0 || (size_t)len < size)
        return;

    size_t end = size - 1;
    while (end && ((unsigned char)to[end - 1] & 0xc0) == 0x80)
        end--;
    if (end && (unsigned char)to[end - 1] >= 0xc0)
        end--;
    to[end] = '\0';
}

bool lode_vfail(struct lode_err *err, enum lode_code code, struct lode_span at, const char *fmt,
                va_list args)
{
    if (err->code)
        return false;
    err->code = code;
    err->at = at;
    print_cut(err->message, sizeof err->message, fmt, args);
    return false;
}

bool lode_fail(struct lode_err *err, enum lode_code code, struct lode_span at, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    lode_vfail(err, code, at, fmt, args);
    va_end(args);
    return false;
}

bool lode_hint(struct lode_err *err, const char *fmt, ...)
{
    if (err->hint[0])
        return false;
    va_list args;
    va_start(args, fmt);
    print_cut(err->hint, sizeof err->hint, fmt, args);
    va_end(args);
    return false;
}

bool lode_within(struct lode_err *err, const char *fmt, ...)
{
    char inner[sizeof err->trail];
    memcpy(inner, err->trail, sizeof inner);

    va_list args;
    va_start(args, fmt);
    print_cut(err->trail, sizeof err->trail, fmt, args);
    va_end(args);

    size_t len = strlen(err->trail);
    if (inner[0] && len + 2 < sizeof err->trail)
        snprintf(err->trail + len, sizeof err->trail - len, ", %s", inner);
    return false;
}

void lode_rule(struct lode_err *err, const char *rule)
{
    if (!err->code && !err->rule)
        err->rule = rule;
}

const char *lode_code_rule(enum lode_code code)
{
    static const char *const rules[] = {
        [LODE_SYNTAX] = "syntax", [LODE_SCHEMA] = "schema", [LODE_CRS] = "crs",
        [LODE_FONT] = "font",     [LODE_USAGE] = "usage",   [LODE_DATA] = "data",
        [LODE_GEOM] = "geometry", [LODE_IO] = "io",         [LODE_LIMIT] = "limit",
        [LODE_BUG] = "bug",
    };
    return rules[code];
}

struct lode_span span_inside(struct lode_span at, size_t chars, size_t len)
{
    if (!at.line)
        return at;

    if (at.places) {
        const struct span_place *from = at.places + chars, *to = from;
        for (size_t i = 1; i < len && to[1].line == from->line; i++)
            to++;
        return (struct lode_span){at.file, from->line, from->col, to->col - from->col + 1, from};
    }

    at.col += (int)chars;
    at.len = (int)len;
    return at;
}

int lode_exit_status(enum lode_code code)
{
    switch (code) {
    case LODE_OK:
        return 0;
    case LODE_SYNTAX:
    case LODE_SCHEMA:
    case LODE_CRS:
    case LODE_FONT:
    case LODE_USAGE:
    case LODE_LIMIT:
        return 2;
    default:
        return 1;
    }
}

void diags_init(struct diags *ret, struct arena *a)
{
    *ret = (struct diags){.arena = a};
}

void diags_put(struct diags *d, const struct lode_err *err)
{
    if (err->severity == LODE_ERROR)
        d->n_errors++;
    if (d->n == DIAGS_MAX) {
        d->dropped++;
        return;
    }
    *array_add(d->arena, d) = *err;
}

static int by_place(const struct lode_err *a, const struct lode_err *b)
{
    int order = strcmp(a->at.file ? a->at.file : "", b->at.file ? b->at.file : "");
    if (order)
        return order;
    if (a->at.line != b->at.line)
        return a->at.line < b->at.line ? -1 : 1;
    return (a->at.col > b->at.col) - (a->at.col < b->at.col);
}

/* Whether it says that a value is of the wrong kind: "not a colour: 'x'". */
static bool is_wrong_kind(const struct lode_err *err)
{
    return err->code == LODE_SCHEMA && strncmp(err->message, "not ", 4) == 0;
}

/* A value of the wrong kind may be reported twice: the schema names all kinds that may stand there, a
 * later stage only its own ("not a colour or a scale: ...", "not a colour: ..."). That is one fault. */
static bool is_same_fault(const struct lode_err *a, const struct lode_err *b)
{
    return by_place(a, b) == 0 &&
           (strcmp(a->message, b->message) == 0 || (is_wrong_kind(a) && is_wrong_kind(b)));
}

void diags_sort(struct diags *d)
{
    /* Insertion sort: stable, and there are never more than DIAGS_MAX. */
    for (size_t i = 1; i < d->n; i++) {
        struct lode_err err = d->v[i];
        size_t j = i;
        for (; j && by_place(&d->v[j - 1], &err) > 0; j--)
            d->v[j] = d->v[j - 1];
        d->v[j] = err;
    }

    size_t kept = 0;
    for (size_t i = 0; i < d->n; i++) {
        if (kept && is_same_fault(&d->v[kept - 1], &d->v[i])) {
            if (d->v[i].severity == LODE_ERROR)
                d->n_errors--;
            continue;
        }
        d->v[kept++] = d->v[i];
    }

    d->n = kept;
}
