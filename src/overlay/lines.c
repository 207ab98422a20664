/* The step `lines`: the boundaries of areas, area by area, or each stretch of border once. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "doc/schema_kinds.h"
#include "overlay/step.h"
#include "overlay/topology.h"

static bool is_once(const struct doc_step *s)
{
    bool ret = false;
    struct lode_err ignored = {0};
    const struct node *n = node_lookup(s->args, "once");
    return n && node_bool(n, &ret, &ignored) && ret;
}

static void check_lines(struct step *s, struct features *ret, struct diags *diags)
{
    const struct table *t = &s->in->table;
    if (t->kind == GEOM_POINT) {
        struct lode_err err = {0};
        lode_rule(&err, "geometry-kind");
        lode_fail(&err, LODE_SCHEMA, s->doc->input.at,
                  "'%.*s' holds points, which have no boundary", STR_FMT(s->doc->input.s));
        lode_hint(&err, "'lines' takes areas");
        diags_put(diags, &err);
    }
    ret->table.kind = GEOM_LINE;
    if (is_once(s->doc))
        ret->table.columns =
            columns_both(s->arena, t, t->columns, t, t->columns, &ret->table.n_columns);
}

/* One feature for each area: its rings as lines. Lines stay as they are. */
static bool lines_of_rows(struct step *s, struct features *ret)
{
    const struct geometry *g = &s->in->table.geom;
    struct geom_builder b = {0};

    for (size_t i = 0; i < g->n; i++) {
        geom_feature(&b, GEOM_LINE);
        if (g->kind[i] == GEOM_POINT)
            continue;

        struct range rings = geometry_rings_of(g, i);
        for (size_t r = rings.from; r < rings.end; r++) {
            geom_part(&b);
            geom_ring(&b);
            geom_add(&b, geometry_ring(g, r));
        }
    }

    size_t gone = step_result_nonempty(s, &b, ret);
    ret->table.kind = GEOM_LINE;
    if (gone)
        log_note(s->doc->op_at, "nothing-left", "%zu of %zu features of '%.*s' have no boundary",
                 gone, s->in->table.n, STR_FMT(s->doc->input.s));
    return true;
}

/* ---- once */

struct border {
    uint32_t arc, left, right; /* rows; right NO_ROW: no other row has the arc */
};

static int by_owners(const void *pa, const void *pb)
{
    const struct border *a = pa, *b = pb;
    if (a->left != b->left)
        return a->left < b->left ? -1 : 1;
    if (a->right != b->right)
        return a->right < b->right ? -1 : 1;
    return (a->arc > b->arc) - (a->arc < b->arc);
}

/* The first two rows that have each arc. */
static struct border *borders_of(struct arena *a, const struct geometry *g,
                                 const struct topology *t)
{
    struct border *ret = arena_array(a, struct border, t->n_arcs);
    for (uint32_t k = 0; k < t->n_arcs; k++)
        ret[k] = (struct border){k, NO_ROW, NO_ROW};

    for (uint32_t i = 0; i < g->n; i++) {
        struct range rings = geometry_rings_of(g, i);
        for (size_t k = t->at[rings.from]; k < t->at[rings.end]; k++) {
            struct border *b = &ret[topology_arc_of(t->ref[k])];
            if (b->left == NO_ROW)
                b->left = i;
            else if (b->left != i && b->right == NO_ROW)
                b->right = i;
        }
    }

    return ret;
}

static void append_arc(const struct topology *t, uint32_t arc, struct geom_builder *b)
{
    geom_part(b);
    geom_ring(b);
    for (uint32_t k = t->arc[arc]; k < t->arc[arc + 1]; k++) {
        struct xy v = xy_at(t->xy, t->vertex[k]);
        geom_xy(b, v.x, v.y);
    }
}

/* One feature for each pair of rows that share a border, and one for what a row has alone. */
static bool lines_once(struct step *s, struct features *ret)
{
    struct topology t;
    struct geom_builder b = {0};
    const struct table *in = &s->in->table;

    topology_make(s->arena, &in->geom, &t);
    struct border *borders = borders_of(s->arena, &in->geom, &t);
    uint32_t *left = arena_array(s->arena, uint32_t, t.n_arcs);
    uint32_t *right = arena_array(s->arena, uint32_t, t.n_arcs);
    size_t n = 0;
    if (t.n_arcs)
        qsort(borders, t.n_arcs, sizeof *borders, by_owners);

    for (size_t k = 0; k < t.n_arcs; k++) {
        if (!n || left[n - 1] != borders[k].left || right[n - 1] != borders[k].right) {
            geom_feature(&b, GEOM_LINE);
            left[n] = borders[k].left;
            right[n++] = borders[k].right;
        }
        append_arc(&t, borders[k].arc, &b);
    }

    step_result(s, left, n, &b, ret);
    ret->table.kind = GEOM_LINE;
    struct column *other = columns_take(s->arena, in, right, n);
    ret->table.columns =
        columns_both(s->arena, in, ret->table.columns, in, other, &ret->table.n_columns);
    return true;
}

static bool run_lines(struct step *s, struct features *ret, struct lode_err *err)
{
    (void)err;
    return is_once(s->doc) ? lines_once(s, ret) : lines_of_rows(s, ret);
}

static const struct key lines_keys[] = {
    {"lines", &kind_layer, KEY_REQUIRED, "the layer whose boundaries are taken"},
    {"once", &kind_bool, 0, "true: a border that two areas share once, with the columns of both"},
};

const struct step_kind step_lines = {
    .section = SECTION("a step 'lines'", lines_keys),
    .check = check_lines,
    .run = run_lines,
    .left_out = "has no boundary",
    .merges = is_once,
};
