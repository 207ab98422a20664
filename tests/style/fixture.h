/* A small layer, and documents of one layer over it: what the tests of style share. */
#ifndef LODE_TESTS_STYLE_FIXTURE_H
#define LODE_TESTS_STYLE_FIXTURE_H

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/units.h"
#include "style/style.h"

enum { ROWS = 8 };

struct fixture {
    struct arena a;
    struct features features;
    struct map_doc doc;
    struct doc_layer layer;
    struct styled_layer out;
    struct diags diags;
    struct lode_err err;
    GString *log; /* "rule: message\n" */
};

static inline void fixture_sink(void *ctx, const struct lode_err *what)
{
    struct fixture *f = ctx;
    g_string_append_printf(f->log, "%s: %s\n", what->rule, what->message);
}

static inline void fixture_init(struct fixture *f)
{
    static const struct str kind[ROWS] = {{"iron", 4},   {"copper", 6}, {"gold", 4}, {"copper", 6},
                                          {"copper", 6}, {"gold", 4},   {"zinc", 4}, {0}};
    static const uint8_t kind_null[ROWS] = {0, 0, 0, 0, 0, 0, 0, 1};
    static const int64_t count[ROWS] = {0, 1, 2, 3, 5, 8, 13, 21};
    static const double depth[ROWS] = {1.5, 2.25, 3, -4, 100, 9, 16, 25};
    static const uint8_t open[ROWS] = {1, 0, 1, 1, 0, 0, 0, 1};
    static const struct column columns[] = {
        {STR("kind"), COL_TEXT, ROWS, kind_null, {.s = kind}},
        {STR("count"), COL_INT, ROWS, NULL, {.i = count}},
        {STR("depth_m"), COL_REAL, ROWS, NULL, {.d = depth}},
        {STR("open"), COL_BOOL, ROWS, NULL, {.b = open}},
    };
    *f = (struct fixture){.log = g_string_new(NULL)};
    arena_init(&f->a, (size_t)1 << 28);
    f->features.table = (struct table){
        .name = STR("sites"), .n = ROWS, .columns = columns, .n_columns = 4, .kind = GEOM_POINT};
    diags_init(&f->diags, &f->a);
    log_set_sink(fixture_sink, f);
}

static inline void fixture_finish(struct fixture *f)
{
    log_set_sink(NULL, NULL);
    g_string_free(f->log, TRUE);
    arena_finish(&f->a);
}

static inline const struct node *fixture_yaml(struct fixture *f, const char *text)
{
    const struct node *n = NULL;
    bool ok = node_read(&f->a, str_of(text), "map.yaml", &n, &f->diags);
    if (!ok)
        g_test_message("%s: %s", text, f->diags.v[0].message);
    g_assert_true(ok);
    return n;
}

static inline struct style_params fixture_params(struct fixture *f, enum layer_kind kind,
                                                 const char *props)
{
    f->layer = (struct doc_layer){.kind = kind, .props = fixture_yaml(f, props)};
    return (struct style_params){.doc = &f->doc, .layer = &f->layer, .features = &f->features};
}

static inline bool fixture_style(struct fixture *f, enum layer_kind kind, const char *props)
{
    struct style_params p = fixture_params(f, kind, props);
    f->err = (struct lode_err){0};
    bool ok = style_layer(&f->a, &p, &f->out, &f->err);
    if (!ok)
        g_test_message("%s", f->err.message);
    return ok;
}

/* Legend as text: "[title] text, text [title] ..." */
static inline char *fixture_legend(struct fixture *f)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < f->out.n_legend; i++) {
        const struct legend_group *g = &f->out.legend[i];
        g_string_append_printf(s, "%s[%.*s]", i ? " " : "", STR_FMT(g->title));
        for (size_t k = 0; k < g->n; k++)
            g_string_append_printf(s, "%s %.*s", k ? "," : "", STR_FMT(g->entries[k].text));
    }
    char *ret = str_c(&f->a, str_of(s->str));
    g_string_free(s, TRUE);
    return ret;
}

static inline uint32_t fixture_hex(struct rgba c)
{
    return (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b;
}

#endif
