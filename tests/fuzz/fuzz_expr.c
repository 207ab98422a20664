/* Any bytes as an expression and as a text with expressions: parse, check, evaluate, push down. */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "expr/expr.h"
#include "expr/template.h"

enum { N = 3 };

static int relate(void *ctx, enum expr_relation what, struct expr_shape a, struct expr_shape b)
{
    (void)ctx;
    return (int)((a.n + b.n + (size_t)what) % 3) - 1;
}

static double measure(void *ctx, const struct geometry *g, size_t i, char kind)
{
    (void)ctx;
    return box_width(g->box[i]) * kind;
}

static void run(struct arena *a, struct str text, const struct table *t, const struct expr_env *env)
{
    struct lode_span at = {"fuzz", 1, 1, 1};
    struct lode_err err = {0}, again = {0};
    struct expr *e;
    struct expr_name *names;
    struct template_text *template;
    struct column c;
    struct str *texts;
    size_t n;
    if (expr_parse(a, text, at, &e, &err)) {
        expr_names(a, e, &names, &n);
        expr_ogr_where(a, e, t);
        enum col_type type;
        bool checked = expr_check(a, e, t, env, &type, &err);
        if (checked != expr_eval(a, e, t, env, &c, &again))
            __builtin_trap();
        if (checked && c.type != type && !(type == COL_INT && c.type == COL_REAL))
            __builtin_trap();
    }
    err = (struct lode_err){0};
    if (template_parse(a, text, at, &template, &err))
        template_eval(a, template, t, env, &texts, &n, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t i[N] = {0, -5, INT64_MAX};
    static const double d[N] = {0.5, 1e300, -3};
    static const struct str s[N] = {{"Kabul", 5}, {"", 0}, {"\xd9\x87\xcc\x81\xff", 5}};
    static const uint8_t b[N] = {1, 0, 1}, null[N] = {0, 1, 0};
    static const uint8_t kind[N] = {GEOM_POINT, GEOM_NONE, GEOM_POLYGON};
    static const uint32_t part[] = {0, 1, 1, 2}, ring[] = {0, 1, 2}, coords[] = {0, 1, 5};
    static const double xy[] = {1, 2, 0, 0, 1, 0, 1, 1, 0, 0};
    const struct box box[N] = {{1, 2, 1, 2}, BOX_EMPTY, {0, 0, 1, 1}};
    const struct column columns[] = {
        {.name = STR("i"), .type = COL_INT, .n = N, .v.i = i},
        {.name = STR("d"), .type = COL_REAL, .n = N, .null = null, .v.d = d},
        {.name = STR("s"), .type = COL_TEXT, .n = N, .null = null, .v.s = s},
        {.name = STR("b"), .type = COL_BOOL, .n = N, .null = null, .v.b = b},
        {.name = STR("t"), .type = COL_DATE, .n = N, .v.i = i},
        {.name = STR("u"), .type = COL_TIMESTAMP, .n = N, .null = null, .v.i = i},
    };
    const struct table t = {
        .name = STR("layer"),
        .n = N,
        .columns = columns,
        .n_columns = 6,
        .geom = {N, kind, part, ring, coords, xy, box, NULL},
    };
    const struct expr_env env = {.measure = measure, .relate = relate, .language = STR("fa")};
    struct arena a = {0};
    arena_init(&a, (size_t)1 << 32);
    run(&a, (struct str){(const char *)data, size}, &t, &env);
    arena_finish(&a);
    return 0;
}
