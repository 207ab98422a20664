/* The step `count`: what of one layer lies in each area of another, as a number of features,
 * statistics of their columns, metres of line, square metres of area, and shares of the whole. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "doc/schema_kinds.h"
#include "overlay/areas.h"
#include "overlay/statistics.h"
#include "overlay/step.h"

/* ---- columns */

enum measure { LENGTH, AREA, SHARE, COVER, N_MEASURES };
static const struct {
    const char *key, *column;
    unsigned kinds; /* bits of enum geom_kind that have it */
    const char *needs;
} measures[] = {
    [LENGTH] = {"length", "length_m", 1 << GEOM_LINE, "lines"},
    [AREA] = {"area", "area_m2", 1 << GEOM_POLYGON, "areas"},
    [SHARE] = {"share", "share", 1 << GEOM_LINE | 1 << GEOM_POLYGON, "lines or areas"},
    [COVER] = {"cover", "cover", 1 << GEOM_POLYGON, "areas"},
};

static bool is_divided(const struct doc_step *s)
{
    bool ret = false;
    struct lode_err ignored = {0};
    const struct node *n = node_lookup(s->args, "divide");
    return n && node_bool(n, &ret, &ignored) && ret;
}

static bool asks_for(const struct doc_step *s, enum measure which)
{
    struct lode_span at;
    return step_named_column(s, measures[which].key, STR("x"), &at).len > 0;
}

/* The values of the new columns, one for each area. */
struct tally {
    struct groups groups; /* area -> rows of the input that lie in it */
    double *share;        /* for each of groups.rows, what part of it lies there; NULL: not asked */
    double *values[N_MEASURES];
    uint8_t *null[N_MEASURES];
};

/* Append `c` to `columns`, which are those of `t`; its name gets '_2' when it is taken. */
static void add_column(struct step *s, struct table *t, struct column *columns, struct column c)
{
    c.name = columns_free_name(s->arena, t, c.name);
    columns[t->n_columns++] = c;
}

/* The columns of the areas and the new ones. `tally` NULL, while checking: without values. */
static struct column *result_columns(struct step *s, const struct tally *tally, size_t n,
                                     size_t *ret_n, struct diags *diags)
{
    const struct table *in = &s->with->table;
    struct statistics list = {0};
    *array_add(s->arena, &list) =
        (struct statistic_column){STATISTIC_COUNT, NULL, STR("count"), s->doc->op_at};
    statistics_list(s, &list, diags);

    struct column *columns =
        arena_array(s->arena, struct column, in->n_columns + list.n + N_MEASURES);
    struct table t = {.columns = columns, .n_columns = in->n_columns};
    if (in->n_columns)
        memcpy(columns, in->columns, in->n_columns * sizeof *columns);

    for (size_t k = 0; k < list.n; k++) {
        struct column c = {.name = list.v[k].name,
                           .type = statistic_type(&list.v[k], is_divided(s->doc))};
        add_column(s, &t, columns,
                   tally ? statistic_of(s, &list.v[k], &tally->groups, tally->share) : c);
    }

    for (int m = 0; m < N_MEASURES; m++) {
        struct lode_span at;
        struct column c = {.type = COL_REAL, .n = n};
        c.name = step_named_column(s->doc, measures[m].key, str_of(measures[m].column), &at);
        c.v.d = tally ? tally->values[m] : NULL;
        c.null = tally ? tally->null[m] : NULL;
        if (c.name.len)
            add_column(s, &t, columns, c);
    }

    *ret_n = t.n_columns;
    return columns;
}

static void check_kind(struct step *s, const char *key, unsigned kinds, const char *needs,
                       struct diags *diags)
{
    struct lode_err err = {0};
    const struct node_pair *pair = node_pair_lookup(s->doc->args, key);
    enum geom_kind kind = s->in->table.kind;
    if (!pair || node_is(pair->value, "false") || kind == GEOM_NONE || kinds & 1U << kind)
        return;

    lode_rule(&err, "geometry-kind");
    lode_fail(&err, LODE_SCHEMA, pair->at, "'%s' needs %s, and '%.*s' has none", key, needs,
              STR_FMT(s->doc->input.s));
    diags_put(diags, &err);
}

static void check_count(struct step *s, struct features *ret, struct diags *diags)
{
    struct str name = ret->table.name;

    check_areas(s->with, &s->doc->with, "to count in",
                "'count' names what is counted, 'in' the areas: {count: sites, in: provinces}",
                diags);
    check_kind(s, "divide", measures[SHARE].kinds, measures[SHARE].needs, diags);
    for (int m = 0; m < N_MEASURES; m++)
        check_kind(s, measures[m].key, measures[m].kinds, measures[m].needs, diags);

    *ret = *s->with;
    ret->table.name = name;
    ret->table.columns = result_columns(s, NULL, 0, &ret->table.n_columns, diags);
}

static void list_count_columns(struct arena *a, const struct doc_step *s, struct expr_name **ret,
                               size_t *ret_n)
{
    struct name_list list = {0};
    statistics_names(a, s, &list);
    *ret = list.v;
    *ret_n = list.n;
}

/* ---- which lies where */

/* A feature and an area that it lies in. */
struct pair {
    uint32_t row, area;
    double size;         /* metres or square metres of the feature that lie in the area */
    double part;         /* the same as a share of the whole feature */
    GEOSGeometry *piece; /* what of it lies there, when that is needed later; NULL otherwise */
};
struct pairs {
    struct pair *v;
    size_t n, cap;
    double total; /* metres or square metres of the whole layer */
};

static bool is_measured(const struct doc_step *s)
{
    return is_divided(s) || asks_for(s, LENGTH) || asks_for(s, AREA) || asks_for(s, SHARE) ||
           asks_for(s, COVER);
}

static double size_on_ground(struct step *s, const GEOSGeometry *one, enum geom_kind kind)
{
    return !one ? 0 : kind == GEOM_LINE ? length_m(s, one) : area_m2(s, one);
}

/* The stretches of `piece` that run along the border of its area. */
static GEOSGeometry *along_border(struct step *s, const GEOSGeometry *piece,
                                  const GEOSGeometry *area)
{
    GEOSGeometry *border = GEOSBoundary_r(s->geos->handle, area);
    GEOSGeometry *ret = border ? geos_overlay(s->geos, piece, border, GEOS_INTERSECTION) : NULL;
    GEOSGeom_destroy_r(s->geos->handle, border);
    return ret;
}

/* A stretch of line on a border that areas share counts in the first of these areas only. */
static void give_borders_once(struct step *s, const struct areas *areas, struct pair *v, size_t n)
{
    GEOSContextHandle_t h = s->geos->handle;
    GEOSGeometry *given = GEOSGeom_createEmptyLineString_r(h);

    for (size_t k = 0; k < n; k++) {
        GEOSGeometry *rest = geos_overlay(s->geos, v[k].piece, given, GEOS_DIFFERENCE);
        GEOSGeometry *border = rest ? along_border(s, rest, areas->v[v[k].area]) : NULL;
        GEOSGeometry *more = border ? geos_overlay(s->geos, given, border, GEOS_UNION) : NULL;

        if (rest) {
            GEOSGeom_destroy_r(h, v[k].piece);
            v[k].piece = rest;
            v[k].size = length_m(s, rest);
        }
        GEOSGeom_destroy_r(h, border);
        if (more) {
            GEOSGeom_destroy_r(h, given);
            given = more;
        }
    }

    GEOSGeom_destroy_r(h, given);
}

/* Measure what of `one` lies in each of its areas, the last `n` of the pairs. */
static bool cut_pieces(struct step *s, const struct areas *areas, const GEOSGeometry *one,
                       enum geom_kind kind, struct pairs *pairs, size_t n, struct lode_err *err)
{
    struct pair *v = pairs->v + pairs->n - n;
    double whole = size_on_ground(s, one, kind), sum = 0;

    pairs->total += whole;
    for (size_t k = 0; k < n; k++) {
        v[k].piece = geos_overlay(s->geos, one, areas->v[v[k].area], GEOS_INTERSECTION);
        if (!v[k].piece)
            return geos_fail(s->geos, "measure what lies in an area", s->doc->op_at, err);
        v[k].size = size_on_ground(s, v[k].piece, kind);
        sum += v[k].size;
    }

    if (kind == GEOM_LINE && n > 1 && sum > whole * (1 + 1e-9))
        give_borders_once(s, areas, v, n);

    for (size_t k = 0; k < n; k++) {
        v[k].part = whole > 0 ? v[k].size / whole : 0;
        if (!asks_for(s->doc, COVER)) {
            GEOSGeom_destroy_r(s->geos->handle, v[k].piece);
            v[k].piece = NULL;
        }
    }

    return true;
}

/* Which features lie in which areas. A point on a shared border belongs to the first of its areas,
 * so that the counts add up; lines and areas count in each area that they share more with than a
 * border. */
static bool find_pairs(struct step *s, struct areas *areas, struct pairs *pairs,
                       struct lode_err *err)
{
    const struct geometry *from = &s->in->table.geom;
    size_t outside = 0;
    bool ok = true, measured = is_measured(s->doc);

    for (uint32_t i = 0; ok && i < s->in->table.n; i++) {
        const uint32_t *rows;
        enum geom_kind kind = from->kind[i];
        GEOSGeometry *one = geos_from(s->geos, from, i);
        size_t n = one ? areas_of(areas, one, kind, &rows) : 0;
        outside += n == 0;
        if (n && s->kept)
            s->kept[i] = 1;

        if (kind == GEOM_POINT && n > 1)
            n = 1;
        for (size_t k = 0; k < n; k++)
            *array_add(s->arena, pairs) = (struct pair){i, rows[k], 0, 1, NULL};
        if (measured && one && kind == s->in->table.kind && kind != GEOM_POINT)
            ok = cut_pieces(s, areas, one, kind, pairs, n, err);
        GEOSGeom_destroy_r(s->geos->handle, one);
    }

    step_note_left_out(s, "not-counted", outside, "lie in no area of");
    return ok;
}

/* ---- sums for each area */

static void make_groups(struct step *s, const struct pairs *pairs, size_t n_areas,
                        struct tally *ret)
{
    struct groups g = {.n = n_areas};
    g.start = arena_array(s->arena, uint32_t, n_areas + 1);
    g.rows = arena_array(s->arena, uint32_t, pairs->n);
    ret->share = is_divided(s->doc) ? arena_array(s->arena, double, pairs->n) : NULL;

    uint32_t *next = arena_array(s->arena, uint32_t, n_areas);
    for (size_t k = 0; k < pairs->n; k++)
        g.start[pairs->v[k].area + 1]++;
    for (size_t k = 0; k < n_areas; k++) {
        g.start[k + 1] += g.start[k];
        next[k] = g.start[k];
    }

    for (size_t k = 0; k < pairs->n; k++) {
        uint32_t at = next[pairs->v[k].area]++;
        g.rows[at] = pairs->v[k].row;
        if (ret->share)
            ret->share[at] = pairs->v[k].part;
    }

    ret->groups = g;
}

static void sum_measures(struct step *s, const struct pairs *pairs, size_t n_areas,
                         struct tally *ret)
{
    for (int m = 0; m < N_MEASURES; m++) {
        ret->values[m] = arena_array(s->arena, double, n_areas);
        ret->null[m] = arena_array(s->arena, uint8_t, n_areas);
    }

    for (size_t k = 0; k < pairs->n; k++) {
        for (int m = LENGTH; m <= SHARE; m++)
            ret->values[m][pairs->v[k].area] += pairs->v[k].size;
    }

    for (size_t i = 0; i < n_areas; i++) {
        ret->null[SHARE][i] = !(pairs->total > 0);
        ret->values[SHARE][i] = pairs->total > 0 ? ret->values[SHARE][i] / pairs->total : 0;
    }
}

/* Which part of each area is covered: where its pieces overlap, they cover it once. */
static bool sum_cover(struct step *s, const struct areas *areas, struct pairs *pairs,
                      struct tally *ret, struct lode_err *err)
{
    GEOSContextHandle_t h = s->geos->handle;
    const struct groups *g = &ret->groups;
    GEOSGeometry **piece = arena_array(s->arena, GEOSGeometry *, pairs->n);
    uint32_t *n = arena_array(s->arena, uint32_t, g->n);
    bool ok = true;

    for (size_t k = 0; k < pairs->n; k++) {
        uint32_t area = pairs->v[k].area;
        if (pairs->v[k].piece)
            piece[g->start[area] + n[area]++] = pairs->v[k].piece;
        pairs->v[k].piece = NULL;
    }

    for (size_t i = 0; i < g->n; i++) {
        double whole = areas->v[i] ? area_m2(s, areas->v[i]) : 0;
        GEOSGeometry *all = geos_union_all(s->geos, piece + g->start[i], n[i]);
        ok = ok && (all || geos_fail(s->geos, "measure what is covered", s->doc->op_at, err));
        ret->null[COVER][i] = !(whole > 0);
        ret->values[COVER][i] = all && whole > 0 ? area_m2(s, all) / whole : 0;
        GEOSGeom_destroy_r(h, all);
    }

    return ok;
}

static bool count_all(struct step *s, struct tally *ret, struct lode_err *err)
{
    struct areas areas;
    struct pairs pairs = {0};

    areas_open(s->arena, s->geos, s->with, &areas);
    bool ok = find_pairs(s, &areas, &pairs, err);
    if (ok) {
        make_groups(s, &pairs, areas.n, ret);
        sum_measures(s, &pairs, areas.n, ret);
        ok = !asks_for(s->doc, COVER) || sum_cover(s, &areas, &pairs, ret, err);
    }

    for (size_t k = 0; k < pairs.n; k++)
        GEOSGeom_destroy_r(s->geos->handle, pairs.v[k].piece);
    areas_close(&areas);
    return ok;
}

static bool run_count(struct step *s, struct features *ret, struct lode_err *err)
{
    struct tally tally = {0};
    struct diags ignored;
    if (!count_all(s, &tally, err))
        return false;

    diags_init(&ignored, s->arena); /* the check has reported them */
    *ret = *s->with;
    ret->origin = s->doc->name;
    ret->table.name = s->doc->name;
    ret->table.geometry_name = (struct str){0};
    ret->table.columns =
        result_columns(s, &tally, s->with->table.n, &ret->table.n_columns, &ignored);
    return true;
}

static const struct key count_keys[] = {
    {"count", &kind_layer, KEY_REQUIRED, "the layer whose features are counted"},
    {"in", &kind_layer, KEY_REQUIRED, "the areas in which they are counted"},
    {"sum", &kind_text_or_texts, 0, "columns to add up in each area"},
    {"mean", &kind_text_or_texts, 0, "columns to average"},
    {"min", &kind_text_or_texts, 0, "columns whose smallest value is kept"},
    {"max", &kind_text_or_texts, 0, "columns whose largest value is kept"},
    {"first", &kind_text_or_texts, 0, "columns whose first value is kept"},
    {"divide", &kind_bool, 0, "true: a value is divided among the areas that its feature lies in"},
    {"length", &kind_flag_or_name, 0,
     "true, or the name of a column for the metres of line in each area"},
    {"area", &kind_flag_or_name, 0,
     "true, or the name of a column for the square metres in each area"},
    {"share", &kind_flag_or_name, 0,
     "true, or the name of a column for the part of the whole layer"},
    {"cover", &kind_flag_or_name, 0,
     "true, or the name of a column for the part of the area covered"},
};

const struct step_kind step_count = {
    .section = SECTION("a step 'count'", count_keys),
    .check = check_count,
    .run = run_count,
    .names = list_count_columns,
    .left_out = "lies in no area of '%'",
    .method = "lengths and areas on the ellipsoid of WGS 84 (Karney 2013)",
};
