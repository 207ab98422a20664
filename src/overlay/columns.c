#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "overlay/step.h"

static const size_t value_size[] = {
    [COL_INT] = sizeof(int64_t),  [COL_REAL] = sizeof(double),  [COL_TEXT] = sizeof(struct str),
    [COL_BOOL] = sizeof(uint8_t), [COL_DATE] = sizeof(int64_t), [COL_TIMESTAMP] = sizeof(int64_t),
};

static struct column take(struct arena *a, const struct column *c, const uint32_t *rows, size_t n)
{
    size_t size = value_size[c->type];
    char *values = arena_alloc(a, size, n);
    uint8_t *null = c->null ? arena_array(a, uint8_t, n) : NULL;
    for (size_t i = 0; i < n; i++) {
        memcpy(values + i * size, (const char *)c->v.i + rows[i] * size, size);
        if (null)
            null[i] = c->null[rows[i]];
    }
    struct column ret = *c;
    ret.n = n;
    ret.null = null;
    ret.v.i = (const int64_t *)(void *)values;
    return ret;
}

struct column *columns_take(struct arena *a, const struct table *t, const uint32_t *rows, size_t n)
{
    struct column *ret = arena_array(a, struct column, t->n_columns);
    for (size_t i = 0; i < t->n_columns; i++)
        ret[i] = take(a, &t->columns[i], rows, n);
    return ret;
}

struct column *columns_with(struct arena *a, const struct column *columns, size_t n,
                            struct column **ret_new)
{
    struct column *ret = arena_array(a, struct column, n + 1);
    if (n)
        memcpy(ret, columns, n * sizeof *ret);
    *ret_new = &ret[n];
    return ret;
}

struct str columns_free_name(struct arena *a, const struct table *t, struct str name)
{
    struct str ret = name;
    for (int k = 2; table_lookup(t, ret); k++)
        ret = str_format(a, "%.*s_%d", STR_FMT(name), k);
    return ret;
}

void step_result(struct step *s, const uint32_t *rows, size_t n, struct geom_builder *b,
                 struct features *ret)
{
    int64_t *fid = arena_array(s->arena, int64_t, n);
    *ret = *s->in;
    ret->origin = s->doc->name;
    ret->table.name = s->doc->name;
    ret->table.n = n;
    ret->table.geometry_name = (struct str){0};
    if (rows)
        ret->table.columns = columns_take(s->arena, &s->in->table, rows, n);
    for (size_t i = 0; i < n; i++)
        fid[i] = rows ? s->in->fid[rows[i]] : (int64_t)i;
    ret->fid = fid;
    geom_finish(s->arena, b, &ret->table.geom);
    ret->table.kind = GEOM_NONE;
    for (size_t i = 0; i < n && ret->table.kind == GEOM_NONE; i++)
        ret->table.kind = ret->table.geom.kind[i];
}

size_t step_result_nonempty(struct step *s, struct geom_builder *b, struct features *ret)
{
    struct geometry all;
    struct geom_builder kept = {0};
    uint32_t *rows = arena_array(s->arena, uint32_t, b->n);
    size_t n = 0;
    geom_finish(s->arena, b, &all);
    for (size_t i = 0; i < all.n; i++) {
        if (all.kind[i] == GEOM_NONE)
            continue;
        geom_copy(&kept, &all, i);
        rows[n++] = (uint32_t)i;
    }
    step_result(s, rows, n, &kept, ret);
    return all.n - n;
}

void step_note_left_out(struct step *s, const char *rule, size_t n, const char *why)
{
    if (n)
        log_note(s->doc->op_at, rule, "%zu of %zu features of '%.*s' %s '%.*s'", n, s->in->table.n,
                 STR_FMT(s->doc->input.s), why, STR_FMT(s->doc->with.s));
}

void check_areas_to_cut_with(struct step *s, struct features *ret, struct diags *diags)
{
    (void)ret;
    struct lode_err err = {0};
    if (s->with->table.kind == GEOM_POLYGON || s->with->table.kind == GEOM_NONE)
        return;
    lode_fail(&err, LODE_SCHEMA, s->doc->with.at, "'%.*s' has no areas to cut with",
              STR_FMT(s->doc->with.s));
    lode_hint(&err, "make areas of it first, as in: - near: {buffer: %.*s, by: 10 km}",
              STR_FMT(s->doc->with.s));
    diags_put(diags, &err);
}

GEOSGeometry *union_of(struct step *s, const struct features *f)
{
    struct arena scratch = *s->arena;
    GEOSGeometry **parts = arena_array(&scratch, GEOSGeometry *, f->table.n);
    size_t n = 0;
    for (size_t i = 0; i < f->table.n; i++) {
        if (f->table.geom.kind[i] != GEOM_POLYGON)
            continue;
        GEOSGeometry *one = geos_from(s->geos, &f->table.geom, i);
        if (one)
            parts[n++] = one;
    }
    return geos_union_all(s->geos, parts, n);
}
