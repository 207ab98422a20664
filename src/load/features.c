/* How some of the rows of a layer become a layer of their own. */
#include "load/features.h"

#include "base/arena.h"

static void take_column(struct arena *a, const struct column *c, const uint32_t *rows, size_t n,
                        struct column *ret)
{
    *ret = (struct column){.name = c->name, .type = c->type, .n = n};

    uint8_t *null = c->null ? arena_array(a, uint8_t, n + 1) : NULL;
    for (size_t i = 0; null && i < n; i++)
        null[i] = c->null[rows[i]];
    ret->null = null;

    if (c->type == COL_TEXT) {
        struct str *v = arena_array(a, struct str, n + 1);
        for (size_t i = 0; i < n; i++)
            v[i] = c->v.s[rows[i]];
        ret->v.s = v;
    } else if (c->type == COL_BOOL) {
        uint8_t *v = arena_array(a, uint8_t, n + 1);
        for (size_t i = 0; i < n; i++)
            v[i] = c->v.b[rows[i]];
        ret->v.b = v;
    } else if (c->type == COL_REAL) {
        double *v = arena_array(a, double, n + 1);
        for (size_t i = 0; i < n; i++)
            v[i] = c->v.d[rows[i]];
        ret->v.d = v;
    } else {
        int64_t *v = arena_array(a, int64_t, n + 1);
        for (size_t i = 0; i < n; i++)
            v[i] = c->v.i[rows[i]];
        ret->v.i = v;
    }
}

void features_take(struct arena *a, const struct features *f, const uint32_t *rows, size_t n,
                   struct features *ret)
{
    struct features t = *f;
    struct column *columns = arena_array(a, struct column, f->table.n_columns + 1);
    for (size_t c = 0; c < f->table.n_columns; c++)
        take_column(a, &f->table.columns[c], rows, n, &columns[c]);

    int64_t *fid = arena_array(a, int64_t, n + 1);
    struct geom_builder shapes = {0};
    for (size_t i = 0; i < n; i++) {
        fid[i] = f->fid[rows[i]];
        if (f->table.geom.n)
            geom_copy(&shapes, &f->table.geom, rows[i]);
    }

    geom_finish(a, &shapes, &t.table.geom);
    t.table.columns = columns;
    t.table.n = n;
    t.fid = fid;
    *ret = t;
}
