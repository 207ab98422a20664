/* The step `join`: each feature gets the columns of the features of another layer that it meets. */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "doc/schema_kinds.h"
#include "overlay/areas.h"
#include "overlay/step.h"

enum keep { KEEP_LARGEST, KEEP_FIRST, KEEP_ALL };

static enum keep keep_of(const struct doc_step *s)
{
    const struct node *n = node_lookup(s->args, "keep");
    return n && node_is(n, "first") ? KEEP_FIRST : n && node_is(n, "all") ? KEEP_ALL : KEEP_LARGEST;
}

/* The other layer as a table with the columns that are asked for only. */
static struct table joined_columns(struct step *s, struct diags *diags)
{
    const struct node *const *words, *one;
    const struct node *list = node_lookup(s->doc->args, "columns");
    struct table ret = s->with->table;
    size_t n = step_words(list, &words, &one);

    if (!list)
        return ret;

    struct column *columns = arena_array(s->arena, struct column, n);
    ret.columns = columns;
    ret.n_columns = 0;
    for (size_t i = 0; i < n; i++) {
        struct lode_err err = {0};
        const struct column *c;
        if (step_column(s, &s->with->table, words[i], false, &c, &err))
            columns[ret.n_columns++] = *c;
        else
            diags_put(diags, &err);
    }

    return ret;
}

static void check_join(struct step *s, struct features *ret, struct diags *diags)
{
    struct table other = joined_columns(s, diags);
    ret->table.columns = columns_both(s->arena, &s->in->table, s->in->table.columns, &other,
                                      other.columns, &ret->table.n_columns);
}

static void list_join_columns(struct arena *a, const struct doc_step *s, struct expr_name **ret,
                              size_t *ret_n)
{
    struct name_list list = {0};
    step_word_names(a, node_lookup(s->args, "columns"), &list);
    *ret = list.v;
    *ret_n = list.n;
}

/* How much two features share: square metres of two areas, metres where one is a line, 0 where one
 * is a point. */
static double overlap_size(struct step *s, const struct areas *areas, uint32_t row,
                           const GEOSGeometry *one, enum geom_kind kind)
{
    enum geom_kind less = areas->kind[row] < kind ? areas->kind[row] : kind;
    if (less == GEOM_POINT)
        return 0;

    GEOSGeometry *cut = geos_overlay(s->geos, one, areas->v[row], GEOS_INTERSECTION);
    double size = !cut ? 0 : less == GEOM_LINE ? length_m(s, cut) : area_m2(s, cut);
    GEOSGeom_destroy_r(s->geos->handle, cut);
    return size;
}

/* The row with the largest overlap; the first where two overlaps are equal but for rounding. */
static uint32_t largest_overlap(struct step *s, const struct areas *areas, const uint32_t *rows,
                                size_t n, const GEOSGeometry *one, enum geom_kind kind)
{
    uint32_t best = rows[0];
    double size = n > 1 ? overlap_size(s, areas, best, one, kind) : 0;

    for (size_t k = 1; k < n; k++) {
        double other = overlap_size(s, areas, rows[k], one, kind);
        if (other > size * (1 + 1e-12)) {
            size = other;
            best = rows[k];
        }
    }

    return best;
}

struct rows {
    uint32_t *v;
    size_t n, cap;
};

/* Add the matches of row `i` to both lists; NO_ROW on the right where nothing matches. */
static void match_row(struct step *s, struct areas *areas, uint32_t i, struct rows *left,
                      struct rows *right)
{
    const uint32_t *rows;
    enum keep keep = keep_of(s->doc);
    enum geom_kind kind = s->in->table.geom.kind[i];
    GEOSGeometry *one = geos_from(s->geos, &s->in->table.geom, i);
    size_t n = one ? areas_of(areas, one, kind, &rows) : 0;
    size_t kept = keep == KEEP_ALL && n ? n : 1;

    for (size_t k = 0; k < kept; k++) {
        *array_add(s->arena, left) = i;
        *array_add(s->arena, right) = !n ? NO_ROW
                                      : keep == KEEP_LARGEST
                                          ? largest_overlap(s, areas, rows, n, one, kind)
                                          : rows[k];
    }

    GEOSGeom_destroy_r(s->geos->handle, one);
}

static bool run_join(struct step *s, struct features *ret, struct lode_err *err)
{
    (void)err;
    struct diags ignored;
    struct areas areas;
    struct rows left = {0}, right = {0};
    struct geom_builder b = {0};
    size_t alone = 0;

    areas_open_all(s->arena, s->geos, s->with, &areas);
    for (uint32_t i = 0; i < s->in->table.n; i++)
        match_row(s, &areas, i, &left, &right);
    areas_close(&areas);

    for (size_t k = 0; k < left.n; k++) {
        geom_copy(&b, &s->in->table.geom, left.v[k]);
        alone += right.v[k] == NO_ROW;
    }

    diags_init(&ignored, s->arena); /* the check has reported them */
    struct table other = joined_columns(s, &ignored);
    enum geom_kind kind = s->in->table.kind;
    step_result(s, left.v ? left.v : (uint32_t[]){0}, left.n, &b, ret);
    ret->table.kind = kind;
    ret->table.columns =
        columns_both(s->arena, &s->in->table, ret->table.columns, &other,
                     columns_take(s->arena, &other, right.v, right.n), &ret->table.n_columns);
    step_note_left_out(s, "not-joined", alone, "meet no feature of");
    return true;
}

static const struct value keep_word = {.kind = VALUE_WORD,
                                       .words = WORDS("largest", "first", "all")};

static const struct key join_keys[] = {
    {"join", &kind_layer, KEY_REQUIRED, "the layer whose features get more columns"},
    {"with", &kind_layer, KEY_REQUIRED, "the layer whose columns they get"},
    {"keep", &keep_word, 0, "which match: the largest overlap, the first, or all"},
    {"columns", &kind_text_or_texts, 0, "which columns they get; without it all"},
};

const struct step_kind step_join = {
    .section = SECTION("a step 'join'", join_keys),
    .check = check_join,
    .run = run_join,
    .names = list_join_columns,
};
