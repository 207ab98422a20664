/* The step `select`: features by a condition, by how they lie to another layer, or by both. */
#include <stdlib.h>

#include "base/arena.h"
#include "doc/schema_kinds.h"
#include "overlay/step.h"

enum relation { RELATION_NONE, INTERSECTS, WITHIN, TOUCHES };

static enum relation relation_of(const struct doc_step *s)
{
    static const char *const words[] = {NULL, "intersects", "within", "touches"};
    for (int i = INTERSECTS; i <= TOUCHES; i++) {
        if (node_lookup(s->args, words[i]))
            return (enum relation)i;
    }
    return RELATION_NONE;
}

static const struct node *filter_of(const struct doc_step *s)
{
    return node_lookup(s->args, "filter");
}

static void check_select(struct step *s, struct features *ret, struct diags *diags)
{
    (void)ret;
    const struct node *filter = filter_of(s->doc);
    struct lode_err err = {0};
    struct expr *e;
    enum col_type type;

    if (filter && filter->kind == NODE_SCALAR &&
        expr_parse(s->arena, filter->text, filter->at, &e, &err) &&
        expr_check(s->arena, e, &s->in->table, s->env, &type, &err) && type != COL_BOOL) {
        lode_fail(&err, LODE_SCHEMA, filter->at, "a filter is a condition, not a %s",
                  col_type_name(type));
        lode_hint(&err, "compare it with something, as in: name = 'Aynak'");
    }

    if (err.code)
        diags_put(diags, &err);
}

static void list_select_columns(struct arena *a, const struct doc_step *s, struct expr_name **ret,
                                size_t *ret_n)
{
    struct expr *e;
    struct lode_err ignored = {0};
    const struct node *filter = filter_of(s);

    *ret_n = 0;
    if (filter && expr_parse(a, filter->text, filter->at, &e, &ignored))
        expr_names(a, e, ret, ret_n);
}

static bool is_related(struct geos *g, const GEOSPreparedGeometry *area, const GEOSGeometry *one,
                       enum relation relation)
{
    switch (relation) {
    case INTERSECTS:
        return GEOSPreparedIntersects_r(g->handle, area, one) == 1;
    case WITHIN:
        return GEOSPreparedContains_r(g->handle, area, one) == 1;
    default:
        return GEOSPreparedTouches_r(g->handle, area, one) == 1;
    }
}

/* The other layer as one geometry. Areas are dissolved, so that a feature across a border between
 * two of them is within; other kinds are collected. */
static GEOSGeometry *whole_of(struct step *s)
{
    struct arena scratch = *s->arena;
    const struct features *f = s->with;
    if (f->table.kind == GEOM_POLYGON)
        return union_of(s, f);

    GEOSGeometry **parts = arena_array(&scratch, GEOSGeometry *, f->table.n);
    unsigned n = 0;
    for (size_t i = 0; i < f->table.n; i++) {
        GEOSGeometry *one = geos_from(s->geos, &f->table.geom, i);
        if (one)
            parts[n++] = one;
    }

    GEOSGeometry *all =
        GEOSGeom_createCollection_r(s->geos->handle, GEOS_GEOMETRYCOLLECTION, parts, n);
    GEOSGeometry *ret = all ? GEOSUnaryUnion_r(s->geos->handle, all) : NULL;
    GEOSGeom_destroy_r(s->geos->handle, all);
    return ret;
}

/* Keep those of the `n` rows that stand in the step's relation to the other layer. */
static bool keep_related(struct step *s, uint32_t *rows, size_t *n, struct lode_err *err)
{
    enum relation relation = relation_of(s->doc);
    GEOSGeometry *whole = whole_of(s);
    if (!whole)
        return geos_fail(s->geos, "merge the other layer", s->doc->with.at, err);

    const GEOSPreparedGeometry *area = GEOSPrepare_r(s->geos->handle, whole);
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++) {
        GEOSGeometry *one = geos_from(s->geos, &s->in->table.geom, rows[i]);
        if (one && is_related(s->geos, area, one, relation))
            rows[kept++] = rows[i];
        GEOSGeom_destroy_r(s->geos->handle, one);
    }

    *n = kept;
    GEOSPreparedGeom_destroy_r(s->geos->handle, area);
    GEOSGeom_destroy_r(s->geos->handle, whole);
    return true;
}

static bool run_select(struct step *s, struct features *ret, struct lode_err *err)
{
    const struct node *filter = filter_of(s->doc);
    uint32_t *rows;
    size_t n = s->in->table.n;

    if (filter) {
        if (!expr_select(s->arena, filter->text, filter->at, &s->as_read->table, s->env, &rows, &n,
                         err))
            return false;
    } else {
        rows = arena_array(s->arena, uint32_t, n);
        for (size_t i = 0; i < n; i++)
            rows[i] = (uint32_t)i;
    }

    if (relation_of(s->doc) != RELATION_NONE && !keep_related(s, rows, &n, err))
        return false;

    struct geom_builder b = {0};
    for (size_t i = 0; i < n; i++)
        geom_copy(&b, &s->in->table.geom, rows[i]);
    step_result(s, rows, n, &b, ret);
    return true;
}

/* The step must have a condition or a relation. */
static void check_asks_something(const struct node *map, struct diags *diags)
{
    struct lode_err err = {0};
    if (map->n_pairs > 1)
        return;

    lode_fail(&err, LODE_SCHEMA, map->pairs[0].at, "'select' does not say what to select");
    lode_hint(&err, "add 'filter:', or 'intersects:' with another layer");
    diags_put(diags, &err);
}

static const struct key select_keys[] = {
    {"select", &kind_layer, KEY_REQUIRED, "the layer to choose from"},
    {"filter", &kind_expression, 0, "a condition: which features stay"},
    {"intersects", &kind_layer, 0, "another layer that these features must meet"},
    {"within", &kind_layer, 0, "another layer that these features must lie in"},
    {"touches", &kind_layer, 0, "another layer that these features must touch"},
};

const struct step_kind step_select = {
    .section = {.what = "a step 'select'",
                .keys = select_keys,
                .n_keys = N_OF(select_keys),
                .also = check_asks_something},
    .check = check_select,
    .run = run_select,
    .names = list_select_columns,
    .as_it_is = true,
    .left_out = "is not selected",
};
