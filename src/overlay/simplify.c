/* The step `simplify`: lines and areas with fewer vertices, where shared borders stay shared. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "doc/schema_kinds.h"
#include "overlay/simplify_arcs.h"
#include "overlay/step.h"

static const struct node *tolerance_of(const struct doc_step *s)
{
    return node_lookup(s->args, "tolerance");
}

static void check_simplify(struct step *s, struct features *ret, struct diags *diags)
{
    struct lode_err err = {0};
    double tol_m;

    ret->edges = EDGES_PLANAR;
    if (s->in->table.kind == GEOM_POINT) {
        lode_rule(&err, "geometry-kind");
        lode_fail(&err, LODE_SCHEMA, s->doc->input.at,
                  "'%.*s' holds points: there is nothing to simplify", STR_FMT(s->doc->input.s));
        lode_hint(&err, "'simplify' takes lines and areas");
        diags_put(diags, &err);
    } else if (!node_m(tolerance_of(s->doc), &tol_m, &err)) {
        diags_put(diags, &err);
    }
}

/* Append feature i with the vertices that stay. */
static void append_feature(const struct geometry *g, const struct topology *t, const uint8_t *keep,
                           size_t i, struct geom_builder *b)
{
    if (g->kind[i] != GEOM_LINE && g->kind[i] != GEOM_POLYGON) {
        geom_copy(b, g, i);
        return;
    }

    geom_feature(b, (enum geom_kind)g->kind[i]);
    struct range parts = geometry_parts_of(g, i);
    for (size_t p = parts.from; p < parts.end; p++) {
        geom_part(b);
        struct range rings = geometry_part_rings(g, p);
        for (size_t r = rings.from; r < rings.end; r++)
            topology_ring(t, r, keep, b);
    }
}

static void build_geometry(struct arena *a, const struct geometry *g, const struct topology *t,
                           const uint8_t *keep, struct geometry *ret)
{
    struct geom_builder b = {0};
    for (size_t i = 0; i < g->n; i++)
        append_feature(g, t, keep, i, &b);
    geom_finish(a, &b, ret);
}

static bool is_valid(struct geos *g, const struct geometry *from, size_t i)
{
    GEOSGeometry *one = from->kind[i] == GEOM_POLYGON ? geos_from(g, from, i) : NULL;
    bool ret = from->kind[i] != GEOM_POLYGON || (one && GEOSisValid_r(g->handle, one) == 1);
    GEOSGeom_destroy_r(g->handle, one);
    return ret;
}

/* Mark in `ret` the arcs of areas that simplifying has made invalid; returns how many new ones. An
 * arc that has all its vertices cannot be helped. */
static size_t broken_arcs(struct step *s, const struct topology *t, const uint8_t *keep,
                          const struct geometry *now, uint8_t *ret)
{
    const struct geometry *was = &s->in->table.geom;
    size_t n = 0;
    for (size_t i = 0; i < was->n; i++) {
        if (was->kind[i] != GEOM_POLYGON || is_valid(s->geos, now, i))
            continue;

        struct range rings = geometry_rings_of(was, i);
        for (size_t k = t->at[rings.from]; k < t->at[rings.end]; k++) {
            uint32_t arc = topology_arc_of(t->ref[k]);
            for (uint32_t j = t->arc[arc]; j < t->arc[arc + 1] && !ret[arc]; j++) {
                n += !keep[j];
                ret[arc] = !keep[j];
            }
        }
    }
    return n;
}

static bool run_simplify(struct step *s, struct features *ret, struct lode_err *err)
{
    double tol_m;
    struct topology t;
    struct geometry now;
    const struct geometry *was = &s->in->table.geom;

    if (!node_m(tolerance_of(s->doc), &tol_m, err))
        return false;

    topology_make(s->arena, was, &t);
    uint8_t *keep = simplify_arcs(s->arena, s->geos, &t, tol_m);
    uint8_t *broken = arena_array(s->arena, uint8_t, t.n_arcs);
    build_geometry(s->arena, was, &t, keep, &now);
    while (broken_arcs(s, &t, keep, &now, broken)) {
        simplify_undo(s->arena, s->geos, &t, keep, broken);
        build_geometry(s->arena, was, &t, keep, &now);
    }

    *ret = *s->in;
    ret->origin = s->doc->name;
    ret->edges = EDGES_PLANAR;
    ret->table.name = s->doc->name;
    ret->table.geometry_name = (struct str){0};
    ret->table.geom = now;

    log_note(s->doc->op_at, "simplified", "%zu of %zu vertices of '%.*s' are left",
             geometry_coords(&now), geometry_coords(was), STR_FMT(s->doc->input.s));
    return true;
}

static const struct key simplify_keys[] = {
    {"simplify", &kind_layer, KEY_REQUIRED, "the layer of lines or areas"},
    {"tolerance", &kind_ground, KEY_REQUIRED, "how far a line may move, '500 m'"},
};

const struct step_kind step_simplify = {
    .section = SECTION("a step 'simplify'", simplify_keys),
    .check = check_simplify,
    .run = run_simplify,
    .method = "Douglas and Peucker (1973) in metres on the ground, each shared border once",
};
